"""Renewing: a new credential of the same award with a later end. The old one is not revoked, it just ends."""

from __future__ import annotations

import uuid
from datetime import date

from django.db import transaction
from django.utils import timezone

from umiem.domain.dates import months_after
from umiem.errors import RefusedError
from umiem.services.access import Actor, Permission, authorise
from umiem.services.award.awards import find_award
from umiem.services.credential import issuing, successors
from umiem.services.definition.definitions import view_of
from umiem.storage.models import Award, Credential, DefinitionVersion, Organisation, ReplacementKind


def renew(
    actor: Actor, organisation: str, award_id: uuid.UUID, *, valid_until: date | None = None
) -> Credential:
    """Renew one award; the learner is told.

    Without ``valid_until`` the new end is the definition's validity counted from today. Raises
    ``RefusedError`` when the credential has no end, the new end is not later, or neither says it.
    """
    found = authorise(actor, organisation, Permission.CHANGE_STATUS)
    with transaction.atomic():
        Organisation.objects.select_for_update(no_key=True).get(pk=found.pk)
        award = find_award(found, award_id)
        old = successors.replaceable(award)
        if old.valid_until is None:
            raise RefusedError("renewal-without-end")
        until = last_day(award.definition_version, valid_until)
        if until <= timezone.localdate(old.valid_until):
            raise RefusedError("renewal-not-later", date=timezone.localdate(old.valid_until).isoformat())
        stored = issuing.store_intents(found, [renewal_of(award, old, until)])
    return successors.finish(actor, found, stored)


def renewal_of(award: Award, old: Credential, until: date) -> issuing.Intent:
    """Return the intent of a credential that takes the place of ``old`` and is valid until that day."""
    return issuing.Intent(
        award=award,
        record=successors.record_of(award),
        valid_until=until,
        replaces=old,
        replacement=ReplacementKind.RENEWAL,
    )


def last_day(version: DefinitionVersion, asked: date | None) -> date:
    """Return until when a credential renewed today is valid: the day asked for, or the definition's months.

    Raises ``RefusedError`` renewal-needs-day when neither says it, renewal-in-past for a day gone by.
    """
    months = view_of(version).specification.validity_months
    if asked is None and months is None:
        raise RefusedError("renewal-needs-day")
    until = asked or timezone.localdate(months_after(timezone.now(), months or 0))
    if until < timezone.localdate():
        raise RefusedError("renewal-in-past", date=until.isoformat())
    return until
