"""Cards, facets and choices of the catalogue in the reader's words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.http import QueryDict
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from umiem import wiring
from umiem.domain.catalogue import (
    ABOVE,
    ANY_DAY,
    BANDS,
    FACETS,
    CatalogueCard,
    CatalogueQuery,
    FacetCount,
    Order,
)
from umiem.domain.skills import SkillGraph
from umiem.domain.text import LocalizedText
from umiem.services.skill import catalogue, skills
from umiem.services.skill.catalogue import Provider
from umiem.web.planning.names import Named, full_uri, named
from umiem.web.vocabulary import label_of

_MOST_VALUES = 20
_SHOWN_VALUES = 12
_CONCEPTS = ("skill", "occupation")
_LARGEST = 1_000_000.0
_VOCABULARIES = {
    "mode": "LEARNING_MODES",
    "pace": "LEARNING_SCHEDULES",
    "language": "LANGUAGES",
    "field": "FIELDS_OF_STUDY",
    "region": "REGIONS",
}


@dataclass(frozen=True, kw_only=True)
class CardView:
    """One card as lists show it."""

    card: CatalogueCard
    provider: Provider
    address: str

    @property
    def price(self) -> float | None:
        return self.card.least_price

    @property
    def currency(self) -> str:
        code = self.card.cheapest.currency if self.card.cheapest else ""
        return "zł" if code == "PLN" else code

    @property
    def next_start(self) -> date | None:
        return self.card.next_start


@dataclass(frozen=True, kw_only=True)
class FacetValue:
    """One value of a facet with its name, its place in the address, and how many cards have it."""

    found: FacetCount
    name: str
    value: str


@dataclass(frozen=True, kw_only=True)
class FacetView:
    """One facet: its heading and the values to tick."""

    name: str
    heading: str
    values: tuple[FacetValue, ...]
    is_open: bool


def query_from(data: QueryDict) -> CatalogueQuery:
    """Return what an address asks for; what makes no sense in it is passed over."""
    order = data.get("order", "")
    return CatalogueQuery(
        words=data.get("q", "")[:200].strip(),
        chosen={name: values for name in FACETS if (values := _values(data, name))},
        most_hours=_number(data, "hours"),
        least_ects=_number(data, "ects_from"),
        most_ects=_number(data, "ects_to"),
        most_price=_number(data, "price"),
        starts_by=_day(data.get("start", "")),
        order=Order(order) if order in Order.__members__.values() else Order.BEST,
    )


def _values(data: QueryDict, name: str) -> tuple[str, ...]:
    given = [value[:200] for value in data.getlist(name)[:_MOST_VALUES] if value]
    return tuple(full_uri(name, value) if name in _CONCEPTS else value for value in given)


def card_views(cards: Iterable[CatalogueCard]) -> tuple[CardView, ...]:
    """Return cards with their providers."""
    listed = tuple(cards)
    known = catalogue.providers(card.organisation for card in listed)
    base = wiring.installation().base_url
    return tuple(
        CardView(
            card=card,
            provider=known.get(card.organisation)
            or Provider(slug=card.organisation, names={"und": card.organisation}, hue=None),
            address=f"{base}/catalogue/{card.organisation}/{card.slug}/",
        )
        for card in listed
    )


def facet_views(facets: Mapping[str, tuple[FacetCount, ...]]) -> tuple[FacetView, ...]:
    """Return the facets that offer a choice."""
    names = catalogue.providers(each.value for each in facets["provider"][:_SHOWN_VALUES])
    headings = {
        "level": _("EQF level"),
        "credits": _("ECTS credits"),
        "volume": _("Hours of work"),
        "cost": _("Lowest price"),
        "begins": _("Begins"),
        "mode": _("How"),
        "pace": _("Pace"),
        "language": _("Language"),
        "field": _("Field"),
        "provider": _("Provider"),
        "region": _("Region"),
        "skill": _("Skill"),
        "occupation": _("Occupation"),
    }
    views = []
    for name, counts in facets.items():
        shown = [each for each in counts[:_SHOWN_VALUES] if each.count or each.is_chosen]
        shown += [each for each in counts[_SHOWN_VALUES:] if each.is_chosen]
        if name == "level" or name == "begins" or name in BANDS:
            shown.sort(key=lambda each, name=name: _place(name, each.value))  # type: ignore[misc]
        values = tuple(
            FacetValue(
                found=each,
                name=_value_name(name, each.value, names),
                value=each.value.rpartition("/")[2] if name in _CONCEPTS else each.value,
            )
            for each in shown
        )
        if values:
            views.append(
                FacetView(
                    name=name,
                    heading=headings[name],
                    values=values,
                    is_open=any(each.is_chosen for each in shown),
                )
            )
    return tuple(views)


def concept_chips(query: CatalogueQuery, graph: SkillGraph) -> dict[str, tuple[Named, ...]]:
    """Return the skills and occupations that narrow the list, by parameter."""
    return {
        name: tuple(named(graph, uri) for uri in query.chosen[name])
        for name in _CONCEPTS
        if name in query.chosen
    }


def _value_name(facet: str, value: str, providers: Mapping[str, Provider]) -> str:
    if facet == "level":
        return value
    if facet == "provider":
        known = providers.get(value)
        return LocalizedText(known.names).best(get_language() or "pl")[0] if known else value
    if facet in BANDS:
        return _band_name(facet, value)
    if facet == "begins":
        return _month_name(value)
    if facet in _CONCEPTS:
        return named(skills.library().graph, value).label
    return label_of(_VOCABULARIES[facet], value)


def _place(facet: str, value: str) -> tuple[float, str]:
    """Return where a value of an ordered facet stands: amounts by size, any day before the months."""
    if facet in BANDS:
        return (float(value) if value.isdigit() else _LARGEST, value)
    return (value != ANY_DAY, value)


def _band_name(facet: str, value: str) -> str:
    """Return what a band is called: over 10 to 25 h."""
    unit = {"credits": "ECTS", "volume": _("h"), "cost": "zł"}[facet]
    limits = BANDS[facet]
    if value == ABOVE:
        return _("over {amount} {unit}").format(amount=limits[-1], unit=unit)
    if value not in map(str, limits):
        return value
    place = [str(limit) for limit in limits].index(value)
    if value == "0":
        return _("free of charge")
    if place == 0 or limits[place - 1] == 0:
        return _("up to {amount} {unit}").format(amount=value, unit=unit)
    return _("over {least} to {most} {unit}").format(least=limits[place - 1], most=value, unit=unit)


def _month_name(value: str) -> str:
    if value == ANY_DAY:
        return _("any day")
    try:
        return date_format(date.fromisoformat(f"{value}-01"), "YEAR_MONTH_FORMAT")
    except ValueError:
        return value


def _number(data: QueryDict, name: str) -> float | None:
    try:
        value = float(data.get(name, "").replace(",", "."))
    except ValueError:
        return None
    return value if 0 <= value <= _LARGEST else None


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None
