"""The list of decisions names each record once, by its title, in order within its part."""

from __future__ import annotations

import re
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "docs" / "decisions"
LISTED = re.findall(
    r"^- \[(\d{4}) (.+)\]\((.+\.md)\)$", (FOLDER / "README.md").read_text("utf-8"), re.MULTILINE
)


def test_each_record_is_listed_once_by_its_title():
    records = {path.name: path.read_text("utf-8").splitlines()[0] for path in FOLDER.glob("0*.md")}
    assert len(records) > 80
    assert len(LISTED) == len(records)
    assert {name: f"# {number} {title}" for number, title, name in LISTED} == records
    assert all(name.startswith(f"{number}-") for number, _, name in LISTED)


def test_a_part_is_in_order():
    for part in (FOLDER / "README.md").read_text("utf-8").split("\n## ")[1:]:
        numbers = re.findall(r"^- \[(\d{4}) ", part, re.MULTILINE)
        assert numbers == sorted(numbers), part.splitlines()[0]
