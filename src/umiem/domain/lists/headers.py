"""Where the header of a table is: lists from life have a title, a date and a blank line above it, or none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from umiem.domain.lists.columns import guess_columns
from umiem.domain.lists.table import MAX_ROWS_ABOVE_HEADER, ListTable
from umiem.domain.lists.vocabulary import EMAIL, FULL_NAME, FULL_NAME_REVERSED

NO_HEADER = 0
SAMPLE_ROWS = 100
_LEAST_CELLS_OF_A_HEADER = 2


@dataclass(frozen=True, kw_only=True)
class Headed:
    """A table with its header: ``row`` is its number, ``NO_HEADER`` when there is none.

    ``headers`` has one entry for each column, "" where nothing stands; ``rows`` are those below.
    """

    row: int
    headers: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]

    @property
    def sample(self) -> list[tuple[str, ...]]:
        return [cells for _, cells in self.rows[:SAMPLE_ROWS]]

    @property
    def twice(self) -> tuple[str, ...]:
        """Headers that stand above more than one column."""
        named = [header for header in self.headers if header]
        return tuple(dict.fromkeys(header for header in named if named.count(header) > 1))


def find_header(table: ListTable, outcomes: Mapping[str, Sequence[str]]) -> int:
    """Return the number of the row whose cells name the most columns, or ``NO_HEADER``.

    A row with an e-mail address in it is a learner already; nothing below it is looked at. The lower row of
    a header of two is returned when both together name more than the upper one.
    """
    best, best_score = NO_HEADER, (0, 0, 0)
    for place, (number, cells) in enumerate(table.rows[: MAX_ROWS_ABOVE_HEADER + 1]):
        if any("@" in cell and "." in cell.partition("@")[2] for cell in cells):
            break
        score = _score(cells, outcomes)
        _, named, filled = score
        if named and score > best_score and not (named == filled == 1 and best_score[1]):
            best, best_score = number, score
        if named >= _LEAST_CELLS_OF_A_HEADER and 2 * named >= filled:
            both = _score(_with_above(table, place), outcomes)
            if both[:2] > best_score[:2]:
                best, best_score = number, both
    return best


def _score(cells: Sequence[str], outcomes: Mapping[str, Sequence[str]]) -> tuple[int, int, int]:
    """Return how much a header would say: its weight, the columns it names, its cells."""
    found = guess_columns(cells, outcomes).values()
    weight = sum(2 if name in (EMAIL, FULL_NAME, FULL_NAME_REVERSED) else 1 for name in found)
    return weight, len(found), sum(1 for cell in cells if cell.strip())


def _with_above(table: ListTable, place: int) -> list[str]:
    """Return the cells of a row; where one is empty, that of the row just above, if that is no title."""
    number, cells = table.rows[place]
    above = table.rows[place - 1] if place else (0, ())
    if above[0] != number - 1 or sum(1 for cell in above[1] if cell.strip()) < _LEAST_CELLS_OF_A_HEADER:
        return list(cells)
    width = max(len(cells), len(above[1]))
    lower, upper = ([*row, *[""] * (width - len(row))] for row in (cells, above[1]))
    return [below if below.strip() else over for below, over in zip(lower, upper, strict=True)]


def under_header(table: ListTable, row: int) -> Headed:
    """Return the table with the header of this row; ``NO_HEADER`` leaves the headers blank.

    Where the row is empty, the cell just above names the column: headers are often written over two rows.
    """
    if row == NO_HEADER:
        width = max((len(cells) for _, cells in table.rows[:SAMPLE_ROWS]), default=0)
        return Headed(row=NO_HEADER, headers=("",) * width, rows=table.rows)
    place = next((place for place, (number, _) in enumerate(table.rows) if number == row), None)
    if place is None:
        return under_header(table, NO_HEADER)
    headers = [" ".join(cell.split()) for cell in _with_above(table, place)]
    rows = table.rows[place + 1 :]
    used = max((_used(cells) for _, cells in rows), default=0)
    width = max(_used(headers), min(used, len(headers)) if headers else used)
    headers += [""] * (width - len(headers))
    return Headed(row=row, headers=tuple(headers[:width]), rows=rows)


def _used(cells: Sequence[str]) -> int:
    return max((index + 1 for index, cell in enumerate(cells) if cell.strip()), default=0)
