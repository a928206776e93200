"""The switches of an award's public page, with a preview of what strangers would see."""

from __future__ import annotations

import uuid
from dataclasses import asdict

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from umiem.services import access
from umiem.services.holder import holder_pages, portfolio
from umiem.web.forms.portfolio import PublicPageForm
from umiem.web.verifier.verdict import view_of


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def public_page(request: HttpRequest, award: uuid.UUID) -> HttpResponse:
    """Show the switches beside the preview; store them when asked."""
    actor = access.actor_of(request.user)
    chosen, address = holder_pages.choices_of(actor, award)
    form = PublicPageForm(request.POST or None, initial=asdict(chosen))
    if request.method == "POST" and form.is_valid():
        chosen = form.choices()
        if "preview" not in request.POST:
            holder_pages.choose(actor, award, chosen)
            said = _("The page is public now.") if chosen.is_public else _("The page is off.")
            messages.success(request, said)
            return redirect("learner:public-page", award)
    shown = holder_pages.preview(actor, award, chosen)
    context = {
        "held": portfolio.get_held(actor, award),
        "form": form,
        "address": address,
        "shown": shown,
        "view": view_of(shown.report),
        "preview": True,
    }
    return render(request, "learner/public_page.html", context)


@require_safe
@login_required
@never_cache
def preview(request: HttpRequest, award: uuid.UUID) -> HttpResponse:
    """Return the preview alone, for switches that were flipped and not stored yet."""
    form = PublicPageForm(request.GET)
    form.is_valid()
    shown = holder_pages.preview(access.actor_of(request.user), award, form.choices())
    context = {"shown": shown, "held": shown.held, "view": view_of(shown.report), "preview": True}
    return render(request, "public/holder_body.html", context)
