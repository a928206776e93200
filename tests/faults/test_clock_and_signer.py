"""F14 and F16: the clock goes back or far ahead; the signer is away, slow, or signs wrongly."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from tests.worlds import SLUG, World, request
from umiem.engine import InMemorySigner
from umiem.errors import UnavailableError
from umiem.services.award import batches
from umiem.services.award.batches import BatchOptions, documents
from umiem.services.award.batches.working import Worker
from umiem.services.invariants import check_invariants
from umiem.services.key import keys
from umiem.storage.models import Batch, BatchChunk, Credential, SignerLogBlock

pytestmark = [pytest.mark.django_db, pytest.mark.database]
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def start(world: World, run: str = "2026", count: int = 5) -> Batch:
    rows = [request(f"osoba{number}@example.org") for number in range(count)]
    options = BatchOptions(run=run, notify=False)
    return batches.create_batch(world.issuer, world.slug, SLUG, rows, options=options)


def work() -> None:
    Worker("test", processes=0).run_while_there_is_work()


def finish(batch: Batch) -> Batch:
    BatchChunk.objects.update(lease_until=None)
    work()
    batch.refresh_from_db()
    assert [str(violation) for _name, violation in check_invariants()] == []
    return batch


def test_f14_a_clock_that_goes_back_stops_signing_until_it_is_right_again(world):
    finish(start(world, "first"))
    second = start(world, "second")
    with time_machine.travel(timezone.now() - timedelta(hours=1), tick=True):
        Batch.objects.filter(pk=second.pk).update(start_at=timezone.now() - timedelta(seconds=1))
        work()
    second.refresh_from_db()
    assert (second.awarded, second.trouble) == (0, "clock-went-back")
    assert Credential.objects.filter(state="released").count() == 5
    assert finish(second).awarded == 5


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2027, 3, 28, 0, 59, 58, tzinfo=UTC),  # the clock in Poland jumps from 2 to 3
        datetime(2027, 10, 31, 0, 59, 58, tzinfo=UTC),  # and from 3 back to 2
        datetime(2038, 1, 19, 3, 14, 7, tzinfo=UTC),
        datetime(2100, 2, 28, 23, 59, 58, tzinfo=UTC),
    ],
)
def test_f14_nights_of_changing_clocks_and_far_years(world, moment):
    with time_machine.travel(moment, tick=True):
        keys.rotate_key(world.admin, world.slug)  # the first key has ended by then
        batch = start(world)
        Batch.objects.update(start_at=LONG_AGO)  # what is due is asked of the clock of the database
        assert finish(batch).awarded == 5


class Away:
    """A signer that cannot be reached."""

    def __init__(self, real):
        self._real = real

    @property
    def public_key(self):
        return self._real.public_key

    @property
    def verification_method(self):
        return self._real.verification_method

    def sign(self, data):
        raise UnavailableError("key-token-away")


class Truncating(Away):
    def sign(self, data):
        return self._real.sign(data)[:-1]


class Repeating(Away):
    """Answers every request with the signature of the first."""

    _first = None

    def sign(self, data):
        self._first = self._first or self._real.sign(data)
        return self._first


class OtherKey(Away):
    def sign(self, data):
        return InMemorySigner.generate().sign(data)


@pytest.mark.parametrize("wrong", [Away, Truncating, Repeating, OtherKey])
def test_f16_a_signer_that_is_away_or_wrong_releases_nothing(world, monkeypatch, wrong):
    batch = start(world)
    real = documents._signer
    monkeypatch.setattr(documents, "_signer", lambda key: wrong(real(key)))
    work()
    batch.refresh_from_db()
    assert batch.trouble
    assert not Credential.objects.filter(state="released").exists()
    assert not SignerLogBlock.objects.exists()
    before = set(Credential.objects.values_list("public_id", "intent_digest"))
    monkeypatch.undo()
    done = finish(batch)
    assert (done.awarded, done.trouble) == (5, "")
    assert set(Credential.objects.values_list("public_id", "intent_digest")) == before


def test_f16_a_key_that_is_not_the_published_one_is_caught(world, monkeypatch):
    batch = start(world)
    method = f"{world.organisation.did}#key-1"
    monkeypatch.setattr(documents, "_signer", lambda key: InMemorySigner.generate().under(method))
    work()
    batch.refresh_from_db()
    assert batch.trouble == "signature-not-verified"
    assert not Credential.objects.filter(state="released").exists()
