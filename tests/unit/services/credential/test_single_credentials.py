"""A credential that is made alone: small in the store, and found again when a crash left it unsigned."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from tests.worlds import SLUG, World, make_world, request
from umiem.errors import RefusedError
from umiem.services.access import SYSTEM
from umiem.services.award import batches
from umiem.services.award.batches import BatchOptions
from umiem.services.award.batches.claiming import claim_next
from umiem.services.award.batches.working import Worker, _Chunk
from umiem.services.credential import credentials, issuing
from umiem.services.credential.identifiers import new_identifier
from umiem.services.invariants import rows
from umiem.services.verifying import verification
from umiem.storage.exact_bytes import intended_bytes, signed_bytes
from umiem.storage.models import Award, CompressionDictionary, Credential

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def world() -> World:
    return make_world()


def leave_behind(world: World, monkeypatch: pytest.MonkeyPatch, *, seconds: int) -> Credential:
    """Award, with a crash before the signature, so long ago."""

    def crash(*_: object, **__: object) -> None:
        raise RefusedError("signature-not-verified")

    with monkeypatch.context() as broken:
        broken.setattr(issuing, "_signed", crash)
        with pytest.raises(RefusedError):
            world.award()
    left = Credential.objects.get(state="intended")
    before = timezone.now() - timedelta(seconds=seconds)
    Credential.objects.filter(pk=left.pk).update(created_at=before, signing_since=before)
    return left


def test_texts_of_single_credentials_share_one_dictionary(world: World) -> None:
    for number in range(3):
        world.award(f"osoba{number}@example.org", run=f"{number}", family_name=f'Żółć "{number}"')
    kept = Credential.objects.filter(state="released")
    assert [len(intended_bytes(row)) > 8_000 and len(signed_bytes(row)) > 8_000 for row in kept] == [True] * 3
    assert max(len(bytes(row.intent)) + len(bytes(row.data or b"")) for row in kept) < 1_000
    assert CompressionDictionary.objects.count() == 1
    for award in Award.objects.all():
        file = credentials.download(world.issuer, world.slug, award.public_id)
        assert verification.check(file.data).verdict == "valid"


def test_what_a_crash_left_unsigned_is_finished_from_its_sign(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = leave_behind(world, monkeypatch, seconds=61)
    assert issuing.finish_interrupted(SYSTEM) == 1
    left.refresh_from_db()
    assert (left.state, left.signing_since) == ("released", None)
    assert issuing.finish_interrupted(SYSTEM) == 0


def test_an_award_of_this_minute_is_left_to_whoever_makes_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    leave_behind(world, monkeypatch, seconds=30)
    assert issuing.finish_interrupted(SYSTEM) == 0


def test_intents_of_a_batch_are_left_to_its_workers(world: World) -> None:
    options = BatchOptions(run="2026", notify=False)
    batches.create_batch(world.issuer, world.slug, SLUG, [request("a@example.org")], options=options)
    claim = claim_next(Worker("here", processes=0).identity)
    assert claim is not None
    _Chunk(claim).intend()
    Credential.objects.update(created_at=timezone.now() - timedelta(days=2))
    assert issuing.finish_interrupted(SYSTEM) == 0
    assert Credential.objects.get().state == "intended"


def test_an_intent_that_nobody_finishes_is_a_violation(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    left = leave_behind(world, monkeypatch, seconds=48 * 3600)
    found = [(violation.code, violation.subject) for violation in rows.nothing_is_stuck()]
    assert found == [("intent-stuck", f"credential {left.public_id}")]


def test_identifiers_of_a_day_are_neighbours_and_cannot_be_guessed() -> None:
    made = [new_identifier(date(2026, 11, 28)) for _ in range(2_000)]
    assert {one.bytes[0] for one in made} == {date(2026, 11, 28).toordinal() % 256}
    assert {(one.version, one.variant) for one in made} == {(8, "specified in RFC 4122")}
    assert new_identifier(date(2026, 11, 29)).bytes[0] != made[0].bytes[0]
    changing = 0
    for one in made:
        changing |= one.int ^ made[0].int
    assert changing.bit_count() == 114  # every other bit is random
    assert len(set(made)) == 2_000


def test_what_is_made_today_has_an_identifier_of_today(world: World) -> None:
    world.award()
    asked, options = [request("b@example.org")], BatchOptions(run="b", notify=False)
    batches.create_batch(world.issuer, world.slug, SLUG, asked, options=options)
    Worker("here", processes=0).run_until_idle()
    today = timezone.now().date().toordinal() % 256
    assert {row.public_id.bytes[0] for row in Credential.objects.all()} == {today}
    assert Award.objects.get(run="b").public_id.bytes[0] == today
