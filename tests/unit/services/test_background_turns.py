"""What goes by days is done by one process, and by another when that one was killed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.worlds import make_world
from umiem.services import organisations, running
from umiem.services.background_turns import LEASE, in_turn
from umiem.services.credential import credentials
from umiem.services.notice import reminders
from umiem.storage.models import BackgroundTurn

pytestmark = [pytest.mark.django_db, pytest.mark.database]
REST = timedelta(minutes=10)


def take(act, *, in_slices: bool = False) -> bool:
    return in_turn("work", act, rest=REST, in_slices=in_slices)


def test_only_one_process_does_what_goes_by_days():
    done = []

    def act() -> int:
        assert take(lambda: done.append("beside") or 1)  # another process, meanwhile
        return len(done.append("mine") or done)

    assert take(act)
    assert take(lambda: done.append("again") or 1)
    assert done == ["mine"]
    BackgroundTurn.objects.update(rests_until=timezone.now())
    assert take(lambda: done.append("later") or 1)
    assert done == ["mine", "later"]


def test_slices_go_on_until_nothing_is_left():
    left = [3, 2, 0]
    assert [take(lambda: left.pop(0), in_slices=True) for _ in range(3)] == [False, False, True]


def test_what_failed_or_was_killed_is_tried_by_the_next():
    def broken() -> int:
        raise OSError("no mail server")

    with pytest.raises(OSError, match="no mail server"):
        take(broken)
    done = []
    assert take(lambda: done.append(1) or 0)
    BackgroundTurn.objects.update(rests_until=None, leased_until=timezone.now() + LEASE)
    assert take(lambda: done.append(2) or 0)
    BackgroundTurn.objects.update(leased_until=timezone.now() - timedelta(seconds=1))
    assert take(lambda: done.append(3) or 0)
    assert done == [1, 3]


def test_two_workers_look_for_reminders_once(monkeypatch):
    looked = []
    monkeypatch.setattr(running, "close_old_connections", lambda: None)
    monkeypatch.setattr(reminders, "_remind", lambda organisation: looked.append(organisation.slug) or 0)
    make_world()
    for _worker in range(2):
        running.run_once({})
    assert looked == ["alfa"]


def test_who_was_revoked_waits_for_nothing():
    world = make_world()
    world.award("ala@example.org")
    revoked = world.award("ola@example.org")
    credentials.revoke(world.issuer, world.slug, revoked.award.public_id, reason="error")
    assert organisations.overview(world.issuer, world.slug).waiting == 1
