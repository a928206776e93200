"""Making awards: store all intents of a request in one transaction, then sign and release them."""

from __future__ import annotations

import dataclasses
import json
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Literal

from django.db import transaction
from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from umiem import wiring
from umiem.domain.award import AwardRecord, EvidenceItem, Result
from umiem.domain.award import Learner as LearnerData
from umiem.domain.award_rules import assess_award, grade_on_scale, results_from
from umiem.domain.findings import blocking
from umiem.errors import MalformedInputError, NotFoundError, RefusedError
from umiem.services import audit
from umiem.services.access import Actor
from umiem.services.credential import issuing
from umiem.services.definition.definitions import DefinitionView
from umiem.services.email_address import checked_email
from umiem.storage.models import Award, Credential, CredentialState, Learner, Organisation

LONGEST_RUN = 80
REMEMBERED_RESULTS = 256
_JSON = json.JSONEncoder(ensure_ascii=False).encode
_UNWRITABLE = re.compile("[\0\ud800-\udfff]")
"""What no database and no UTF-8 text can hold."""


@dataclass(frozen=True, kw_only=True)
class AwardRequest:
    """One award to make. ``results`` maps the id of a learning outcome to points or a mark.

    ``valid_until`` is the last day of validity where it is not the definition's.
    """

    given_name: str
    family_name: str
    email: str
    identifier: str | None = None
    results: Mapping[str, str] = field(default_factory=dict)
    grade: str = ""
    evidence: tuple[EvidenceItem, ...] = ()
    awarded_on: date | None = None
    valid_until: date | None = None


@dataclass(frozen=True, kw_only=True)
class AwardOutcome:
    """``kind`` is ``awarded`` or ``already-awarded``; a repeated request gets the award there is."""

    kind: Literal["awarded", "already-awarded"]
    award: Award
    credential: Credential


def current_credential(award: Award) -> Credential:
    """Return the newest released credential of an award, or its intent while there is none."""
    rows = award.credentials.order_by("-id").select_related("organisation", "key")
    credential = rows.filter(state=CredentialState.RELEASED).first() or rows.first()
    if credential is None:
        raise NotFoundError("credential-unknown")
    return credential


def with_credentials(awards: QuerySet[Award]) -> QuerySet[Award]:
    """Return awards with what lists show of their credentials; not the documents themselves."""
    shown = Credential.objects.defer("intent", "data")
    return awards.prefetch_related(Prefetch("credentials", queryset=shown))


def newest_of(award: Award) -> Credential | None:
    """Return the same as ``current_credential`` for an award of ``with_credentials``, without a query."""
    rows = sorted(award.credentials.all(), key=lambda row: row.pk, reverse=True)
    released = (row for row in rows if row.state == CredentialState.RELEASED)
    return next(released, rows[0] if rows else None)


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


def learner_key(identifier: str | None, email: str) -> str:
    """Return what tells learners of one organisation apart: its own identifier, else the address."""
    return f"id:{identifier.strip()}" if identifier and identifier.strip() else f"mail:{folded(email)}"


def folded(email: str) -> str:
    """Return an address as addresses are compared."""
    return email.strip().casefold()


def record_of(view: DefinitionView, request: AwardRequest) -> AwardRecord:
    """Return a request as the award it asks for, with a new salt. Checks nothing: see ``check_request``."""
    return RequestRules(view).record(request)


def plain_record(record: AwardRecord) -> dict[str, object]:
    """The award as plain data, without the definition, which has a file and a version of its own."""
    return _judged(record.results, record.grade, record.evidence) | _own(record)


def record_text(record: AwardRecord) -> str:
    """Return ``plain_record`` as JSON; what many awards have the same is written once."""
    return f"{_judged_text(record.results, record.grade, record.evidence)}, {_JSON(_own(record))[1:]}"


@lru_cache(maxsize=REMEMBERED_RESULTS)
def _judged_text(results: tuple[Result, ...], grade: str, evidence: tuple[EvidenceItem, ...]) -> str:
    return _JSON(_judged(results, grade, evidence))[:-1]


