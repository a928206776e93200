"""One page of a long list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import Model, QuerySet

Item = TypeVar("Item", bound=Model)
LARGEST_PAGE = 200


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
    size = min(max(size, 1), LARGEST_PAGE)
    total = rows.count()
    pages = max(1, -(-total // size))
    number = min(max(number, 1), pages)
    return Page(
        items=tuple(rows[(number - 1) * size : number * size]), number=number, pages=pages, total=total
    )
