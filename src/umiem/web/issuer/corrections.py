"""A corrected or renewed credential in the place of an earlier one."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from umiem.errors import MalformedInputError, NotFoundError, RefusedError
from umiem.services.award import awards
from umiem.services.credential import corrections, renewals
from umiem.services.credential.corrections import Correction
from umiem.services.notice import reports
from umiem.storage.models import Report
from umiem.web.forms.award import RESULT
from umiem.web.forms.corrections import CorrectionForm, RenewalForm
from umiem.web.forms.errors import put_error
from umiem.web.issuer.staff import Staff, show, staff_page
from umiem.web.words import REPORT_KINDS


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def correct(request: HttpRequest, staff: Staff, award: uuid.UUID) -> HttpResponse:
    """Correct the data of an award; ``?report=`` begins with what a learner proposed."""
    found = awards.get_award(staff.actor, staff.slug, award)
    report = _report(request, staff)
    form = CorrectionForm(
        found.definition.specification, request.POST or None, initial=_initial(found, report)
    )
    if request.method == "POST" and form.is_valid():
        wanted = Correction(report=None if report is None else report.public_id, **form.values())
        try:
            corrections.correct(staff.actor, staff.slug, award, wanted)
        except (MalformedInputError, RefusedError) as error:
            put_error(form, error)
        else:
            messages.success(
                request,
                _("Corrected. The earlier credential is revoked, and the learner has been told once."),
            )
            return redirect("issuer:award", staff.slug, award)
    status = 422 if form.errors else 200
    context = {"found": found, "form": form, "report": report, "kinds": REPORT_KINDS}
    return show(request, "correct", staff, status=status, **context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def renew(request: HttpRequest, staff: Staff, award: uuid.UUID) -> HttpResponse:
    """Issue the same award with a later last day."""
    found = awards.get_award(staff.actor, staff.slug, award)
    ends = found.definition.specification.validity_months is not None
    form = RenewalForm(request.POST or None, ends_by_itself=ends)
    if request.method == "POST" and form.is_valid():
        try:
            renewals.renew(staff.actor, staff.slug, award, **form.cleaned_data)
        except (MalformedInputError, RefusedError) as error:
            put_error(form, error)
        else:
            messages.success(request, _("Renewed. The learner has been told."))
            return redirect("issuer:award", staff.slug, award)
    status = 422 if form.errors else 200
    return show(request, "renew", staff, found=found, form=form, status=status)


def _report(request: HttpRequest, staff: Staff) -> Report | None:
    given = request.GET.get("report", "")
    if not given:
        return None
    try:
        return reports.get_report(staff.actor, staff.slug, uuid.UUID(given))
    except ValueError as problem:
        raise NotFoundError("report-unknown") from problem


def _initial(found: awards.AwardView, report: Report | None) -> dict[str, object]:
    award = found.award
    proposed = Correction() if report is None else corrections.settles(report)
    return {
        "given_name": proposed.given_name or award.given_name,
        "family_name": proposed.family_name or award.family_name,
        "awarded_on": proposed.awarded_on or award.awarded_on,
        "grade": award.record.get("grade") or "",
    } | {RESULT + outcome: value for outcome, value in corrections.result_values(award).items()}
