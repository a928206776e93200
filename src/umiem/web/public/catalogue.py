"""The catalogue of published definitions, and the organisations behind them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from umiem.services import definitions, organisations

_LONGEST_QUERY = 200


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """Show what is published, filtered by a word."""
    q = request.GET.get("q", "")[:_LONGEST_QUERY].strip()
    return render(request, "public/catalogue.html", {"definitions": definitions.catalogue(q), "q": q})


@require_safe
def definition(request: HttpRequest, organisation: str, slug: str) -> HttpResponse:
    """Show one definition with all its European elements."""
    view = definitions.public_definition(organisation, slug)
    return render(request, "public/definition.html", {"view": view})


@require_safe
def organisation(request: HttpRequest, organisation: str) -> HttpResponse:
    """Say who an organisation is and what it awards."""
    found = organisations.public_organisation(organisation)
    shown = definitions.catalogue(organisation=organisation)
    return render(request, "public/organisation.html", {"organisation": found, "definitions": shown})
