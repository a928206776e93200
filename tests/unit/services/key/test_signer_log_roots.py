"""The daily roots: written down once a day, published, and compared with the chain of today."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.worlds import World, make_world
from umiem.errors import MalformedInputError, UnavailableError
from umiem.services.key import key_health, signer_log_roots
from umiem.storage.models import SignerLogRoot

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    made = make_world()
    made.award()
    return made


def a_day_later(monkeypatch: pytest.MonkeyPatch, days: int = 1) -> None:
    now = timezone.now() + timedelta(days=days)
    monkeypatch.setattr(timezone, "now", lambda: now)


def test_a_day_that_is_over_gets_one_root_and_a_day_without_signatures_none(world, monkeypatch):
    assert signer_log_roots.record_due() == 0  # the day is not over
    a_day_later(monkeypatch)
    assert (signer_log_roots.record_due(), signer_log_roots.record_due()) == (1, 0)
    a_day_later(monkeypatch, 3)
    assert signer_log_roots.record_due() == 0
    assert SignerLogRoot.objects.count() == 1


def test_the_published_file_is_a_proof_that_can_be_compared(world, monkeypatch, client):
    a_day_later(monkeypatch)
    signer_log_roots.record_due()
    answer = client.get(f"/o/{world.slug}/signer-log.json")
    assert answer.status_code == 200
    assert (
        client.get(f"/o/{world.slug}/signer-log.json", headers={"if-none-match": answer["ETag"]}).status_code
        == 304
    )
    kept = signer_log_roots.roots_in(answer.content, world.organisation)
    assert len(kept) == 1
    assert list(signer_log_roots.differing(world.organisation, kept)) == []
    key_health.signatures()


def test_a_chain_that_was_written_anew_does_not_hold_the_root(world, monkeypatch):
    a_day_later(monkeypatch)
    signer_log_roots.record_due()
    kept = signer_log_roots.roots_in(signer_log_roots.roots_bytes(world.organisation), world.organisation)
    SignerLogRoot.objects.update(digest="0" * 64)  # as if the chain were another one
    with pytest.raises(UnavailableError, match="signer-log-broken"):
        key_health.signatures()
    forged = [
        signer_log_roots.Root(day=root.day, sequence=root.sequence + 99, digest=root.digest) for root in kept
    ]
    assert len(list(signer_log_roots.differing(world.organisation, forged))) == 1


@pytest.mark.parametrize(
    "roots", [None, [{"day": "x", "sequence": 1, "digest": "0" * 64}], [{"day": "2026-01-01"}], [7]]
)
def test_a_file_that_is_no_copy_is_refused(world, roots):
    data = json.dumps({"organisation": world.organisation.did, "roots": roots}).encode()
    with pytest.raises(MalformedInputError, match="log-roots-wrong"):
        signer_log_roots.roots_in(data, world.organisation)
    foreign = json.dumps({"organisation": "did:web:else", "roots": []}).encode()
    with pytest.raises(MalformedInputError, match="log-roots-wrong"):
        signer_log_roots.roots_in(foreign, world.organisation)
