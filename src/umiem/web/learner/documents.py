"""An award in every format, for its holder: the list, the files, and the page of the European elements."""

from __future__ import annotations

import uuid

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from umiem.services import access
from umiem.services.credential import documents
from umiem.web.representations import asked_language, elements_context, rows_of
from umiem.web.responses import attachment


@require_safe
@login_required
def formats(request: HttpRequest, award: uuid.UUID) -> HttpResponse:
    """List the formats that the award can be had in."""
    found = documents.held_formats(access.actor_of(request.user), award)
    response = render(request, "learner/formats.html", {"found": found, "rows": rows_of(found)})
    response["Cache-Control"] = "no-store"
    return response


@require_safe
@login_required
def download(request: HttpRequest, award: uuid.UUID, format: str) -> HttpResponse:
    """Hand out the award in one format."""
    actor = access.actor_of(request.user)
    language = asked_language(request, format)
    return attachment(documents.held_document(actor, award, format, language=language))


@require_safe
@login_required
def elements(request: HttpRequest, award: uuid.UUID) -> HttpResponse:
    """Show all European elements of the award, in Polish, English or both."""
    found = documents.held_elements(access.actor_of(request.user), award)
    response = render(request, "learner/elements.html", elements_context(request, found))
    response["Cache-Control"] = "no-store"
    return response


@require_safe
@login_required
def certificate(request: HttpRequest, award: uuid.UUID) -> HttpResponse:
    """Hand out the certificate as PDF: ``?language=pl``, ``en``, or both."""
    return download(request, award=award, format="pdf")


@require_safe
@login_required
def badge(request: HttpRequest, award: uuid.UUID) -> HttpResponse:
    """Hand out the badge image with the credential inside."""
    return download(request, award=award, format="png")


@require_safe
@login_required
def european(request: HttpRequest, award: uuid.UUID) -> HttpResponse:
    """Hand out the European Digital Credential: sealed, where the organisation has a seal."""
    found = documents.held_formats(access.actor_of(request.user), award)
    return download(request, award=award, format="edc-sealed" if "edc-sealed" in found.formats else "edc")
