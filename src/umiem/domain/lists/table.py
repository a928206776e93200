"""The table a file of learners holds, however it was written: CSV, TSV, XLSX or ODS."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

MAX_BYTES = 20 * 1024 * 1024
MAX_ROWS = 50_000  # learners; rows above the header are not counted
MAX_COLUMNS = 200
MAX_ROWS_ABOVE_HEADER = 30
WHOLE_ROW = -1
"""The column of a mark that concerns a whole row."""


@dataclass(frozen=True)
class TableNote:
    """Something about the whole table that people should know, such as hidden columns."""

    code: str
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class ListTable:
    """Rows that are not blank, each with its number as a spreadsheet shows it (from 1).

    ``kind`` is csv, xlsx or ods. ``marks`` maps (row number, column index) to what is wrong with one cell
    whatever it means: formula-without-value, cell-error; row-hidden stands under ``WHOLE_ROW``.
    """

    kind: str
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    encoding: str = ""
    delimiter: str = ""
    sheets: tuple[str, ...] = ()
    sheet: str = ""
    notes: tuple[TableNote, ...] = ()
    marks: Mapping[tuple[int, int], str] = field(default_factory=dict)


def column_letter(index: int) -> str:
    """Return the name of a column as spreadsheets show it.

    >>> column_letter(0), column_letter(27)
    ('A', 'AB')
    """
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
