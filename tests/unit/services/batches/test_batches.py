"""A batch from the decision to signed credentials, and everything that may happen to it on the way."""

from __future__ import annotations

import hashlib
import json
import uuid
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.worlds import SLUG, World, make_world, person, request
from umiem.domain.award import EvidenceItem
from umiem.engine.compiled.filled import FilledKind
from umiem.errors import MalformedInputError, NotFoundError, RefusedError
from umiem.services.award import batches
from umiem.services.award.awarding import AwardRequest, plain_record, record_of, record_text
from umiem.services.award.batches import BatchOptions, creating, steps, working
from umiem.services.award.batches.claiming import LeaseLostError, claim_next, hold, renew
from umiem.services.award.batches.working import Worker, _Chunk
from umiem.services.credential import credentials
from umiem.services.definition import definitions
from umiem.services.key import keys
from umiem.services.notice import mail, notices
from umiem.services.verifying import verification
from umiem.storage import bulk
from umiem.storage.exact_bytes import intended_bytes, signed_bytes
from umiem.storage.models import (
    Award,
    Batch,
    BatchChunk,
    ChunkState,
    Credential,
    DefinitionVersion,
    Learner,
    OutboxMail,
    SignerLogBlock,
    StatusEntry,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def world() -> World:
    return make_world()


def requests(count: int, *, first: int = 0):
    return [
        request(f"osoba{number}@example.org", family_name=f'Żółć-{number} "Ą"')
        for number in range(first, first + count)
    ]


def start(world: World, count: int = 12, *, first: int = 0, **options):
    chosen = BatchOptions(**({"run": "2026", "notify": True} | options))
    return batches.create_batch(world.issuer, world.slug, SLUG, requests(count, first=first), options=chosen)


def work() -> None:
    Worker("test", processes=0).run_while_there_is_work()


def test_a_batch_is_signed_verified_listed_and_told(world):
    batch = start(world)
    assert not Award.objects.exists()
    work()
    batch.refresh_from_db()
    assert (batch.state, batch.awarded, batch.settled) == ("done", 12, 12)
    for credential in Credential.objects.all():
        signed = signed_bytes(credential)
        assert [proof["type"] for proof in json.loads(signed)["proof"]] == ["DataIntegrityProof"]
        assert hashlib.sha256(signed).hexdigest() == credential.digest
        claims = {name: value for name, value in json.loads(signed).items() if name != "proof"}
        assert claims == json.loads(intended_bytes(credential))
        assert hashlib.sha256(intended_bytes(credential)).hexdigest() == credential.intent_digest
    file = credentials.download(world.issuer, world.slug, Award.objects.first().public_id)
    assert verification.check(file.data).verdict == "valid"
    assert StatusEntry.objects.count() == 24
    assert OutboxMail.objects.filter(kind="award-made").count() == 12
    block = SignerLogBlock.objects.get()
    assert block.count == 12
    assert len(block.entries) == 12 * 80


def test_the_same_rows_once_more_award_nothing_twice(world):
    start(world)
    work()
    second = start(world)
    work()
    second.refresh_from_db()
    assert (second.state, second.awarded, second.already) == ("done", 0, 12)
    assert Award.objects.count() == Credential.objects.count() == OutboxMail.objects.count() == 12


def test_the_same_key_gives_the_same_batch(world):
    first = start(world, idempotency_key="import-1")
    assert start(world, idempotency_key="import-1").pk == first.pk
    assert Batch.objects.count() == 1
    with pytest.raises(RefusedError) as refused:
        start(world, 13, idempotency_key="import-1")
    assert refused.value.code == "idempotency-key-reused"


def test_a_learner_who_comes_twice_is_awarded_once(world):
    options = BatchOptions(run="2026", notify=False)
    rows = [*requests(2), *requests(2)]
    batch = batches.create_batch(world.issuer, world.slug, SLUG, rows, options=options)
    work()
    batch.refresh_from_db()
    assert (batch.total, batch.awarded) == (2, 2)


def test_a_row_that_may_not_be_awarded_is_refused_with_its_reason_and_the_others_go_on(world):
    rows = [*requests(2), request("kein", family_name="X"), request("a@example.org", family_name=" ")]
    options = BatchOptions(run="2026", notify=False)
    batch = batches.create_batch(world.issuer, world.slug, SLUG, rows, options=options)
    work()
    batch.refresh_from_db()
    assert (batch.state, batch.awarded, batch.refused) == ("done", 2, 2)
    problems = batches.batch_rows(world.issuer, world.slug, batch.public_id, problems_only=True)
    assert [(row.number, row.code) for row in problems] == [(3, "email-invalid"), (4, "learner-name-wrong")]


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


def test_another_organisation_sees_no_batch(world):
    batch = start(world, 1)
    other = make_world("beta")
    with pytest.raises(NotFoundError):
        batches.get_batch(other.admin, "beta", batch.public_id)
    with pytest.raises(NotFoundError):
        batches.get_batch(other.admin, world.slug, batch.public_id)
    with pytest.raises(RefusedError):
        batches.create_batch(
            world.author, world.slug, SLUG, requests(1), options=BatchOptions(run="", notify=False)
        )


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"run": "x" * 81}, "run-too-long"),
        ({"idempotency_key": "k" * 201}, "idempotency-key-wrong"),
        ({"start_at": timezone.now() + timedelta(days=400)}, "start-too-far"),
    ],
)
def test_options_have_limits(world, change, code):
    with pytest.raises(MalformedInputError) as refused:
        start(world, 1, **change)
    assert refused.value.code == code


