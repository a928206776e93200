"""Pages that only say something."""

from __future__ import annotations

from datetime import date
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from umiem import wiring
from umiem.services import organisations

OMBUDSMAN: Final = "https://bip.brpo.gov.pl/"  # the Polish Commissioner for Human Rights
STATEMENT_MADE: Final = date(2026, 11, 28)  # the day of the last self-assessment of all pages


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Say what Umiem is."""
    return render(request, "public/about.html")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Say what is known about whom."""
    return render(request, "public/privacy.html")


@require_safe
def accessibility(request: HttpRequest, organisation: str | None = None) -> HttpResponse:
    """The accessibility statement in the form that Polish public bodies owe, of one organisation."""
    bodies = organisations.public_organisations()
    body = bodies[0] if len(bodies) == 1 else None
    if organisation is not None:
        body = organisations.public_organisation(organisation)
    context = {
        "body": body,
        "bodies": bodies,
        "made": STATEMENT_MADE,
        "ombudsman": OMBUDSMAN,
        "operator_contact": wiring.installation().contact,
    }
    return render(request, "public/accessibility.html", context)
