"""Walls between organisations, for migrations: taken down while SQLite rebuilds a table, then put up again.

SQLite refuses to rename a rebuilt table while a trigger of another table names it, and drops the triggers
of the table itself. PostgreSQL alters tables in place and keeps its composite keys: there is nothing to do.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from django.db import migrations

_FIRST = importlib.import_module("umiem.storage.migrations.0002_tenant_walls")
Wall = tuple[str, str, str]  # child, its column, parent


def take_down(apps: Any, schema_editor: Any) -> None:
    """Remember and drop every wall of SQLite."""
    if schema_editor.connection.vendor != "sqlite":
        return
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE IF NOT EXISTS walls_taken_down (name TEXT PRIMARY KEY, made_by TEXT)"
        )
        cursor.execute(
            "INSERT OR REPLACE INTO walls_taken_down "
            "SELECT name, sql FROM main.sqlite_master "
            "WHERE type = 'trigger' AND name LIKE 'wall\\_%' ESCAPE '\\'"
        )
        cursor.execute("SELECT name FROM walls_taken_down")
        for (name,) in cursor.fetchall():
            cursor.execute(f'DROP TRIGGER IF EXISTS "{name}"')


def put_up_again(apps: Any, schema_editor: Any) -> None:
    """Make the walls again that were taken down."""
    if schema_editor.connection.vendor != "sqlite":
        return
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT made_by FROM walls_taken_down")
        for (made_by,) in cursor.fetchall():
            cursor.execute(made_by)
        cursor.execute("DROP TABLE walls_taken_down")


def without_walls(*operations: Any) -> list[Any]:
    """Return ``operations`` with the walls down while they run."""
    down = migrations.RunPython(take_down, put_up_again)
    up = migrations.RunPython(put_up_again, take_down)
    return [down, *operations, up]


def new_walls(*walls: Wall, but_null: bool = False) -> Any:
    """Return the operation that raises new walls: a row points at rows of its organisation only.

    With ``but_null`` the columns may also hold nothing.
    """
    return migrations.RunPython(
        _each(walls, partial(_FIRST.raise_wall, but_null=but_null)), _each(walls, _FIRST.lower_wall)
    )


def _each(walls: Sequence[Wall], change: Callable[[Wall, Any], None]) -> Callable[[Any, Any], None]:
    def run(apps: Any, schema_editor: Any) -> None:
        for wall in walls:
            change(wall, schema_editor)

    return run
