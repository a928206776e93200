"""One page of a long list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import Model, QuerySet

Item = TypeVar("Item", bound=Model)
LARGEST_PAGE = 200
MOST_MATCHES = 1_000
"""So many rows that match a search are found by one reading; only where there are more, they are counted."""


@dataclass(frozen=True, kw_only=True)
class Page(Generic[Item]):
    """``items`` of page ``number`` (from 1) of ``pages``; ``total`` counts all items."""

    items: tuple[Item, ...]
    number: int
    pages: int
    total: int

    @property
    def has_next(self) -> bool:
        return self.number < self.pages

    @property
    def has_previous(self) -> bool:
        return self.number > 1


def page_of(rows: QuerySet[Item], *, number: int, size: int) -> Page[Item]:
    """Return a page; a number outside the list becomes the nearest page there is."""
    total = rows.count()
    number, pages, part = _place(total, number, size)
    items = tuple(rows[part]) if number == 1 else _by_key(rows, list(_keys(rows)[part]))
    return Page(items=items, number=number, pages=pages, total=total)


def page_of_search(rows: QuerySet[Item], *, number: int, size: int) -> Page[Item]:
    """Return a page of rows that a search in texts picks out, which no index does: they are read once."""
    keys = list(_keys(rows)[: MOST_MATCHES + 1])
    if len(keys) > MOST_MATCHES:
        return page_of(rows, number=number, size=size)
    number, pages, part = _place(len(keys), number, size)
    return Page(items=_by_key(rows, keys[part]), number=number, pages=pages, total=len(keys))


def _place(total: int, number: int, size: int) -> tuple[int, int, slice]:
    """Return the number of the page, how many pages there are, and its part of all rows."""
    size = min(max(size, 1), LARGEST_PAGE)
    pages = max(1, -(-total // size))
    number = min(max(number, 1), pages)
    return number, pages, slice((number - 1) * size, number * size)


def _by_key(rows: QuerySet[Item], keys: Sequence[int]) -> tuple[Item, ...]:
    """Return the rows with these keys in their order; of those before them only the keys were read."""
    found = {row.pk: row for row in rows.filter(pk__in=keys)}
    return tuple(found[key] for key in keys if key in found)


def _keys(rows: QuerySet[Item]) -> QuerySet[Item, int]:
    return rows.select_related(None).prefetch_related(None).values_list("pk", flat=True)
