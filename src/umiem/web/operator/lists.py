"""Trust lists in the browser: see, import and remove them, vouch for an issuer, withdraw, ask a domain."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from umiem.errors import MalformedInputError, RefusedError
from umiem.sentences.errors import sentence_of_code
from umiem.services import access
from umiem.services.access import Actor
from umiem.services.key import installation_key
from umiem.services.verifying import domain_proofs, trust_lists
from umiem.web.forms.errors import put_error
from umiem.web.forms.operator import ImportForm, VouchForm, WithdrawForm


def operator_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let in those who run the installation only, and hand the view who they are."""

    @login_required
    @never_cache
    @wraps(view)
    def page(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        actor = access.actor_of(request.user)
        access.authorise_operator(actor)
        return view(request, actor, **kwargs)

    return page


@require_safe
@operator_page
def lists(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show every list with version and end, the issuers of the own one, and what the domains said."""
    return _overview(request, WithdrawForm())


@require_http_methods(["GET", "HEAD", "POST"])
@operator_page
def import_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Take a signed list, or a newer version of one in use."""
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            row = trust_lists.import_list(
                actor, form.cleaned_data["file"].read(), trusted_key=form.cleaned_data["key"] or None
            )
        except (MalformedInputError, RefusedError) as error:
            put_error(form, error)
        else:
            told = _("In use: {list}, version {version}.")
            messages.success(request, told.format(list=row.list_id, version=row.version))
            return redirect("operator:lists")
    return render(request, "operator/import.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
@operator_page
def remove(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Stop using an imported list."""
    trust_lists.remove_list(actor, request.POST.get("list", "")[:400])
    messages.success(request, _("The list is not used any more."))
    return redirect("operator:lists")


@require_http_methods(["GET", "HEAD", "POST"])
@operator_page
def vouch(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Put an issuer on the own list, with the evidence for the decision."""
    form = VouchForm(request.POST or None, initial={"did": request.GET.get("did", "")[:400]})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            trust_lists.vouch(
                actor,
                given["did"],
                names=form.names(),
                evidence=given["evidence"],
                website=given["website"],
                country=given["country"],
                until=given["until"],
            )
        except (MalformedInputError, RefusedError) as error:
            put_error(form, error)
        else:
            messages.success(request, _("This site vouches for the issuer now."))
            return redirect("operator:lists")
    return render(request, "operator/vouch.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
@operator_page
def withdraw(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Vouch for an issuer no longer, from today on."""
    form = WithdrawForm(request.POST)
    if not form.is_valid():
        return _overview(request, form)
    trust_lists.withdraw(actor, form.cleaned_data["did"], reason=form.cleaned_data["reason"])
    messages.success(request, _("This site does not vouch for the issuer any more."))
    return redirect("operator:lists")


@require_POST
@operator_page
def check_domain(request: HttpRequest, actor: Actor, organisation: str) -> HttpResponse:
    """Ask the website of an organisation whether the organisation is its own."""
    proof = domain_proofs.check_domain(actor, organisation)
    if proof.problem:
        told = _("The domain {domain} does not confirm it. {reason}")
        reason = sentence_of_code(proof.problem, request.LANGUAGE_CODE)
        messages.warning(request, told.format(domain=proof.domain, reason=reason))
    else:
        messages.success(request, _("The domain {domain} confirms it.").format(domain=proof.domain))
    return redirect("operator:lists")


def _overview(request: HttpRequest, form: WithdrawForm) -> HttpResponse:
    now = timezone.now()
    shown = [
        {
            "row": row,
            "issuers": trust_lists.issuers_on(row),
            "has_ended": row.expires_at is not None and row.expires_at <= now,
        }
        for row in trust_lists.lists()
    ]
    context = {
        "lists": shown,
        "form": form,
        "organisations": trust_lists.organisations(),
        "key": installation_key.multikey(),
        "today": timezone.localdate(now),
    }
    return render(request, "operator/lists.html", context, status=422 if form.errors else 200)
