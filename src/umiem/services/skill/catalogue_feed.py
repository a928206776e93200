"""The catalogue as open data: plain JSON, CSV and schema.org."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from umiem import wiring
from umiem.domain.catalogue import CardOffer, CatalogueCard
from umiem.domain.skills import SkillGraph
from umiem.services.definition.definitions import DefinitionView
from umiem.services.skill import catalogue, skills
from umiem.services.skill.catalogue import Provider

Node = dict[str, Any]
_SCHEMA_MODES = {"online": "online", "onsite": "onsite", "hybrid": "blended"}
_COLUMNS = (
    "identifier",
    "title_pl",
    "title_en",
    "provider",
    "eqf",
    "ects",
    "hours",
    "modes",
    "languages",
    "fields",
    "region",
    "skills",
    "price",
    "currency",
    "next_start",
    "url",
)
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
_MOST_OCCUPATIONS = 8


@dataclass(frozen=True, kw_only=True)
class CountsTowards:
    """An occupation to which a micro-credential brings one nearer: how many of its essential skills."""

    uri: str
    skills: int
    of: int


def counts_towards(card: CatalogueCard, graph: SkillGraph) -> tuple[CountsTowards, ...]:
    """Return the occupations whose essential skills a card confirms, the most first."""
    counts: dict[str, int] = {}
    for skill in card.skills:
        for uri in graph.needed_by.get(skill, ()):
            counts[uri] = counts.get(uri, 0) + 1
    ranked = sorted(counts.items(), key=lambda each: (-each[1], len(graph.essential[each[0]]), each[0]))
    return tuple(
        CountsTowards(uri=uri, skills=count, of=len(graph.essential[uri]))
        for uri, count in ranked[:_MOST_OCCUPATIONS]
    )


def as_json() -> Node:
    """Return the whole catalogue as plain data."""
    cards = catalogue.index().cards
    known = catalogue.providers(card.organisation for card in cards)
    return {
        "attribution": "This service uses the ESCO classification of the European Commission.",
        "esco_version": skills.library().graph.source.version,
        "micro_credentials": [_plain(card, known) for card in cards],
    }


def as_csv() -> str:
    """Return the whole catalogue as a table, safe to open in a spreadsheet."""
    cards = catalogue.index().cards
    known = catalogue.providers(card.organisation for card in cards)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(_COLUMNS)
    for card in cards:
        row = (
            card.identifier,
            card.titles.get("pl", ""),
            card.titles.get("en", ""),
            _name(known.get(card.organisation)),
            card.eqf,
            card.ects,
            card.hours,
            " ".join(card.modes),
            " ".join(card.languages),
            " ".join(card.fields),
            card.region,
            " ".join(card.skills),
            card.least_price,
            card.cheapest.currency if card.cheapest else "",
            card.next_start.isoformat() if card.next_start else "",
            address_of(card),
        )
        writer.writerow(["" if value is None else _harmless(str(value)) for value in row])
    return out.getvalue()


def as_schema_org() -> Node:
    """Return the whole catalogue as schema.org courses with the credential they lead to."""
    cards = catalogue.index().cards
    known = catalogue.providers(card.organisation for card in cards)
    return {
        "@context": "https://schema.org",
        "@type": "ItemList",
        "numberOfItems": len(cards),
        "itemListElement": [
            {"@type": "ListItem", "position": number, "item": _course(card, known.get(card.organisation))}
            for number, card in enumerate(cards, start=1)
        ],
    }


def course(card: CatalogueCard, view: DefinitionView) -> Node:
    """Return one definition as a schema.org course, for the data block of its page."""
    provider = Provider(slug=view.organisation.slug, names=view.organisation.names, hue=view.organisation.hue)
    return {"@context": "https://schema.org", **_course(card, provider)}


def address_of(card: CatalogueCard) -> str:
    """Return the address of a card's page."""
    return f"{wiring.installation().base_url}/catalogue/{card.organisation}/{card.slug}/"


def _plain(card: CatalogueCard, known: Mapping[str, Provider]) -> Node:
    data = card.as_data()
    for hidden in ("format", "words"):
        del data[hidden]
    provider = known.get(card.organisation)
    return data | {
        "url": address_of(card),
        "provider": dict(provider.names) if provider else {},
        "offers": [_offer(offer) for offer in card.offers],
    }


