"""Making awards: store all intents of a request in one transaction, then sign and release them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from django.db import transaction

from umiem.domain.award import AwardRecord
from umiem.services import audit
from umiem.services.access import Actor
from umiem.services.award.requests import AwardRequest, folded, learner_key, plain_record, record_of
from umiem.services.credential import issuing
from umiem.services.credential.current import current_credential
from umiem.services.definition.definitions import DefinitionView
from umiem.storage.models import Award, Credential, CredentialState, Learner, Organisation


@dataclass(frozen=True, kw_only=True)
class AwardOutcome:
    """``kind`` is ``awarded`` or ``already-awarded``; a repeated request gets the award there is."""

    kind: Literal["awarded", "already-awarded"]
    award: Award
    credential: Credential


def award_all(
    actor: Actor,
    organisation: Organisation,
    view: DefinitionView,
    requests: Sequence[AwardRequest],
    *,
    run: str,
    notify: bool,
) -> list[AwardOutcome]:
    """Award everyone in ``requests``: store all as intents in one transaction, then sign and release."""
    with transaction.atomic():
        Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
        made = [
            _find_or_store(actor, organisation, view, request, run=run, notify=notify) for request in requests
        ]
        new = [
            issuing.Intent(award=award, record=record, valid_until=request.valid_until)
            for (award, record), request in zip(made, requests, strict=True)
            if record is not None
        ]
        stored = issuing.store_intents(organisation, new)
    pending = {intended.credential.award_id: intended for intended in stored}
    outcomes = [_outcome(award, record, pending) for award, record in made]
    issuing.finish(actor, list(pending.values()))
    return outcomes


def _outcome(award: Award, record: AwardRecord | None, pending: dict[int, issuing.Intended]) -> AwardOutcome:
    """Say what became of one request; an intent that a crash left behind joins those to be finished."""
    if award.pk not in pending:
        credential = current_credential(award)
        if credential.state == CredentialState.INTENDED:
            pending[award.pk] = issuing.Intended(credential=credential)
    else:
        credential = pending[award.pk].credential
    kind: Literal["awarded", "already-awarded"] = "already-awarded" if record is None else "awarded"
    return AwardOutcome(kind=kind, award=award, credential=credential)


def _find_or_store(
    actor: Actor,
    organisation: Organisation,
    view: DefinitionView,
    request: AwardRequest,
    *,
    run: str,
    notify: bool,
) -> tuple[Award, AwardRecord | None]:
    """Return the award there is (and no record), or store a new one with the record to sign."""
    learner = _learner(organisation, request)
    existing = Award.objects.filter(
        organisation=organisation, definition=view.definition, learner=learner, run=run, set_aside=0
    ).first()
    if existing is not None:
        return existing, None
    record = record_of(view, request)
    award = Award.objects.create(
        organisation=organisation,
        definition=view.definition,
        definition_version=view.version,
        learner=learner,
        run=run,
        given_name=request.given_name.strip(),
        family_name=request.family_name.strip(),
        email=folded(request.email),
        record=plain_record(record),
        notify=notify,
        awarded_on=record.awarded_on,
    )
    audit.record(
        actor, organisation, "award-made", str(award.public_id), definition=view.definition.slug, run=run
    )
    return award, record


def _learner(organisation: Organisation, request: AwardRequest) -> Learner:
    learner, _ = Learner.objects.get_or_create(
        organisation=organisation,
        key=learner_key(request.identifier, request.email),
        defaults={
            "given_name": request.given_name.strip(),
            "family_name": request.family_name.strip(),
            "email": folded(request.email),
            "identifier": request.identifier or "",
        },
    )
    return learner
