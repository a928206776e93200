"""The judged rows of a list as they are kept: blocks of rows and an index over all of them.

A page of fifty rows out of fifty thousand reads the index and the few blocks that hold its rows.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from umiem.domain.lists.judging import RowProblem
from umiem.errors import NotFoundError
from umiem.storage.models import ListBlock, ListDraft, ListIndex

BLOCK = 200

# letter in the index → name of the state
STATES: Mapping[str, str] = {
    "f": "fine",
    "w": "warning",
    "a": "already-awarded",
    "p": "problem",
    "x": "left-out",
}
LETTERS = {name: letter for letter, name in STATES.items()}
AWARDED = ("fine", "warning")
"""The states of rows that will be awarded."""


@dataclass(kw_only=True, slots=True)
class ListRow:
    """One row: its place in the list, its number in the spreadsheet, values by part, and the judgement.

    ``marks`` are faults of cells that the file itself has: code, part, parameters.
    """

    index: int
    number: int
    values: dict[str, str]
    marks: list[tuple[str, str, dict[str, object]]] = field(default_factory=list)
    left_out: bool = False
    problems: list[RowProblem] = field(default_factory=list)
    warnings: list[RowProblem] = field(default_factory=list)
    state: str = "fine"


@dataclass(kw_only=True)
class RowIndex:
    """The index of a list in memory; see ``ListIndex``."""

    states: bytearray
    people: array[int]
    names: array[int]
    mails: array[int]

    @classmethod
    def of(cls, draft: ListDraft) -> RowIndex:
        """Read the index; raises ``NotFoundError`` list-not-judged when there is none yet."""
        kept = ListIndex.objects.filter(draft=draft).first()
        if kept is None:
            raise NotFoundError("list-not-judged")
        people, names, mails = array("q"), array("q"), array("q")
        people.frombytes(bytes(kept.people))
        names.frombytes(bytes(kept.names))
        mails.frombytes(bytes(kept.mails))
        return cls(states=bytearray(kept.states), people=people, names=names, mails=mails)

    @classmethod
    def empty(cls, count: int) -> RowIndex:
        """Return an index with room for ``count`` rows."""
        zeros = array("q", bytes(8 * count))
        return cls(states=bytearray(b"p" * count), people=zeros[:], names=zeros[:], mails=zeros[:])

    def store(self, draft: ListDraft) -> None:
        """Keep the index."""
        ListIndex.objects.update_or_create(
            draft=draft,
            defaults={
                "states": bytes(self.states),
                "people": self.people.tobytes(),
                "names": self.names.tobytes(),
                "mails": self.mails.tobytes(),
            },
        )

    def counts(self) -> dict[str, int]:
        """Return how many rows are in each state."""
        return {name: self.states.count(letter.encode()) for letter, name in STATES.items()}

    def places(self, states: Iterable[str]) -> Sequence[int]:
        """Return the places of the rows in these states, in order."""
        wanted = {ord(LETTERS[state]) for state in states}
        if len(wanted) == len(STATES):
            return range(len(self.states))
        return [place for place, letter in enumerate(self.states) if letter in wanted]


def store_rows(draft: ListDraft, rows: Sequence[ListRow]) -> None:
    """Keep all rows of a list anew."""
    draft.blocks.all().delete()
    blocks = (
        ListBlock(draft=draft, number=start // BLOCK, rows=_dumped(rows[start : start + BLOCK]))
        for start in range(0, len(rows), BLOCK)
    )
    ListBlock.objects.bulk_create(blocks, batch_size=50)


def rows_at(draft: ListDraft, places: Iterable[int]) -> list[ListRow]:
    """Return the rows at these places, in their order in the list."""
    wanted: dict[int, set[int]] = {}
    for place in places:
        wanted.setdefault(place // BLOCK, set()).add(place)
    found: list[ListRow] = []
    numbers = sorted(wanted)
    for start in range(0, len(numbers), 500):
        blocks = draft.blocks.filter(number__in=numbers[start : start + 500]).order_by("number")
        for block in blocks:
            found.extend(row for row in _loaded(block) if row.index in wanted[block.number])
    return found


def replace_rows(draft: ListDraft, changed: Sequence[ListRow]) -> None:
    """Write some rows back into their blocks."""
    by_block: dict[int, dict[int, ListRow]] = {}
    for row in changed:
        by_block.setdefault(row.index // BLOCK, {})[row.index] = row
    blocks = list(draft.blocks.filter(number__in=list(by_block)))
    for block in blocks:
        block.rows = _dumped([by_block[block.number].get(row.index, row) for row in _loaded(block)])
    ListBlock.objects.bulk_update(blocks, ["rows"], batch_size=50)


def places_with(draft: ListDraft, query: str) -> set[int]:
    """Return the places of the rows that hold every word of ``query`` in some cell."""
    words = query.casefold().split()[:5]
    found: set[int] = set()
    for block in draft.blocks.order_by("number").iterator(chunk_size=20):
        text = bytes(block.rows).decode().casefold()
        if all(word in text for word in words):
            found.update(
                row.index
                for row in _loaded(block)
                if all(word in " ".join(row.values.values()).casefold() for word in words)
            )
    return found


def _dumped(rows: Sequence[ListRow]) -> bytes:
    plain = [
        [
            row.number,
            row.values,
            row.marks,
            row.left_out,
            [_plain(problem) for problem in row.problems],
            [_plain(warning) for warning in row.warnings],
            row.state,
        ]
        for row in rows
    ]
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def _plain(problem: RowProblem) -> tuple[str, str, dict[str, object]]:
    params: dict[str, object] = {
        name: value if isinstance(value, str | int | float) or value is None else str(value)
        for name, value in problem.params.items()
    }
    return problem.code, problem.column, params


def _loaded(block: ListBlock) -> list[ListRow]:
    first = block.number * BLOCK
    return [
        ListRow(
            index=first + place,
            number=number,
            values=values,
            marks=[(code, name, params) for code, name, params in marks],
            left_out=left_out,
            problems=[RowProblem(code, number, name, params) for code, name, params in problems],
            warnings=[RowProblem(code, number, name, params) for code, name, params in warnings],
            state=state,
        )
        for place, (number, values, marks, left_out, problems, warnings, state) in enumerate(
            json.loads(bytes(block.rows))
        )
    ]
