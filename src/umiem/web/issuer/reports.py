"""Errors that learners report: one list, one report, the answer."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from umiem.errors import MalformedInputError, RefusedError
from umiem.services.notice import reports as service
from umiem.web.forms.corrections import AnswerForm
from umiem.web.forms.errors import put_error
from umiem.web.issuer.staff import Staff, show, staff_page
from umiem.web.paging import page_number
from umiem.web.pills import PILLS
from umiem.web.words import REPORT_KINDS


@require_safe
@staff_page
def reports(request: HttpRequest, staff: Staff) -> HttpResponse:
    """List the reports, filtered by state."""
    state = request.GET.get("state", "")[:20]
    page = service.list_reports(staff.actor, staff.slug, state=state, page=page_number(request))
    states = PILLS["report"].items()
    context: dict[str, Any] = {"page": page, "state": state, "states": states, "kinds": REPORT_KINDS}
    return show(request, "reports", staff, **context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def report(request: HttpRequest, staff: Staff, report: uuid.UUID) -> HttpResponse:
    """Show one report and answer it; a correction is made on its own page."""
    found = service.get_report(staff.actor, staff.slug, report)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            service.answer(staff.actor, staff.slug, report, text=form.cleaned_data["text"])
        except (MalformedInputError, RefusedError) as error:
            put_error(form, error)
        else:
            messages.success(request, _("Answered. The learner gets it by mail."))
            return redirect("issuer:reports", staff.slug)
    status = 422 if form.errors else 200
    return show(request, "report", staff, report=found, form=form, kinds=REPORT_KINDS, status=status)
