"""The first page of the staff."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from umiem.services import organisations
from umiem.web.issuer.staff import Staff, show, staff_page


@require_safe
@staff_page
def dashboard(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Show how things stand: numbers, newest awards, keys."""
    return show(request, "dashboard", staff, overview=organisations.overview(staff.actor, staff.slug))
