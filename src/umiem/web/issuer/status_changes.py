"""Revoke, suspend and lift: each with a reason, each confirmed on a page of its own."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from umiem.errors import RefusedError
from umiem.services.award import awards
from umiem.services.credential import credentials
from umiem.web.forms.errors import put_error
from umiem.web.forms.status import NoteForm, ReasonForm
from umiem.web.issuer.staff import Staff, show, staff_page


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def revoke(request: HttpRequest, staff: Staff, award: uuid.UUID) -> HttpResponse:
    """Revoke a credential for good."""
    form = ReasonForm(credentials.REVOCATION_REASONS, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            credentials.revoke(staff.actor, staff.slug, award, **form.cleaned_data)
        except RefusedError as error:
            put_error(form, error)
        else:
            messages.success(
                request, _("Revoked. Verification shows it from now on, and the learner sees the reason.")
            )
            return redirect("issuer:award", staff.slug, award)
    return _page(request, staff, award, form, "revoke")


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def suspend(request: HttpRequest, staff: Staff, award: uuid.UUID) -> HttpResponse:
    """Suspend a credential until it is lifted or revoked."""
    form = ReasonForm(credentials.SUSPENSION_REASONS, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            credentials.suspend(staff.actor, staff.slug, award, **form.cleaned_data)
        except RefusedError as error:
            put_error(form, error)
        else:
            messages.success(request, _("Suspended. You can lift the suspension at any time."))
            return redirect("issuer:award", staff.slug, award)
    return _page(request, staff, award, form, "suspend")


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def lift(request: HttpRequest, staff: Staff, award: uuid.UUID) -> HttpResponse:
    """Lift a suspension."""
    form = NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            credentials.lift(staff.actor, staff.slug, award, note=form.cleaned_data["note"])
        except RefusedError as error:
            put_error(form, error)
        else:
            messages.success(request, _("The suspension was lifted. The credential is in force again."))
            return redirect("issuer:award", staff.slug, award)
    return _page(request, staff, award, form, "lift")


def _page(request: HttpRequest, staff: Staff, award: uuid.UUID, form: NoteForm, change: str) -> HttpResponse:
    found = awards.get_award(staff.actor, staff.slug, award)
    status = 422 if form.errors else 200
    return show(request, "status_change", staff, found=found, form=form, change=change, status=status)
