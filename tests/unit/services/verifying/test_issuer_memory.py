"""What a process remembers of its own organisations: fewer questions, and no change overlooked."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.worlds import World, make_world
from umiem.domain.text import LocalizedText
from umiem.services.access import SYSTEM
from umiem.services.credential import credentials
from umiem.services.key import compromise
from umiem.services.verifying import issuer_memory, kept_answers, trust_lists, verification
from umiem.services.verifying.issuer_memory import IssuerMemories
from umiem.storage.models import Credential

pytestmark = pytest.mark.django_db
MOST_QUERIES = 5


def document(world: World, email: str) -> tuple[Credential, bytes]:
    credential = world.award(email).credential
    assert credential is not None
    return credential, credentials.file_of(credential).data


def test_a_credential_never_seen_before_costs_a_handful_of_questions():
    world = make_world()
    documents = [document(world, f"{name}@example.org")[1] for name in ("ala", "ola", "ela")]
    for data in documents[:2]:
        assert verification.check(data).verdict == "valid"
    with CaptureQueriesContext(connection) as asked:
        result = verification.check(documents[2])
    assert result.verdict == "valid"
    assert result.summary is not None
    assert result.summary.issuer_known
    assert len(asked) <= MOST_QUERIES, [query["sql"] for query in asked]


def test_a_revocation_is_seen_by_the_next_check_of_another_document():
    world = make_world()
    _, first = document(world, "ala@example.org")
    second, data = document(world, "ola@example.org")
    assert verification.check(first).verdict == "valid"
    credentials.revoke(world.issuer, world.slug, second.award.public_id, reason="error")
    result = verification.check(data)
    assert result.report.check("revocation").outcome == "failed"
    assert verification.check(first).verdict == "valid"


def test_a_stolen_key_and_a_withdrawn_vouch_are_seen_at_once():
    world = make_world()
    _, first = document(world, "ala@example.org")
    _, second = document(world, "ola@example.org")
    assert verification.check(first).verdict == "valid"
    trust_lists.withdraw(SYSTEM, world.organisation.did, reason="test")
    summary = verification.check(second).summary
    assert summary is not None
    assert not summary.issuer_known
    since = timezone.now() - timedelta(minutes=5)
    compromise.report_compromise(world.admin, world.slug, "key-1", since=since)
    assert verification.check(second).verdict == "indeterminate"


def test_a_memory_ends_after_seconds_and_with_its_stamp():
    memories, now = IssuerMemories(), timezone.now()
    with time_machine.travel(now, tick=False):
        first = memories.of({"did:web:a": (1,)})
        assert first.recall("thing", lambda: "read") == "read"
        assert memories.of({"did:web:a": (1,)}) is first
        assert memories.of({"did:web:a": (2,)}) is not first
        second = memories.of({"did:web:a": (2,)})
    with time_machine.travel(now + timedelta(seconds=kept_answers.KEPT_SECONDS), tick=False):
        assert memories.of({"did:web:a": (2,)}) is not second
    with time_machine.travel(now - timedelta(hours=1), tick=False):
        assert memories.of({"did:web:a": (2,)}) is not second  # the clock was set back


@pytest.mark.parametrize("stamps", [{}, {"did:web:a": None}, {"did:web:a": (1,), "did:web:b": (1,)}])
def test_without_one_stamp_nothing_is_kept(stamps):
    memory = IssuerMemories().of(stamps)
    read = iter("ab")
    assert [memory.recall("thing", lambda: next(read)) for _ in range(2)] == ["a", "b"]
    assert memory.things == {}


def test_memories_are_bounded(monkeypatch):
    monkeypatch.setattr(issuer_memory, "MOST_ISSUERS", 2)
    memories = IssuerMemories()
    first = memories.of({"did:web:0": (1,)})
    for number in range(1, 3):
        memories.of({f"did:web:{number}": (1,)})
    assert memories.of({"did:web:0": (1,)}) is not first
    for number in range(issuer_memory.MOST_THINGS + 5):
        first.put(number, b"x")
    assert len(first.things) == issuer_memory.MOST_THINGS
    second = memories.of({"did:web:9": (1,)})
    second.put("large", b"x" * (issuer_memory.LARGEST_LIST + 1))
    assert second.things == {}


def test_names_that_an_issuer_claims_are_told_apart():
    world = make_world()
    memory = IssuerMemories().of({world.organisation.did: (1,)})
    honest = memory.dossier(world.organisation.did, LocalizedText({"pl": "Uczelnia"}), "")
    mixed = memory.dossier(world.organisation.did, LocalizedText({"pl": "Uczelniа"}), "")
    assert (honest.mixed_scripts, mixed.mixed_scripts) == (False, True)
