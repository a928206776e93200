"""One way to take an entry, and what an entry still requires."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from umiem.domain.pathways.catalogue import CatalogueEntry, Offering


@dataclass(frozen=True, slots=True)
class Choice:
    """One entry taken in one offering: its points, and its first day and length in days from the start."""

    entry: CatalogueEntry
    offering: Offering
    points: float
    day: int
    days: float
    is_fixed: bool


@dataclass(frozen=True, slots=True)
class Need:
    """What an entry still requires: ``at_least`` of the items, each with the entries that satisfy it."""

    at_least: int
    items: tuple[tuple[str, frozenset[str]], ...]

    @property
    def providers(self) -> frozenset[str]:
        """Entries of which any helps to meet it."""
        return frozenset[str]().union(*(providers for _, providers in self.items))


def is_met(need: Need, chosen: Collection[str]) -> bool:
    """Say whether the chosen entries satisfy a need."""
    return sum(1 for _, providers in need.items if any(each in chosen for each in providers)) >= need.at_least
