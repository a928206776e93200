"""How long a batch can be taken back: what the organisation chose, or what is usual."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from umiem.errors import MalformedInputError
from umiem.services import audit
from umiem.services.access import Actor, Permission, authorise
from umiem.storage.models import Organisation

DEFAULT_UNDO_HOURS = 72
MAX_UNDO_HOURS = 24 * 60


def undo_window(organisation: Organisation) -> timedelta:
    """Return how long after its end a batch of this organisation can be undone."""
    return timedelta(hours=undo_hours(organisation))


def undo_hours(organisation: Organisation) -> int:
    """Return the same in whole hours; 0: not at all."""
    return DEFAULT_UNDO_HOURS if organisation.undo_hours is None else organisation.undo_hours


def change_undo_hours(actor: Actor, organisation: str, hours: int) -> Organisation:
    """Choose how long batches can be undone, for administrators; it counts for batches that end from now on.

    Raises ``MalformedInputError`` undo-hours-wrong.
    """
    found = authorise(actor, organisation, Permission.ADMINISTER)
    if not 0 <= hours <= MAX_UNDO_HOURS:
        raise MalformedInputError("undo-hours-wrong", limit=MAX_UNDO_HOURS)
    with transaction.atomic():
        Organisation.objects.filter(pk=found.pk).update(undo_hours=hours)
        audit.record(actor, found, "undo-window-changed", found.slug, hours=hours)
    found.refresh_from_db()
    return found
