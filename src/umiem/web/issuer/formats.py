"""An award in every format: the list, the files, and the page of the European elements."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from umiem.services.credential import documents
from umiem.web.issuer.staff import Staff, show, staff_page
from umiem.web.representations import asked_language, elements_context, rows_of
from umiem.web.responses import attachment


@require_safe
@staff_page
def formats(request: HttpRequest, staff: Staff, award: uuid.UUID) -> HttpResponse:
    """List the formats that the award can be had in."""
    found = documents.award_formats(staff.actor, staff.slug, award)
    return show(request, "formats", staff, found=found, rows=rows_of(found))


@require_safe
@staff_page
def download(request: HttpRequest, staff: Staff, award: uuid.UUID, format: str) -> HttpResponse:
    """Hand out the award in one format."""
    language = asked_language(request, format)
    return attachment(documents.award_document(staff.actor, staff.slug, award, format, language=language))


@require_safe
@staff_page
def elements(request: HttpRequest, staff: Staff, award: uuid.UUID) -> HttpResponse:
    """Show all European elements of the award, in Polish, English or both."""
    found = documents.award_elements(staff.actor, staff.slug, award)
    return show(request, "award_elements", staff, **elements_context(request, found))
