"""The learner's account: addresses, passkeys, everything that is stored."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from umiem.services import access, curriculum, exporting
from umiem.web.responses import attachment


@require_safe
@login_required
@never_cache
def account(request: HttpRequest) -> HttpResponse:
    """Lead to addresses, passkeys and the export."""
    return render(request, "learner/account.html")


@require_safe
@login_required
def export(request: HttpRequest) -> HttpResponse:
    """Hand out everything that is stored about the person."""
    return attachment(exporting.export_mine(access.actor_of(request.user)))


@require_safe
@login_required
def curriculum_vitae(request: HttpRequest, cv: str) -> HttpResponse:
    """Hand out what is held as entries of a curriculum vitae."""
    language = "pl" if (get_language() or "pl").startswith("pl") else "en"
    return attachment(curriculum.curriculum(access.actor_of(request.user), cv, language=language))
