"""The first page, the way in after signing in, the language switch and the rosettes."""

from __future__ import annotations

import re

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.views.decorators.http import require_safe

from umiem.domain.catalogue import CatalogueQuery, Order
from umiem.domain.rosette import draw_rosette
from umiem.services import access
from umiem.services.definition import definitions
from umiem.services.skill import catalogue

_SHOWN_ON_FIRST_PAGE = 3
_DIGEST = re.compile(r"[0-9a-f]{64}")
_YEAR = 365 * 24 * 3600


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Greet the three audiences; the newest definition lends its rosette to the specimen."""
    newest = catalogue.search(CatalogueQuery(order=Order.NEWEST)).part(0, _SHOWN_ON_FIRST_PAGE)
    shown = [definitions.public_definition(card.organisation, card.slug) for card in newest]
    return render(request, "public/home.html", {"definitions": shown, "example": shown[0] if shown else None})


@require_safe
@login_required
def start(request: HttpRequest) -> HttpResponse:
    """Lead a person who signed in to their organisation, or to what they were awarded."""
    memberships = access.memberships_of(access.actor_of(request.user))
    if memberships:
        return redirect("issuer:dashboard", memberships[0].organisation.slug)
    return redirect("learner:awards")


@require_safe
def language(request: HttpRequest) -> HttpResponse:
    """Remember the language and return to the page one came from, on this site only."""
    target = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()):
        target = "/"
    response = HttpResponseRedirect(target)
    wanted = request.GET.get("language", "")
    if wanted in dict(settings.LANGUAGES) and check_for_language(wanted):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            wanted,
            max_age=_YEAR,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            samesite=settings.LANGUAGE_COOKIE_SAMESITE,  # type: ignore[arg-type]
        )
    return response


@require_safe
def rosette(request: HttpRequest, digest: str, hue: int) -> HttpResponse:
    """Draw the rosette of a digest: the same lines for ever, so it may be kept for ever."""
    if not _DIGEST.fullmatch(digest) or hue > 359:
        raise Http404
    drawing = draw_rosette(digest, title="Umiem", hue=hue)
    response = HttpResponse(drawing, content_type="image/svg+xml")
    response["Cache-Control"] = f"public, max-age={_YEAR}, immutable"
    return response
