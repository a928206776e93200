"""Running a drill as its own program, and reading what it counted."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

from tests.postgresql import URL, need_postgresql

PROGRAM = [sys.executable, "-c", "from umiem.cli.main import main; main()", "drill"]


def run_drill(*arguments: str, database: str | None = None) -> dict[str, Any]:
    """Run one drill; skips where PostgreSQL is missing."""
    if database == "postgres":
        need_postgresql()
    chosen = () if database is None else ("--database", database)
    return _counted(*arguments, *chosen)[0]


def run_drill_on_both(*arguments: str) -> list[dict[str, Any]]:
    """Run one drill on every database; skips where PostgreSQL is missing."""
    need_postgresql()
    return _counted(*arguments)


def _counted(*arguments: str) -> list[dict[str, Any]]:
    environment = os.environ | {"UMIEM_TEST_POSTGRES_URL": URL}
    command = [*PROGRAM, *arguments, "--json"]
    run = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=900, check=False)
    assert run.returncode in (0, 1), run.stderr[-3_000:]
    found: list[dict[str, Any]] = json.loads(run.stdout[run.stdout.index("[\n") :])
    return found


def nothing_happened(result: dict[str, Any]) -> bool:
    """Say whether nothing was lost, doubled or orphaned, and every invariant holds."""
    counts = (result["lost"], result["doubled"], result["orphaned"])
    assert result["violations"] == [], result
    return counts == (0, 0, 0) and result["acknowledged"] > 0
