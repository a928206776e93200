"""The catalogue for everyone: kept in step with what is published, held in memory, searched.

Each published definition has a card in the database. A process reads all cards once and again whenever
something was published, archived or offered; ``refresh`` makes the cards that are missing.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max
from django.utils import timezone

from umiem.domain.catalogue import (
    CardOffer,
    CatalogueCard,
    CatalogueIndex,
    CatalogueQuery,
    Found,
    build_index,
    card_from,
    card_of,
)
from umiem.domain.catalogue.card import FORMAT, required_item
from umiem.domain.definition import AchievementSpecification
from umiem.domain.skills import SkillGraph
from umiem.domain.text import LocalizedText
from umiem.errors import NotFoundError
from umiem.services.definition.definitions import DefinitionView, view_of
from umiem.services.skill import skills
from umiem.storage.models import (
    AuditEntry,
    CatalogueEntry,
    DefinitionOffer,
    DefinitionState,
    DefinitionVersion,
    Organisation,
)

MADE_AT_ONCE = 500
MOST_VIEWS = 50
EDITION_SECONDS = 10.0
_Signature = tuple[Any, ...]


@dataclass(frozen=True, kw_only=True)
class Provider:
    """The organisation behind a card, as lists show it."""

    slug: str
    names: dict[str, str]
    hue: int | None
    country: str = ""


@dataclass(slots=True)
class _Held:
    signature: _Signature
    index: CatalogueIndex


class _Memory:
    """The index of this process; replaced as a whole, so readers need no lock."""

    def __init__(self) -> None:
        self.held: _Held | None = None
        self.edition: Edition | None = None
        self.building = threading.Lock()


_MEMORY = _Memory()


def index() -> CatalogueIndex:
    """Return the catalogue as it is now."""
    signature = _signature()
    held = _MEMORY.held
    if held is not None and held.signature == signature:
        return held.index
    with _MEMORY.building:
        held = _MEMORY.held
        if held is not None and held.signature == signature:
            return held.index
        is_whole = refresh() < MADE_AT_ONCE
        fresh = build_index(_cards(), needs=skills.library().graph.essential)
        _MEMORY.held = _Held(signature, fresh) if is_whole else None  # the next call makes more of them
        return fresh


@dataclass(frozen=True)
class Edition:
    """What the front page of the catalogue depends on: the same object while nothing of it changed.

    ``last`` is the newest entry of the audit: names and colours of organisations are not in the index.
    """

    index: CatalogueIndex
    last: int | None
    made_at: float


def edition() -> Edition:
    """Return the edition of now; after ``EDITION_SECONDS`` it is another one in any case."""
    now, found = index(), _MEMORY.edition
    last = AuditEntry.objects.order_by("-pk").values_list("pk", flat=True).first()
    moment = time.monotonic()
    is_same = found is not None and found.index is now and found.last == last
    if found is not None and is_same and moment - found.made_at < EDITION_SECONDS:
        return found
    _MEMORY.edition = made = Edition(now, last, moment)
    return made


def search(query: CatalogueQuery) -> Found:
    """Return what the catalogue has for a query."""
    return index().search(query)


def refresh_all() -> int:
    """Make every card that is missing or was written by another version of Umiem; return how many changed."""
    changed, last = 0, MADE_AT_ONCE
    while last >= MADE_AT_ONCE:
        last = refresh()
        changed += last
    return changed


def refresh() -> int:
    """Make the cards of what was published, remove those of what no longer is; return how many changed.

    A card that another version of Umiem wrote is made again.
    """
    listed = dict(
        DefinitionVersion.objects.filter(state=DefinitionState.PUBLISHED)
        .order_by("version")
        .values_list("definition_id", "id")
    )
    rows = CatalogueEntry.objects.values_list("definition_id", "version_id", "card__format")
    stored = {key: (version, written) for key, version, written in rows}
    gone = [key for key in stored if key not in listed]
    fresh = [version for key, version in listed.items() if stored.get(key) != (version, FORMAT)]
    fresh = fresh[:MADE_AT_ONCE]
    if gone:
        CatalogueEntry.objects.filter(definition_id__in=gone).delete()
    if fresh:
        versions = DefinitionVersion.objects.filter(id__in=fresh).select_related("definition__organisation")
        CatalogueEntry.objects.bulk_create(
            (_entry(row) for row in versions),
            update_conflicts=True,
            unique_fields=["definition"],
            update_fields=["version", "card"],
        )
    return len(gone) + len(fresh)


def providers(slugs: Iterable[str]) -> dict[str, Provider]:
    """Return the organisations of cards by slug."""
    rows = Organisation.objects.filter(slug__in=set(slugs)).only("slug", "names", "hue", "country")
    return {
        row.slug: Provider(slug=row.slug, names=row.names, hue=row.hue, country=row.country) for row in rows
    }


def views(query: CatalogueQuery) -> tuple[DefinitionView, ...]:
    """Return the first definitions for a query with all they hold; only these are read."""
    wanted = [(card.organisation, card.slug) for card in search(query).part(0, MOST_VIEWS)]
    rows = DefinitionVersion.objects.filter(
        state=DefinitionState.PUBLISHED, definition__slug__in={slug for _, slug in wanted}
    ).select_related("definition__organisation")
    found = {(row.definition.organisation.slug, row.definition.slug): row for row in rows.order_by("version")}
    return tuple(view_of(found[name]) for name in wanted if name in found)


def cards_named(identifiers: Iterable[str]) -> tuple[CatalogueCard, ...]:
    """Return the cards with these identifiers (``organisation/slug``); unknown ones are left out."""
    known = index().by_identifier
    return tuple(known[name] for name in dict.fromkeys(identifiers) if name in known)


def card(organisation: str, slug: str) -> CatalogueCard:
    """Return one card; raises ``NotFoundError``."""
    found = index().by_identifier.get(f"{organisation}/{slug}")
    if found is None:
        raise NotFoundError("definition-unknown", slug=slug)
    return found


@dataclass(frozen=True, kw_only=True)
class Required:
    """Something to hold first: its name, and the card or the skill that its reference leads to, if any."""

    title: LocalizedText
    card: CatalogueCard | None
    skill: str


def required_by(specification: AchievementSpecification, organisation: str) -> tuple[Required, ...]:
    """Return what must be held before one begins a definition of ``organisation``."""
    known, graph = index().by_identifier, skills.library().graph
    return tuple(
        Required(
            title=each.title,
            card=known.get(required_item(each.reference, organisation)),
            skill=each.reference if each.reference in graph.skills else "",
        )
        for each in specification.requires
    )


def _signature() -> _Signature:
    """Return what changes with each publication, archiving, offer, import of ESCO, and day."""
    listed = DefinitionVersion.objects.filter(state=DefinitionState.PUBLISHED).aggregate(
        count=Count("id"), last=Max("published_at")
    )
    offers = DefinitionOffer.objects.aggregate(count=Count("id"), last=Max("id"))
    esco = skills.library().graph.source.digest
    return (*listed.values(), *offers.values(), timezone.localdate(), esco)


def _entry(row: DefinitionVersion) -> CatalogueEntry:
    view = view_of(row)
    made = card_of(
        view.specification,
        organisation=view.organisation.slug,
        provider=view.organisation.names,
        published=timezone.localdate(row.published_at),
        more_words=_labels(view.specification.learning_outcomes),
    )
    return CatalogueEntry(definition=row.definition, version=row, card=made.as_data())


def _labels(outcomes: Iterable[Any]) -> Iterable[str]:
    """Return ESCO's own labels of the skills, in both languages, so that a search finds them too."""
    graph: SkillGraph = skills.library().graph
    for outcome in outcomes:
        for skill in outcome.skills:
            known = graph.skills.get(skill.uri)
            if known is not None:
                yield from known.labels.values()


def _cards() -> Iterable[CatalogueCard]:
    today = timezone.localdate()
    offers = _offers()
    for key, data in CatalogueEntry.objects.values_list("definition_id", "card").iterator(chunk_size=2000):
        found = card_from(data)
        if found is not None:
            yield found.with_offers(offers.get(key, ()), today=today)


def _offers() -> dict[int, list[CardOffer]]:
    found: dict[int, list[CardOffer]] = {}
    for row in DefinitionOffer.objects.all():
        found.setdefault(row.definition_id, []).append(card_offer(row))
    return found


def card_offer(row: DefinitionOffer) -> CardOffer:
    """Return a stored offer as the catalogue shows it."""
    return CardOffer(
        identifier=str(row.public_id),
        mode=row.mode,
        language=row.language,
        region=row.region,
        place=row.place,
        starts=row.starts_on,
        apply_by=row.apply_by,
        weeks=row.weeks,
        price=None if row.price is None else float(row.price),
        currency=row.currency,
        places=row.places,
        url=row.apply_url,
    )
