"""What plans of this installation choose from: published definitions, and the demonstration if any."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from umiem import wiring
from umiem.domain.catalogue import CardOffer, CatalogueCard, CatalogueIndex
from umiem.domain.definition import AchievementSpecification
from umiem.domain.pathways import Catalogue, CatalogueEntry, Offering, Requirement
from umiem.domain.pathways.catalogue_file import join_catalogues
from umiem.services.skill import catalogue
from umiem.services.skill.skill_planning import demo_catalogue
from umiem.storage.models import Organisation

_MODES = {"online": "online", "blended": "hybrid"}
_ONSITE = "onsite"
UNSTATED = "/unstated"  # ends the identifier of an offering that stands for "ask the provider"


@dataclass(frozen=True, kw_only=True)
class PlanCatalogue:
    """The catalogue with the page of each entry that has one; the others are invented examples.

    ``links`` leads from an offering to the page where one applies.
    """

    catalogue: Catalogue
    pages: Mapping[str, tuple[str, str]]
    links: Mapping[str, str] = field(default_factory=dict)

    def is_invented(self, identifier: str) -> bool:
        """Say whether an entry belongs to the demonstration only."""
        return identifier not in self.pages


def planning_catalogue() -> PlanCatalogue:
    """Return what can be planned with now: what is published here, and the demonstration if there is one."""
    names = tuple(
        (slug, _name_of(names)) for slug, names in Organisation.objects.values_list("slug", "names")
    )
    return _planned(catalogue.index(), names, wiring.installation().demo)


def skills_of(specification: AchievementSpecification) -> frozenset[str]:
    """Return the ESCO skills that a definition's outcomes confirm."""
    return frozenset(
        skill.uri for outcome in specification.learning_outcomes for skill in outcome.skills if skill.uri
    )


def _name_of(names: Mapping[str, str]) -> str:
    return names.get("pl") or next(iter(names.values()), "")


@lru_cache(maxsize=2)
def _planned(
    index: CatalogueIndex, provider_names: tuple[tuple[str, str], ...], is_demo: bool
) -> PlanCatalogue:
    required = {item for card in index.cards for item in card.requires}
    taken = [card for card in index.cards if not card.components]  # larger ones are applied for: 0250
    cards = [card for card in taken if card.skills or card.identifier in required]
    names = dict(provider_names)
    published = {card.slug for card in cards}
    examples = demo_catalogue().entries if is_demo else ()
    others = tuple(entry for entry in examples if entry.identifier not in published)
    entries = tuple(_entry(card, names.get(card.organisation, card.organisation)) for card in cards)
    present = {card.slug: card.identifier for card in cards}
    return PlanCatalogue(
        catalogue=join_catalogues([Catalogue(_led(others, present)), Catalogue(entries)]),
        pages={card.identifier: (card.organisation, card.slug) for card in cards},
        links={offer.identifier: offer.url for card in cards for offer in card.offers if offer.url},
    )


def _led(examples: Iterable[CatalogueEntry], present: Mapping[str, str]) -> tuple[CatalogueEntry, ...]:
    """Lead the requirements of invented examples to what is published under the same name."""
    return tuple(
        replace(
            entry,
            requires=tuple(
                replace(each, items=tuple(present.get(item, item) for item in each.items))
                for each in entry.requires
            ),
        )
        for entry in examples
    )


def _entry(card: CatalogueCard, provider: str) -> CatalogueEntry:
    return CatalogueEntry(
        identifier=card.identifier,
        title=card.titles,
        provider=provider,
        skills=frozenset(card.skills),
        hours=card.whole_hours,
        requires=tuple(Requirement((item,)) for item in card.requires),
        offerings=tuple(map(_offering, card.offers)) or tuple(_unstated(card)),
    )


def _offering(offer: CardOffer) -> Offering:
    return Offering(
        identifier=offer.identifier if offer.price is not None else f"{offer.identifier}{UNSTATED}",
        price=offer.price or 0.0,
        currency=offer.currency,
        mode=offer.mode,
        language=offer.language,
        region=offer.region,
        starts=offer.starts,
        weeks=float(offer.weeks or 0),
    )


def _unstated(card: CatalogueCard) -> Iterable[Offering]:
    """Without an offer the definition itself says how one takes part; price and dates are open."""
    modes = dict.fromkeys(_MODES.get(mode, _ONSITE) for mode in card.modes or (_ONSITE,))
    for mode in modes:
        for language in card.languages or ("pl",):
            yield Offering(f"{card.identifier}/{mode}-{language}{UNSTATED}", mode=mode, language=language)
