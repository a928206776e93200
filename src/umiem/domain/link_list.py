"""A list of links to check: one a row, in a CSV or a plain text file."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

from umiem.domain.lists.encoding import decode
from umiem.errors import MalformedInputError

MOST_ITEMS = 5_000
LONGEST_LINK = 2_000
_HEADINGS = ("link", "url", "adres", "address", "kod", "code", "poświadczenie", "credential")
_SIGNS = ";,\t|"


@dataclass(frozen=True, kw_only=True)
class ListedLink:
    """A link (or a short code) with what the row says beside it, in the order of the file.

    ``link`` is empty where a row that says something has none.
    """

    name: str
    link: str


def read_link_list(data: bytes) -> tuple[ListedLink, ...]:
    """Read the links of a file, in the encodings that offices use.

    The column of the links is found by its heading, or by its first address. Raises
    ``MalformedInputError``: list-empty, list-not-text, links-missing, too-many-items.
    """
    text, _ = decode(data)
    rows = _rows(text.lstrip("\ufeff"))
    column, rows = _column(rows)
    found = tuple(
        ListedLink(name=_beside(row, column), link=_cell(row, column)[:LONGEST_LINK]) for row in rows
    )
    if not any(row.link for row in found):
        raise MalformedInputError("links-missing")
    if len(found) > MOST_ITEMS:
        raise MalformedInputError("too-many-items", limit=MOST_ITEMS)
    return found


def _rows(text: str) -> list[list[str]]:
    first = next((line for line in text.splitlines() if line.strip()), "")
    sign = max(_SIGNS, key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=sign if sign in first else ";"))
    except csv.Error as error:
        raise MalformedInputError("list-not-text") from error
    return [row for row in rows if any(cell.strip() for cell in row)]


def _column(rows: list[list[str]]) -> tuple[int, list[list[str]]]:
    if not rows:
        raise MalformedInputError("list-empty")
    for index, cell in enumerate(rows[0]):
        if cell.strip().casefold() in _HEADINGS:
            return index, rows[1:]
    for index, cell in enumerate(rows[0]):
        if cell.strip().casefold().startswith(("https://", "http://")):
            return index, rows
    for row in rows[1:3]:  # a heading that we do not know above a column of addresses
        for index, cell in enumerate(row):
            if cell.strip().casefold().startswith(("https://", "http://")):
                return index, rows[1:]
    if all(len(row) == 1 for row in rows):
        return 0, rows
    raise MalformedInputError("links-missing")


def _cell(row: list[str], column: int) -> str:
    return row[column].strip() if len(row) > column else ""


def _beside(row: list[str], column: int) -> str:
    others = [cell.strip() for index, cell in enumerate(row) if index != column and cell.strip()]
    return " · ".join(others)[:200]
