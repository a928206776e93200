"""What a larger micro-credential is made of, and what counts towards which, as the catalogue knows it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from umiem.domain.catalogue import CatalogueCard
from umiem.domain.catalogue.card import required_item
from umiem.domain.definition import AchievementSpecification, ComponentGroup
from umiem.services.skill import catalogue

MOST_NAMED = 300


@dataclass(frozen=True, kw_only=True)
class Part:
    """One component: its card, or None for what this catalogue does not have."""

    reference: str
    card: CatalogueCard | None


@dataclass(frozen=True, kw_only=True)
class PartGroup:
    """One group of components with what is wanted of it."""

    group: ComponentGroup
    parts: tuple[Part, ...]


def parts_of(specification: AchievementSpecification, organisation: str) -> tuple[PartGroup, ...]:
    """Return what a definition of ``organisation`` is made of; nothing for one that stands alone."""
    return tuple(
        PartGroup(
            group=group,
            parts=named_parts(required_item(each, organisation) for each in group.components),
        )
        for group in specification.composition.groups
    )


def named_parts(references: Iterable[str]) -> tuple[Part, ...]:
    """Return components by their references, each once."""
    known = catalogue.index().by_identifier
    return tuple(Part(reference=each, card=known.get(each)) for each in dict.fromkeys(references))


def nameable(organisation: str, *, but: str) -> tuple[tuple[str, CatalogueCard], ...]:
    """Return what a definition of ``organisation`` may name as its component, with the reference to write.

    Its own come first, then those of others where a list of all is still short enough to choose from;
    ``but`` is the definition itself.
    """
    cards = sorted(catalogue.index().by_identifier.values(), key=lambda card: card.identifier)
    own = [(card.slug, card) for card in cards if card.organisation == organisation and card.slug != but]
    others = [(card.identifier, card) for card in cards if card.organisation != organisation]
    return (*own, *others) if len(own) + len(others) <= MOST_NAMED else tuple(own[:MOST_NAMED])


def larger_than(organisation: str, slug: str) -> tuple[CatalogueCard, ...]:
    """Return the larger micro-credentials that list this one."""
    return catalogue.index().larger.get(f"{organisation}/{slug}", ())
