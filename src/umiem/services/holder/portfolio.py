"""What a learner holds: see, accept, download. Sharing it is ``services.holder.sharing``.

Whose an award is says ``services.holder.ownership``. An accepted award stays with its holder, whoever gets
the mailbox later.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from umiem.errors import NotFoundError, RefusedError
from umiem.services import audit
from umiem.services.access import Actor
from umiem.services.credential import credentials
from umiem.services.definition.definitions import DefinitionView, view_of
from umiem.services.files import File
from umiem.services.holder import ownership
from umiem.storage.models import (
    Award,
    AwardState,
    Credential,
    CredentialState,
    CredentialStatus,
    Organisation,
    User,
)


@dataclass(frozen=True, kw_only=True)
class HeldCredential:
    """An award with its credential as the learner sees it.

    ``status`` is active, suspended, revoked, expired or not-yet-valid.
    """

    award: Award
    credential: Credential
    definition: DefinitionView
    organisation: Organisation

    @property
    def status(self) -> str:
        return self.credential.standing

    @property
    def is_in_force(self) -> bool:
        """Whether it is accepted and stands today: only such a credential confirms or counts anywhere."""
        return self.award.state == AwardState.ACCEPTED and self.status == CredentialStatus.ACTIVE


def held(actor: Actor) -> tuple[HeldCredential, ...]:
    """Return what the person holds or may accept, waiting awards first, then the newest."""
    awards = _awards_of(actor).order_by("-state", "-id")
    ordered = sorted(awards, key=lambda award: award.state != AwardState.AWARDED)
    return tuple(found for award in ordered if (found := held_of(award)) is not None)


def get_held(actor: Actor, award_id: uuid.UUID) -> HeldCredential:
    """Return one of the person's awards; raises ``NotFoundError`` for anybody else's."""
    award = _awards_of(actor).filter(public_id=award_id).first()
    found = None if award is None else held_of(award)
    if found is None:
        raise NotFoundError("award-unknown")
    return found


def accept(actor: Actor, award_id: uuid.UUID) -> HeldCredential:
    """Accept an award: it is bound to this account from now on. Accepting twice changes nothing."""
    get_held(actor, award_id)
    with transaction.atomic():
        award = Award.objects.select_for_update(no_key=True).get(public_id=award_id)
        bind(actor, award)
    return get_held(actor, award_id)


def download(actor: Actor, award_id: uuid.UUID) -> File:
    """Return the exact signed bytes of one of the person's credentials."""
    return credentials.file_of(get_held(actor, award_id).credential)


def _awards_of(actor: Actor) -> QuerySet[Award]:
    return with_rows(ownership.awards_of(actor))


def with_rows(rows: QuerySet[Award]) -> QuerySet[Award]:
    """Load with the awards what a page about them needs."""
    return rows.select_related(
        "organisation", "definition", "learner", "definition_version__definition__organisation"
    ).prefetch_related("credentials")


def held_of(award: Award) -> HeldCredential | None:
    """Return the award with its newest released credential, None while there is none; checks no right."""
    released = [row for row in award.credentials.all() if row.state == CredentialState.RELEASED]
    if not released:
        return None
    credential = max(released, key=lambda row: row.pk)
    return HeldCredential(
        award=award,
        credential=credential,
        definition=view_of(award.definition_version),
        organisation=award.organisation,
    )


def held_by_id(award_id: int) -> HeldCredential | None:
    """Return the award with this key as its holder sees it; checks no right."""
    award = with_rows(Award.objects.filter(pk=award_id)).first()
    return None if award is None else held_of(award)


def _person(actor: Actor) -> User:
    if actor.user_id is None:
        raise RefusedError("sign-in-needed")
    return User.objects.get(pk=actor.user_id)


def bind(actor: Actor, award: Award) -> None:
    """Give the award to this account unless another one has it; call inside a transaction."""
    if award.holder_id is not None and award.holder_id != actor.user_id:
        raise RefusedError("award-held-by-another")
    if award.state == AwardState.WITHDRAWN:
        raise RefusedError("award-withdrawn")
    if award.state == AwardState.ACCEPTED:
        return
    award.holder, award.state, award.accepted_at = _person(actor), AwardState.ACCEPTED, timezone.now()
    award.declined_at = None
    award.save(update_fields=("holder", "state", "accepted_at", "declined_at"))
    audit.record(actor, award.organisation, "award-accepted", str(award.public_id))
