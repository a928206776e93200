"""How chunks are worked off: leases, workers that die or come late, processes, keys, statements."""

from __future__ import annotations

from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.unit.services.batches.batch_world import requests, start, work
from tests.worlds import SLUG, World
from umiem.engine.compiled.filled import FilledKind
from umiem.services.award import batches
from umiem.services.award.batches import BatchOptions, creating, steps, working
from umiem.services.award.batches.claiming import LeaseLostError, claim_next, hold, renew
from umiem.services.award.batches.working import Worker, _Chunk
from umiem.services.credential import credentials
from umiem.services.key import keys
from umiem.services.verifying import verification
from umiem.storage import bulk
from umiem.storage.exact_bytes import signed_bytes
from umiem.storage.models import (
    Award,
    BatchChunk,
    ChunkState,
    Credential,
    SignerLogBlock,
    StatusEntry,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_what_a_dead_worker_left_is_finished_with_the_same_bytes(world):
    start(world)
    worker = Worker("test", processes=0)
    _Chunk(claim_next(worker.identity)).intend()
    before = dict(Credential.objects.values_list("public_id", "intent_digest"))
    BatchChunk.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    work()
    after = dict(Credential.objects.filter(state="released").values_list("public_id", "intent_digest"))
    assert before == after
    assert SignerLogBlock.objects.get().count == 12


def test_a_worker_with_an_old_claim_writes_nothing(world):
    start(world)
    late = claim_next(Worker("late", processes=0).identity)
    BatchChunk.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    claim_next(Worker("other", processes=0).identity)
    with pytest.raises(LeaseLostError):
        hold(late, ChunkState.WAITING, state=ChunkState.INTENDED)
    assert BatchChunk.objects.get().state == ChunkState.WAITING


def test_one_award_made_meanwhile_is_left_out(world, monkeypatch):
    batch = start(world, 3)
    worker = Worker("test", processes=0)
    chunk, write = _Chunk(claim_next(worker.identity)), working.write_rows

    def awarding_meanwhile(*arguments, **named):
        monkeypatch.setattr(working, "write_rows", write)
        world.award("osoba1@example.org")
        return write(*arguments, **named)

    monkeypatch.setattr(working, "write_rows", awarding_meanwhile)
    chunk.go_on()
    batch.refresh_from_db()
    assert (batch.awarded, batch.already) == (2, 1)
    assert Credential.objects.filter(state="released").count() == 3


def test_who_works_on_keeps_the_chunk_and_who_lost_it_does_not_get_it_back(world):
    start(world)
    claim = claim_next(Worker("slow", processes=0).identity)
    nearly_over = timezone.now() + timedelta(milliseconds=1)
    BatchChunk.objects.update(lease_until=nearly_over)
    renew(claim)
    assert BatchChunk.objects.get().lease_until > nearly_over + timedelta(seconds=5)
    BatchChunk.objects.update(fence=claim.fence + 1, lease_until=nearly_over)
    renew(claim)
    assert BatchChunk.objects.get().lease_until == nearly_over


def test_who_has_the_award_is_asked_without_a_join(world):
    start(world)
    with CaptureQueriesContext(connection) as asked:
        work()
    joined = [q["sql"] for q in asked if 'JOIN "storage_learner"' in q["sql"] and '"key" IN' in q["sql"]]
    assert joined == []


def test_a_document_of_no_known_kind_is_signed_the_general_way(world, monkeypatch):
    monkeypatch.setattr(FilledKind, "find", lambda kind, text: None)
    batch = start(world, 3)
    work()
    batch.refresh_from_db()
    assert (batch.awarded, batch.trouble) == (3, "")
    assert verification.check(signed_bytes(Credential.objects.first())).verdict == "valid"


def test_processes_of_their_own_work_off_a_large_batch(world, monkeypatch):
    """The pool is replaced: what a process would do is done here, slice by slice."""
    monkeypatch.setattr(working, "SMALL_CHUNK", 3)
    monkeypatch.setattr(working, "close_old_connections", lambda: None)
    slices = []

    def work_here(work, *arguments):
        future = Future()
        future.set_result(work(*arguments))
        slices.append(arguments)
        return future

    batch = start(world, 12)
    worker = Worker("test", processes=2)
    monkeypatch.setattr(worker._pool, "submit", work_here)
    assert worker.run_while_there_is_work() == 1
    batch.refresh_from_db()
    assert batch.awarded == 12
    assert {number for _name, number in slices} == {0, 1}


def test_a_process_that_is_lost_ends_no_batch(world, monkeypatch):
    monkeypatch.setattr(working, "SMALL_CHUNK", 3)
    monkeypatch.setattr(working, "close_old_connections", lambda: None)
    broken = [True]

    def lose_one(work, *arguments):
        future = Future()
        if broken.pop() if broken else False:
            future.set_exception(BrokenProcessPool("gone"))
        else:
            future.set_result(work(*arguments))
        return future

    batch = start(world, 12)
    worker = Worker("test", processes=1)
    monkeypatch.setattr(worker._pool, "submit", lose_one)
    worker.run_while_there_is_work()
    batch.refresh_from_db()
    assert batch.awarded == 12


def test_a_slow_step_keeps_its_lease(world, monkeypatch):
    monkeypatch.setattr(working, "RENEW_SECONDS", 0.0)
    start(world)
    claim = claim_next(Worker("slow", processes=0).identity)
    renewed = []
    monkeypatch.setattr(working, "renew", renewed.append)
    _Chunk(claim).go_on()
    assert len(renewed) == 2  # while writing, and while signing


def test_a_key_begun_while_a_batch_runs_signs_the_rest_and_everything_verifies(world):
    batch = batches.create_batch(
        world.issuer,
        world.slug,
        SLUG,
        requests(6),
        options=BatchOptions(run="2026", notify=False),
        rows_per_chunk=2,
    )
    worker = Worker("test", processes=0)
    _Chunk(claim_next(worker.identity)).go_on()  # signed
    _Chunk(claim_next(worker.identity)).intend()  # intended under the key of then
    keys.rotate_key(world.admin, world.slug, instead_of="key-1")
    BatchChunk.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    work()
    batch.refresh_from_db()
    assert (batch.state, batch.awarded) == ("done", 6)
    fragments = sorted(Credential.objects.values_list("key__fragment", flat=True))
    assert fragments == ["key-1"] * 2 + ["key-2"] * 4
    for award in Award.objects.all():
        file = credentials.download(world.issuer, world.slug, award.public_id)
        assert verification.check(file.data).verdict == "valid"


def test_a_large_batch_has_large_chunks_and_leaves_fresh_statistics(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (creating, steps):
        monkeypatch.setattr(module, "LARGE_BATCH", 12)
    assert start(world, 11).rows_per_chunk == creating.ROWS_PER_CHUNK
    with CaptureQueriesContext(connection) as small:
        work()
    large = start(world, 12, run="2027")
    assert large.rows_per_chunk == creating.ROWS_PER_LARGE_CHUNK
    with CaptureQueriesContext(connection) as much:
        work()
    analysed = [sum(q["sql"].startswith("ANALYZE") for q in found) for found in (small, much)]
    assert analysed == ([0, 4] if connection.vendor == "postgresql" else [0, 0])


def test_many_rows_go_in_by_several_statements(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "ROWS_AT_ONCE", 5)
    start(world, 12)
    work()
    found = Credential.objects.filter(state="released").order_by("pk")
    assert [row.award.learner.family_name for row in found] == [f'Żółć-{n} "Ą"' for n in range(12)]
    assert StatusEntry.objects.count() == 24
