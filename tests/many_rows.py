"""A million light rows in seconds: one real award copied within the database, on SQLite and PostgreSQL.

Every column that is not named here is copied from the rows of the real award, so a new one needs no change.
Half of the awards belong to one organisation, the rest to ninety-nine others.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import connection, models
from django.utils import timezone

from bench.many_rows import copy_row
from tests.worlds import SLUG, World, make_world
from umiem.storage.models import (
    Award,
    Batch,
    BatchChunk,
    Credential,
    Definition,
    DefinitionVersion,
    Learner,
    Organisation,
    OutboxMail,
    SigningKey,
    StatusEntry,
    StatusList,
)

OTHERS = 99
LIST_LENGTH = 131_072
ROWS_PER_CHUNK = 400
BASE = 10_000_000
"""Keys of copied rows begin here, far from those of real ones."""

_LARGE = (Learner, Award, Credential, OutboxMail, StatusEntry)


@dataclass(frozen=True, kw_only=True)
class Many:
    """The large organisation, and how many awards there are."""

    world: World
    count: int

    def key(self, number: int) -> int:
        """Return the primary key of a copied row; even numbers belong to the large organisation."""
        return BASE + number


def fill(count: int) -> Many:
    """Copy a real award ``count`` times with everything that belongs to it; call inside a transaction."""
    world = make_world("wielka")
    real = world.award("prawdziwa@example.org").award
    credential = real.credentials.get()
    _hurry(begin=True)
    _organisations(world.organisation)
    _awards(count, real, credential)
    _lists(count, credential)
    _batch(count, real)
    _hurry(begin=False)
    return Many(world=world, count=count)


def _hurry(*, begin: bool) -> None:
    """Leave keys and indexes for later while rows are copied (PostgreSQL, a superuser); then statistics."""
    if connection.vendor != "postgresql":
        if not begin:
            _run("ANALYZE")
        return
    tables = [model._meta.db_table for model in _LARGE]
    named = ", ".join(f"'{table}'::regclass" for table in tables)
    indexes = f"UPDATE pg_index SET indisready = {not begin} WHERE indrelid IN ({named})"
    _run(indexes)
    _run(f"SET LOCAL session_replication_role = {'replica' if begin else 'origin'}")
    if begin:
        _run("SET LOCAL statement_timeout = 0")
        _run("SET LOCAL maintenance_work_mem = '256MB'")
        return
    for table in tables:
        _run(f"REINDEX TABLE {table}")
    _run("ANALYZE")


def _run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def _organisations(large: Organisation) -> None:
    """Others, each with a definition, a version of it and a key; keys of rows: BASE and 1 to 99."""
    number = f"{BASE} + s.g"
    own = {"organisation_id": number}
    _copy(
        Organisation,
        large.pk,
        OTHERS,
        {"id": number, "slug": "'inna-' || s.g", "did": "'did:web:inna.example:' || s.g"},
    )
    definition = Definition.objects.get(organisation=large, slug=SLUG)
    version = DefinitionVersion.objects.get(definition=definition)
    key = SigningKey.objects.get(organisation=large)
    _copy(Definition, definition.pk, OTHERS, own | {"id": number})
    _copy(DefinitionVersion, version.pk, OTHERS, own | {"id": number, "definition_id": number})
    _copy(SigningKey, key.pk, OTHERS, own | {"id": number})


def _awards(count: int, real: Award, credential: Credential) -> None:
    """Learners, awards, credentials and mails, all with the same keys."""
    number = f"{BASE} + s.g"
    other = f"{BASE + 1} + s.g % {OTHERS}"

    def either(mine: int) -> str:
        return f"CASE WHEN s.g % 2 = 0 THEN {mine} ELSE {other} END"

    own = {"id": number, "organisation_id": either(real.organisation_id)}
    person = {
        "given_name": "'Imię' || s.g % 1000",
        "family_name": "'Nazwisko' || s.g",
        "email": "'osoba' || s.g || '@student.example.org'",
    }
    _copy(Learner, real.learner_id, count, own | person | {"key": "'osoba' || s.g"})
    _copy(
        Award,
        real.pk,
        count,
        own
        | person
        | {
            "learner_id": number,
            "definition_id": either(real.definition_id),
            "definition_version_id": either(real.definition_version_id),
            "claim_hash": "'code' || s.g",
        },
    )
    light = "'\\x00'::bytea" if connection.vendor == "postgresql" else "x'00'"
    bytes_of = {"intent": light, "data": light}
    signed = {"award_id": number, "key_id": either(credential.key_id)}
    _copy(Credential, credential.pk, count, own | bytes_of | signed)
    mail = OutboxMail.objects.get(award=real, kind="award-made")
    states = "CASE WHEN s.g % 10 = 0 THEN 'queued' ELSE 'sent' END"
    later = "t.next_attempt_at - s.g * interval '1 second'"
    due = {"next_attempt_at": later} if connection.vendor == "postgresql" else {}
    letter = due | {
        "award_id": number,
        "key": "'letter' || s.g",
        "recipient": person["email"],
        "state": states,
    }
    _copy(OutboxMail, mail.pk, count, own | letter)


def _lists(count: int, credential: Credential) -> None:
    """The places of the credentials of the large organisation; every hundredth is revoked or suspended."""
    for entry in StatusEntry.objects.filter(credential=credential).select_related("status_list"):
        purpose = BASE * (1 if entry.purpose == "revocation" else 2)
        lists = -(-count // (2 * LIST_LENGTH))
        _copy(StatusList, entry.status_list_id, lists, {"id": f"{purpose} + s.g - 1"})
        _copy(
            StatusEntry,
            entry.pk,
            count,
            {
                "id": f"{purpose} + s.g",
                "credential_id": f"{BASE} + s.g",
                "status_list_id": f"{purpose} + (s.g / 2 - 1) / {LIST_LENGTH}",
                "index": f"(s.g / 2 - 1) % {LIST_LENGTH}",
                "is_set": "s.g % 200 = 0",
            },
            only="s.g % 2 = 0",
        )


def _batch(count: int, real: Award) -> None:
    """One batch in which everything is done but the last chunk."""
    chunks = -(-count // ROWS_PER_CHUNK)
    batch = Batch.objects.create(
        organisation=real.organisation,
        definition=real.definition,
        definition_version=real.definition_version,
        made_by="x",
        content_digest="0" * 64,
        total=chunks * ROWS_PER_CHUNK,
        rows_per_chunk=ROWS_PER_CHUNK,
        started_at=timezone.now(),
    )
    first = BatchChunk.objects.create(
        organisation=real.organisation,
        batch=batch,
        number=0,
        size=ROWS_PER_CHUNK,
        source=b"",
        state="notified",
    )
    state = f"CASE WHEN s.g = {chunks} THEN 'waiting' ELSE 'notified' END"
    _copy(BatchChunk, first.pk, chunks, {"id": f"{BASE} + s.g", "number": "s.g", "state": state})


def _copy(
    model: type[models.Model], original: int, count: int, changes: Mapping[str, str], *, only: str = "1 = 1"
) -> None:
    copy_row(model._default_manager.get(pk=original), count, changes, only=only)
