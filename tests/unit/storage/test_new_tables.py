"""A new database has the very tables, indexes, constraints and triggers that the migrations make."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from tests.postgresql import URL, need_postgresql

pytestmark = pytest.mark.long  # step by step takes longer than all other tests of the store together
PROGRAM = Path(__file__).parent / "schema_of.py"
# Django gives this table of its own, which stays empty, another width of number when it is made at once.
OF_DJANGO = "column | auth_group_permissions | id"


def schema(way: str, database: str | None) -> set[str]:
    environment = {name: value for name, value in os.environ.items() if name != "UMIEM_DATABASE_URL"}
    if database is not None:
        environment["UMIEM_DATABASE_URL"] = database
    run = subprocess.run(
        [sys.executable, str(PROGRAM), way], env=environment, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    return {line for line in run.stdout.splitlines() if not line.startswith(OF_DJANGO)}


@contextmanager
def empty_database() -> Iterator[str]:
    name = f"umiem_schema_{secrets.token_hex(4)}"
    with psycopg.connect(URL, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        try:
            yield URL.rpartition("/")[0] + f"/{name}"
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_tables_made_at_once_are_those_of_the_migrations():
    at_once = schema("at-once", None)
    assert at_once == schema("step-by-step", None)
    assert sum(line.startswith("trigger | ") for line in at_once) > 20


@pytest.mark.postgres
def test_tables_made_at_once_are_those_of_the_migrations_on_postgresql_too():
    need_postgresql()
    found = []
    for way in ("at-once", "step-by-step"):
        with empty_database() as database:
            found.append(schema(way, database))
    assert found[0] == found[1]
    assert any("wall_storage_award" in line for line in found[0])
