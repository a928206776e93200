"""Applications for larger micro-credentials: the list, one with what it shows, awarding, refusing."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from umiem.errors import MalformedInputError, NotFoundError, RefusedError
from umiem.sentences.errors import error_sentence
from umiem.services.definition.definitions import public_titles
from umiem.services.stacking import applications as service
from umiem.services.stacking import deciding
from umiem.services.stacking.applications import ApplicationView
from umiem.services.stacking.deciding import Decided
from umiem.web.forms.award import AwardForm
from umiem.web.forms.errors import put_error
from umiem.web.forms.stacking import EditionForm, RefusalForm
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
    context["can_decide"] = "award" in staff.may and any(row.state == "open" for row, _titles in rows)
    context["all_ticked"] = "all" in request.GET
    return show(request, "applications", staff, **context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def decide(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Show the ticked applications as they stand now; award or refuse each and say what became of it."""
    ticked = _ticked(request)
    edition, refusal = EditionForm(request.POST or None), RefusalForm(request.POST or None)
    is_award = request.POST.get("decision") == "award"
    form = edition if is_award else refusal
    status = 200
    if request.method == "POST":
        if form.is_valid():
            try:
                done = _decided(staff, ticked, edition if is_award else None, refusal)
            except MalformedInputError as error:
                put_error(form, error)
            else:
                return show(request, "applications_decided", staff, **_outcome(done))
        status = 422
    views = deciding.look_at(staff.actor, staff.slug, ticked)
    judged = [(view, _why_not(view)) for view in views]
    context = {
        "judged": judged,
        "gone": len(set(ticked)) - len(views),
        "ready": sum(reason == "" for _view, reason in judged),
        "waiting": sum(view.application.state == "open" for view, _reason in judged),
        "edition": edition if is_award else EditionForm(),
        "refusal": RefusalForm() if is_award else refusal,
        "form": form,
    }
    return show(request, "applications_decide", staff, status=status, **context)


def _ticked(request: HttpRequest) -> list[uuid.UUID]:
    """Return the identifiers that were sent; what is none is not there."""
    sent = (request.POST if request.method == "POST" else request.GET).getlist("application")
    try:
        return [uuid.UUID(each) for each in sent]
    except ValueError as problem:
        raise NotFoundError("application-unknown") from problem


def _decided(
    staff: Staff, ticked: list[uuid.UUID], edition: EditionForm | None, refusal: RefusalForm
) -> tuple[Decided, ...]:
    if edition is not None:
        return deciding.award_each(staff.actor, staff.slug, ticked, run=edition.cleaned_data["run"])
    reason = refusal.cleaned_data["reason"]
    return deciding.refuse_each(staff.actor, staff.slug, ticked, reason=reason)


def _outcome(done: tuple[Decided, ...]) -> dict[str, Any]:
    language = get_language() or "pl"
    left = sum(each.problem is not None for each in done)
    rows = [
        (
            each,
            public_titles(each.application.definition) if each.application else {},
            "" if each.problem is None else error_sentence(each.problem, language),
        )
        for each in done
    ]
    return {"rows": rows, "decided": len(done) - left, "left": left}


def _why_not(view: ApplicationView) -> str:
    """Say why an application cannot be awarded together with others; empty where it can."""
    problem = deciding.why_not(view)
    return "" if problem is None else error_sentence(problem, get_language() or "pl")


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