def _judged(results: tuple[Result, ...], grade: str, evidence: tuple[EvidenceItem, ...]) -> dict[str, object]:
    return {
        "results": [
            {"outcome_id": result.outcome_id, "status": result.status, "value": result.value}
            for result in results
        ],
        "grade": grade,
        "evidence": [dataclasses.asdict(item) for item in evidence],
    }


def _own(record: AwardRecord) -> dict[str, object]:
    return {"identity_salt": record.identity_salt, "identifier": record.learner.identifier}


def check_request(view: DefinitionView, request: AwardRequest) -> None:
    """Raise ``MalformedInputError`` or ``RefusedError`` when this cannot be awarded on this definition."""
    checked_record(view, request)


def checked_record(view: DefinitionView, request: AwardRequest) -> AwardRecord:
    """Return a request as the award it asks for, if it can be awarded on this definition.

    The results and the grade are judged by ``domain.award_rules``: what is below the threshold, above the
    scale or not on it is refused, with the code of the first finding.
    """
    return RequestRules(view).checked(request)


class RequestRules:
    """Judges requests on one definition, today. Results and grade are judged once for all that have the same.

    Made for some requests at a time: it remembers each combination of results it has met.
    """

    def __init__(self, view: DefinitionView) -> None:
        self._specification = view.specification
        self._outcomes = {outcome.id for outcome in view.specification.learning_outcomes}
        slug = f"{view.organisation.slug}/{view.definition.slug}"
        self._definition_url = f"{wiring.installation().base_url}/catalogue/{slug}/"
        self._today = timezone.localdate()
        self._met: dict[tuple[object, ...], tuple[tuple[Result, ...], str]] = {}
        self._passed: set[tuple[object, ...]] = set()

    def record(self, request: AwardRequest) -> AwardRecord:
        """Return a request as the award it asks for, with a new salt, unchecked."""
        results, grade = self._results(request)
        return AwardRecord(
            definition=self._specification,
            learner=LearnerData(
                given_name=request.given_name.strip(),
                family_name=request.family_name.strip(),
                email=folded(request.email),
                identifier=request.identifier,
            ),
            results=results,
            awarded_on=request.awarded_on or self._today,
            identity_salt=secrets.token_hex(16),
            grade=grade,
            evidence=request.evidence,
            definition_url=self._definition_url,
        )

    def checked(self, request: AwardRequest) -> AwardRecord:
        """Return the same; raises what ``checked_record`` raises."""
        _check_person(request)
        unknown = request.results.keys() - self._outcomes
        if unknown:
            raise MalformedInputError("outcome-unknown", outcomes=", ".join(sorted(unknown)))
        awarded_on, today = request.awarded_on or self._today, self._today
        if request.valid_until is not None and request.valid_until < awarded_on:
            raise RefusedError("valid-until-before-award", date=request.valid_until.isoformat())
        if awarded_on > today:
            raise RefusedError("awarded-on-in-future", date=awarded_on.isoformat())
        record = self.record(request)
        judged = _results_key(request)
        if judged not in self._passed:  # what else the rules look at was checked above
            for finding in blocking(assess_award(record, on=today)):
                raise RefusedError(finding.code, **finding.params)
            self._passed.add(judged)
        return record

    def _results(self, request: AwardRequest) -> tuple[tuple[Result, ...], str]:
        key = _results_key(request)
        found = self._met.get(key)
        if found is None:
            results = results_from(self._specification, request.results)
            found = self._met[key] = results, grade_on_scale(self._specification, request.grade)
        return found


def _results_key(request: AwardRequest) -> tuple[object, ...]:
    return (request.grade, *request.results.items())


def _check_person(request: AwardRequest) -> None:
    for name in (request.given_name, request.family_name):
        if not name.strip() or len(name) > 200 or _UNWRITABLE.search(name):
            raise MalformedInputError("learner-name-wrong", value=_UNWRITABLE.sub("�", name[:80]))
    checked_email(request.email)


def checked_run(run: str) -> str:
    """Return the name of the run without blanks around it; raises ``MalformedInputError`` when too long."""
    cleaned = run.strip()
    if len(cleaned) > LONGEST_RUN or "\0" in cleaned:
        raise MalformedInputError("run-too-long", limit=LONGEST_RUN)
    return cleaned
