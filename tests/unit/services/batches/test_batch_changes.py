"""Everything a batch awarded is revoked, suspended and lifted: by one decision, durable, each told once."""

from __future__ import annotations

from functools import partial

import pytest

from tests.unit.services.batches.batch_world import start, work
from tests.worlds import make_world, signed_in
from umiem.errors import MalformedInputError, NotFoundError, RefusedError
from umiem.services.award import batches
from umiem.services.award.batches import BatchOptions, changing
from umiem.services.award.requests import AwardRequest
from umiem.services.credential import corrections, credentials
from umiem.services.verifying import verification
from umiem.storage.models import Award, Batch, BatchChange, BatchChunk, Credential, OutboxMail, StatusList

pytestmark = [pytest.mark.django_db, pytest.mark.database]
FAMILY = "rodzina@example.org"


@pytest.fixture
def small_chunks(monkeypatch):
    """Chunks of three rows, none of them done before the answer."""
    made = partial(batches.create_batch, rows_per_chunk=3)
    monkeypatch.setattr(batches, "create_batch", made)
    monkeypatch.setattr(changing, "AT_ONCE_SECONDS", 0.0)


def statuses() -> set[str]:
    return set(Credential.objects.values_list("status", flat=True))


def change(world, batch, name, **more):
    return batches.change_batch(world.issuer, world.slug, batch.public_id, name, **more)


def test_a_batch_is_suspended_lifted_and_revoked_and_verifiers_see_each(world):
    batch = start(world)
    work()
    file = credentials.download(world.issuer, world.slug, Award.objects.first().public_id)

    def outcome(purpose: str) -> str:
        return verification.check(file.data).report.check(purpose).outcome

    made = change(world, batch, "suspend", reason="under-review", note="Sprawdzamy.")
    assert (made.changed, made.finished_at is not None, statuses()) == (12, True, {"suspended"})
    assert outcome("suspension") == "failed"
    assert OutboxMail.objects.filter(kind="credential-suspended", batch=batch).count() == 12
    rows = batches.batch_rows(world.issuer, world.slug, batch.public_id, size=2)
    assert [row.state for row in rows] == ["suspended", "suspended"]
    assert change(world, batch, "suspend", reason="under-review").changed == 0
    suspended = batches.get_batch(world.issuer, world.slug, batch.public_id)
    assert (suspended.may_lift, suspended.may_suspend) == (True, False)
    assert (change(world, batch, "lift").changed, statuses(), outcome("suspension")) == (
        12,
        {"active"},
        "passed",
    )
    Batch.objects.update(undo_until=None)
    assert change(world, batch, "revoke", reason="fraud", notify=False).changed == 12
    assert outcome("revocation") == "failed"
    assert not OutboxMail.objects.filter(kind="credential-revoked").exists()
    client = signed_in(world.issuer.name)
    page = client.get(f"/staff/{world.slug}/batches/{batch.public_id}/")
    assert "uzyskano je nieuczciwie" in page.content.decode().casefold()
    progress = batches.get_batch(world.issuer, world.slug, batch.public_id)
    assert [row.change for row in progress.changes] == ["revoke", "lift", "suspend", "suspend"]
    assert not progress.may_lift


def test_what_is_left_is_the_backgrounds_chunk_by_chunk(world, small_chunks):
    batch = start(world)
    work()
    made = change(world, batch, "suspend", reason="other")
    assert BatchChunk.objects.count() == 4
    assert (made.changed, made.finished_at) == (0, None)
    assert change(world, batch, "suspend", reason="other") == made
    with pytest.raises(RefusedError, match="batch-change-running"):
        change(world, batch, "revoke", reason="error")
    assert changing._do_chunk(made.pk)
    assert Credential.objects.filter(status="suspended").count() == 3
    assert changing.work_due() == 3
    assert (statuses(), BatchChange.objects.get().changed) == ({"suspended"}, 12)
    assert {row.published_revision for row in StatusList.objects.filter(purpose="suspension")} == {
        row.revision for row in StatusList.objects.filter(purpose="suspension")
    }
    assert changing.work_due() == 0


def test_a_chunk_that_fails_changes_and_tells_nothing(world, small_chunks, monkeypatch):
    batch = start(world)
    work()
    made = change(world, batch, "revoke", reason="error")

    def broken(*_args: object, **_more: object) -> None:
        raise OSError("disk full")

    with monkeypatch.context() as patch:
        patch.setattr("umiem.services.notice.notices.tell_status_of_many", broken)
        with pytest.raises(OSError, match="disk full"):
            changing.finish(made)
    assert statuses() == {"active"}
    assert changing.finish(made).changed == 12
    assert OutboxMail.objects.filter(kind="credential-revoked").count() == 12


def test_a_learner_with_several_awards_of_a_batch_is_told_once(world, small_chunks):
    rows = [
        AwardRequest(given_name="Ola", family_name="Lis", email=FAMILY, identifier=f"n{number}")
        for number in range(5)
    ]
    batch = batches.create_batch(
        world.issuer,
        world.slug,
        "podstawy-jezyka-python",
        rows,
        options=BatchOptions(run="2026", notify=True),
    )
    work()
    assert Award.objects.count() == 5
    changing.finish(change(world, batch, "suspend", reason="other"))
    batches.undo(world.admin, world.slug, batch.public_id, reason="error")
    work()
    assert statuses() == {"revoked"}
    for kind in ("credential-suspended", "credential-revoked"):
        assert OutboxMail.objects.filter(kind=kind, recipient=FAMILY).count() == 1


def test_undoing_revokes_what_was_corrected_meanwhile(world):
    batch = start(world, 2)
    work()
    award = Award.objects.first()
    corrections.correct(world.issuer, world.slug, award.public_id, corrections.Correction(given_name="Ala"))
    rows = batches.batch_rows(world.issuer, world.slug, batch.public_id)
    assert [row.state for row in rows] == ["notified", "notified"]
    batches.undo(world.admin, world.slug, batch.public_id, reason="error")
    work()
    assert statuses() == {"revoked"}
    assert Batch.objects.get().undone == 2


def test_who_may_not_and_what_does_not_fit_is_refused(world):
    batch = start(world, 2)
    with pytest.raises(RefusedError, match="batch-state-refused"):
        change(world, batch, "suspend", reason="other")
    work()
    with pytest.raises(MalformedInputError, match="reason-unknown"):
        change(world, batch, "suspend", reason="fraud")
    with pytest.raises(MalformedInputError, match="reason-unknown"):
        change(world, batch, "lift", reason="other")
    with pytest.raises(RefusedError, match="permission-missing"):
        batches.change_batch(world.author, world.slug, batch.public_id, "suspend", reason="other")
    with pytest.raises(NotFoundError):
        batches.change_batch(
            make_world("beta").issuer, world.slug, batch.public_id, "suspend", reason="other"
        )
    assert (statuses(), BatchChange.objects.count()) == ({"active"}, 0)
