"""What plans of this installation choose from: published definitions, and the demonstration if any."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils import timezone

from umiem import wiring
from umiem.domain.definition import AchievementSpecification
from umiem.domain.pathways import Catalogue, CatalogueEntry, Offering
from umiem.domain.pathways.catalogue_file import join_catalogues
from umiem.services import definitions
from umiem.services.definitions import DefinitionView
from umiem.services.skill_planning import demo_catalogue
from umiem.storage.models import DefinitionOffer

HOURS_OF_ONE_ECTS = 25
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
    views = [view for view in definitions.catalogue() if skills_of(view.specification)]
    offers = _offers([view.definition.pk for view in views])
    entries = tuple(_entry(view, offers.get(view.definition.pk, ())) for view in views)
    published = {view.definition.slug for view in views}
    examples = demo_catalogue().entries if wiring.installation().demo else ()
    others = tuple(entry for entry in examples if entry.identifier not in published)
    return PlanCatalogue(
        catalogue=join_catalogues([Catalogue(others), Catalogue(entries)]),
        pages={_identifier(view): (view.organisation.slug, view.definition.slug) for view in views},
        links={
            str(offer.public_id): offer.apply_url
            for found in offers.values()
            for offer in found
            if offer.apply_url
        },
    )


def skills_of(specification: AchievementSpecification) -> frozenset[str]:
    """Return the ESCO skills that a definition's outcomes confirm."""
    return frozenset(
        skill.uri for outcome in specification.learning_outcomes for skill in outcome.skills if skill.uri
    )


def hours_of(specification: AchievementSpecification) -> float:
    """Return the whole workload in hours; 25 for each ECTS credit where hours are not stated."""
    workload = specification.workload
    if workload.hours:
        return float(workload.hours)
    return float(workload.ects or 1) * HOURS_OF_ONE_ECTS


def _identifier(view: DefinitionView) -> str:
    return f"{view.organisation.slug}/{view.definition.slug}"


def _offers(definition_ids: list[int]) -> dict[int, tuple[DefinitionOffer, ...]]:
    today = timezone.localdate()
    rows = DefinitionOffer.objects.filter(definition_id__in=definition_ids)
    open_rows = rows.filter(Q(starts_on=None) | Q(starts_on__gte=today)).filter(
        Q(apply_by=None) | Q(apply_by__gte=today)
    )
    found: dict[int, list[DefinitionOffer]] = {}
    for row in open_rows:
        found.setdefault(row.definition_id, []).append(row)
    return {key: tuple(each) for key, each in found.items()}


def _entry(view: DefinitionView, offers: Iterable[DefinitionOffer]) -> CatalogueEntry:
    specification = view.specification
    names = view.organisation.names
    return CatalogueEntry(
        identifier=_identifier(view),
        title=specification.title,
        provider=names.get("pl") or next(iter(names.values()), ""),
        skills=skills_of(specification),
        hours=hours_of(specification),
        offerings=tuple(_offering(offer) for offer in offers) or _unstated(view),
    )


def _offering(offer: DefinitionOffer) -> Offering:
    identifier = str(offer.public_id)
    return Offering(
        identifier=identifier if offer.price is not None else f"{identifier}{UNSTATED}",
        price=float(offer.price or 0),
        currency=offer.currency,
        mode=offer.mode,
        language=offer.language,
        region=offer.region,
        starts=offer.starts_on,
        weeks=float(offer.weeks or 0),
    )


def _unstated(view: DefinitionView) -> tuple[Offering, ...]:
    """Without an offer the definition itself says how one takes part; price and dates are open."""
    taking = view.specification.participation
    modes = dict.fromkeys(_MODES.get(mode, _ONSITE) for mode in taking.modes or (_ONSITE,))
    return tuple(
        Offering(f"{_identifier(view)}/{mode}-{language}{UNSTATED}", mode=mode, language=language)
        for mode in modes
        for language in taking.languages or ("pl",)
    )