def _offer(offer: CardOffer) -> Node:
    return {
        "identifier": offer.identifier,
        "mode": offer.mode,
        "language": offer.language,
        "region": offer.region,
        "place": offer.place,
        "starts": offer.starts.isoformat() if offer.starts else None,
        "apply_by": offer.apply_by.isoformat() if offer.apply_by else None,
        "weeks": offer.weeks,
        "price": offer.price,
        "currency": offer.currency,
        "places": offer.places,
        "apply_url": offer.url,
    }


def _course(card: CatalogueCard, provider: Provider | None) -> Node:
    graph = skills.library().graph
    title, tag = card.titles.best("pl")
    competences = [
        {
            "@type": "DefinedTerm",
            "@id": uri,
            "name": graph.label(uri, tag)[0],
            "inDefinedTermSet": "http://data.europa.eu/esco/concept-scheme/skills",
        }
        for uri in card.skills
    ]
    credential: Node = {
        "@type": "EducationalOccupationalCredential",
        "credentialCategory": "micro-credential",
        "name": title,
        "url": address_of(card),
        "competencyRequired": competences,
    }
    if card.eqf:
        credential["educationalLevel"] = f"EQF {card.eqf}"
    instances = [_instance(card, offer) for offer in card.offers]
    return {
        "@type": "Course",
        "@id": address_of(card),
        "name": title,
        "inLanguage": list(card.languages),
        "description": card.description.best(tag)[0],
        "url": address_of(card),
        "provider": {"@type": "Organization", "name": _name(provider)},
        "teaches": competences,
        "educationalCredentialAwarded": credential,
        "timeRequired": f"PT{round(card.whole_hours)}H",
        **({"numberOfCredits": _whole(card.ects)} if card.ects else {}),
        "offers": [node["offers"] for node in instances if "offers" in node],
        "hasCourseInstance": instances,
    }


def _whole(number: float) -> float:
    """Return 3 for 3.0: schema.org counts credits in whole numbers where it can."""
    return int(number) if number == int(number) else number


def _instance(card: CatalogueCard, offer: CardOffer) -> Node:
    node: Node = {
        "@type": "CourseInstance",
        "courseMode": _SCHEMA_MODES[offer.mode],
        "courseWorkload": f"PT{round(card.whole_hours)}H",
        "inLanguage": offer.language,
    }
    if offer.starts:
        node["startDate"] = offer.starts.isoformat()
    if offer.place:
        node["location"] = offer.place
    if offer.price is not None:
        node["offers"] = {
            "@type": "Offer",
            "price": offer.price,
            "priceCurrency": offer.currency,
            "category": "Free" if offer.price == 0 else "Paid",
            **({"url": offer.url} if offer.url else {}),
        }
    return node


def _name(provider: Provider | None) -> str:
    if provider is None:
        return ""
    return provider.names.get("pl") or next(iter(provider.names.values()), "")


def _harmless(value: str) -> str:
    """Keep a spreadsheet from running a text as a formula."""
    return f"'{value}" if value.startswith(_DANGEROUS) and not _is_number(value) else value


def _is_number(value: str) -> bool:
    return value.lstrip("-").replace(".", "", 1).isdigit()


def listed_addresses() -> Iterable[tuple[str, str]]:
    """Yield ``(address, day)`` of every public page for a site map."""
    base = wiring.installation().base_url
    for path in ("/", "/catalogue/", "/skills/", "/occupations/", "/plan/", "/offer/", "/verify/", "/about/"):
        yield f"{base}{path}", ""
    index = catalogue.index()
    for card in index.cards:
        yield address_of(card), card.published
    graph = skills.library().graph
    occupations: dict[str, None] = {}
    for uri in index.skills:
        if uri in graph.skills:
            yield f"{base}/skills/{uri.rpartition('/')[2]}/", ""
            occupations.update(dict.fromkeys(graph.needed_by.get(uri, ())))
    for uri in occupations:
        yield f"{base}/occupations/{uri.rpartition('/')[2]}/", ""
