"""Which tests run: those with the reference data beside the project, and those that take long."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

REQUIRE_ALL = os.environ.get("UMIEM_REQUIRE_ALL") == "1"
LONG = REQUIRE_ALL or os.environ.get("UMIEM_LONG") == "1"
"""Whether the tests marked ``long`` run: drills of minutes, every page in a browser, a million rows."""
SHARED = Path(os.environ.get("UMIEM_SHARED_DATA", Path(__file__).parents[2] / "shared"))


def missing(what: str, remedy: str) -> None:
    """Skip the test with a line that says what to do, or fail where everything is required."""
    message = f"{what} is missing: {remedy}"
    if REQUIRE_ALL:
        pytest.fail(f"{message} (UMIEM_REQUIRE_ALL=1 forbids skipping)")
    pytest.skip(message)


def shared_path(relative: str) -> Path:
    """Return the path of a file or folder of reference data, or skip."""
    path = SHARED / relative
    if not path.exists():
        missing(
            f"reference data {relative}", "put it beside the project as ../shared or set UMIEM_SHARED_DATA"
        )
    return path
