"""Which column of a learner list holds what, guessed from headers in Polish and English."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from umiem.errors import MalformedInputError

# Headers after folding: lower case, no diacritics, no signs between words.
_HEADERS: Mapping[str, tuple[str, ...]] = {
    "given_name": (
        "imie",
        "imiona",
        "imie imiona",
        "given name",
        "given names",
        "first name",
        "firstname",
        "givenname",
        "name",
    ),
    "family_name": ("nazwisko", "family name", "last name", "lastname", "surname", "familyname"),
    "full_name": ("imie i nazwisko", "nazwisko i imie", "full name", "student", "uczestnik", "osoba"),
    "email": (
        "email",
        "e mail",
        "adres email",
        "adres e mail",
        "mail",
        "poczta",
        "e mail address",
        "email address",
    ),
    "identifier": (
        "nr albumu",
        "numer albumu",
        "album",
        "student number",
        "student id",
        "identyfikator",
        "id",
    ),
    "grade": ("ocena", "ocena koncowa", "grade", "final grade", "mark", "wynik", "wynik koncowy"),
}
_REQUIRED = ("given_name", "family_name", "email")
_FOLD = str.maketrans("ąćęłńóśźż", "acelnoszz")


def fold(header: str) -> str:
    """Return a header for comparing: lower case, Polish letters without marks, single spaces."""
    return re.sub(r"[^a-z0-9]+", " ", header.lower().translate(_FOLD)).strip()


@dataclass(frozen=True)
class Columns:
    """Where each part of a learner is: part or outcome id → index of the column."""

    headers: tuple[str, ...]
    index: Mapping[str, int]
    outcomes: tuple[str, ...]
    family_name_first: bool = False

    @property
    def count(self) -> int:
        return len(self.headers)

    def title(self, part: str) -> str:
        """Return the header of the column of this part, as written."""
        place = self.index.get(part, self.index.get("full_name"))
        return self.headers[place] if place is not None else ""

    def cell(self, cells: Sequence[str], part: str) -> str:
        """Return the cell of this part, "" when the row is short or there is no such column."""
        place = self.index.get(part)
        if place is not None:
            return cells[place] if place < len(cells) else ""
        if part in ("given_name", "family_name") and "full_name" in self.index:
            return self._part_of_full_name(self.cell(cells, "full_name"), part)
        return ""

    def _part_of_full_name(self, full_name: str, part: str) -> str:
        if self.family_name_first:
            family, _, given = full_name.partition(" ")
        else:
            given, _, family = full_name.rpartition(" ")
        return {"given_name": given, "family_name": family}[part]


def find_columns(headers: Sequence[str], outcome_ids: Sequence[str]) -> Columns:
    """Find the columns.

    Raises ``MalformedInputError`` (list-columns-missing) naming the parts that no header fits, or
    (list-header-twice) when one header stands over two columns.
    """
    folded = [fold(header) for header in headers]
    twice = next((header for header in folded if header and folded.count(header) > 1), None)
    if twice is not None:
        raise MalformedInputError("list-header-twice", column=headers[folded.index(twice)])
    index: dict[str, int] = {}
    for part, names in _HEADERS.items():
        place = next((folded.index(name) for name in names if name in folded), None)
        if place is not None:
            index[part] = place
    index.update({outcome: folded.index(fold(outcome)) for outcome in outcome_ids if fold(outcome) in folded})
    missing = [part for part in _REQUIRED if part not in index and not _in_full_name(part, index)]
    if missing:
        raise MalformedInputError(
            "list-columns-missing", missing=", ".join(missing), found=", ".join(headers)[:300]
        )
    family_first = "full_name" in index and folded[index["full_name"]] == "nazwisko i imie"
    return Columns(
        tuple(headers), index, tuple(outcome for outcome in outcome_ids if outcome in index), family_first
    )


def _in_full_name(part: str, index: Mapping[str, int]) -> bool:
    return part.endswith("_name") and "full_name" in index
