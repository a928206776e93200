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
