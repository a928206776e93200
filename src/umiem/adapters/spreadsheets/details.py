"""What python-calamine does not tell about a sheet: what is hidden, formulas, errors, how numbers are shown.

One pass of expat over the sheet's XML, start tags only, in pieces; it stops as soon as a limit is passed,
before the values are read. Document types are refused.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import IO
from xml.parsers import expat

from umiem.domain.lists.table import MAX_COLUMNS, MAX_ROWS, MAX_ROWS_ABOVE_HEADER
from umiem.errors import MalformedInputError

_PIECE = 256 * 1024
_CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_MOST_ROWS = MAX_ROWS + MAX_ROWS_ABOVE_HEADER + 1
_LAST_ROW = 1_048_576
MOST_CELLS = 5_000_000
"""Cells with a value in all sheets of an ODS together: 50,000 rows of a hundred columns."""
_MOST_DIGITS = 18  # of a number of repetitions; a longer one is as good as endless
_LONGEST_GAP = 131_072  # spaces that one element of an ODS stands for
_PADDED = re.compile(r"0{2,20}")  # 001234: a number that is shown with zeros in front
_PERCENT_FORMATS = {"9", "10"}  # built in, ECMA-376 part 1, 18.8.30


@dataclass(kw_only=True)
class SheetDetails:
    """Positions are (row from 0, column from 0)."""

    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    filled_rows: int = 0
    filled_columns: set[int] = field(default_factory=set)
    formulas: set[tuple[int, int]] = field(default_factory=set)
    errors: set[tuple[int, int]] = field(default_factory=set)
    percents: set[tuple[int, int]] = field(default_factory=set)
    padded: dict[tuple[int, int], int] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)


def scan(stream: IO[bytes], start: Callable[[str, dict[str, str]], None]) -> None:
    """Feed a stream to expat with ``start(name, attributes)`` for each tag; names lose their prefix.

    Raises ``MalformedInputError`` list-broken or list-with-declarations.
    """
    parser = expat.ParserCreate(namespace_separator=" ")

    def no_doctype(*_: object) -> None:
        raise MalformedInputError("list-with-declarations", entry="")

    parser.StartDoctypeDeclHandler = no_doctype
    parser.EntityDeclHandler = no_doctype
    parser.StartElementHandler = start
    try:
        while piece := stream.read(_PIECE):
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise MalformedInputError("list-broken") from error


def local(name: str) -> str:
    """Return the name of a tag or attribute without its namespace."""
    return name.rpartition(" ")[2]


@dataclass(kw_only=True)
class NumberStyles:
    """Cell styles of an XLSX, by their numbers as text; ``padded`` show a number with zeros in front."""

    percents: set[str] = field(default_factory=set)
    padded: dict[str, int] = field(default_factory=dict)


def number_styles(archive: zipfile.ZipFile) -> NumberStyles:
    """Return the cell styles that show a number as another text than its digits."""
    found = NumberStyles()
    if "xl/styles.xml" not in archive.namelist():
        return found
    percents, padded, state = set(_PERCENT_FORMATS), dict[str, int](), {"in": False, "at": 0}

    def start(name: str, attributes: dict[str, str]) -> None:
        tag = local(name)
        if tag == "numFmt":
            number, code = attributes.get("numFmtId", ""), attributes.get("formatCode", "")
            if "%" in code:
                percents.add(number)
            elif _PADDED.fullmatch(code):
                padded[number] = len(code)
        elif tag == "cellXfs":
            state["in"], state["at"] = True, 0
        elif tag in ("cellStyles", "dxfs", "cellStyleXfs"):
            state["in"] = False
        elif tag == "xf" and state["in"]:
            number, style = attributes.get("numFmtId", ""), str(state["at"])
            if number in percents:
                found.percents.add(style)
            elif number in padded:
                found.padded[style] = padded[number]
            state["at"] += 1

    with archive.open("xl/styles.xml") as stream:
        scan(stream, start)
    return found


class XlsxPass:
    """Collects the details of one worksheet of an XLSX (ECMA-376 part 1, 18.3.1)."""

    def __init__(self, styles: NumberStyles) -> None:
        self.details = SheetDetails()
        self._styles = styles
        self._columns: dict[str, int] = {}
        self._row, self._column, self._style, self._type = -1, -1, "", ""
        self._row_filled = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take one start tag."""
        tag = local(name)
        if tag == "c":
            self._cell(attributes)
        elif tag in ("v", "is"):
            self._value()
        elif tag == "f" and self._type != "str":
            self.details.formulas.add((self._row, self._column))
        elif tag == "row":
            self._begin_row(attributes)
        elif tag == "col" and attributes.get("hidden") in ("1", "true"):
            first, last = int(attributes["min"]), int(attributes["max"])
            self.details.hidden_columns.update(range(first - 1, min(last, first + MAX_COLUMNS)))

    def _begin_row(self, attributes: dict[str, str]) -> None:
        number = attributes.get("r")
        self._row = int(number) - 1 if number and number.isdigit() else self._row + 1
        self._column, self._row_filled = -1, False
        if not 0 <= self._row < _LAST_ROW:
            raise MalformedInputError("list-broken")
        if attributes.get("hidden") in ("1", "true"):
            self.details.hidden_rows.add(self._row)

    def _cell(self, attributes: dict[str, str]) -> None:
        place = _CELL.fullmatch(attributes.get("r", ""))
        self._column = self._column_of(place[1]) if place else self._column + 1
        self._type, self._style = attributes.get("t", ""), attributes.get("s", "")

    def _column_of(self, letters: str) -> int:
        if letters not in self._columns:
            index = 0
            for letter in letters:
                index = index * 26 + ord(letter) - 64
            self._columns[letters] = index - 1
        return self._columns[letters]

    def _value(self) -> None:
        details = self.details
        if not self._row_filled:
            self._row_filled = True
            details.filled_rows += 1
        if details.filled_rows > _MOST_ROWS:
            raise MalformedInputError("list-too-many-rows", limit=MAX_ROWS)
        if self._column >= MAX_COLUMNS:
            raise MalformedInputError("list-too-many-columns", row=self._row + 1, limit=MAX_COLUMNS)
        details.filled_columns.add(self._column)
        if self._type == "e":
            details.errors.add((self._row, self._column))
        elif self._type in ("", "n"):
            if self._style in self._styles.percents:
                details.percents.add((self._row, self._column))
            elif width := self._styles.padded.get(self._style):
                details.padded[self._row, self._column] = width


