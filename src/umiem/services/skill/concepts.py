"""Skills and occupations as pages show them: their place in ESCO and their coverage by the catalogue."""

from __future__ import annotations

from dataclasses import dataclass

from umiem import wiring
from umiem.adapters.esco import EscoStore
from umiem.domain.catalogue import CatalogueCard
from umiem.errors import NotFoundError
from umiem.services.skill import catalogue, skills

_MOST_OCCUPATIONS = 60
_BEST_COVERED = 12
MOST_CONFIRMED = 24
"""Skills that the page of all skills names before anything is looked up."""


@dataclass(frozen=True, kw_only=True)
class SkillPage:
    """One skill: what ESCO says of it, who confirms it, which occupations need it."""

    uri: str
    description: str
    kind: str
    collections: tuple[str, ...]
    cards: tuple[CatalogueCard, ...]
    groups: tuple[str, ...]
    near: tuple[tuple[str, str], ...]
    essential_for: tuple[str, ...]
    optional_for: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class OccupationPage:
    """One occupation: its skills, each with the cards that confirm it."""

    uri: str
    description: str
    code: str
    isco: str
    isco_label: str
    essential: tuple[tuple[str, tuple[CatalogueCard, ...]], ...]
    optional: tuple[tuple[str, tuple[CatalogueCard, ...]], ...]

    @property
    def covered(self) -> int:
        """How many essential skills can be confirmed here."""
        return sum(bool(cards) for _, cards in self.essential)

    @property
    def optional_covered(self) -> int:
        return sum(bool(cards) for _, cards in self.optional)


def most_confirmed() -> tuple[tuple[str, int], ...]:
    """Return the skills that most definitions confirm, each with their number: ``MOST_CONFIRMED``."""
    graph, cards = skills.library().graph, catalogue.index().skills
    counted = [(uri, bits.bit_count()) for uri, bits in cards.items() if bits and uri in graph.skills]
    return tuple(sorted(counted, key=lambda each: (-each[1], each[0]))[:MOST_CONFIRMED])


def skill_page(uri: str, *, language: str) -> SkillPage:
    """Return the page of a skill; raises ``NotFoundError`` for one that ESCO does not have here."""
    graph = skills.library().graph
    if uri not in graph.skills:
        raise NotFoundError("concept-unknown")
    return SkillPage(
        uri=uri,
        description=_description(uri, language),
        kind=graph.skills[uri].kind.value,
        collections=graph.collections_of(uri),
        cards=catalogue.index().with_skill(uri),
        groups=tuple(each for each in graph.broader.get(uri, ()) if each in graph.groups),
        near=tuple(sorted(graph.neighbours(uri).items(), key=lambda each: (each[1], each[0]))),
        essential_for=graph.needed_by.get(uri, ())[:_MOST_OCCUPATIONS],
        optional_for=graph.useful_for.get(uri, ())[:_MOST_OCCUPATIONS],
    )


def occupation_page(uri: str, *, language: str) -> OccupationPage:
    """Return the page of an occupation; raises ``NotFoundError`` for one that ESCO does not have here."""
    graph = skills.library().graph
    found = graph.occupations.get(uri)
    if found is None:
        raise NotFoundError("concept-unknown")
    index = catalogue.index()
    return OccupationPage(
        uri=uri,
        description=_description(uri, language),
        code=found.code,
        isco=found.isco,
        isco_label=graph.label(found.isco, language)[0],
        essential=tuple((skill, index.with_skill(skill)) for skill in graph.essential.get(uri, ())),
        optional=tuple((skill, index.with_skill(skill)) for skill in graph.optional.get(uri, ())),
    )


def best_covered() -> tuple[tuple[str, int, int], ...]:
    """Return the occupations of which the catalogue confirms most: URI, how many, of how many."""
    graph, index = skills.library().graph, catalogue.index()
    counts: dict[str, int] = {}
    for skill in index.skills:
        for uri in graph.needed_by.get(skill, ()):
            counts[uri] = counts.get(uri, 0) + 1
    ranked = sorted(counts.items(), key=lambda each: (-each[1] / len(graph.essential[each[0]]), each[0]))
    return tuple((uri, count, len(graph.essential[uri])) for uri, count in ranked[:_BEST_COVERED])


def _description(uri: str, language: str) -> str:
    store = EscoStore(wiring.installation().home)
    if not store.exists():
        return ""
    return store.description(uri, language) or store.description(uri, "en")
