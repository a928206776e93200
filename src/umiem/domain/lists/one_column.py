"""Tables in one column: “1;Nowak;Jan” in a cell, as after opening a CSV with another separator."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import replace

from umiem.domain.lists.table import MAX_COLUMNS, WHOLE_ROW, ListTable, TableNote
from umiem.domain.lists.text import DELIMITERS

_LEAST_ROWS = 2
_LONGEST = 5_000  # characters of a cell that is divided


def divided(table: ListTable) -> ListTable:
    """Return the table with the cells of its only column divided, and a note; any other table as it is."""
    if any(sum(1 for cell in cells if cell.strip()) > 1 for _, cells in table.rows):
        return table
    texts = [next((cell for cell in cells if cell.strip()), "") for _, cells in table.rows]
    delimiter = max(DELIMITERS, key=lambda sign: _rows_with(sign, texts))
    if _rows_with(delimiter, texts) < max(_LEAST_ROWS, len(texts) // 2) or max(map(len, texts)) > _LONGEST:
        return table
    rows = zip((number for number, _ in table.rows), csv.reader(texts, delimiter=delimiter), strict=False)
    found = tuple((number, tuple(cells[:MAX_COLUMNS])) for number, cells in rows)
    if len(found) != len(texts):  # a quotation mark that goes on in the next cell
        return table
    shown = {"\t": "TAB"}.get(delimiter, delimiter)
    return replace(
        table,
        rows=found,
        marks={place: code for place, code in table.marks.items() if place[1] == WHOLE_ROW},
        notes=(*table.notes, TableNote("list-cells-divided", {"separator": shown})),
    )


def _rows_with(delimiter: str, texts: Sequence[str]) -> int:
    return sum(delimiter in text for text in texts)
