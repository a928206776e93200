"""Pages of skills and occupations: what they are, who confirms them, who asks for them."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from umiem.domain.skills import ESCO_PREFIX
from umiem.services.skill import concepts, demand, skills
from umiem.web.planning.names import all_named, named
from umiem.web.public.catalogue_view import card_views

_MOST_FOUND = 30


@require_safe
def all_skills(request: HttpRequest) -> HttpResponse:
    """Find a skill; without words show what the labour market asks for most."""
    q = request.GET.get("q", "")[: skills.LONGEST_QUERY].strip()
    found = skills.search_skills(q, language=get_language() or "pl", limit=_MOST_FOUND) if q else ()
    graph = skills.library().graph
    confirmed = () if q else [(named(graph, uri), number) for uri, number in concepts.most_confirmed()]
    context: dict[str, object] = {"q": q, "found": found, "confirmed": confirmed}
    context |= {"wanted": _wanted("skill"), "survey": demand.latest()}
    return render(request, "public/skills.html", context)


@require_safe
def skill(request: HttpRequest, skill: uuid.UUID) -> HttpResponse:
    """Show one skill."""
    page = concepts.skill_page(f"{ESCO_PREFIX}skill/{skill}", language=get_language() or "pl")
    graph = skills.library().graph
    context = {
        "page": page,
        "name": named(graph, page.uri),
        "cards": card_views(page.cards),
        "groups": all_named(graph, page.groups),
        "near": [(named(graph, uri), relation) for uri, relation in page.near],
        "essential_for": all_named(graph, page.essential_for),
        "optional_for": all_named(graph, page.optional_for),
        "indicator": demand.of(page.uri),
    }
    return render(request, "public/skill.html", context)


@require_safe
def all_occupations(request: HttpRequest) -> HttpResponse:
    """Find an occupation; without words show those that the catalogue covers best."""
    q = request.GET.get("q", "")[: skills.LONGEST_QUERY].strip()
    found = skills.search_occupations(q, language=get_language() or "pl", limit=_MOST_FOUND) if q else ()
    graph = skills.library().graph
    covered = [(named(graph, uri), have, need) for uri, have, need in concepts.best_covered()]
    context: dict[str, object] = {"q": q, "found": found, "covered": covered, "wanted": _wanted("occupation")}
    return render(request, "public/occupations.html", context | {"survey": demand.latest()})


@require_safe
def occupation(request: HttpRequest, occupation: uuid.UUID) -> HttpResponse:
    """Show one occupation with its honest coverage."""
    page = concepts.occupation_page(f"{ESCO_PREFIX}occupation/{occupation}", language=get_language() or "pl")
    graph = skills.library().graph
    context = {
        "page": page,
        "name": named(graph, page.uri),
        "essential": [(named(graph, uri), card_views(cards)) for uri, cards in page.essential],
        "optional": [(named(graph, uri), card_views(cards)) for uri, cards in page.optional],
        "indicator": demand.of(page.uri),
    }
    return render(request, "public/occupation.html", context)


def _wanted(kind: str) -> list[object]:
    graph = skills.library().graph
    return [(named(graph, each.uri), each) for each in demand.most_wanted(kind)]
