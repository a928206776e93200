"""The page on where to put a change names only what there is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "contributing.md").read_text(encoding="utf-8")
PLACES = sorted(set(re.findall(r"`((?:src|tests|docs)/[\w./-]*)`", TEXT)))
TABLES = re.findall(r"`([A-Z_]{4,})`(?: of|\s+in)\s+`(src/[\w./]+)`", TEXT)


@pytest.mark.parametrize("place", PLACES)
def test_the_place_is_there(place: str) -> None:
    assert (ROOT / place).exists()


@pytest.mark.parametrize(("name", "place"), TABLES)
def test_the_table_is_there(name: str, place: str) -> None:
    assert re.search(rf"^{name}\b.* = ", (ROOT / place).read_text("utf-8"), re.MULTILINE)


def test_every_room_is_named() -> None:
    rooms = {path.parent.name for path in (ROOT / "src" / "umiem").glob("*/__init__.py")}
    named = set(re.findall(r"\b(\w+)/`", TEXT))
    assert rooms <= named
