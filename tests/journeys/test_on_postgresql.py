"""Every test marked ``database`` once more, on PostgreSQL."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.postgresql import URL, need_postgresql

TESTS = Path(__file__).parents[1]
SHARES = 2
"""Runs of their own, so that several workers of the tests share the work."""


def marked_files() -> list[Path]:
    """Return the files with tests that run on both databases, wherever they lie."""
    found = (path for path in TESTS.rglob("test_*.py") if path != Path(__file__))
    return sorted(path for path in found if "pytest.mark.database" in path.read_text("utf-8"))


@pytest.mark.postgres
@pytest.mark.parametrize("share", range(SHARES))
def test_everything_about_the_database_holds_on_postgresql_too(share: int) -> None:
    if os.environ.get("UMIEM_DATABASE_URL"):
        pytest.skip("this is the run on PostgreSQL")
    need_postgresql()
    files = marked_files()[share::SHARES]
    assert files
    command = [sys.executable, "-m", "pytest", "-n0", "-m", "database", "--no-header", *map(str, files)]
    environment = os.environ | {"UMIEM_DATABASE_URL": f"{URL}_{share}"}  # the tests make a database beside it
    environment.pop("PYTEST_XDIST_WORKER", None)
    run = subprocess.run(
        command, cwd=TESTS.parent, env=environment, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout[-4_000:] + run.stderr[-2_000:]
    assert " passed" in run.stdout
