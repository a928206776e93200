"""Prints the schema of a database made anew: ``python schema_of.py at-once|step-by-step``; a test runs it."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator

POSTGRESQL = (
    "SELECT 'column', table_name, column_name, data_type, is_nullable, column_default, is_identity"
    " FROM information_schema.columns WHERE table_schema = 'public'"
    " UNION ALL SELECT 'constraint', conrelid::regclass::text, conname, pg_get_constraintdef(oid), '', '', ''"
    " FROM pg_constraint WHERE connamespace = 'public'::regnamespace"
    " UNION ALL SELECT 'index', tablename, indexname, indexdef, '', '', ''"
    " FROM pg_indexes WHERE schemaname = 'public'"
    " UNION ALL SELECT 'trigger', tgrelid::regclass::text, tgname, pg_get_triggerdef(oid), '', '', ''"
    " FROM pg_trigger WHERE NOT tgisinternal"
)


def lines(cursor: object) -> Iterator[str]:
    from django.db import connection

    if connection.vendor == "postgresql":
        cursor.execute(POSTGRESQL)  # type: ignore[attr-defined]
        for row in cursor.fetchall():  # type: ignore[attr-defined]
            yield " | ".join(str(value or "") for value in row)
    else:
        cursor.execute("SELECT type, tbl_name, name, sql FROM sqlite_master")  # type: ignore[attr-defined]
        for kind, table, name, sql in cursor.fetchall():  # type: ignore[attr-defined]
            parts = columns(sql) if kind == "table" else [sql or ""]
            yield from (f"{kind} | {table} | {name} | {part}" for part in parts)
    cursor.execute("SELECT app, name FROM django_migrations")  # type: ignore[attr-defined]
    for app, name in cursor.fetchall():  # type: ignore[attr-defined]
        yield f"applied | {app} | {name}"


def columns(sql: str) -> list[str]:
    """Return what a CREATE TABLE lists; the order of columns is not compared."""
    found, depth = [""], 0
    for sign in sql[sql.index("(") + 1 : sql.rindex(")")]:
        depth += (sign == "(") - (sign == ")")
        if sign == "," and not depth:
            found.append("")
        else:
            found[-1] += sign
    return [part.strip() for part in found]


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="umiem-schema-") as home:
        os.environ["UMIEM_HOME"] = home
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connection

        from umiem.storage.new_tables import make_new_tables

        if sys.argv[1] == "at-once":
            assert make_new_tables()
        call_command("migrate", verbosity=0)
        assert not make_new_tables()
        with connection.cursor() as cursor:
            print("\n".join(sorted(lines(cursor))))
