"""What is asked of the catalogue: words, facets, limits, order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

MOST_COMPARED = 4
LONGEST_WORDS = 200
# Facets whose values are counted and offered; a card may have several values of one.
FACETS = (
    "level",
    "credits",
    "volume",
    "cost",
    "begins",
    "mode",
    "pace",
    "language",
    "field",
    "provider",
    "region",
    "skill",
    "occupation",
)
# Facets of amounts, in bands: each band reaches up to its number, and begins above the one before.
BANDS: Mapping[str, tuple[int, ...]] = {
    "credits": (1, 2, 4, 8),  # ECTS
    "volume": (10, 25, 50, 100, 200),  # hours
    "cost": (0, 200, 500, 1000, 2000),  # zł
}
ABOVE = "more"  # the band above the last number
ANY_DAY = "any-day"  # of ``begins``, whose other values are months: 2027-01
# Facets with thousands of values: only the most frequent are counted, and those that were chosen.
MANY_VALUED = frozenset({"skill", "occupation"})
MOST_COUNTED = 12


class Order(StrEnum):
    """How what is found is ordered."""

    BEST = "best"
    NEWEST = "newest"
    TITLE = "title"
    HOURS = "hours"
    PRICE = "price"
    START = "start"


@dataclass(frozen=True, kw_only=True)
class CatalogueQuery:
    """Everything asked for at once. Several values of one facet mean any of them.

    Skills and occupations are URIs. An occupation means: the definition names it, or confirms at least
    one of its essential skills.
    """

    words: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    most_hours: float | None = None
    least_ects: float | None = None
    most_ects: float | None = None
    most_price: float | None = None
    starts_by: date | None = None
    order: Order = Order.BEST
