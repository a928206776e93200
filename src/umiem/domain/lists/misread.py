"""Letters that a program spoilt before the list came here: “KoĹ‚odziej” was “Kołodziej”.

A spreadsheet that opens UTF-8 as Windows-1250 and saves it writes two signs for each Polish letter. Only what
can be nothing else is put right; a person is told how many cells that were, with an example.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from itertools import starmap

from umiem.domain.lists.encoding import POLISH
from umiem.domain.lists.table import ListTable, TableNote

_AS_UTF8 = re.compile("[\u00c2-\u00c5\u0102\u0139][\u0080-\uffff]")  # how the first of two bytes looks
_TWO_BYTES = ("cp1250", "cp1252", "iso8859-2", "latin-1")
_WESTERN = re.compile(
    r"[^\W\d_][\u00b3\u00b9\u00bf\u00a3\u00a5\u00b1\u00b6][^\W\d_]|\b[\u00a3\u00a5\u00af\u00a6\u00b6][^\W\d_]{2}"
)
_ONE_BYTE = (("cp1252", "cp1250"), ("latin-1", "iso8859-2"))
_LONGEST = 2_000  # characters of a cell that is looked at


def put_right(table: ListTable) -> ListTable:
    """Return the table with its letters as they were meant, and a note when some had been spoilt."""
    cells = [cell for _, row in table.rows for cell in row if not cell.isascii() and len(cell) <= _LONGEST]
    meant: dict[str, str] = {}
    for mend in (_once_utf8, _western(cells)):
        for cell in cells:
            if cell not in meant and (text := mend(cell)) is not None:
                meant[cell] = text
    if not meant:
        return table
    rows = tuple((number, tuple(meant.get(cell, cell) for cell in row)) for number, row in table.rows)
    count = sum(cell in meant for cell in cells)
    wrong, right = next(iter(meant.items()))
    note = TableNote("list-letters-put-right", {"count": count, "wrong": wrong[:40], "right": right[:40]})
    return replace(table, rows=rows, notes=(*table.notes, note))


def _once_utf8(text: str) -> str | None:
    """Return what UTF-8 said before it was read as an encoding of one byte for each letter."""
    if not _AS_UTF8.search(text):
        return None
    found: list[str] = []
    for raw in filter(None, (_bytes(text, encoding) for encoding in _TWO_BYTES)):
        with suppress(UnicodeDecodeError):
            found.append(raw.decode("utf-8"))
    return min(found, key=_foreign) if found else None


def _foreign(text: str) -> int:
    return sum(not sign.isascii() and sign not in POLISH for sign in text)


def _western(cells: list[str]) -> Callable[[str], str | None]:
    """Return how to read cells of a list in which letters were taken for those of Western Europe.

    “¯ó³æ” is sure of itself; “Wiêcek” is French for all one knows. So the sure cells decide for the list.
    """

    def mending(wrong: str, right: str) -> Callable[[str], str | None]:
        def mend(text: str) -> str | None:
            raw = _bytes(text, wrong)
            meant = raw.decode(right, errors="replace") if raw is not None else text
            return meant if meant != text and not _foreign(meant) else None

        return mend

    sure = [cell for cell in cells if _WESTERN.search(cell)]
    found = ((sum(mend(cell) is not None for cell in sure), mend) for mend in starmap(mending, _ONE_BYTE))
    count, best = max(found, key=lambda pair: pair[0])
    return best if count else lambda _text: None


def _bytes(text: str, encoding: str) -> bytes | None:
    """Return the bytes of a text; a control character stands for a place that is free there."""
    found = bytearray()
    for sign in text:
        try:
            found += sign.encode(encoding)
        except UnicodeEncodeError:
            if not "\x80" <= sign <= "\x9f":
                return None
            found.append(ord(sign))
    return bytes(found)