def test_an_empty_batch_is_refused(world):
    with pytest.raises(MalformedInputError) as refused:
        start(world, 0)
    assert refused.value.code == "batch-empty"


def test_a_learner_known_already_keeps_one_row(world):
    start(world, 3, run="a")
    start(world, 3, run="b")
    work()
    assert (Learner.objects.count(), Award.objects.count()) == (3, 6)


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


def test_a_part_of_a_chunk_is_read_from_where_it_begins(world):
    batch = start(world, count=12)
    work()
    shown = batches.batch_rows(world.issuer, world.slug, batch.public_id, after=7, size=3)
    assert [row.number for row in shown] == [8, 9, 10]
    assert [row.request.email for row in shown] == [f"osoba{number}@example.org" for number in (7, 8, 9)]
    assert {row.state for row in shown} <= {"published", "notified"}
    assert batches.batch_rows(world.issuer, world.slug, batch.public_id, after=12) == ()


def test_who_has_the_award_is_asked_without_a_join(world):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    start(world)
    with CaptureQueriesContext(connection) as asked:
        work()
    joined = [q["sql"] for q in asked if 'JOIN "storage_learner"' in q["sql"] and '"key" IN' in q["sql"]]
    assert joined == []


def test_the_mails_of_a_batch_are_counted_by_state_and_those_that_failed_are_sent_again(world):
    batch, other = start(world), start(world, 2, first=100)
    work()
    assert batches.mail_counts(batch) == {"kept": 12}
    OutboxMail.objects.filter(batch=batch, pk__in=OutboxMail.objects.filter(batch=batch)[:3]).update(
        state="bounced"
    )
    OutboxMail.objects.filter(batch=other).update(state="refused")
    assert batches.mail_counts(batch) == {"bounced": 3, "kept": 9}
    assert mail.list_mail(world.issuer, world.slug, batch=batch.public_id, state="bounced").total == 3
    assert mail.resend_failed(world.issuer, world.slug, batch=batch.public_id) == 3
    assert batches.mail_counts(batch) == {"kept": 12}
    assert batches.mail_counts(other) == {"refused": 2}
    with pytest.raises(NotFoundError):
        mail.resend_failed(world.issuer, world.slug, batch=uuid.uuid4())
    world.award("later@example.org", run="another")
    assert OutboxMail.objects.latest("id").batch is None


def test_mails_of_undoing_belong_to_the_batch(world):
    batch = start(world, 2)
    work()
    batches.undo(world.admin, world.slug, batch.public_id, reason="error")
    work()
    assert batches.mail_counts(batch) == {"kept": 4}


