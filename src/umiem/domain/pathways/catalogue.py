"""What a plan can choose from: micro-credentials, when and how they are offered, and what they require."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from umiem.domain.text import LocalizedText


@dataclass(frozen=True, slots=True)
class Offering:
    """One way to take a micro-credential.

    ``starts`` is the fixed first day of a cohort; ``None`` means that one may start on any day and
    interrupt. ``weeks`` is the shortest time it takes (a cohort's length); the workload may need more.
    """

    identifier: str
    price: float = 0.0
    currency: str = "PLN"
    mode: str = "online"
    language: str = "pl"
    region: str = ""
    starts: date | None = None
    weeks: float = 0.0


@dataclass(frozen=True, slots=True)
class Requirement:
    """``at_least`` of the items, each a skill's URI or the identifier of another micro-credential."""

    items: tuple[str, ...]
    at_least: int = 1


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """A micro-credential as the planner sees it. ``skills`` are ESCO URIs; ``hours`` the whole workload."""

    identifier: str
    title: LocalizedText
    provider: str
    skills: frozenset[str]
    hours: float
    requires: tuple[Requirement, ...] = ()
    offerings: tuple[Offering, ...] = ()


@dataclass(frozen=True)
class Catalogue:
    """Entries with an index by skill and by identifier. Identifiers must differ."""

    entries: tuple[CatalogueEntry, ...] = field(repr=False)

    @cached_property
    def by_identifier(self) -> Mapping[str, CatalogueEntry]:
        return {entry.identifier: entry for entry in self.entries}

    @cached_property
    def by_skill(self) -> Mapping[str, tuple[CatalogueEntry, ...]]:
        """Entries that teach a skill, in the order of the catalogue."""
        found: dict[str, list[CatalogueEntry]] = {}
        for entry in self.entries:
            for skill in entry.skills:
                found.setdefault(skill, []).append(entry)
        return {skill: tuple(entries) for skill, entries in found.items()}

    def providing(self, item: str) -> Iterable[CatalogueEntry]:
        """Return the entries that satisfy an item of a requirement: itself, or those teaching the skill."""
        entry = self.by_identifier.get(item)
        return (entry,) if entry is not None else self.by_skill.get(item, ())
