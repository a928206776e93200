"""``COPY`` in PostgreSQL's binary format: half of what texts cost, here and in the server.

A value is sent as its column's type reads it (PostgreSQL 15, the binary format of COPY, and the receive
function of each type), so that each needs its form: ``bulk.insert`` is given hexadecimal UUIDs, JSON as text,
days as ISO 8601.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db import connection, models

_JSONB_VERSION = b"\x01"


def copy_rows(
    cursor: Any, statement: str, fields: Sequence[models.Field[Any, Any]], rows: Iterable[Sequence[Any]]
) -> None:
    """Copy rows into the columns of ``fields``, in their order; ``statement`` is the COPY without its format.

    Raises ``DatabaseError`` for what a column does not take.
    """
    types = [_type_of(field) for field in fields]
    changes = [(place, _FORMS[name]) for place, name in enumerate(types) if name in _FORMS]
    with connection.wrap_database_errors, cursor.copy(f"{statement} (FORMAT BINARY)") as copy:
        copy.set_types([_SENT_AS.get(name, name) for name in types])
        for row in rows:
            values = list(row)
            for place, form in changes:
                if values[place] is not None:
                    values[place] = form(values[place])
            copy.write_row(values)


def _type_of(field: models.Field[Any, Any]) -> str:
    """Return the name of a column's type, without its length."""
    return str(field.db_type(connection)).partition("(")[0]


def _uuid(value: str | uuid.UUID) -> bytes:
    return value.bytes if isinstance(value, uuid.UUID) else bytes.fromhex(value)


def _json(value: str) -> bytes:
    return _JSONB_VERSION + value.encode()


_FORMS: Mapping[str, Callable[[Any], Any]] = {
    "uuid": _uuid,
    "jsonb": _json,
    "date": date.fromisoformat,
    "bytea": bytes,
}
_SENT_AS = {"uuid": "bytea", "jsonb": "bytea", "varchar": "text"}
"""Types whose values are sent as those of another: raw bytes are what a UUID and JSON are read from."""
