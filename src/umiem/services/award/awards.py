"""Awards: one person, exactly once; and what was awarded. Lists become batches (``services.award.lists``)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from umiem.errors import NotFoundError
from umiem.services.access import Actor, Permission, authorise
from umiem.services.award.awarding import AwardOutcome, award_all
from umiem.services.award.requests import AwardRequest, RequestRules, checked_run
from umiem.services.credential import replacements, status
from umiem.services.credential.current import current_credential, with_credentials
from umiem.services.credential.replacements import Replacement
from umiem.services.definition.definitions import DefinitionView, awardable, view_of
from umiem.services.pages import Page, page_of, page_of_search
from umiem.storage.models import (
    AuditEntry,
    Award,
    AwardState,
    Credential,
    CredentialState,
    CredentialStatus,
    Learner,
    Organisation,
    OutboxMail,
)

ENDING_DAYS = 90


@dataclass(frozen=True, kw_only=True)
class AwardView:
    """One award with everything the staff may see about it."""

    award: Award
    learner: Learner
    definition: DefinitionView
    credential: Credential
    mails: tuple[OutboxMail, ...]
    history: tuple[AuditEntry, ...]
    earlier: tuple[Credential, ...]
    replacement: Replacement


def award_one(
    actor: Actor, organisation: str, definition: str, request: AwardRequest, *, run: str, notify: bool = True
) -> AwardOutcome:
    """Award one person: the credential is signed, verified and released when this returns.

    Asking twice for the same learner and run gives the same award. Raises ``RefusedError`` when the
    definition is not published, ``MalformedInputError`` for data that cannot be awarded on.
    """
    found = authorise(actor, organisation, Permission.AWARD)
    view = awardable(found, definition)
    RequestRules(view).checked(request)
    outcome = award_all(actor, found, view, [request], run=checked_run(run), notify=notify)[0]
    status.publish_changed(found)
    return outcome


def list_awards(
    actor: Actor,
    organisation: str,
    *,
    definition: str | None = None,
    query: str = "",
    state: str = "",
    page: int = 1,
    size: int = 50,
) -> Page[Award]:
    """Return awards, newest first, for the staff; ``query`` looks in names and addresses.

    ``state`` is one of ``AwardState``, declined, or ending: what is in force ends within ``ENDING_DAYS``.
    """
    found = authorise(actor, organisation, Permission.READ)
    rows = Award.objects.filter(organisation=found).select_related(
        "definition", "definition_version", "learner"
    )
    if definition:
        rows = rows.filter(definition__slug=definition)
    if state == "declined":
        rows = rows.filter(state=AwardState.AWARDED).exclude(declined_at=None)
    elif state == "ending":
        rows = rows.filter(pk__in=_ending(found))
    elif state:
        rows = rows.filter(state=state)
    words = query.replace("\0", "").split()[:5]
    for word in words:
        rows = rows.filter(
            Q(given_name__icontains=word) | Q(family_name__icontains=word) | Q(email__icontains=word)
        )
    paged = page_of_search if words else page_of
    return paged(with_credentials(rows), number=page, size=size)


def _ending(organisation: Organisation) -> QuerySet[Credential, int]:
    """The keys of awards whose newest credential is in force and ends soon."""
    now = timezone.now()
    rows = Credential.objects.filter(
        organisation=organisation,
        valid_until__gte=now,
        valid_until__lt=now + timedelta(days=ENDING_DAYS),
        state=CredentialState.RELEASED,
        status=CredentialStatus.ACTIVE,
        replacements=None,
    )
    return rows.values_list("award_id", flat=True)


def get_award(actor: Actor, organisation: str, public_id: uuid.UUID) -> AwardView:
    """Return one award with its credential, mails and history, for the staff."""
    found = authorise(actor, organisation, Permission.READ)
    award = find_award(found, public_id)
    credential = current_credential(award)
    earlier = award.credentials.exclude(pk=credential.pk).exclude(state=CredentialState.INTENDED)
    credentials = [credential, *earlier]
    subjects = [str(award.public_id), *(str(row.public_id) for row in credentials)]
    history = AuditEntry.objects.filter(organisation=found, subject__in=subjects)
    return AwardView(
        award=award,
        learner=award.learner,
        definition=view_of(award.definition_version),
        credential=credential,
        mails=tuple(award.mails.all()),
        history=tuple(history.order_by("sequence")),
        earlier=tuple(earlier.order_by("-id")),
        replacement=replacements.of_credential(credential),
    )


def find_award(organisation: Organisation, public_id: uuid.UUID) -> Award:
    """Return an award of this organisation; raises ``NotFoundError`` for any other."""
    award = (
        Award.objects.filter(organisation=organisation, public_id=public_id)
        .select_related("learner", "organisation", "definition_version__definition__organisation")
        .first()
    )
    if award is None:
        raise NotFoundError("award-unknown")
    return award
