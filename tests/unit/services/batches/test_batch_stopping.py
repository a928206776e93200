"""A batch that is paused, scheduled, cancelled or undone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.unit.services.batches.batch_world import start, work
from umiem.errors import MalformedInputError, RefusedError
from umiem.services.award import batches
from umiem.services.award.batches.claiming import claim_next
from umiem.services.award.batches.working import Worker, _Chunk
from umiem.services.credential import credentials
from umiem.services.verifying import verification
from umiem.storage.models import (
    Award,
    Batch,
    Credential,
    OutboxMail,
    StatusEntry,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_a_paused_batch_rests_and_goes_on(world):
    batch = start(world)
    batches.pause(world.issuer, world.slug, batch.public_id)
    work()
    assert not Award.objects.exists()
    batches.resume(world.issuer, world.slug, batch.public_id)
    work()
    assert Credential.objects.filter(state="released").count() == 12


def test_a_scheduled_batch_waits(world):
    start(world, start_at=timezone.now() + timedelta(hours=1))
    work()
    assert not Award.objects.exists()
    Batch.objects.update(start_at=timezone.now() - timedelta(seconds=1))
    work()
    assert Award.objects.count() == 12


def test_cancelling_takes_back_what_is_not_signed(world):
    batch = start(world)
    worker = Worker("test", processes=0)
    claim = claim_next(worker.identity)
    _Chunk(claim).intend()  # the worker dies here
    assert Credential.objects.filter(state="intended").count() == 12
    batches.cancel(world.issuer, world.slug, batch.public_id)
    assert not Award.objects.exists()
    assert not Credential.objects.exists()
    work()
    again = start(world)
    work()
    again.refresh_from_db()
    assert (batch.pk != again.pk, again.awarded) == (True, 12)
    assert len(set(StatusEntry.objects.values_list("status_list", "index"))) == 24


def test_undoing_revokes_everything_and_tells_each_learner_once(world):
    batch = start(world)
    work()
    batches.undo(world.admin, world.slug, batch.public_id, reason="error")
    work()
    batch.refresh_from_db()
    assert (batch.state, batch.undone) == ("undone", 12)
    assert set(Credential.objects.values_list("status", "status_reason")) == {("revoked", "error")}
    assert OutboxMail.objects.filter(kind="credential-revoked").count() == 12
    file = credentials.download(world.issuer, world.slug, Award.objects.first().public_id)
    assert verification.check(file.data).report.check("revocation").outcome == "failed"
    again = batches.undo(world.admin, world.slug, batch.public_id, reason="error")
    assert (again.state, again.undone) == ("undone", 12)
    with pytest.raises(RefusedError):
        batches.undo(world.admin, world.slug, batch.public_id, reason="withdrawn")


def test_undoing_ends_with_the_window_of_the_organisation(world):
    batch = start(world, 2)
    work()
    Batch.objects.update(undo_until=timezone.now() - timedelta(seconds=1))
    with pytest.raises(RefusedError) as refused:
        batches.undo(world.admin, world.slug, batch.public_id, reason="error")
    assert refused.value.code == "undo-too-late"


@pytest.mark.parametrize(("hours", "possible"), [(0, False), (1, True), (batches.MAX_UNDO_HOURS, True)])
def test_the_organisation_sets_how_long_a_batch_can_be_undone(world, hours, possible):
    batches.change_undo_hours(world.admin, world.slug, hours)
    batch = start(world, 1)
    work()
    progress = batches.get_batch(world.issuer, world.slug, batch.public_id)
    assert progress.may_undo is possible
    assert progress.batch.undo_until - progress.batch.finished_at == timedelta(hours=hours)


@pytest.mark.parametrize("hours", [-1, batches.MAX_UNDO_HOURS + 1])
def test_the_time_to_undo_has_limits_and_is_set_by_administrators(world, hours):
    with pytest.raises(MalformedInputError):
        batches.change_undo_hours(world.admin, world.slug, hours)
    with pytest.raises(RefusedError):
        batches.change_undo_hours(world.issuer, world.slug, 1)
