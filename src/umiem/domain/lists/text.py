"""CSV and TSV as spreadsheets and registers write them: separator found out, quotation marks minded."""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from umiem.domain.lists.encoding import decode
from umiem.domain.lists.table import (
    MAX_BYTES,
    MAX_COLUMNS,
    MAX_ROWS,
    MAX_ROWS_ABOVE_HEADER,
    ListTable,
    column_letter,
)
from umiem.errors import MalformedInputError

DELIMITERS = (";", ",", "\t")
_LOOKED_AT, _SIGNS_LOOKED_AT = 200, 200_000  # lines and characters for finding the separator
_LONGEST_CELL = 131_072  # characters
_MOST_SEPARATORS = 16_384  # in one line: as many columns as a spreadsheet can have at all
_LINES_IN_CELL = 25  # a cell with more lines was opened by a quotation mark that nothing closes
_SEPARATOR_LINE = re.compile(r"\ufeff?sep=(.)\r?\n?", re.IGNORECASE)
_END_OF_LINE = re.compile(r"\r\n?|\n")
_LINE = re.compile(r"[^\r\n]+")
_QUOTED = re.compile(r'"[^"]*"')
_MARKUP = re.compile(r"\s*(<!doctype html|<html|<table|<\?xml|<!--)", re.IGNORECASE)

# what files of another kind begin with, and what they are
_FOREIGN = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"{\\rtf", "RTF"),
    (b"\x1f\x8b", "gzip"),
    (b"7z\xbc\xaf", "7z"),
    (b"Rar!", "RAR"),
)


def read_text_table(data: bytes, *, encoding: str = "", delimiter: str = "") -> ListTable:
    """Read CSV or TSV; ``encoding`` and ``delimiter`` are what a person chose, "" to find out.

    Raises ``MalformedInputError``: list-too-large, list-empty, list-not-text, list-is-another-kind,
    list-is-markup, list-encoding-unknown, list-delimiter-unknown, list-quote-not-closed,
    list-cell-too-long, list-too-many-rows, list-too-many-columns.
    """
    if len(data) > MAX_BYTES:
        raise MalformedInputError("list-too-large", size=len(data), limit=MAX_BYTES)
    _refuse_other_kinds(data)
    text, encoding = decode(data, encoding)
    text = text.replace("\ufeff", "")  # also where two files were put one behind the other
    if "\0" in text:
        raise MalformedInputError("list-not-text")
    if _MARKUP.match(text):
        raise MalformedInputError("list-is-markup")
    text, stated, skipped = _without_separator_line(text)
    if delimiter and delimiter not in DELIMITERS:
        raise MalformedInputError("list-delimiter-unknown")
    delimiter = delimiter or stated or _find_delimiter(text)
    _refuse_endless_line(text, delimiter, first=1 + skipped)
    rows = tuple(_rows(text, delimiter, first=1 + skipped))
    if not rows:
        raise MalformedInputError("list-empty")
    return ListTable(kind="csv", rows=rows, encoding=encoding, delimiter=delimiter)


def _refuse_other_kinds(data: bytes) -> None:
    found = next((kind for mark, kind in _FOREIGN if data.startswith(mark)), None)
    if found is not None:
        raise MalformedInputError("list-is-another-kind", found=found)


def _without_separator_line(text: str) -> tuple[str, str, int]:
    """Excel's first line ``sep=;`` names the separator and is no row."""
    match = _SEPARATOR_LINE.match(text)
    if match is None:
        return text, "", 0
    return text[match.end() :], match[1] if match[1] in DELIMITERS else "", 1


def _find_delimiter(text: str) -> str:
    """Take the separator that divides most lines alike, into most cells: decimal commas divide lines, too.

    Lines are looked at one by one, so that a quotation mark which nothing closes hides nothing below it.
    """
    lines = itertools.islice(_LINE.finditer(text, 0, _SIGNS_LOOKED_AT), _LOOKED_AT)
    bare = [_QUOTED.sub("", line[0]) for line in lines]

    def score(delimiter: str) -> tuple[int, int]:
        counts = Counter(line.count(delimiter) for line in bare)
        several = {count: rows for count, rows in counts.items() if count}
        if not several:
            return (0, 0)
        count, rows = max(several.items(), key=lambda pair: (pair[1], pair[0]))
        return (rows * count, rows)

    return max(DELIMITERS, key=score)


def _refuse_endless_line(text: str, delimiter: str, *, first: int) -> None:
    """Refuse a line of millions of cells before they are made: each costs a hundred times its separator."""
    if text.count(delimiter) <= _MOST_SEPARATORS:
        return
    for line in _LINE.finditer(text):
        if line[0].count(delimiter) > _MOST_SEPARATORS < _QUOTED.sub("", line[0]).count(delimiter):
            row = first + len(_END_OF_LINE.findall(text, 0, line.start()))
            raise MalformedInputError("list-too-many-columns", row=row, limit=MAX_COLUMNS)


def _rows(text: str, delimiter: str, *, first: int) -> Iterator[tuple[int, tuple[str, ...]]]:
    csv.field_size_limit(max(MAX_BYTES, csv.field_size_limit()))  # what is too long is told below
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    count, line, cells = 0, first, list[str]()
    number, next_line = first - 1, first
    for number, cells in enumerate(reader, start=first):
        line, next_line = next_line, first + reader.line_num
        if len(cells) > MAX_COLUMNS and any(cell.strip() for cell in cells[MAX_COLUMNS:]):
            raise MalformedInputError("list-too-many-columns", row=number, limit=MAX_COLUMNS)
        del cells[MAX_COLUMNS:]  # blank
        for index, cell in enumerate(cells):
            if _lines_in(cell) > _LINES_IN_CELL:
                raise _quote_not_closed(number, cells, index, line)
            if len(cell) > _LONGEST_CELL:
                if _ends_inside_quotes(text, delimiter) and next(reader, None) is None:
                    raise _quote_not_closed(number, cells, index, line)
                raise _cell_too_long(number, cells, index, line)
        kept = tuple(cells)
        if any(cell.replace("\ufeff", "").strip() for cell in kept):
            count += 1
            if count > MAX_ROWS + MAX_ROWS_ABOVE_HEADER + 1:
                raise MalformedInputError("list-too-many-rows", limit=MAX_ROWS)
            yield number, kept
    if _ends_inside_quotes(text, delimiter):
        raise _quote_not_closed(number, cells, len(cells) - 1, line)


def _lines_in(cell: str) -> int:
    return cell.count("\n") + cell.count("\r")


def _quote_not_closed(row: int, cells: list[str], index: int, line: int) -> MalformedInputError:
    return MalformedInputError("list-quote-not-closed", row=row, **_place(cells, index, line))


def _cell_too_long(row: int, cells: list[str], index: int, line: int) -> MalformedInputError:
    size, place = len(cells[index]), _place(cells, index, line)
    return MalformedInputError("list-cell-too-long", row=row, **place, size=size, limit=_LONGEST_CELL)


def _place(cells: list[str], index: int, line: int) -> dict[str, Any]:
    """Return the line of the file in which a cell begins, as an editor counts, and its column."""
    before = sum(len(_END_OF_LINE.findall(cell)) for cell in cells[:index])
    return {"line": line + before, "column": column_letter(index)}


def _ends_inside_quotes(text: str, delimiter: str) -> bool:
    if '"' not in text:
        return False
    try:
        for _ in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            pass
    except csv.Error as error:
        return "unexpected end" in str(error)
    return False
