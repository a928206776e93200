"""Work that goes by days is done by one process of all, whatever their number."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.db.models import Q

from umiem.storage.bulk import database_time
from umiem.storage.models import BackgroundTurn

LEASE = timedelta(minutes=10)
"""So long at most the work waits when the process that had it was killed."""


def in_turn(name: str, act: Callable[[], int], *, rest: timedelta, in_slices: bool) -> bool:
    """Do ``act`` when no other process is at it or did it within ``rest``; return whether it rests now.

    With ``in_slices`` it rests only once there was nothing left to do. Raises what ``act`` raises; then
    whoever comes next may try.
    """
    BackgroundTurn.objects.get_or_create(name=name)
    row, now = BackgroundTurn.objects.filter(name=name), database_time()
    free = Q(leased_until=None) | Q(leased_until__lt=now)
    due = Q(rests_until=None) | Q(rests_until__lte=now)
    if not row.filter(free & due).update(leased_until=now + LEASE):
        return True
    done = False
    try:
        done = not act() or not in_slices
    finally:
        row.update(leased_until=None, rests_until=database_time() + rest if done else None)
    return done
