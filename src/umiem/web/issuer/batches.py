"""Batches: the list, one batch with its progress and rows, and what can be done to it."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from umiem.errors import RefusedError
from umiem.sentences.errors import error_sentence, sentence_of_code
from umiem.services.access import Actor
from umiem.services.award import batches as service
from umiem.services.credential.credentials import REVOCATION_REASONS
from umiem.services.definition.definitions import view_of
from umiem.services.notice import mail
from umiem.storage.models import Batch, BatchChange
from umiem.web.forms.batch import LiftManyForm, StatusOfManyForm, UndoForm, UndoWindowForm
from umiem.web.forms.corrections import RenewalForm
from umiem.web.forms.errors import put_error
from umiem.web.issuer.staff import Staff, show, staff_page
from umiem.web.paging import page_number
from umiem.web.pills import PILLS
from umiem.web.words import REASONS

_ON_ONE_PAGE = 25
_ROWS = 50


@require_safe
@staff_page
def batches(request: HttpRequest, staff: Staff) -> HttpResponse:
    """List the batches, newest first."""
    page = service.list_batches(staff.actor, staff.slug, page=page_number(request), size=_ON_ONE_PAGE)
    return show(request, "batches", staff, page=page)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def settings(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Choose how long batches can be undone."""
    form = UndoWindowForm(request.POST or None, initial={"hours": service.undo_hours(staff.organisation)})
    if request.method == "POST" and form.is_valid():
        service.change_undo_hours(staff.actor, staff.slug, form.cleaned_data["hours"])
        messages.success(request, _("Saved. It counts for batches that end from now on."))
        return redirect("issuer:batch-settings", staff.slug)
    return show(request, "batch_settings", staff, form=form, status=422 if form.errors else 200)


@require_safe
@staff_page
def batch(request: HttpRequest, staff: Staff, batch: uuid.UUID) -> HttpResponse:
    """Show how far a batch is, and some of its rows."""
    progress = service.get_batch(staff.actor, staff.slug, batch)
    problems_only = request.GET.get("show") == "problems"
    after = _number(request, "after")
    if wanted := _number(request, "row"):
        after = max(0, min(wanted, progress.batch.total) - 1)
    rows = service.batch_rows(
        staff.actor, staff.slug, batch, after=after, size=_ROWS, problems_only=problems_only
    )
    trouble = progress.batch.trouble
    mails = service.mail_counts(progress.batch)
    return show(
        request,
        "batch",
        staff,
        progress=progress,
        batch=progress.batch,
        rows=rows,
        problems_only=problems_only,
        before=max(0, after - _ROWS) if after else None,
        last=rows[-1].number if len(rows) == _ROWS and rows[-1].number < progress.batch.total else None,
        mails=[(state, PILLS["mail"][state].word, count) for state, count in mails.items()],
        failed_mails=sum(mails.get(state, 0) for state in mail.FAILED),
        reasons=REASONS,
        trouble=sentence_of_code(trouble, request.LANGUAGE_CODE) if trouble else "",
    )


@require_POST
@staff_page
def pause(request: HttpRequest, staff: Staff, batch: uuid.UUID) -> HttpResponse:
    """Begin no further rows."""
    return _do(request, staff, batch, service.pause, gettext_lazy("Paused. Go on whenever you like."))


@require_POST
@staff_page
def begin(request: HttpRequest, staff: Staff, batch: uuid.UUID) -> HttpResponse:
    """Begin a scheduled batch at once."""
    return _do(request, staff, batch, service.begin_now, gettext_lazy("The batch begins now."))


@require_POST
@staff_page
def resume(request: HttpRequest, staff: Staff, batch: uuid.UUID) -> HttpResponse:
    """Go on."""
    return _do(request, staff, batch, service.resume, gettext_lazy("The batch goes on."))


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def cancel(request: HttpRequest, staff: Staff, batch: uuid.UUID) -> HttpResponse:
    """Give up what is not signed yet, once that is confirmed."""
    if request.method == "POST":
        done = gettext_lazy("Cancelled. What was not signed will not be.")
        return _do(request, staff, batch, service.cancel, done)
    progress = service.get_batch(staff.actor, staff.slug, batch)
    if not progress.may_cancel:
        return redirect("issuer:batch", staff.slug, batch)
    return show(request, "batch_cancel", staff, progress=progress, batch=progress.batch)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def undo(request: HttpRequest, staff: Staff, batch: uuid.UUID) -> HttpResponse:
    """Revoke everything the batch awarded."""
    progress = service.get_batch(staff.actor, staff.slug, batch)
    form = UndoForm(REVOCATION_REASONS, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            service.undo(staff.actor, staff.slug, batch, reason=form.cleaned_data["reason"])
        except RefusedError as error:
            put_error(form, error)
        else:
            messages.success(request, _("The awards of this batch are being revoked."))
            return redirect("issuer:batch", staff.slug, batch)
    status = 422 if form.errors else 200
    return show(
        request, "batch_undo", staff, progress=progress, batch=progress.batch, form=form, status=status
    )


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def change_status(request: HttpRequest, staff: Staff, batch: uuid.UUID, change: str) -> HttpResponse:
    """Revoke, suspend or lift everything the batch awarded."""
    progress = service.get_batch(staff.actor, staff.slug, batch)
    form = _status_form(change, request.POST or None, notify=progress.batch.notify)
    if request.method == "POST" and form.is_valid():
        try:
            made = service.change_batch(staff.actor, staff.slug, batch, change, **form.cleaned_data)
        except RefusedError as error:
            put_error(form, error)
        else:
            return _decided(request, staff, made)
    return show(
        request,
        "batch_change",
        staff,
        progress=progress,
        batch=progress.batch,
        form=form,
        change=change,
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def renew(request: HttpRequest, staff: Staff, batch: uuid.UUID) -> HttpResponse:
    """Issue everything the batch awarded again, with a later last day."""
    progress = service.get_batch(staff.actor, staff.slug, batch)
    version = progress.batch.definition_version
    form = RenewalForm(
        request.POST or None, ends_by_itself=view_of(version).specification.validity_months is not None
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = service.renew_batch(staff.actor, staff.slug, batch, **form.cleaned_data)
        except RefusedError as error:
            put_error(form, error)
        else:
            return _decided(request, staff, made)
    return show(
        request,
        "batch_renew",
        staff,
        progress=progress,
        batch=progress.batch,
        form=form,
        status=422 if form.errors else 200,
    )


def _decided(request: HttpRequest, staff: Staff, made: BatchChange) -> HttpResponse:
    if made.finished_at is None:
        messages.success(request, _("The work goes on by itself; you may close this page."))
    return redirect("issuer:batch", staff.slug, made.batch.public_id)


def _status_form(change: str, data: QueryDict | None, *, notify: bool) -> StatusOfManyForm | LiftManyForm:
    initial = {"notify": notify}
    if change == "lift":
        return LiftManyForm(data, initial=initial)
    return StatusOfManyForm(service.CHANGES[change].reasons, data, initial=initial)


def _do(
    request: HttpRequest,
    staff: Staff,
    batch: uuid.UUID,
    action: Callable[[Actor, str, uuid.UUID], Batch],
    done: object,
) -> HttpResponse:
    try:
        action(staff.actor, staff.slug, batch)
    except RefusedError as error:
        if error.code != "batch-state-refused":
            raise
        messages.warning(request, error_sentence(error, request.LANGUAGE_CODE))
    else:
        messages.success(request, str(done))
    return redirect("issuer:batch", staff.slug, batch)


def _number(request: HttpRequest, name: str) -> int:
    asked = request.GET.get(name, "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) <= 8 else 0
