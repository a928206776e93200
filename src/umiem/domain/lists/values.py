"""Cells as they come are tidied part by part: blanks of every kind, numbers kept as text, days, names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

from umiem.domain.lists import vocabulary as part
from umiem.domain.lists.columns import split_name
from umiem.domain.lists.dates import read_day

_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad\u202a-\u202e\u2066-\u2069]")
_WHOLE_NUMBER = re.compile(r"(\d+)[.,]0+", re.ASCII)
_KEPT_AS_TEXT = re.compile(r'="([^"]*)"')
_NAMED_ADDRESS = re.compile(r"[^<>]*<([^<>\s]+@[^<>\s]+)>[\s;,.]*")
"""As mail programs copy it: ``Jan Nowak <jan@example.org>``."""
_NO_VALUE = frozenset({"-", "–", "—", "n/d", "nd.", "n/a", "brak", "#n/d", "#n/a", "null", "none"})
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "|", "%")
"""Signs with which a spreadsheet takes a cell for a formula; exports put an apostrophe before them."""

_ALWAYS_NAMED = frozenset({part.GIVEN_NAME, part.FAMILY_NAME})


def tidy(text: str) -> str:
    """Return a cell with composed letters and plain single spaces, without invisible characters.

    >>> tidy("  Z\u0301ak\u00a0 Ola\u200b ")
    'Źak Ola'
    """
    if text.isascii():
        return " ".join(text.split()) if "\0" not in text else " ".join(text.replace("\0", "\ufffd").split())
    return " ".join(_INVISIBLE.sub("", unicodedata.normalize("NFC", text)).split())


def values_of(cells: Sequence[str], columns: Mapping[int, str]) -> dict[str, str]:
    """Return part → tidied text for a row; a full name is split into given and family name."""
    values: dict[str, str] = {}
    for index, name in columns.items():
        text = _unguarded(tidy(cells[index])) if index < len(cells) else ""
        if name in (part.FULL_NAME, part.FULL_NAME_REVERSED):
            given, family = split_name(text, family_first=name == part.FULL_NAME_REVERSED)
            values[part.GIVEN_NAME], values[part.FAMILY_NAME] = given, family
        else:
            values[name] = value_of(name, text)
    return values


def _unguarded(text: str) -> str:
    """Take away the apostrophe that an export put before a sign, and ="001" with which others keep zeros."""
    if text[:2] == '="' and (kept := _KEPT_AS_TEXT.fullmatch(text)):
        return kept[1]
    return text[1:] if text[:1] == "'" and text[1:].lstrip(" \u00a0").startswith(FORMULA_STARTS) else text


def value_of(name: str, text: str) -> str:
    """Return one tidied cell as its part needs it: a day as 2026-10-01, a number without an idle ,0."""
    if text.casefold() in _NO_VALUE and name not in _ALWAYS_NAMED and not name.startswith(part.RESULT):
        return ""  # among results a dash says that somebody has none
    if name == part.EMAIL:
        if named := _NAMED_ADDRESS.fullmatch(text):
            text = named[1]
        return text.removeprefix("mailto:").strip(" <>;,.\"'")
    if name == part.IDENTIFIER:
        match = _WHOLE_NUMBER.fullmatch(text)
        return match[1] if match else text
    if name in (part.AWARDED_ON, part.VALID_UNTIL):
        day = read_day(text)
        return day.isoformat() if day is not None else text
    return text
