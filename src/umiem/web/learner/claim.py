"""The link of the letter and the typed code: the award before signing in, accepted or declined after."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from umiem.domain.claim_code import read_claim_code
from umiem.errors import MalformedInputError, RefusedError
from umiem.services import access
from umiem.services.holder import claims, privacy
from umiem.services.notice import reports
from umiem.web.forms.claim import CodeForm, FactForm
from umiem.web.forms.errors import put_error
from umiem.web.forms.privacy import BASES, ReportForm

_WANTED = "claim_wanted"  # in the session: the code that somebody accepted before signing in


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def enter_code(request: HttpRequest) -> HttpResponse:
    """Ask for the code of the letter or of the slip, and lead to its award."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        code = read_claim_code(form.cleaned_data["code"])
        if code is None:
            put_error(form, MalformedInputError("claim-code-wrong"))
        else:
            claims.peek_claim(code, access.actor_of(request.user))
            return redirect("learner:claim", code)
    status = 422 if form.errors else 200
    return _private(render(request, "learner/claim_code.html", {"form": form}, status=status))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def claim(request: HttpRequest, code: str) -> HttpResponse:
    """Show what the code stands for, read-only; accepting asks for nothing but signing in."""
    actor = access.actor_of(request.user)
    waiting = claims.peek_claim(code, actor)
    if waiting.held.award.state == "accepted":
        return redirect("learner:award", waiting.held.award.public_id)
    if request.method == "POST" and not request.user.is_authenticated:
        request.session[_WANTED] = code
        return redirect(f"{reverse('account_login')}?next={reverse('learner:claim', args=[code])}")
    wanted = request.session.pop(_WANTED, None) == code if request.user.is_authenticated else False
    form = FactForm(request.POST or None)
    if request.method == "POST" or (wanted and not waiting.needs_fact):
        try:
            held = claims.claim(actor, code, fact=request.POST.get("fact", ""))
        except RefusedError as error:
            put_error(form, error)
        else:
            messages.success(request, accepted_message())
            return redirect("learner:award", held.award.public_id)
    context = {
        "held": waiting.held,
        "waiting": waiting,
        "form": form,
        "code": code,
        "privacy": privacy.privacy_of(waiting.held.organisation),
        "bases": BASES,
    }
    status = 422 if request.method == "POST" else 200
    return _private(render(request, "learner/claim.html", context, status=status))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def report(request: HttpRequest, code: str) -> HttpResponse:
    """Ask for a correction before accepting, with the code of the letter and any address."""
    actor = access.actor_of(request.user)
    waiting = claims.peek_claim(code, actor)
    form = ReportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            reports.report_by_code(actor, code, **form.report())
        except MalformedInputError as error:
            put_error(form, error)
        else:
            messages.success(request, _("The organisation has your report. It answers by e-mail."))
            return redirect("learner:claim", code)
    context = {"held": waiting.held, "form": form, "code": code}
    return _private(render(request, "learner/report.html", context, status=422 if form.errors else 200))


@require_POST
@never_cache
def decline(request: HttpRequest, code: str) -> HttpResponse:
    """Decline the award behind the code; having the letter is enough for that."""
    claims.decline_claim(access.actor_of(request.user), code)
    messages.info(request, declined_message())
    return redirect("learner:claim", code)


def accepted_message() -> str:
    """What is said after an award was accepted."""
    return _("It is yours now. Download the file and keep it: it works without this site, too.")


def declined_message() -> str:
    """What is said after an award was declined."""
    return _("You declined. The organisation sees that; you can still accept later.")


def _private(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "same-origin"
    return response
