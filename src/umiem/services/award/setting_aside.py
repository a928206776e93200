"""A revoked award that is set aside no longer has its business key: the learner can be awarded anew."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.db import transaction
from django.db.models import F

from umiem.errors import RefusedError
from umiem.services import audit
from umiem.services.access import Actor, Permission, authorise
from umiem.services.award.awards import find_award
from umiem.services.credential.current import current_credential
from umiem.storage.models import Award, CredentialStatus, Organisation


def allow_again(actor: Actor, organisation: str, award_id: uuid.UUID) -> Award:
    """Let the learner of a revoked award be awarded anew in its edition; nothing is awarded by that.

    Twice is once. Raises ``RefusedError`` award-not-revoked while the credential is not revoked, and
    award-erased.
    """
    found = authorise(actor, organisation, Permission.AWARD)
    with transaction.atomic():
        Organisation.objects.select_for_update(no_key=True).get(pk=found.pk)
        award = find_award(found, award_id)
        if award.erased_at is not None:
            raise RefusedError("award-erased")
        if current_credential(award).status != CredentialStatus.REVOKED:
            raise RefusedError("award-not-revoked")
        if not award.set_aside:
            set_aside([award.pk])
            audit.record(actor, found, "award-set-aside", str(award.public_id))
    award.refresh_from_db(fields=("set_aside",))
    return award


def set_aside(awards: Sequence[int]) -> None:
    """Free the business keys of awards, by primary key; call inside the transaction that revokes them."""
    Award.objects.filter(pk__in=awards, set_aside=0).update(set_aside=F("id"))
