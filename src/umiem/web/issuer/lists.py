"""Awarding a list, screens one, two and four: bring the file, say what each column holds, confirm."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from umiem.domain.lists.table import column_letter
from umiem.errors import MalformedInputError, NotFoundError, RefusedError, UnsupportedError
from umiem.services.award.batches import undo_hours
from umiem.services.award.lists import confirming, exporting, importing, mapping
from umiem.services.award.lists.importing import DraftView
from umiem.services.definition import definitions
from umiem.storage.models import ListState
from umiem.web.forms.errors import put_error
from umiem.web.forms.lists import ColumnsForm, ConfirmForm, LearnerListForm, ReadingForm
from umiem.web.issuer.drafts import while_a_draft
from umiem.web.issuer.staff import Staff, show, staff_page
from umiem.web.responses import attachment

_WRONG_FILE = (MalformedInputError, UnsupportedError, RefusedError)


@require_safe
@staff_page
def choose(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Ask which micro-credential the list is awarded; show the lists that were begun."""
    known = definitions.definitions_to_award(staff.actor, staff.slug)
    recent = importing.recent_lists(staff.actor, staff.slug) if "award" in staff.may else ()
    return show(request, "award_choose", staff, definitions=known, target="issuer:award-list", recent=recent)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def bring(request: HttpRequest, staff: Staff, slug: str) -> HttpResponse:
    """Take the file, read it, and go on to its columns."""
    view = definitions.definition_to_award(staff.actor, staff.slug, slug)
    form = LearnerListForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        brought = form.cleaned_data["file"]
        try:
            made = importing.start_list(
                staff.actor,
                staff.slug,
                slug,
                data=brought.read(),
                file_name=brought.name,
                run=form.cleaned_data["run"],
            )
        except _WRONG_FILE as error:
            if error.code == "permission-missing":
                raise
            put_error(form, error)
        else:
            return redirect("issuer:list-columns", staff.slug, made.draft.public_id)
    return show(request, "list_upload", staff, view=view, form=form, status=422 if form.errors else 200)


@require_safe
@staff_page
def template(request: HttpRequest, staff: Staff, slug: str, program: str) -> HttpResponse:
    """Hand out an empty list for this definition."""
    if program not in exporting.TEMPLATES:
        raise NotFoundError("page-unknown")
    language = get_language() or "pl"
    return attachment(exporting.template_file(staff.actor, staff.slug, slug, kind=program, language=language))


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def columns(request: HttpRequest, staff: Staff, list: uuid.UUID) -> HttpResponse:
    """Show how the file was read and what its columns seem to hold; take what is corrected."""
    view = importing.get_list(staff.actor, staff.slug, list)
    if view.draft.state == ListState.CONFIRMED:
        return redirect("issuer:list-confirm", staff.slug, list)
    if "read" in request.POST:
        return _read_again(request, staff, view)
    form = ColumnsForm(view, request.POST or None)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        try:
            found = mapping.map_list(
                staff.actor,
                staff.slug,
                list,
                form.columns(),
                run=chosen["run"],
                awarded_on=chosen["awarded_on"],
            )
        except (MalformedInputError, RefusedError) as error:
            if error.code == "list-confirmed":
                return redirect("issuer:list-confirm", staff.slug, list)
            put_error(form, error)
        else:
            address = redirect("issuer:list-rows", staff.slug, list)
            if found.draft.counts.get("problem"):
                address["Location"] += "?shown=problem"
            return address
    return _columns_page(request, staff, view, ReadingForm(view), form)


def _read_again(request: HttpRequest, staff: Staff, view: DraftView) -> HttpResponse:
    reading = ReadingForm(view, request.POST)
    if reading.is_valid():
        try:
            importing.read_again(staff.actor, staff.slug, view.draft.public_id, reading.reading(view))
        except _WRONG_FILE as error:
            put_error(reading, error)
        else:
            return redirect("issuer:list-columns", staff.slug, view.draft.public_id)
    return _columns_page(request, staff, view, reading, ColumnsForm(view))


def _columns_page(
    request: HttpRequest, staff: Staff, view: DraftView, reading: ReadingForm, form: ColumnsForm
) -> HttpResponse:
    first = view.draft.reading["first"]
    shown = []
    for index, field in enumerate(form.column_fields):
        cells = [row[index] for row in first[:3] if index < len(row) and row[index].strip()]
        split = mapping.split_example(view.draft.columns.get(str(index), ""), cells)
        shown.append((column_letter(index), field, cells, split))
    failed = bool(form.errors or reading.errors)
    return show(
        request,
        "list_columns",
        staff,
        view=view,
        draft=view.draft,
        reading=reading,
        form=form,
        wrong=reading if reading.errors else form,
        columns=shown,
        missing=mapping.missing_parts(mapping.columns_of(view.draft)),
        status=422 if failed else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def confirm(request: HttpRequest, staff: Staff, list: uuid.UUID) -> HttpResponse:
    """Say once more what will happen, and let it happen; afterwards show what became of it."""
    view = importing.get_list(staff.actor, staff.slug, list)
    if view.draft.state == ListState.CONFIRMED:
        if request.method == "POST":
            messages.info(request, _("This list was confirmed before. Nothing is awarded twice."))
            return _to_the_batches(staff, list, view.draft.batches)
        return show(request, "list_confirmed", staff, view=view, draft=view.draft)
    if view.draft.state == ListState.READ:
        return redirect("issuer:list-columns", staff.slug, list)
    form = ConfirmForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            done = confirming.confirm_list(
                staff.actor,
                staff.slug,
                list,
                notify=form.cleaned_data["notify"],
                language=form.cleaned_data["language"],
                start_at=form.start,
            )
        except RefusedError as error:
            if error.code in ("permission-missing", "definition-not-published"):
                raise
            put_error(form, error)
        else:
            return _to_the_batches(staff, list, done.batches)
    found = confirming.summary(staff.actor, staff.slug, list)
    return show(
        request,
        "list_confirm",
        staff,
        view=view,
        draft=view.draft,
        found=found,
        form=form,
        undo_hours=undo_hours(staff.organisation),
        status=422 if form.errors else 200,
    )


def _to_the_batches(staff: Staff, list: uuid.UUID, batches: Sequence[str]) -> HttpResponse:
    if len(batches) == 1:
        return redirect("issuer:batch", staff.slug, batches[0])
    return redirect("issuer:list-confirm", staff.slug, list)


@require_safe
@staff_page
def file(request: HttpRequest, staff: Staff, list: uuid.UUID) -> HttpResponse:
    """Hand out the file exactly as it was brought."""
    return attachment(importing.original_file(staff.actor, staff.slug, list))


@require_POST
@staff_page
@while_a_draft
def discard(request: HttpRequest, staff: Staff, list: uuid.UUID) -> HttpResponse:
    """Delete a list that was begun."""
    importing.discard_list(staff.actor, staff.slug, list)
    messages.success(request, _("The list was deleted. Nothing was awarded."))
    return redirect("issuer:list-choose", staff.slug)
