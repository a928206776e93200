"""Preview: pages of judged rows, one row, and what all of it comes to."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from umiem.domain.lists import vocabulary as part
from umiem.errors import NotFoundError
from umiem.services.access import Actor
from umiem.services.award.lists.importing import DraftView, get_list
from umiem.services.award.lists.rows import STATES, ListRow, RowIndex, places_with, rows_at
from umiem.services.pages import LARGEST_PAGE
from umiem.storage.models import ListFix

ALL = "all"
LONGEST_QUERY = 200

# what people may ask to see → the states it covers
FILTERS: Mapping[str, tuple[str, ...]] = {
    ALL: tuple(STATES.values()),
    "problem": ("problem",),
    "warning": ("warning",),
    "fine": ("fine", "warning"),
    "already-awarded": ("already-awarded",),
    "left-out": ("left-out",),
}


@dataclass(frozen=True, kw_only=True)
class RowPage:
    """One page of the rows of a list; ``total`` counts the rows that the filter lets through."""

    view: DraftView
    items: tuple[ListRow, ...]
    number: int
    pages: int
    total: int
    counts: Mapping[str, int]
    shown: str
    parts: tuple[str, ...]
    fixes: int

    @property
    def has_next(self) -> bool:
        return self.number < self.pages

    @property
    def has_previous(self) -> bool:
        return self.number > 1

    @property
    def shown_apart(self) -> tuple[str, ...]:
        """The parts that say who a row is."""
        return (part.GIVEN_NAME, part.FAMILY_NAME, part.EMAIL)

    @property
    def will_be_awarded(self) -> int:
        return self.counts["fine"] + self.counts["warning"]


def page_of_rows(
    actor: Actor,
    organisation: str,
    public_id: uuid.UUID,
    *,
    shown: str = ALL,
    query: str = "",
    page: int = 1,
    size: int = 50,
) -> RowPage:
    """Return a page of judged rows; a number outside the list becomes the nearest page there is.

    Raises ``NotFoundError`` list-not-judged while the columns are not mapped yet.
    """
    view = get_list(actor, organisation, public_id)
    index = RowIndex.of(view.draft)
    shown = shown if shown in FILTERS else ALL
    places = index.places(FILTERS[shown])
    words = query.replace("\0", " ").strip()[:LONGEST_QUERY]
    if words:
        holding = places_with(view.draft, words)
        places = [place for place in places if place in holding]
    size = min(max(size, 1), LARGEST_PAGE)
    pages = max(1, -(-len(places) // size))
    page = min(max(page, 1), pages)
    return RowPage(
        view=view,
        items=tuple(rows_at(view.draft, places[(page - 1) * size : page * size])),
        number=page,
        pages=pages,
        total=len(places),
        counts=index.counts(),
        shown=shown,
        parts=parts_of(view),
        fixes=view.draft.fixes.filter(undone_at=None).count(),
    )


@dataclass(frozen=True, kw_only=True)
class RowView:
    """One row of a list with its mendings, newest first."""

    view: DraftView
    row: ListRow
    parts: tuple[str, ...]
    fixes: tuple[ListFix, ...]


def get_row(actor: Actor, organisation: str, public_id: uuid.UUID, number: int) -> RowView:
    """Return the row with this number in the spreadsheet; raises ``NotFoundError`` list-row-unknown."""
    view = get_list(actor, organisation, public_id)
    row = row_numbered(view, number)
    fixes = tuple(view.draft.fixes.filter(row=number, undone_at=None))
    return RowView(view=view, row=row, parts=parts_of(view), fixes=fixes)


def row_numbered(view: DraftView, number: int) -> ListRow:
    """Return a row by its number in the spreadsheet, which grows with its place."""
    low, high = 0, len(RowIndex.of(view.draft).states)
    while low < high:
        middle = (low + high) // 2
        found = rows_at(view.draft, [middle])
        if not found:
            break
        if found[0].number == number:
            return found[0]
        low, high = (middle + 1, high) if found[0].number < number else (low, middle)
    raise NotFoundError("list-row-unknown", row=number)


def parts_of(view: DraftView) -> tuple[str, ...]:
    """Return the parts that the rows of this list hold, in the order of the definition."""
    mapped = set(view.draft.columns.values())
    if mapped & {part.FULL_NAME, part.FULL_NAME_REVERSED}:
        mapped |= {part.GIVEN_NAME, part.FAMILY_NAME}
    order = [name for name in part.PARTS if name not in (part.FULL_NAME, part.FULL_NAME_REVERSED)]
    order[7:7] = [part.RESULT + outcome for outcome in view.outcomes]
    return tuple(name for name in order if name in mapped)
