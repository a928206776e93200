"""Writing many rows at once: ``executemany`` on SQLite, ``COPY`` and arrays on PostgreSQL.

The caller gives values as both databases take them: texts, numbers, bytes, hexadecimal UUIDs, JSON as text,
and times from ``stored_time``. Constraints are the database's; nothing else is checked here.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import connection, models

from umiem.storage.binary_copy import copy_rows

_QUOTED = '"{}"'.format
ROWS_AT_ONCE = 250
"""Rows of one statement on SQLite, which takes 32,766 parameters: fewer statements, less to begin and end."""
_RELEASE = (
    "UPDATE storage_credential AS c SET state = 'released', data = v.data, digest = v.digest, "
    "media_type = %s, released_at = %s "
    "FROM unnest(%s::bigint[], %s::bytea[], %s::text[]) AS v(id, data, digest) "
    "WHERE c.id = v.id AND CASE c.state WHEN 'intended' THEN true ELSE false END RETURNING c.id"
)
"""The statistics of PostgreSQL know no intended credential: for ``state = 'intended'`` it expects one row,
and compares every row of a chunk with every other."""
_NEXT_IDS = (
    "WITH named AS MATERIALIZED (SELECT pg_get_serial_sequence(%s, 'id')::regclass AS sequence) "
    "SELECT nextval(sequence) FROM named, generate_series(1, %s)"
)
"""The name of the sequence is looked up once, not for every key."""


def next_ids(model: type[models.Model], count: int) -> list[int]:
    """Reserve ``count`` primary keys; call inside the transaction that inserts the rows."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_NEXT_IDS, [table, count])
            return [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        found = cursor.fetchone()
        first = (found[0] if found else 0) + 1
        return list(range(first, first + count))


def insert(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows; ``columns`` are the database's names, and those left out get their default."""
    left_out = {
        str(field.column): field.get_db_prep_save(field.get_default(), connection)
        for field in model._meta.concrete_fields
        if field.column not in columns and field.has_default()
    }
    columns = (*columns, *left_out)
    if left_out:
        rows = ((*row, *left_out.values()) for row in rows)
    table, names = _QUOTED(model._meta.db_table), ", ".join(map(_QUOTED, columns))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            known = {field.column: field for field in model._meta.concrete_fields}
            copy_rows(cursor, f"COPY {table} ({names}) FROM STDIN", [known[name] for name in columns], rows)
            return
        marks = f"({', '.join(['%s'] * len(columns))})"
        waiting = iter(rows)
        while several := list(islice(waiting, ROWS_AT_ONCE)):
            values = ", ".join([marks] * len(several))
            parameters = [value for row in several for value in row]
            cursor.execute(f"INSERT INTO {table} ({names}) VALUES {values}", parameters)  # noqa: S608


def stored_time(moment: datetime | None) -> Any:
    """Return a time as the database takes it."""
    return connection.ops.adapt_datetimefield_value(moment)


def look_up(
    model: type[models.Model],
    columns: Sequence[str],
    *,
    column: str,
    values: Sequence[int] | Sequence[str],
    where: Mapping[str, Any],
) -> list[tuple[Any, ...]]:
    """Return ``columns`` of the rows whose ``column`` is one of many ``values``, and where the rest is equal.

    The values travel as one parameter, so their number has no limit and the statement stays the same.
    """
    if not values:
        return []
    table, names = _QUOTED(model._meta.db_table), ", ".join(map(_QUOTED, columns))
    conditions = [f"{_QUOTED(name)} = %s" for name in where]
    parameters = list(where.values())
    if connection.vendor == "postgresql":
        conditions.append(f"{_QUOTED(column)} = ANY(%s)")
        parameters.append(list(values))
    else:
        conditions.append(f"{_QUOTED(column)} IN (SELECT value FROM json_each(%s))")  # noqa: S608
        parameters.append(json.dumps(list(values)))
    statement = f"SELECT {names} FROM {table} WHERE {' AND '.join(conditions)}"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def set_each(model: type[models.Model], column: str, values: Sequence[tuple[int, str]]) -> None:
    """Set a column of texts, to one value for each primary key."""
    table, name = _QUOTED(model._meta.db_table), _QUOTED(column)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            keys, texts = [pk for pk, _ in values], [text for _, text in values]
            cursor.execute(
                f"UPDATE {table} AS t SET {name} = v.text FROM unnest(%s::bigint[], %s::text[]) "  # noqa: S608
                "AS v(id, text) WHERE t.id = v.id",
                [keys, texts],
            )
            return
        statement = f"UPDATE {table} SET {name} = %s WHERE id = %s"  # noqa: S608
        cursor.executemany(statement, [(text, pk) for pk, text in values])


def release_credentials(rows: Sequence[tuple[int, bytes, str]], *, media_type: str, at: datetime) -> set[int]:
    """Release intended credentials: rows of primary key, stored bytes and digest of the exact bytes.

    Returns the keys of those that were released; others were not intended any more.
    """
    if not rows:
        return set()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            columns = [list(column) for column in zip(*rows, strict=True)]
            cursor.execute(_RELEASE, [media_type, at, *columns])
            return {pk for (pk,) in cursor.fetchall()}
        keys = json.dumps([pk for pk, _, _ in rows])
        cursor.execute(
            "SELECT id FROM storage_credential "
            "WHERE id IN (SELECT value FROM json_each(%s)) AND state = 'intended'",
            [keys],
        )
        released, when = {pk for (pk,) in cursor.fetchall()}, stored_time(at)
        cursor.executemany(
            "UPDATE storage_credential SET state = 'released', data = %s, digest = %s, media_type = %s, "
            "released_at = %s WHERE id = %s AND state = 'intended'",
            [(data, digest, media_type, when, pk) for pk, data, digest in rows],
        )
        return released


def refresh_statistics(*changed: type[models.Model]) -> None:
    """Let PostgreSQL count tables that have just grown by much, instead of a minute later by itself.

    Until then it believes that an award has hundreds of credentials, and reads a table as a whole for a page.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for model in changed:
                cursor.execute(f"ANALYZE {_QUOTED(model._meta.db_table)}")


def database_time() -> datetime:
    """Return the time by the clock that all workers share: the server's, or this machine's with SQLite."""
    from django.utils import timezone

    if connection.vendor != "postgresql":
        return timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        found: datetime = cursor.fetchone()[0]
        return found
