"""A registrar's list of learners as a file: encoding, separator and columns found out, problems by row.

Reads what spreadsheets write in Poland: UTF-8 with and without BOM, UTF-16, Windows-1250, ISO-8859-2;
comma, semicolon or tab; headers in Polish or English. A problem never hides the good rows.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from umiem.domain.award import Learner
from umiem.domain.list_columns import Columns, find_columns
from umiem.domain.list_encoding import decode
from umiem.errors import MalformedInputError

MAX_BYTES = 20_000_000
MAX_ROWS = 100_000
MAX_COLUMNS = 200
MAX_CELL = 2_000  # characters
MAX_NAME = 200

_EMAIL = re.compile(
    r"[^@\s<>\"(),:;\[\]\\]{1,64}@(?:[^@\s.<>\"(),:;\[\]\\]{1,63}\.)+[^@\s.<>\"(),:;\[\]\\\d]{2,63}"
)


@dataclass(frozen=True)
class RowProblem:
    """What is wrong with one cell or row. ``row`` counts as spreadsheets do: the header is row 1."""

    code: str
    row: int
    column: str = ""
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class LearnerRow:
    """One good row: the learner, the overall grade, and results by the id of the learning outcome."""

    row: int
    learner: Learner
    grade: str = ""
    results: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class LearnerList:
    """What was read and how: ``encoding`` and ``delimiter`` are reported so that people can check them."""

    rows: tuple[LearnerRow, ...]
    problems: tuple[RowProblem, ...]
    encoding: str
    delimiter: str
    headers: tuple[str, ...]


def read_learner_list(data: bytes, *, outcome_ids: Sequence[str] = ()) -> LearnerList:
    """Read a list of learners; columns named after ``outcome_ids`` hold the results per outcome.

    Raises ``MalformedInputError`` when it is no such list at all: list-empty, list-too-large,
    list-not-text, list-columns-missing (``missing``, ``found``), list-too-many-rows, list-too-many-columns.
    What concerns single rows comes back as ``problems``: name-missing, email-missing, email-invalid,
    row-duplicate, name-too-long, cell-too-long, text-garbled, too-many-cells.
    """
    if len(data) > MAX_BYTES:
        raise MalformedInputError("list-too-large", size=len(data), limit=MAX_BYTES)
    text, encoding = decode(data)
    delimiter = _delimiter(text)
    table = _table(text, delimiter)
    _, headers = next(table, (0, ()))
    if not headers:
        raise MalformedInputError("list-empty")
    columns = find_columns(headers, outcome_ids)
    rows, problems = _read_rows(table, columns)
    return LearnerList(
        rows=rows, problems=problems, encoding=encoding, delimiter=delimiter, headers=tuple(headers)
    )


def _delimiter(text: str) -> str:
    header = next((line for line in text.splitlines() if line.strip()), "")
    return max(";\t,", key=header.count)


def _table(text: str, delimiter: str) -> Iterator[tuple[int, Sequence[str]]]:
    """Give the rows that are not blank, each with its number as a spreadsheet shows it."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for number, cells in enumerate(reader, start=1):
            if number > MAX_ROWS + 1:
                raise MalformedInputError("list-too-many-rows", limit=MAX_ROWS)
            if len(cells) > MAX_COLUMNS:
                raise MalformedInputError("list-too-many-columns", row=number, limit=MAX_COLUMNS)
            stripped = [cell.strip() for cell in cells]
            if any(stripped):
                yield number, stripped
    except csv.Error as error:
        raise MalformedInputError("list-not-text", row=reader.line_num, problem=str(error)) from error


def _read_rows(
    table: Iterator[tuple[int, Sequence[str]]], columns: Columns
) -> tuple[tuple[LearnerRow, ...], tuple[RowProblem, ...]]:
    rows: list[LearnerRow] = []
    problems: list[RowProblem] = []
    first_seen: dict[tuple[str, str], int] = {}
    for number, cells in table:
        found = list(_problems_of_row(number, cells, columns))
        row = _row(number, cells, columns)
        key = (row.learner.email.lower(), "" if row.learner.email else row.learner.full_name.casefold())
        if not found and key in first_seen:
            found.append(
                RowProblem("row-duplicate", number, columns.title("email"), {"first_row": first_seen[key]})
            )
        if found:
            problems.extend(found)
        else:
            first_seen[key] = number
            rows.append(row)
    return tuple(rows), tuple(problems)


def _problems_of_row(number: int, cells: Sequence[str], columns: Columns) -> Iterator[RowProblem]:
    if len(cells) > columns.count:
        yield RowProblem("too-many-cells", number, "", {"cells": len(cells), "columns": columns.count})
    for index, cell in enumerate(cells[: columns.count]):
        if len(cell) > MAX_CELL:
            yield RowProblem("cell-too-long", number, columns.headers[index], {"limit": MAX_CELL})
        if "\ufffd" in cell or any(ord(sign) < 32 and sign not in "\n\r\t" for sign in cell):
            yield RowProblem("text-garbled", number, columns.headers[index])
    for part in ("given_name", "family_name"):
        name = columns.cell(cells, part)
        if not name:
            yield RowProblem("name-missing", number, columns.title(part))
        elif len(name) > MAX_NAME:
            yield RowProblem("name-too-long", number, columns.title(part), {"limit": MAX_NAME})
    email = columns.cell(cells, "email")
    if not email:
        yield RowProblem("email-missing", number, columns.title("email"))
    elif not _EMAIL.fullmatch(email):
        yield RowProblem("email-invalid", number, columns.title("email"), {"value": email[:80]})


def _row(number: int, cells: Sequence[str], columns: Columns) -> LearnerRow:
    return LearnerRow(
        row=number,
        learner=Learner(
            given_name=columns.cell(cells, "given_name"),
            family_name=columns.cell(cells, "family_name"),
            email=columns.cell(cells, "email"),
            identifier=columns.cell(cells, "identifier") or None,
        ),
        grade=columns.cell(cells, "grade"),
        results={outcome: columns.cell(cells, outcome) for outcome in columns.outcomes},
    )
