"""The way back to a page's parents is written in one manner on all pages."""

from __future__ import annotations

import re
from pathlib import Path

import umiem.web

TEMPLATES = Path(umiem.web.__file__).parent / "templates"
OR_ELSE = "{% else %}"


def test_crumbs_are_separated_by_a_stroke() -> None:
    lines = [
        line
        for file in TEMPLATES.rglob("*.html")
        for line in file.read_text().splitlines()
        if 'class="crumbs"' in line
    ]
    assert len(lines) > 20
    wrong = [
        line for line in lines for gap in re.findall(r"</a>([^<]*)<a", line) if gap not in (" / ", OR_ELSE)
    ]
    assert wrong == []


def test_pages_below_a_thing_of_the_staff_lead_to_its_list_first() -> None:
    """Who came from a mail or a search finds the way to the whole list, too."""
    lists = {"definition": "definitions", "award": "awards", "batch": "batches"}
    missing = []
    for file in (TEMPLATES / "issuer").rglob("*.html"):
        crumbs = next((line for line in file.read_text().splitlines() if 'class="crumbs"' in line), "")
        for thing, listed in lists.items():
            is_below = f'"issuer:{thing}" staff.slug' in crumbs
            if is_below and crumbs.find(f'"issuer:{listed}" staff.slug') not in range(
                crumbs.find(f'"issuer:{thing}" ')
            ):
                missing.append(f"{file.name}: {listed}")
    assert missing == []
