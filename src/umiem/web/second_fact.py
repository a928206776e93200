"""The gate before private pages while a mailbox alone is not believed, and the page that asks for more."""

from __future__ import annotations

from collections.abc import Callable

from allauth.account.authentication import get_authentication_records
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from umiem.errors import RefusedError
from umiem.services.holder import second_facts
from umiem.storage.models import User
from umiem.web.forms.account import SecondFactForm
from umiem.web.forms.errors import put_error

_GUARDED = ("/wallet/", "/staff/", "/start/", "/accounts/email/", "/accounts/2fa/webauthn/")
_PAGE = "/second-fact/"


class SecondFactMiddleware:
    """Leads whoever has to prove more to the page that asks for it; services answer them as nobody anyway."""

    def __init__(self, handler: Callable[[HttpRequest], HttpResponse]) -> None:
        self._handler = handler

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        asked = isinstance(user, User) and bool(user.second_fact_reason)
        looks = request.method in ("GET", "HEAD") and request.path.startswith("/wallet/claim/")
        if asked and request.path.startswith(_GUARDED) and not looks:
            return redirect("second-fact")
        return self._handler(request)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def second_fact(request: HttpRequest) -> HttpResponse:
    """Ask for a passkey, a code from another address, or a number; or begin a new account."""
    user = request.user
    if not isinstance(user, User) or not user.second_fact_reason:
        return redirect("learner:awards")
    if any(record.get("method") == "mfa" for record in get_authentication_records(request)):
        second_facts.believe(user)
        return _done(request)
    form = SecondFactForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            answer = _act(request, user, form)
        except RefusedError as error:
            put_error(form, error)
        else:
            return answer
    context = {
        "form": form,
        "choices": second_facts.choices(user),
        "reason": user.second_fact_reason,
        "code_sent": "sent" in request.GET,
    }
    return render(request, "learner/second_fact.html", context, status=422 if form.errors else 200)


def _act(request: HttpRequest, user: User, form: SecondFactForm) -> HttpResponse:
    given = form.cleaned_data
    if given["step"] == "send":
        second_facts.send_code(user, given["address"] or 0)
        return redirect(f"{_PAGE}?sent")
    if given["step"] == "anew":
        second_facts.start_anew(user)
        logout(request)
        messages.info(request, _("The address is free. Sign in with it once more for a new, empty account."))
        return redirect("account_login")
    if given["step"] == "code":
        second_facts.enter_code(user, given["code"])
    else:
        second_facts.enter_number(user, given["number"])
    return _done(request)


def _done(request: HttpRequest) -> HttpResponse:
    messages.success(request, _("Thank you. Your account is open again."))
    return redirect("learner:awards")
