"""The catalogue as learning opportunities of the European Learning Model (ELM 3.2)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, time
from typing import Any

from django.utils import timezone

from umiem import wiring
from umiem.domain.catalogue import CatalogueCard
from umiem.domain.vocabularies import (
    COUNTRIES,
    CREDIT_FRAMEWORKS,
    CURRENCIES,
    EQF_LEVELS,
    LANGUAGES,
    LEARNING_MODES,
    LEARNING_SCHEDULES,
)
from umiem.engine.profiles.european_digital_credential import CONTEXTS
from umiem.services.credential.representations.elm_nodes import concept, concept_node, texts
from umiem.services.skill import catalogue, skills
from umiem.services.skill.catalogue import Provider
from umiem.services.skill.catalogue_feed import address_of

Node = dict[str, Any]
_ESCO_SKILLS = "http://data.europa.eu/esco/concept-scheme/skills"


def as_learning_opportunities() -> Node:
    """Return the whole catalogue as learning opportunities of the European Learning Model."""
    cards = catalogue.index().cards
    known = catalogue.providers(card.organisation for card in cards)
    return {
        "@context": list(CONTEXTS),
        "@graph": [_opportunity(card, known.get(card.organisation)) for card in cards],
    }


def _opportunity(card: CatalogueCard, provider: Provider | None) -> Node:
    address = address_of(card)
    return {
        "id": address,
        "type": "LearningOpportunity",
        "title": texts(card.titles),
        "description": texts(card.description),
        "mode": [node for node in (concept(LEARNING_MODES, mode) for mode in card.modes) if node],
        "duration": f"PT{round(card.whole_hours)}H",
        "homepage": {"id": f"{address}#page", "type": "WebResource", "contentURL": address},
        "providedBy": _organisation(card.organisation, provider),
        "learningAchievementSpecification": _specification(card, address),
        **dict(_when_and_how_much(card, address)),
    }


def _organisation(slug: str, provider: Provider | None) -> Node:
    address = f"{wiring.installation().base_url}/organisations/{slug}/"
    node: Node = {
        "id": address,
        "type": "Organisation",
        "legalName": dict(provider.names) if provider else {"und": slug},
    }
    if provider is not None and (country := concept(COUNTRIES, provider.country)):
        place = {"id": f"{address}#address", "type": "Address", "countryCode": country}
        node["location"] = [{"id": f"{address}#location", "type": "Location", "address": [place]}]
    return node


def _specification(card: CatalogueCard, address: str) -> Node:
    graph = skills.library().graph
    languages = [node for node in (concept(LANGUAGES, tag) for tag in card.languages) if node]
    node: Node = {
        "id": f"{address}#specification",
        "type": "LearningAchievementSpecification",
        "title": texts(card.titles),
        "language": languages,
        "volumeOfLearning": f"PT{round(card.whole_hours)}H",
        "learningOutcome": [
            _outcome(f"{address}#skill-{number}", uri, graph.skills[uri].labels)
            for number, uri in enumerate(card.skills, start=1)
            if uri in graph.skills
        ],
    }
    if card.eqf and (level := concept(EQF_LEVELS, str(card.eqf))):
        node["eqfLevel"] = level
    if card.ects:
        node["creditPoint"] = [
            {
                "id": f"{address}#credit",
                "type": "CreditPoint",
                "framework": concept(CREDIT_FRAMEWORKS, "ects"),
                "point": f"{card.ects:g}",
            }
        ]
    return node


def _outcome(identifier: str, uri: str, labels: Mapping[str, str]) -> Node:
    return {
        "id": identifier,
        "type": "LearningOutcome",
        "title": dict(labels),
        "relatedESCOSkill": [concept_node(uri, _ESCO_SKILLS, labels)],
    }


def _when_and_how_much(card: CatalogueCard, address: str) -> Iterator[tuple[str, object]]:
    if card.pace and (schedule := concept(LEARNING_SCHEDULES, card.pace)):
        yield "learningSchedule", schedule
    if card.next_start:
        first = timezone.make_aware(datetime.combine(card.next_start, time()))
        yield (
            "temporal",
            {"id": f"{address}#next", "type": "PeriodOfTime", "startDate": first.isoformat()},
        )
    offer = card.cheapest
    unit = None if offer is None else concept(CURRENCIES, offer.currency)
    if offer is not None and unit is not None:  # a price in a currency outside the list says nothing
        amount = {
            "id": f"{address}#amount",
            "type": "Amount",
            "value": f"{offer.price or 0:.2f}",
            "unit": unit,
        }
        yield "priceDetail", [{"id": f"{address}#price", "type": "PriceDetail", "amount": amount}]
