"""Awarding a list: upload, see every row, confirm, result."""

from __future__ import annotations

import base64
import binascii

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from umiem.errors import MalformedInputError, RefusedError
from umiem.services import awards, definitions
from umiem.services.definitions import DefinitionView
from umiem.web.forms.award import ConfirmListForm, LearnerListForm
from umiem.web.forms.errors import put_error
from umiem.web.issuer.staff import Staff, show, staff_page


@require_safe
@staff_page
def choose(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Ask which micro-credential the list is awarded."""
    known = definitions.list_definitions(staff.actor, staff.slug)
    return show(request, "award_choose", staff, definitions=known, target="issuer:award-list")


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def award_list(request: HttpRequest, staff: Staff, slug: str) -> HttpResponse:
    """Lead through the three steps; the previewed file travels in the page, so nothing half-done is kept."""
    view = definitions.get_definition(staff.actor, staff.slug, slug)
    if "content" in request.POST:
        return _confirm(request, staff, view)
    form = LearnerListForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        data, run = form.cleaned_data["file"].read(), form.cleaned_data["run"]
        try:
            preview = awards.preview_list(staff.actor, staff.slug, slug, data=data, run=run)
        except (MalformedInputError, RefusedError) as error:
            put_error(form, error)
        else:
            carried = ConfirmListForm(initial={"content": base64.b64encode(data).decode("ascii"), "run": run})
            return show(request, "list_preview", staff, view=view, preview=preview, form=carried)
    return show(request, "list_upload", staff, view=view, form=form, status=422 if form.errors else 200)


def _confirm(request: HttpRequest, staff: Staff, view: DefinitionView) -> HttpResponse:
    form = ConfirmListForm(request.POST)
    if not form.is_valid():
        raise MalformedInputError("list-not-carried")
    try:
        data = base64.b64decode(form.cleaned_data["content"], validate=True)
    except binascii.Error as problem:
        raise MalformedInputError("list-not-carried") from problem
    outcome = awards.award_list(
        staff.actor, staff.slug, view.definition.slug, data=data, run=form.cleaned_data["run"]
    )
    return show(request, "list_result", staff, view=view, outcome=outcome)
