"""What the database says about the place of a credential, in one query.

Written as SQL for the same reason as ``stamps``: it is asked in every check, and building it through the ORM
costs thirty times as much as running it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.db import connection
from django.utils.dateparse import parse_datetime

from umiem.storage.models import Credential

_PLACE = (
    "SELECT newer.replacement, newer.released_at, found.replacement, older.released_at, older.id "
    "FROM storage_credential found "
    "JOIN storage_organisation owner ON owner.id = found.organisation_id "
    "LEFT JOIN storage_credential older ON older.id = found.replaces_id "
    "LEFT JOIN storage_credential newer ON newer.replaces_id = found.id AND newer.state = 'released' "
    "WHERE found.public_id = %s AND found.state = 'released' AND owner.did = %s"
)


@dataclass(frozen=True, kw_only=True)
class ReplacementRow:
    """Why and when it was replaced (``by``), and why it replaces another (``of``); "" for none."""

    by: str
    by_at: datetime | None
    of: str
    of_at: datetime | None


def replacement_row(public_id: UUID, did: str) -> ReplacementRow | None:
    """Return the place of a released credential of the organisation ``did``; None when there is none."""
    column = Credential._meta.get_field("public_id")
    with connection.cursor() as cursor:
        cursor.execute(_PLACE, [column.get_db_prep_value(public_id, connection), did])
        row = cursor.fetchone()
    if row is None:
        return None
    by, by_at, of, of_at, older = row
    return ReplacementRow(
        by=str(by or ""),
        by_at=_moment(by_at),
        of="" if older is None else str(of or ""),
        of_at=_moment(of_at),
    )


def _moment(stored: object) -> datetime | None:
    """Read a moment: PostgreSQL gives one, SQLite its text in UTC."""
    if stored is None or isinstance(stored, datetime):
        return stored
    found = parse_datetime(str(stored))
    return None if found is None else found.replace(tzinfo=UTC)
