"""Rows that go in together are the rows that would go in one by one, whatever their columns hold."""

from __future__ import annotations

import json
import uuid
from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from tests.worlds import make_world
from umiem.storage import bulk
from umiem.storage.models import Award, Credential, Learner

pytestmark = [pytest.mark.django_db, pytest.mark.database]

AWKWARD = ('Żółć "Ą"', "a\tb\\n\nc\r", "\\N", "\\x00", "", "𝔘niem 🎓", "'; DROP TABLE x; --", "x" * 200)


def award_columns() -> tuple[str, ...]:
    return (
        "id", "public_id", "organisation_id", "definition_id", "definition_version_id", "learner_id", "run",
        "given_name", "family_name", "email", "record", "notify", "awarded_on", "claim_hash", "created_at",
    )  # fmt: skip


def award_row(like: Award, pk: int, text: str, record: str) -> tuple[object, ...]:
    return (
        pk, uuid.uuid4().hex, like.organisation_id, like.definition_id, like.definition_version_id,
        like.learner_id, f"run {pk}", text, text, "a@example.org", record, False, "2026-02-28", "",
        bulk.stored_time(timezone.now()),
    )  # fmt: skip


def test_texts_json_days_and_defaults_come_back_as_they_were_given() -> None:
    like = make_world().award().award
    records = [{"nazwa": text, "liczba": 2**53, "nic": None} for text in AWKWARD]
    keys = bulk.next_ids(Award, len(AWKWARD))
    rows = [
        award_row(like, pk, text, json.dumps(record, ensure_ascii=False))
        for pk, text, record in zip(keys, AWKWARD, records, strict=True)
    ]
    bulk.insert(Award, award_columns(), rows)
    found = list(Award.objects.filter(pk__in=keys).order_by("pk"))
    assert [row.given_name for row in found] == list(AWKWARD)
    assert [row.record for row in found] == records
    assert [row.public_id.hex for row in found] == [row[1] for row in rows]
    first = found[0]
    assert (first.awarded_on, first.notify, first.state) == (date(2026, 2, 28), False, "awarded")
    assert (first.holder_id, first.accepted_at, first.wrong_facts) == (None, None, None)
    assert abs((first.created_at - timezone.now()).total_seconds()) < 60


def test_what_has_no_value_and_what_holds_bytes_comes_back_as_it_was_given() -> None:
    like = make_world().award().credential
    (pk,) = bulk.next_ids(Credential, 1)
    columns = (
        "id", "public_id", "organisation_id", "award_id", "key_id", "profile", "media_type", "intent",
        "intent_digest", "data", "dictionary_id", "valid_from", "valid_until",
    )  # fmt: skip
    values = (
        pk, uuid.uuid4().hex, like.organisation_id, like.award_id, like.key_id, "p", "", bytes(range(256)),
        "0" * 64, None, None, bulk.stored_time(like.valid_from), None,
    )  # fmt: skip
    bulk.insert(Credential, columns, [values])
    found = Credential.objects.get(pk=pk)
    assert (bytes(found.intent), found.data, found.dictionary_id) == (bytes(range(256)), None, None)
    assert (found.valid_from, found.valid_until, found.replaces_id) == (like.valid_from, None, None)
    assert (found.state, found.status, found.digest) == ("intended", "active", "")


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite takes any length")
def test_a_text_that_is_too_long_is_refused_and_nothing_of_the_statement_stays() -> None:
    like = make_world().award().award
    keys = bulk.next_ids(Award, 2)
    rows = [award_row(like, keys[0], "Ala", "{}"), award_row(like, keys[1], "x" * 201, "{}")]
    with pytest.raises(DatabaseError, match="too long"):
        insert_together(rows)
    assert not Award.objects.filter(pk__in=keys).exists()


def insert_together(rows: list[tuple[object, ...]]) -> None:
    with transaction.atomic():
        bulk.insert(Award, award_columns(), rows)


def test_keys_are_reserved_once_each_in_their_order() -> None:
    make_world().award()
    first, then = bulk.next_ids(Award, 500), bulk.next_ids(Learner, 3)
    assert first == sorted(set(first))
    assert len(first) == 500
    assert min(first) > Award.objects.latest("pk").pk - 1
    assert len(set(then)) == 3
