"""Public pages that learners switched on: one award, or a collection."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from umiem.services.holder import collections, holder_pages
from umiem.web.responses import keep_away
from umiem.web.verifier.verdict import view_of


@require_safe
def page(request: HttpRequest, token: str) -> HttpResponse:
    """Show an award as its holder chose, checked at this moment."""
    shown = holder_pages.open_page(token)
    context = {"shown": shown, "held": shown.held, "view": view_of(shown.report)}
    return keep_away(render(request, "public/holder_page.html", context))


@require_safe
def collection(request: HttpRequest, token: str) -> HttpResponse:
    """Show a collection as its owner put it together."""
    shown = collections.open_collection(token)
    pages = holder_pages.addresses_of(shown.held)
    held = [(one, pages.get(one.award.pk, "")) for one in shown.held]
    return keep_away(render(request, "public/collection.html", {"shown": shown, "held_with_pages": held}))
