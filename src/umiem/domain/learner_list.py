"""A registrar's list of learners in one step: table, columns and rows, problems by row.

For callers without a person who corrects the mapping: the columns are those that are recognised. A problem
never hides the good rows. ``umiem.domain.lists`` holds the single steps.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from umiem.domain.award import Learner
from umiem.domain.lists import vocabulary as part
from umiem.domain.lists.columns import guess_columns
from umiem.domain.lists.headers import NO_HEADER, Headed, find_header, under_header
from umiem.domain.lists.judging import RowProblem, person_problems
from umiem.domain.lists.table import MAX_BYTES, MAX_ROWS, ListTable
from umiem.domain.lists.text import read_text_table
from umiem.domain.lists.values import values_of
from umiem.errors import MalformedInputError

__all__ = ["MAX_BYTES", "LearnerList", "LearnerRow", "RowProblem", "learners_of", "read_learner_list"]


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
    """Read a list of learners as text; columns named after ``outcome_ids`` hold the results per outcome.

    Raises ``MalformedInputError`` as ``read_text_table`` and ``learners_of`` do.
    """
    return learners_of(read_text_table(data), outcome_ids=outcome_ids)


def learners_of(table: ListTable, *, outcome_ids: Sequence[str] = ()) -> LearnerList:
    """Return the learners of a table, whichever file it came from.

    Raises ``MalformedInputError``: list-columns-missing (``missing``, ``found``), list-header-twice,
    list-too-many-rows. What concerns single rows comes back as ``problems``: name-missing, email-missing,
    email-invalid, row-duplicate, name-too-long, cell-too-long, text-garbled, too-many-cells, and the marks
    of the table.
    """
    outcomes: dict[str, Sequence[str]] = dict.fromkeys(outcome_ids, ())
    headed = under_header(table, find_header(table, outcomes))
    if headed.row == NO_HEADER:
        first = table.rows[0][1] if table.rows else ()
        raise MalformedInputError(
            "list-columns-missing",
            missing=", ".join((part.GIVEN_NAME, part.FAMILY_NAME, part.EMAIL)),
            found=", ".join(first)[:300],
        )
    columns = guess_columns(headed.headers, outcomes, sample=headed.sample)
    _refuse_unclear(headed, columns)
    if len(headed.rows) > MAX_ROWS:
        raise MalformedInputError("list-too-many-rows", limit=MAX_ROWS)
    titles = {name: headed.headers[index] for index, name in columns.items()}
    rows, problems = _read_rows(table, headed, columns, titles)
    return LearnerList(
        rows=rows,
        problems=problems,
        encoding=table.encoding,
        delimiter=table.delimiter,
        headers=headed.headers,
    )


def _refuse_unclear(headed: Headed, columns: Mapping[int, str]) -> None:
    parts = set(columns.values())
    twice = set(headed.twice) & {headed.headers[index] for index in columns}
    if twice:
        raise MalformedInputError("list-header-twice", column=min(twice))
    full = bool(parts & {part.FULL_NAME, part.FULL_NAME_REVERSED})
    needed = [part.EMAIL] if full else [part.GIVEN_NAME, part.FAMILY_NAME, part.EMAIL]
    missing = [name for name in needed if name not in parts]
    if missing:
        found = ", ".join(filter(None, headed.headers))[:300]
        raise MalformedInputError("list-columns-missing", missing=", ".join(missing), found=found)


def _read_rows(
    table: ListTable, headed: Headed, columns: Mapping[int, str], titles: Mapping[str, str]
) -> tuple[tuple[LearnerRow, ...], tuple[RowProblem, ...]]:
    rows: list[LearnerRow] = []
    problems: list[RowProblem] = []
    first_seen: dict[tuple[str, str], int] = {}
    for number, cells in headed.rows:
        values = values_of(cells, columns)
        found = [*_marked(table, number, columns, titles), *_too_many(number, cells, len(headed.headers))]
        found.extend(_problems_of_row(number, values, titles))
        key = (values[part.EMAIL].lower(), "")
        if not found and key in first_seen:
            title = titles[part.EMAIL]
            found.append(RowProblem("row-duplicate", number, title, {"first_row": first_seen[key]}))
        if found:
            problems.extend(found)
        else:
            first_seen[key] = number
            rows.append(_row(number, values))
    return tuple(rows), tuple(problems)


def _marked(
    table: ListTable, number: int, columns: Mapping[int, str], titles: Mapping[str, str]
) -> Iterator[RowProblem]:
    for index, name in columns.items() if table.marks else ():
        code = table.marks.get((number, index))
        if code is not None:
            yield RowProblem(code, number, titles[name])


def _too_many(number: int, cells: Sequence[str], count: int) -> Iterator[RowProblem]:
    if any(cell.strip() for cell in cells[count:]):
        yield RowProblem("too-many-cells", number, "", {"cells": len(cells), "columns": count})


def _problems_of_row(
    number: int, values: Mapping[str, str], titles: Mapping[str, str]
) -> Iterator[RowProblem]:
    full = titles.get(part.FULL_NAME) or titles.get(part.FULL_NAME_REVERSED) or ""
    for problem in person_problems(number, values):
        yield replace(problem, column=titles.get(problem.column, full))


def _row(number: int, values: Mapping[str, str]) -> LearnerRow:
    return LearnerRow(
        row=number,
        learner=Learner(
            given_name=values[part.GIVEN_NAME],
            family_name=values[part.FAMILY_NAME],
            email=values[part.EMAIL],
            identifier=values.get(part.IDENTIFIER) or None,
        ),
        grade=values.get(part.GRADE, ""),
        results={
            name.removeprefix(part.RESULT): text
            for name, text in values.items()
            if name.startswith(part.RESULT)
        },
    )
