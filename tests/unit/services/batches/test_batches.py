"""A batch from the decision to signed credentials: each learner once, each row its answer."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.unit.services.batches.batch_world import requests, start, work
from tests.worlds import SLUG, World, make_world, request
from umiem.domain.award import EvidenceItem
from umiem.errors import MalformedInputError, NotFoundError, RefusedError
from umiem.services.award import batches
from umiem.services.award.batches import BatchOptions, creating, viewing
from umiem.services.award.requests import AwardRequest, plain_record, record_of, record_text
from umiem.services.credential import credentials
from umiem.services.definition import definitions
from umiem.services.verifying import verification
from umiem.storage.exact_bytes import intended_bytes, signed_bytes
from umiem.storage.models import (
    Award,
    Batch,
    Credential,
    DefinitionVersion,
    Learner,
    OutboxMail,
    SignerLogBlock,
    StatusEntry,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database]


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


def test_a_large_batch_stands_in_the_order_of_its_learners_and_is_known_by_its_rows_as_they_came(
    world, monkeypatch
):
    monkeypatch.setattr(creating, "LARGE_BATCH", 12)
    monkeypatch.setattr(viewing, "LARGE_BATCH", 12)
    small, large = start(world, 11, run="1"), start(world, 12, run="2", idempotency_key="import-1")

    def addresses(batch: Batch) -> list[str]:
        rows = batches.batch_rows(world.issuer, world.slug, batch.public_id)
        assert [row.number for row in rows] == list(range(1, len(rows) + 1))
        return [row.request.email for row in rows]

    assert addresses(small) == [row.email for row in requests(11)]
    assert addresses(large) == sorted(row.email for row in requests(12))
    assert addresses(large)[1] == "osoba10@example.org"
    assert batches.get_batch(world.issuer, world.slug, large.public_id).by_learner
    assert start(world, 12, run="2", idempotency_key="import-1").pk == large.pk


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


def test_a_scheduled_batch_waits_for_its_time_or_for_whoever_begins_it_now(world):
    later = timezone.now() + timedelta(days=3)
    batch = start(world, 2, start_at=later)
    work()
    assert batches.get_batch(world.issuer, world.slug, batch.public_id).is_scheduled
    listed = batches.list_batches(world.issuer, world.slug).items
    assert [row.standing for row in listed] == ["scheduled"]  # pages and commands show it so
    assert not Award.objects.exists()
    with pytest.raises(RefusedError):
        batches.begin_now(world.author, world.slug, batch.public_id)
    assert batches.begin_now(world.issuer, world.slug, batch.public_id).start_at < later
    begun = batches.begin_now(world.issuer, world.slug, batch.public_id).start_at
    work()
    assert (Award.objects.count(), Batch.objects.get().start_at) == (2, begun)
    with pytest.raises(RefusedError, match="batch-state-refused"):
        batches.begin_now(world.issuer, world.slug, batch.public_id)


def test_an_empty_batch_is_refused(world):
    with pytest.raises(MalformedInputError) as refused:
        start(world, 0)
    assert refused.value.code == "batch-empty"


def test_a_learner_known_already_keeps_one_row(world):
    start(world, 3, run="a")
    start(world, 3, run="b")
    work()
    assert (Learner.objects.count(), Award.objects.count()) == (3, 6)


def test_a_part_of_a_chunk_is_read_from_where_it_begins(world):
    batch = start(world, count=12)
    work()
    shown = batches.batch_rows(world.issuer, world.slug, batch.public_id, after=7, size=3)
    assert [row.number for row in shown] == [8, 9, 10]
    assert [row.request.email for row in shown] == [f"osoba{number}@example.org" for number in (7, 8, 9)]
    assert {row.state for row in shown} <= {"published", "notified"}
    assert batches.batch_rows(world.issuer, world.slug, batch.public_id, after=12) == ()


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
