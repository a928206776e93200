"""The storage and journey tests once more, on PostgreSQL."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from tests.shared_data import missing

ROOT = Path(__file__).parents[2]
URL = os.environ.get("UMIEM_TEST_POSTGRES_URL", "postgres://postgres@127.0.0.1:5432/test")
FOLDERS = ("tests/unit/storage", "tests/journeys")


def is_reachable() -> bool:
    try:
        psycopg.connect(URL, connect_timeout=3).close()
    except psycopg.OperationalError:
        return False
    return True


@pytest.mark.postgres
def test_everything_about_the_database_holds_on_postgresql_too():
    if os.environ.get("UMIEM_DATABASE_URL"):
        pytest.skip("this is the run on PostgreSQL")
    if not is_reachable():
        missing("PostgreSQL", f"apt-get install postgresql, and a database at {URL}")
    command = [sys.executable, "-m", "pytest", "-q", "-n0", "-m", "database", "--no-header", *FOLDERS]
    environment = os.environ | {"UMIEM_DATABASE_URL": URL, "PYTEST_XDIST_WORKER": ""}
    environment.pop("PYTEST_XDIST_WORKER")
    run = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout[-4_000:] + run.stderr[-2_000:]
    assert " passed" in run.stdout or "." in run.stdout
