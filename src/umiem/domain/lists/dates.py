"""Days as people and spreadsheets write them: in figures, in words, as serial numbers."""

from __future__ import annotations

import re
from datetime import date, timedelta

_ISO = re.compile(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})(?:[T ]\d{1,2}:\d{2}(?::\d{2})?.*)?", re.ASCII)
_DAY_FIRST = re.compile(
    r"(\d{1,2})(?:[-./ ]|\. )(\d{1,2})(?:[-./ ]|\. )(\d{4}|\d{2})(?:\s*(?:r\.?|roku))?"
    r"(?:,?\s+\d{1,2}:\d{2}(?::\d{2})?)?",
    re.ASCII,
)
_ROMAN_MONTH = re.compile(
    r"(\d{1,2})(?:[-./ ]|\. )([IVX]{1,4})(?:[-./ ]|\. )(\d{4})(?:\s*(?:r\.?|roku))?", re.ASCII | re.IGNORECASE
)
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_BEFORE = re.compile(
    r"'?\s*(?:(?:w dniu|dnia|dn\.)\s+"
    r"|(?:poniedziałek|wtorek|środa|czwartek|piątek|sobota|niedziela|pon|wt|śr|czw|pt|sob|niedz|nd"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tue|wed|thu|fri|sat|sun)\.?,?\s+)?",
    re.IGNORECASE,
)
_COMPACT = re.compile(r"(20\d{2})(\d{2})(\d{2})", re.ASCII)
_DAY_WORD = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th)?(?:\.?\s+|[-./])([^\W\d]+)(?:\.?,?\s+|[-./])(\d{4}|\d{2})(?:\s*(?:r\.?|roku))?"
)
_WORD_DAY = re.compile(r"([^\W\d]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")
_SERIAL = re.compile(r"\d{5}(?:[.,]\d+)?", re.ASCII)
_SERIAL_ZERO = date(1899, 12, 30)
_FIRST_SERIAL, _LAST_SERIAL = 30_000, 80_000  # 1982 to 2119
_MONTHS = (
    ("sty", "jan"),
    ("lut", "feb"),
    ("mar",),
    ("kwi", "apr"),
    ("maj", "may"),
    ("cze", "jun"),
    ("lip", "jul"),
    ("sie", "aug"),
    ("wrz", "sep"),
    ("paź", "paz", "oct"),
    ("lis", "nov"),
    ("gru", "dec"),
)


def read_day(text: str) -> date | None:
    """Return the day, or None when it is none. Day before month, as in Poland; 45566 is a serial number.

    >>> read_day("1-paź-26"), read_day("czwartek, 1 października 2026 r."), read_day("46296")
    (datetime.date(2026, 10, 1), datetime.date(2026, 10, 1), datetime.date(2026, 10, 1))
    """
    text = _BEFORE.sub("", text.strip(), count=1)
    if match := _ISO.fullmatch(text) or _COMPACT.fullmatch(text):
        return _day(int(match[1]), int(match[2]), int(match[3]))
    if match := _DAY_FIRST.fullmatch(text):
        return _day(_year(match[3]), int(match[2]), int(match[1]))
    if (match := _ROMAN_MONTH.fullmatch(text)) and match[2].upper() in _ROMAN:
        return _day(int(match[3]), _ROMAN.index(match[2].upper()) + 1, int(match[1]))
    if match := _DAY_WORD.fullmatch(text):
        return _day(_year(match[3]), _month(match[2]), int(match[1]))
    if match := _WORD_DAY.fullmatch(text):
        return _day(int(match[3]), _month(match[1]), int(match[2]))
    if _SERIAL.fullmatch(text):
        serial = int(re.split(r"[.,]", text)[0])
        return _SERIAL_ZERO + timedelta(days=serial) if _FIRST_SERIAL <= serial <= _LAST_SERIAL else None
    return None


def _year(digits: str) -> int:
    return int(digits) + 2000 if len(digits) == 2 else int(digits)


def _month(word: str) -> int:
    start = word.casefold()[:3]
    return next((number for number, names in enumerate(_MONTHS, 1) if start in names), 0)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
