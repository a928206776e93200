"""The learner's account: addresses, passkeys, everything that is stored."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from umiem.errors import MalformedInputError, RefusedError
from umiem.services import access
from umiem.services.holder import addresses, exporting, merging
from umiem.web.forms.account import EndForm, MailCodeForm, MergeForm
from umiem.web.forms.errors import put_error
from umiem.web.responses import attachment


@require_safe
@login_required
@never_cache
def account(request: HttpRequest) -> HttpResponse:
    """Lead to addresses, passkeys and the export."""
    return render(request, "learner/account.html")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def merge(request: HttpRequest) -> HttpResponse:
    """Make one account of two: address, code, a look at what moves, and yes."""
    actor = access.actor_of(request.user)
    step = request.POST.get("step", "")
    form = MergeForm(request.POST if step == "begin" else None)
    code_form = MailCodeForm(request.POST if step == "prove" else None)
    asked = {"begin": form, "prove": code_form}.get(step)
    try:
        if step == "begin" and form.is_valid():
            merging.begin(actor, form.cleaned_data["email"])
        elif step == "prove" and code_form.is_valid():
            merging.prove(actor, code_form.cleaned_data["code"])
        elif step == "merge":
            merging.merge(actor)
            messages.success(request, _("The two accounts are one now."))
            return redirect("learner:awards")
    except (MalformedInputError, RefusedError) as error:
        if asked is None:
            raise
        put_error(asked, error)
    proof = merging.under_way(actor)
    context = {
        "form": form,
        "code_form": code_form,
        "proof": proof,
        "moves": {} if proof is None else merging.what_moves(proof),
    }
    failed = asked is not None and bool(asked.errors)
    return render(request, "learner/merge.html", context, status=422 if failed else 200)


@require_POST
@login_required
def address_end(request: HttpRequest) -> HttpResponse:
    """Note on which day an address ends."""
    form = EndForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Enter the day as a date, or leave it empty."))
    else:
        addresses.note_end(access.actor_of(request.user), **form.cleaned_data)
        messages.success(request, _("Noted. We remind you in time."))
    return redirect("account_email")


@require_safe
@login_required
def export(request: HttpRequest) -> HttpResponse:
    """Hand out everything that is stored about the person."""
    return attachment(exporting.export_mine(access.actor_of(request.user)))
