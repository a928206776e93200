"""The catalogue of published definitions, and the organisations behind them."""

from __future__ import annotations

import json

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from umiem.domain.catalogue import MOST_COMPARED, CatalogueCard, CatalogueQuery, Order
from umiem.errors import NotFoundError
from umiem.services import organisations
from umiem.services.definition import definitions
from umiem.services.skill import catalogue as catalogues
from umiem.services.skill import catalogue_feed, demand, skills
from umiem.services.stacking import composition
from umiem.web.frames import is_unknown
from umiem.web.kept_pages import page_of
from umiem.web.paging import page_number
from umiem.web.planning.names import all_named, named
from umiem.web.public.catalogue_view import (
    card_views,
    concept_chips,
    facet_views,
    query_from,
)

_ON_A_PAGE = 24
_ORDERS = tuple(Order)
# The list may stand in a frame of any site: it is public, takes nothing and sets no cookie.
_FRAME_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors *"
)


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """Show what is published, narrowed by words and facets; the front page is kept while nothing changed."""
    if request.GET or not is_unknown(request):
        return _catalogue(request)
    return HttpResponse(
        page_of(request, catalogues.edition(), lambda: _catalogue(request).content, kind="catalogue")
    )


def _catalogue(request: HttpRequest) -> HttpResponse:
    query = query_from(request.GET)
    found = catalogues.search(query)
    page = Paginator(range(found.total), _ON_A_PAGE).get_page(page_number(request))
    shown = found.part(page.start_index() - 1, page.end_index()) if found.total else ()
    context = {
        "query": query,
        "q": query.words,
        "total": found.total,
        "page": page,
        "cards": card_views(shown),
        "facets": facet_views(found.facets),
        "chips": concept_chips(query, skills.library().graph),
        "orders": _ORDERS,
        "is_narrowed": bool(request.GET),
        "most_compared": MOST_COMPARED,
    }
    return render(request, "public/catalogue.html", context)


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Put up to four micro-credentials side by side."""
    chosen = catalogues.cards_named(request.GET.getlist("c"))[:MOST_COMPARED]
    graph = skills.library().graph
    columns = [
        (
            view,
            definitions.public_definition(view.card.organisation, view.card.slug),
            all_named(graph, [uri for uri in view.card.skills if uri in graph.skills]),
        )
        for view in card_views(chosen)
    ]
    shared = set.intersection(*(set(card.skills) for card in chosen)) if len(chosen) > 1 else set()
    return render(request, "public/compare.html", {"columns": columns, "shared": shared})


@require_safe
def definition(request: HttpRequest, organisation: str, slug: str) -> HttpResponse:
    """Show one definition: its European elements, when it can be taken, what it counts towards."""
    view = definitions.public_definition(organisation, slug)
    card = _card(organisation, slug)
    graph = skills.library().graph
    confirmed = all_named(graph, [uri for uri in card.skills if uri in graph.skills] if card else ())
    context = {
        "view": view,
        "card": card,
        "required": [
            (each, named(graph, each.skill) if each.skill else None)
            for each in catalogues.required_by(view.specification, organisation)
        ],
        "parts": composition.parts_of(view.specification, organisation),
        "larger": composition.larger_than(organisation, slug),
        "skills": [(each, demand.of(each.uri)) for each in confirmed],
        "occupations": [
            (each, named(graph, each.uri))
            for each in (catalogue_feed.counts_towards(card, graph) if card else ())
        ],
        "has_own_labels": any(each.is_own for each in confirmed),
        "structured_data": _script_safe(catalogue_feed.course(card, view)) if card else "",
    }
    return render(request, "public/definition.html", context)


@require_safe
def organisation(request: HttpRequest, organisation: str) -> HttpResponse:
    """Say who an organisation is and what it awards."""
    found = organisations.public_organisation(organisation)
    shown = card_views(_cards_of(organisation))
    return render(request, "public/organisation.html", {"organisation": found, "cards": shown})


@require_safe
@xframe_options_exempt
def embedded(request: HttpRequest, organisation: str) -> HttpResponse:
    """Show the list of one organisation for a frame on its own site."""
    found = organisations.public_organisation(organisation)
    context = {"organisation": found, "cards": card_views(_cards_of(organisation))}
    response = render(request, "public/embedded.html", context)
    response["Content-Security-Policy"] = _FRAME_POLICY
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def _cards_of(organisation: str) -> tuple[CatalogueCard, ...]:
    return catalogues.search(CatalogueQuery(chosen={"provider": (organisation,)})).cards


def _card(organisation: str, slug: str) -> CatalogueCard | None:
    """Return the card, or nothing for a definition that is archived: it is shown, but no longer listed."""
    try:
        return catalogues.card(organisation, slug)
    except NotFoundError:
        return None


def _script_safe(data: object) -> str:
    """Return JSON that may stand in a data block of a page: nothing in it ends the block."""
    text = json.dumps(data, ensure_ascii=False)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