def test_the_language_of_the_notices_is_chosen_and_a_person_with_an_account_keeps_theirs(world):
    user = person("osoba1@example.org")
    user.language = "pl"
    user.save()
    batch = start(world, 2, language="en")
    work()
    subjects = dict(OutboxMail.objects.filter(batch=batch).values_list("recipient", "subject"))
    assert "awarded" in subjects["osoba0@example.org"]
    assert "awarded" not in subjects["osoba1@example.org"]
    assert notices.language_for(Award.objects.get(email="osoba0@example.org")) == "en"
    with pytest.raises(MalformedInputError) as refused:
        start(world, 1, first=50, language="de")
    assert refused.value.code == "notice-language-unknown"


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


def test_a_name_with_escapes_is_signed_like_any_other_and_in_the_same_form(world):
    rows = [
        request("a@example.org", family_name='Żółć "Ą"'),
        request("b@example.org", family_name="Back\\slash"),
        request("c@example.org", family_name="Nowak"),
        request("d@example.org", family_name="Half \ud800"),
    ]
    options = BatchOptions(run="2026", notify=False)
    batch = batches.create_batch(world.issuer, world.slug, SLUG, rows, options=options)
    work()
    batch.refresh_from_db()
    assert (batch.awarded, batch.refused, batch.trouble) == (3, 1, "")
    for credential in Credential.objects.all():
        signed = signed_bytes(credential)
        assert isinstance(json.loads(signed)["proof"], list)
        assert verification.check(signed).verdict == "valid"


def test_a_document_of_no_known_kind_is_signed_the_general_way(world, monkeypatch):
    monkeypatch.setattr(FilledKind, "find", lambda kind, text: None)
    batch = start(world, 3)
    work()
    batch.refresh_from_db()
    assert (batch.awarded, batch.trouble) == (3, "")
    assert verification.check(signed_bytes(Credential.objects.first())).verdict == "valid"


def test_the_mails_of_a_chunk_cost_as_many_questions_as_one(world):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    costs = []
    for count, first in ((1, 0), (12, 100)):
        batch = start(world, count, first=first)
        Worker("test", processes=0).take_one()
        assert OutboxMail.objects.filter(award__learner__key=f"mail:osoba{first}@example.org").exists()
        OutboxMail.objects.all().delete()
        awards = list(Award.objects.select_related("organisation", "definition_version"))[:count]
        with CaptureQueriesContext(connection) as asked:
            notices.tell_awards(awards, batch=batch)
        costs.append(len([q for q in asked if "UPDATE" not in q["sql"]]))
        assert OutboxMail.objects.count() == count
        batch.refresh_from_db()
    assert costs[1] <= costs[0] + 1


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


def test_the_same_request_is_the_same_in_chunks_of_any_size(world: World) -> None:
    options = BatchOptions(run="2026", notify=False, idempotency_key="once")
    first, again = (
        batches.create_batch(
            world.issuer, world.slug, SLUG, requests(12), options=options, rows_per_chunk=size
        )
        for size in (5, 7)
    )
    assert first.pk == again.pk
    assert first.chunks.count() == 3


def test_many_rows_go_in_by_several_statements(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "ROWS_AT_ONCE", 5)
    start(world, 12)
    work()
    found = Credential.objects.filter(state="released").order_by("pk")
    assert [row.award.learner.family_name for row in found] == [f'Żółć-{n} "Ą"' for n in range(12)]
    assert StatusEntry.objects.count() == 24


@pytest.mark.parametrize("results", [{}, {"eu1": "87"}])
def test_a_record_is_written_as_it_is_written_alone(world: World, results: dict[str, str]) -> None:
    view = definitions.view_of(DefinitionVersion.objects.get(definition__slug=SLUG))
    evidence = (EvidenceItem(name='Praca "Ą"', url="https://uczelnia.example/praca", narrative="…"),)
    for identifier in (None, 's "1"'):
        asked = AwardRequest(
            given_name="Ala", family_name="Żółć", email="ala@example.org",
            identifier=identifier, results=results, evidence=evidence,
        )  # fmt: skip
        record = record_of(view, asked)
        assert record_text(record) == json.dumps(plain_record(record), ensure_ascii=False)
