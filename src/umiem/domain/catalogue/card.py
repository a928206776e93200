"""What the catalogue keeps of a published definition: enough to list, search, filter and plan with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from umiem.domain.definition import AchievementSpecification
from umiem.domain.skills.words import keys_of
from umiem.domain.text import LocalizedText

HOURS_OF_ONE_ECTS = 25
INDEXED_LANGUAGES = ("pl", "en")
FORMAT = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class CardOffer:
    """One way to take it. ``price`` is ``None`` when the provider does not say."""

    identifier: str
    mode: str
    language: str
    region: str = ""
    place: str = ""
    starts: date | None = None
    apply_by: date | None = None
    weeks: int | None = None
    price: float | None = None
    currency: str = "PLN"
    places: int | None = None
    url: str = ""

    def is_open(self, today: date) -> bool:
        """Say whether one can still begin it."""
        return (self.starts is None or self.starts >= today) and (
            self.apply_by is None or self.apply_by >= today
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class CatalogueCard:
    """One published definition. ``words`` are the keys of everything it can be found by.

    ``requires`` holds what must be held before: URIs of skills and identifiers of cards. ``components`` are
    the identifiers of cards, or addresses of achievements elsewhere, that it is made of.
    """

    organisation: str
    slug: str
    version: int = 1
    titles: LocalizedText
    description: LocalizedText
    eqf: int | None = None
    ects: float | None = None
    hours: float | None = None
    modes: tuple[str, ...] = ()
    pace: str = ""
    languages: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    region: str = ""
    skills: tuple[str, ...] = ()
    occupations: tuple[str, ...] = ()
    requires: tuple[str, ...] = ()
    components: tuple[str, ...] = ()
    stackable: str = ""
    published: str = ""
    words: tuple[str, ...] = ()
    offers: tuple[CardOffer, ...] = ()

    @property
    def identifier(self) -> str:
        return f"{self.organisation}/{self.slug}"

    @property
    def whole_hours(self) -> float:
        """The workload in hours; 25 for each ECTS credit where hours are not stated."""
        return self.hours or (self.ects or 1.0) * HOURS_OF_ONE_ECTS

    @property
    def cheapest(self) -> CardOffer | None:
        priced = [offer for offer in self.offers if offer.price is not None]
        return min(priced, key=lambda offer: offer.price or 0.0, default=None)

    @property
    def least_price(self) -> float | None:
        return None if self.cheapest is None else self.cheapest.price

    @property
    def next_start(self) -> date | None:
        return min((offer.starts for offer in self.offers if offer.starts is not None), default=None)

    @property
    def begins_any_day(self) -> bool:
        return any(offer.starts is None for offer in self.offers)

    def with_offers(self, offers: Iterable[CardOffer], *, today: date) -> CatalogueCard:
        """Return the card with the offers that are still open."""
        return replace(self, offers=tuple(offer for offer in offers if offer.is_open(today)))

    def as_data(self) -> dict[str, Any]:
        """Return plain data for storing; offers are kept elsewhere."""
        return {
            "format": FORMAT,
            "organisation": self.organisation,
            "slug": self.slug,
            "version": self.version,
            "titles": dict(self.titles),
            "description": dict(self.description),
            "eqf": self.eqf,
            "ects": self.ects,
            "hours": self.hours,
            "modes": list(self.modes),
            "pace": self.pace,
            "languages": list(self.languages),
            "fields": list(self.fields),
            "region": self.region,
            "skills": list(self.skills),
            "occupations": list(self.occupations),
            "requires": list(self.requires),
            "components": list(self.components),
            "stackable": self.stackable,
            "published": self.published,
            "words": " ".join(self.words),
        }


def card_of(
    specification: AchievementSpecification,
    *,
    organisation: str,
    provider: Mapping[str, str],
    published: date,
    more_words: Iterable[str] = (),
) -> CatalogueCard:
    """Return the card of a definition; ``more_words`` are names it is found by besides its own texts."""
    body = specification.awarding_bodies[0] if specification.awarding_bodies else None
    outcomes = specification.learning_outcomes
    skills = dict.fromkeys(skill.uri for each in outcomes for skill in each.skills if skill.uri)
    occupations = dict.fromkeys(each.uri for each in specification.relevance.occupations if each.uri)
    return CatalogueCard(
        organisation=organisation,
        slug=specification.identifier,
        version=specification.version,
        titles=specification.title,
        description=specification.description,
        eqf=specification.level.eqf,
        ects=_number(specification.workload.ects),
        hours=_number(specification.workload.hours),
        modes=specification.participation.modes,
        pace=specification.participation.schedule,
        languages=specification.participation.languages,
        fields=specification.fields_of_study,
        region=body.region if body else "",
        skills=tuple(skills),
        occupations=tuple(occupations),
        requires=_required(specification, organisation),
        components=_components(specification, organisation),
        stackable=specification.stackability.type,
        published=published.isoformat(),
        words=_words(specification, provider, more_words),
    )


def card_from(data: Mapping[str, Any]) -> CatalogueCard | None:
    """Return the stored card, or ``None`` when another version of Umiem wrote it."""
    if data.get("format") != FORMAT:
        return None
    return CatalogueCard(
        organisation=data["organisation"],
        slug=data["slug"],
        version=data["version"],
        titles=LocalizedText(data["titles"]),
        description=LocalizedText(data["description"]),
        eqf=data["eqf"],
        ects=data["ects"],
        hours=data["hours"],
        modes=tuple(data["modes"]),
        pace=data["pace"],
        languages=tuple(data["languages"]),
        fields=tuple(data["fields"]),
        region=data["region"],
        skills=tuple(data["skills"]),
        occupations=tuple(data["occupations"]),
        requires=tuple(data["requires"]),
        components=tuple(data["components"]),
        stackable=data["stackable"],
        published=data["published"],
        words=tuple(data["words"].split()),
    )


def required_item(reference: str, organisation: str) -> str:
    """Return the URI or the card's identifier that a definition of ``organisation`` refers to."""
    return reference if "/" in reference else f"{organisation}/{reference}"


def _components(specification: AchievementSpecification, organisation: str) -> tuple[str, ...]:
    listed = (each for group in specification.composition.groups for each in group.components)
    return tuple(dict.fromkeys(required_item(each, organisation) for each in listed))


def _required(specification: AchievementSpecification, organisation: str) -> tuple[str, ...]:
    """Return what must be held first: URIs of skills, and ``organisation/slug`` of definitions."""
    given = (each.reference for each in specification.requires if each.reference)
    return tuple(dict.fromkeys(required_item(each, organisation) for each in given))


def _number(value: Decimal | int | None) -> float | None:
    return None if value is None else float(value)


def _words(
    specification: AchievementSpecification, provider: Mapping[str, str], more: Iterable[str]
) -> tuple[str, ...]:
    texts = [
        *specification.title.values(),
        *specification.description.values(),
        *(text for each in specification.learning_outcomes for text in each.statement.values()),
        *(
            text
            for each in specification.learning_outcomes
            for skill in each.skills
            for text in skill.label.values()
        ),
        *provider.values(),
        *specification.tags,
        *more,
    ]
    keys = (key for text in texts for language in INDEXED_LANGUAGES for key in keys_of(text, language))
    return tuple(dict.fromkeys(keys))
