"""The two READMEs say the same, and call things as the interface does."""

from __future__ import annotations

import re
from pathlib import Path

from django.utils.translation import gettext, override

from umiem.cli.translations import sentences

ROOT = Path(__file__).parents[2]
ENGLISH, POLISH = ((ROOT / name).read_text("utf-8") for name in ("README.md", "README.pl.md"))
LINK = re.compile(r"\]\(([^)#:]+)\)")
CODE = re.compile(r"^ {4}(.+?)(?: +#.*)?$", re.MULTILINE)
VARIABLE = re.compile(r"^\| `(UMIEM_\w+)`", re.MULTILINE)
PLACE = re.compile(r"(?<![*\w])\*([^*\n][^*]*)\*(?!\*)")


def parts(text: str) -> list[str]:
    return re.findall(r"^## |^\*\*… |^- \*\*|^\|[ -]", text, re.MULTILINE)


def places(text: str) -> list[str]:
    """What stands in italics, a way through the pages part by part."""
    ways = (" ".join(found.split()) for found in PLACE.findall(text))
    return [part for way in ways if way != "Umiem" for part in way.split(" → ")]


def test_both_readmes_lead_to_the_same_pages() -> None:
    pages = [{link.replace("/pl/", "/") for link in LINK.findall(text)} for text in (ENGLISH, POLISH)]
    assert pages[0] - {"README.pl.md"} == pages[1] - {"README.md"}


def test_both_readmes_name_the_same_settings_and_commands_in_the_same_order() -> None:
    assert VARIABLE.findall(ENGLISH) == VARIABLE.findall(POLISH) != []
    assert CODE.findall(ENGLISH) == CODE.findall(POLISH) != []


def test_both_readmes_have_the_same_parts() -> None:
    assert parts(ENGLISH) == parts(POLISH)


def test_places_are_called_as_the_pages_call_them() -> None:
    known = {message.id for message in sentences() if isinstance(message.id, str)}
    assert [place for place in places(ENGLISH) if place not in known] == []
    with override("pl"):
        assert places(POLISH) == [gettext(place) for place in places(ENGLISH)]
