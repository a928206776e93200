"""Documents of an award for its holder: certificate, badge image, European Digital Credential."""

from __future__ import annotations

import uuid

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from umiem.services import access, documents
from umiem.web.responses import attachment

_LANGUAGES = {"pl": ("pl",), "en": ("en",)}


@require_safe
@login_required
def certificate(request: HttpRequest, award: uuid.UUID) -> HttpResponse:
    """Hand out the certificate as PDF: ``?language=pl``, ``en``, or both, the reader's first."""
    reader_first = ("pl", "en") if (get_language() or "").startswith("pl") else ("en", "pl")
    languages = _LANGUAGES.get(request.GET.get("language", ""), reader_first)
    actor = access.actor_of(request.user)
    return attachment(documents.held_document(actor, award, "pdf", languages=languages))


@require_safe
@login_required
def badge(request: HttpRequest, award: uuid.UUID) -> HttpResponse:
    """Hand out the badge image with the credential inside."""
    return attachment(documents.held_document(access.actor_of(request.user), award, "png"))


@require_safe
@login_required
def european(request: HttpRequest, award: uuid.UUID) -> HttpResponse:
    """Hand out the award as European Digital Credential, without a seal."""
    return attachment(documents.held_document(access.actor_of(request.user), award, "edc"))
