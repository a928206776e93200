"""Applications for larger micro-credentials: the list, one with what it shows, awarding, refusing."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from umiem.errors import MalformedInputError, RefusedError
from umiem.services.definition.definitions import public_titles
from umiem.services.stacking import applications as service
from umiem.web.forms.award import AwardForm
from umiem.web.forms.errors import put_error
from umiem.web.forms.stacking import RefusalForm
from umiem.web.issuer.staff import Staff, show, staff_page
from umiem.web.paging import page_number
from umiem.web.pills import PILLS
from umiem.web.stacking import shown_way


@require_safe
@staff_page
def applications(request: HttpRequest, staff: Staff) -> HttpResponse:
    """List the applications, filtered by state."""
    state = request.GET.get("state", "")[:20]
    page = service.list_applications(staff.actor, staff.slug, state=state, page=page_number(request))
    states = [(code, shown) for code, shown in PILLS["application"].items() if code != "withdrawn"]
    rows = [(row, public_titles(row.definition)) for row in page.items]
    context: dict[str, Any] = {"page": page, "rows": rows, "state": state, "states": states}
    return show(request, "applications", staff, **context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def application(request: HttpRequest, staff: Staff, application: uuid.UUID) -> HttpResponse:
    """Show one application with what counts today; refuse it with a reason."""
    found = service.get_application(staff.actor, staff.slug, application)
    form = RefusalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            service.refuse(staff.actor, staff.slug, application, reason=form.cleaned_data["reason"])
        except (MalformedInputError, RefusedError) as error:
            put_error(form, error)
        else:
            messages.success(request, _("Refused. The learner gets the reason by mail."))
            return redirect("issuer:applications", staff.slug)
    status = 422 if form.errors else 200
    context = {"found": found, "shown": shown_way(found.way), "form": form}
    return show(request, "application", staff, status=status, **context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def award(request: HttpRequest, staff: Staff, application: uuid.UUID) -> HttpResponse:
    """Award what was applied for: the form of one award, filled in."""
    found = service.get_application(staff.actor, staff.slug, application)
    initial = {
        "given_name": found.given_name,
        "family_name": found.family_name,
        "email": found.application.applicant.email,
        "identifier": found.identifier,
    }
    form = AwardForm(found.way.view.specification, request.POST or None, initial=initial)
    form.fields["email"].disabled = True
    if request.method == "POST" and form.is_valid():
        try:
            outcome = service.award(
                staff.actor, staff.slug, application, form.award_request(), run=form.cleaned_data["run"]
            )
        except (MalformedInputError, RefusedError) as error:
            put_error(form, error)
        else:
            messages.success(request, _("Awarded and signed. The learner has been told."))
            return redirect("issuer:award", staff.slug, outcome.award.public_id)
    context = {"form": form, "view": found.way.view, "application": found.application}
    return show(request, "award_one", staff, status=422 if form.errors else 200, **context)
