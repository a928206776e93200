"""Personal data that an organisation keeps: legal basis, notice, retention clock, wishes to be erased."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from umiem.errors import MalformedInputError, RefusedError
from umiem.services.access import Permission, authorise
from umiem.services.award import awards
from umiem.services.holder import addresses, erasure, privacy, retention
from umiem.web.forms.account import DomainForm
from umiem.web.forms.errors import put_error
from umiem.web.forms.privacy import DecisionForm, EraseForm, PrivacyForm
from umiem.web.issuer.staff import Staff, show, staff_page
from umiem.web.words import CAUSES


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def settings(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Show and change what the organisation says about personal data; list what is due to go."""
    authorise(staff.actor, staff.slug, Permission.ADMINISTER)
    present = privacy.privacy_of(staff.organisation)
    form = PrivacyForm(request.POST or None, initial=PrivacyForm.initial_of(present))
    if request.method == "POST" and form.is_valid():
        try:
            privacy.change_privacy(staff.actor, staff.slug, form.settings())
        except MalformedInputError as error:
            put_error(form, error)
        else:
            messages.success(request, _("The settings are stored; learners see them."))
            return redirect("issuer:privacy", staff.slug)
    return _settings_page(request, staff, form=form)


@require_POST
@staff_page
def domain_end(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Say on which day the addresses of a domain end."""
    form = DomainForm(request.POST)
    if form.is_valid():
        try:
            addresses.set_domain(staff.actor, staff.slug, **form.cleaned_data)
        except MalformedInputError as error:
            put_error(form, error)
        else:
            messages.success(request, _("Stored."))
            return redirect("issuer:privacy", staff.slug)
    present = privacy.privacy_of(staff.organisation)
    settings_form = PrivacyForm(initial=PrivacyForm.initial_of(present))
    return _settings_page(request, staff, form=settings_form, domain_form=form)


def _settings_page(
    request: HttpRequest, staff: Staff, *, form: PrivacyForm, domain_form: DomainForm | None = None
) -> HttpResponse:
    count, due = retention.due(staff.actor, staff.slug)
    context = {
        "form": form,
        "domain_form": domain_form or DomainForm(),
        "domains": addresses.domains(staff.actor, staff.slug),
        "privacy": privacy.privacy_of(staff.organisation),
        "due_count": count,
        "due": due,
    }
    failed = form.errors or (domain_form is not None and domain_form.errors)
    return show(request, "privacy", staff, status=422 if failed else 200, **context)


@require_safe
@staff_page
def erasures(request: HttpRequest, staff: Staff) -> HttpResponse:
    """List wishes to be erased and what was done."""
    return show(request, "erasures", staff, erasures=erasure.erasures(staff.actor, staff.slug), causes=CAUSES)


@require_POST
@staff_page
def decide(request: HttpRequest, staff: Staff, erasure_id: uuid.UUID) -> HttpResponse:
    """Carry out a wish, or refuse it with a reason."""
    form = DecisionForm(request.POST)
    if not form.is_valid():
        raise RefusedError("erasure-reason-missing", limit=erasure.LONGEST_REASON)
    erase = form.cleaned_data["decision"] == "erase"
    erasure.decide(staff.actor, staff.slug, erasure_id, erase=erase, reason=form.cleaned_data["reason"])
    said = _("Erased; the stump names nobody.") if erase else _("Refused; the reason is kept.")
    messages.success(request, said)
    return redirect("issuer:erasures", staff.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def erase(request: HttpRequest, staff: Staff, award: uuid.UUID) -> HttpResponse:
    """Erase one award for which the learner asked in another way."""
    authorise(staff.actor, staff.slug, Permission.ADMINISTER)
    found = awards.get_award(staff.actor, staff.slug, award)
    form = EraseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        erasure.erase_award(staff.actor, staff.slug, award, revoke=form.cleaned_data["revoke"])
        messages.success(request, _("Erased; the stump names nobody."))
        return redirect("issuer:erasures", staff.slug)
    return show(request, "erase_award", staff, status=422 if form.errors else 200, found=found, form=form)
