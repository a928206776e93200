"""Templates hold to the content security policy, and every one of them can be compiled."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.template.loader import get_template, render_to_string

TEMPLATES = Path(__file__).parents[3] / "src" / "umiem" / "web" / "templates"
PAGES = sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html"))
STYLESHEET = TEMPLATES.parent / "static" / "umiem" / "umiem.css"

_INLINE_SCRIPT = re.compile(r"<script(?![^>]*\b(?:src=|type=\"application/(?:ld\+)?json\"))")
_INLINE_STYLE = re.compile(r"\sstyle=|<style")
_HANDLER = re.compile(r"\son[a-z]+=[\"']")
_FOREIGN = re.compile(r"(?:src|href)=\"(?:https?:)?//")


@pytest.mark.parametrize("name", PAGES)
def test_template_compiles_and_holds_nothing_inline(name: str) -> None:
    assert get_template(name) is not None
    text = (TEMPLATES / name).read_text(encoding="utf-8")
    for rule in (_INLINE_SCRIPT, _INLINE_STYLE, _HANDLER, _FOREIGN):
        assert rule.search(text) is None, f"{rule.pattern} in {name}"


@pytest.mark.parametrize("name", PAGES)
def test_every_table_says_what_it_lists(name: str) -> None:
    text = (TEMPLATES / name).read_text(encoding="utf-8")
    tables = re.findall(r"<table[^>]*>(.{0,12})", text, re.DOTALL)
    assert [start for start in tables if not start.lstrip().startswith("<caption")] == []


def test_stylesheet_loads_nothing_from_elsewhere() -> None:
    text = STYLESHEET.read_text(encoding="utf-8")
    assert re.findall(r"url\(\"?([^\")]+)", text) == ["guilloche.svg"]
    assert "@import" not in text


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_status_colours_can_be_read(scheme: str) -> None:
    """WCAG 2.2, 1.4.3: at least 4.5 to 1 for text on paper, on sheets and on its own wash."""
    tokens = _tokens(scheme)
    for name in ("ink", "ink-soft", "accent", "good", "open", "bad"):
        grounds = ["paper", "sheet", "shade"] + ([f"{name}-wash"] if f"{name}-wash" in tokens else [])
        for ground in grounds:
            assert _contrast(tokens[name], tokens[ground]) >= 4.5, f"{name} on {ground} ({scheme})"
    assert _contrast(tokens["on-accent"], tokens["accent"]) >= 4.5
    assert _contrast(tokens["edge"], tokens["sheet"]) >= 3  # 1.4.11, borders of controls


def _tokens(scheme: str) -> dict[str, str]:
    roots = re.findall(r":root \{(.*?)\}", STYLESHEET.read_text(encoding="utf-8"), re.DOTALL)
    tokens = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", roots[0]))
    if scheme == "dark":
        tokens |= dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", roots[1]))
    return tokens


def _contrast(one: str, other: str) -> float:
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5))
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_nothing_stands_between_a_name_and_its_semicolon():
    entry = {"page": ("alfa", "python"), "title": "Podstawy"}
    assert render_to_string("planning/entry_name.html", {"entry": entry}).endswith("Podstawy</a>")
