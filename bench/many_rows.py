"""Filling a database with copies of one award, to see what work costs among a million others.

The copies have keys, learners, places and random identifiers of their own, and the bytes of the one they
copy: enough for every index and every plan, not for verifying them. Nothing is checked while they are copied.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

STEP = 100_000
LIST_LENGTH = 131_072
_QUOTED = '"{}"'.format


def copy_awards(count: int) -> None:
    """Copy the newest award, its learner, its credential and its status entries ``count`` times."""
    from django.db import connection

    from umiem.storage.models import Award

    award = Award.objects.select_related("learner").latest("id")
    with hurried(), connection.cursor() as cursor:
        for first in range(0, count, STEP):
            _copy(cursor, award, first, min(count, first + STEP))


@contextmanager
def hurried() -> Iterator[None]:
    """Let the database take many rows at once: it checks nothing, and a cut of power would ruin it."""
    from django.db import connection

    with connection.cursor() as cursor:
        _prepare(cursor, connection.vendor)
        try:
            yield
        finally:
            _tidy(cursor, connection.vendor)


def _copy(cursor: Any, award: Any, first: int, end: int) -> None:
    from django.db import transaction

    from umiem.storage.models import Award, Credential, Learner, StatusEntry, StatusPurpose

    credential = award.credentials.get()
    bases = {model: _last(model) for model in (Learner, Award, Credential)}
    number = f"s.g - {first}"
    with transaction.atomic():
        keys = {model: f"{base} + {number}" for model, base in bases.items()}
        mail = f"{_scattered()} || '.' || s.g || '.copy@student.example.org'"
        person = {"id": keys[Learner], "key": f"'mail:' || {mail}", "email": mail}
        copy_row(award.learner, end, person, first=first + 1)
        awarded = {"id": keys[Award], "learner_id": keys[Learner], "email": mail}
        copy_row(award, end, awarded, first=first + 1)
        signed = {"id": keys[Credential], "award_id": keys[Award]}
        copy_row(credential, end, signed, first=first + 1)
        for purpose in StatusPurpose:
            lists = _lists(award.organisation, purpose, (end - 1) // LIST_LENGTH + 1)
            place = {
                "id": None,
                "credential_id": keys[Credential],
                "index": f"(s.g - 1) % {LIST_LENGTH}",
                "status_list_id": f"{lists[0]} + (s.g - 1) / {LIST_LENGTH}",
            }
            copy_row(credential.status_entries.get(purpose=purpose), end, place, first=first + 1)
    if _is_postgresql():
        for model in (Learner, Award, Credential, StatusEntry):
            table = model._meta.db_table
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}")


def _scattered() -> str:
    """Return the expression of what ``installation.scattered`` begins with."""
    mixed = "s.g * 2654435761 % 4294967296"
    if _is_postgresql():
        return f"lpad(to_hex({mixed.replace('s.g', 's.g::bigint')}), 8, '0')"
    return f"printf('%08x', {mixed})"


def copy_row(
    row: Any, last: int, changes: Mapping[str, str | None], *, first: int = 1, only: str = "1 = 1"
) -> None:
    """Copy a stored row once for each number ``s.g`` from ``first`` to ``last`` for which ``only`` holds.

    ``changes`` gives columns expressions of ``s.g``, None for the default of the database. Every other column
    is copied, but for a public identifier, which is random. Nothing is escaped: give none from outside.
    """
    from django.db import connection

    table = row._meta.db_table
    names = [field.column for field in row._meta.concrete_fields]
    made = {name: f't."{name}"' for name in names}
    if "public_id" in made:
        made["public_id"] = "gen_random_uuid()" if _is_postgresql() else "lower(hex(randomblob(16)))"
    made |= {name: value for name, value in changes.items() if value is not None}
    columns = [name for name in names if changes.get(name, "") is not None]
    series = f"WITH RECURSIVE s(g) AS (SELECT {first} UNION ALL SELECT g + 1 FROM s WHERE g < {last})"
    if _is_postgresql():
        series = f"WITH s(g) AS (SELECT generate_series({first}, {last}))"
    with connection.cursor() as cursor:
        cursor.execute(
            f"{series} INSERT INTO {table} ({', '.join(map(_QUOTED, columns))}) "
            f"SELECT {', '.join(made[name] for name in columns)} FROM {table} AS t, s "
            f"WHERE t.id = {row.pk} AND {only}"
        )


_made: dict[tuple[int, str], list[int]] = {}


def _lists(organisation: Any, purpose: str, count: int) -> list[int]:
    """Return the lists that hold the copies, one after the other; they are made the first time."""
    from umiem.storage.models import StatusList

    made = _made.setdefault((organisation.pk, str(purpose)), [])
    if not made:
        rows = [
            StatusList(organisation=organisation, purpose=purpose, length=LIST_LENGTH, used=LIST_LENGTH)
            for _ in range(16)
        ]
        made += [row.pk for row in StatusList.objects.bulk_create(rows)]
    assert count <= len(made), count
    return made


def _last(model: Any) -> int:
    return int(model.objects.order_by("-pk").values_list("pk", flat=True)[0])


def _is_postgresql() -> bool:
    from django.db import connection

    return connection.vendor == "postgresql"


def _prepare(cursor: Any, vendor: str) -> None:
    if vendor == "postgresql":
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("SET synchronous_commit = off")
    else:
        cursor.execute("PRAGMA foreign_keys = OFF")
        cursor.execute("PRAGMA cache_size = -600000")
        cursor.execute("PRAGMA synchronous = OFF")


def _tidy(cursor: Any, vendor: str) -> None:
    if vendor == "postgresql":
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("SET synchronous_commit = DEFAULT")
        cursor.execute("ANALYZE")
    else:
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.execute("PRAGMA cache_size = -20000")
        cursor.execute("PRAGMA synchronous = FULL")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
