"""The learner's rights: who keeps what and why, asking for a correction, erasing an award or the account."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from umiem.errors import MalformedInputError, RefusedError
from umiem.services import access
from umiem.services.holder import erasure, portfolio, privacy
from umiem.services.notice import reports
from umiem.web.forms.errors import put_error
from umiem.web.forms.privacy import BASES, EraseForm, ReportForm


@require_safe
@login_required
@never_cache
def my_data(request: HttpRequest) -> HttpResponse:
    """Show who keeps data about the person, on which legal basis and how long, and what was asked for."""
    actor = access.actor_of(request.user)
    context = {"keepers": privacy.keepers(actor), "erasures": erasure.erasures_of(actor), "bases": BASES}
    return render(request, "learner/my_data.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def report(request: HttpRequest, award: uuid.UUID) -> HttpResponse:
    """Ask for a correction, before accepting or at any time after."""
    actor = access.actor_of(request.user)
    held = portfolio.get_held(actor, award)
    known = reports.open_report_of(actor, award)
    initial = {} if known is None else {"kind": known.kind, "message": known.message, **known.proposed}
    form = ReportForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            reports.report_error(actor, award, **form.report())
        except MalformedInputError as error:
            put_error(form, error)
        else:
            messages.success(request, _("The organisation has your report. It answers by e-mail."))
            return redirect("learner:award", award)
    context = {"held": held, "form": form, "known": known}
    return render(request, "learner/report.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def erase_award(request: HttpRequest, award: uuid.UUID) -> HttpResponse:
    """Say what erasing an award means, and do it or ask the organisation for it."""
    actor = access.actor_of(request.user)
    held = portfolio.get_held(actor, award)
    form = EraseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = erasure.ask_to_erase(actor, award, revoke=form.cleaned_data["revoke"])
        return render(request, "learner/erased.html", {"erasures": [done]})
    context = {"held": held, "form": form, "privacy": privacy.privacy_of(held.organisation)}
    return render(request, "learner/erase_award.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def erase_account(request: HttpRequest) -> HttpResponse:
    """Say what erasing everything means, and do it."""
    actor = access.actor_of(request.user)
    form = EraseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            done = erasure.erase_account(actor, revoke=form.cleaned_data["revoke"])
        except RefusedError as error:
            put_error(form, error)
        else:
            logout(request)
            return render(request, "learner/erased.html", {"erasures": done, "account": True})
    context = {"form": form, "keepers": privacy.keepers(actor)}
    return render(request, "learner/erase_account.html", context, status=422 if form.errors else 200)