class OdsPass:
    """Collects the details of the table with this name in an ODS (OpenDocument 1.3 part 3, 9.1)."""

    def __init__(self, sheet: str) -> None:
        self.details = SheetDetails()
        self._sheet, self._inside = sheet, False
        self._row, self._next_row, self._column, self._at_column = -1, 0, 0, 0
        self._repeated_row, self._row_filled = 1, False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take one start tag."""
        tag = local(name)
        if tag == "table":
            named = {local(key): value for key, value in attributes.items()}
            self._inside = named.get("name") == self._sheet
        elif not self._inside:
            return
        elif tag in ("table-cell", "covered-table-cell"):
            self._cell({local(key): value for key, value in attributes.items()})
        elif tag == "table-row":
            self._begin_row({local(key): value for key, value in attributes.items()})
        elif tag == "table-column":
            self._take_column({local(key): value for key, value in attributes.items()})

    def _take_column(self, attributes: dict[str, str]) -> None:
        repeated = _count(attributes.get("number-columns-repeated"))
        if attributes.get("visibility") in ("collapse", "filter"):
            end = min(self._at_column + repeated, self._at_column + MAX_COLUMNS)
            self.details.hidden_columns.update(range(self._at_column, end))
        self._at_column += repeated

    def _begin_row(self, attributes: dict[str, str]) -> None:
        self._row = self._next_row
        self._repeated_row = _count(attributes.get("number-rows-repeated"))
        self._next_row += self._repeated_row
        self._column, self._row_filled = 0, False
        if attributes.get("visibility") in ("collapse", "filter") and self._repeated_row <= MAX_ROWS:
            self.details.hidden_rows.update(range(self._row, self._next_row))

    def _cell(self, attributes: dict[str, str]) -> None:
        repeated = _count(attributes.get("number-columns-repeated"))
        first, self._column = self._column, self._column + repeated
        kind = attributes.get("value-type")
        if "formula" in attributes:
            if kind != "string":  # an empty text is a result, too
                self.details.formulas.add((self._row, first))
            if attributes.get("value-type") == "error" or _is_error(attributes):
                self.details.errors.add((self._row, first))
        if kind is None:
            return
        self._filled(first, repeated)
        if kind == "percentage":
            self.details.percents.update((self._row, column) for column in range(first, first + repeated))
        rows = _count(attributes.get("number-rows-spanned"))
        columns = _count(attributes.get("number-columns-spanned"))
        if rows > 1 or columns > 1:
            self.details.merged.append((self._row, first, self._row + rows - 1, first + columns - 1))

    def _filled(self, first: int, repeated: int) -> None:
        if not self._row_filled:
            self._row_filled = True
            self.details.filled_rows += self._repeated_row
        if self.details.filled_rows > _MOST_ROWS or self._row >= _LAST_ROW:
            raise MalformedInputError("list-too-many-rows", limit=MAX_ROWS)
        if first + repeated > MAX_COLUMNS:
            raise MalformedInputError("list-too-many-columns", row=self._row + 1, limit=MAX_COLUMNS)
        self.details.filled_columns.update(range(first, first + repeated))


class OdsSize:
    """Counts what the values of an ODS come to when every repetition is written out, whatever the sheet.

    A few bytes may stand for 2^31 rows, and the reader of values writes them out for every sheet at once.
    """

    def __init__(self) -> None:
        self._rows, self._cells = 1, 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take one start tag. Raises ``MalformedInputError`` list-too-much-work."""
        tag = local(name)
        if tag == "table-row":
            self._rows = _repeated(attributes, "number-rows-repeated")
        elif tag in ("table-cell", "covered-table-cell"):
            if any(local(key) in ("value-type", "formula") for key in attributes):
                self._cells += self._rows * _repeated(attributes, "number-columns-repeated")
            if self._cells > MOST_CELLS:
                raise MalformedInputError("list-too-much-work")
        elif tag == "s" and _repeated(attributes, "c") > _LONGEST_GAP:
            raise MalformedInputError("list-too-much-work")


def _repeated(attributes: dict[str, str], wanted: str) -> int:
    text = next((value for key, value in attributes.items() if local(key) == wanted), "1")
    if not text.isascii() or not text.isdigit():
        return 1
    return int(text) if len(text) <= _MOST_DIGITS else 10**_MOST_DIGITS


def _is_error(attributes: dict[str, str]) -> bool:
    return attributes.get("string-value", "").startswith("#")


def _count(text: str | None) -> int:
    if not text or not text.isascii() or not text.isdigit():
        return 1
    return min(int(text), 2 * _LAST_ROW) if len(text) <= 9 else 2 * _LAST_ROW
