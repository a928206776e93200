"""Notices to learners: every mail with its state, the texts, the sender and the reminders."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from umiem.errors import MalformedInputError, NotFoundError, RefusedError
from umiem.sentences.mail import PLACES
from umiem.services.award.batches import get_batch
from umiem.services.notice import mail as service
from umiem.services.notice import mail_texts, notice_settings
from umiem.storage.models import Batch, MailState
from umiem.web.forms.errors import put_error
from umiem.web.forms.mail import MailTextForm, NoticeSettingsForm
from umiem.web.issuer.staff import Staff, show, staff_page
from umiem.web.paging import page_number
from umiem.web.pills import PILLS
from umiem.web.words import MAIL_KINDS

_LONGEST_QUERY = 200


@require_safe
@staff_page
def mail(request: HttpRequest, staff: Staff) -> HttpResponse:
    """List the messages, of one batch or all, filtered by state and address, with how many of each state."""
    batch = _batch(request, staff)
    state = request.GET.get("state", "")[:20]
    query = request.GET.get("q", "")[:_LONGEST_QUERY]
    page = service.list_mail(
        staff.actor,
        staff.slug,
        state=state,
        query=query,
        batch=None if batch is None else batch.public_id,
        page=page_number(request),
    )
    counts = service.counts(staff.organisation, batch=batch)
    context: dict[str, Any] = {
        "page": page,
        "state": state,
        "q": query,
        "batch": batch,
        "counts": [(code, PILLS["mail"][code].word, counts[code]) for code in MailState],
        "failed": sum(counts[code] for code in service.FAILED),
        "kinds": MAIL_KINDS,
    }
    return show(request, "mail", staff, **context)


@require_POST
@staff_page
def again(request: HttpRequest, staff: Staff, notice: uuid.UUID) -> HttpResponse:
    """Send one message of the list once more."""
    service.resend(staff.actor, staff.slug, notice)
    messages.success(request, _("The notice is on its way once more."))
    return redirect("issuer:mail", staff.slug)


@require_POST
@staff_page
def failed_again(request: HttpRequest, staff: Staff, batch: uuid.UUID | None = None) -> HttpResponse:
    """Send everything that failed once more: of one batch, or of all."""
    count = service.resend_failed(staff.actor, staff.slug, batch=batch)
    said = ngettext(
        "{count} notice is on its way once more.", "{count} notices are on their way once more.", count
    )
    messages.success(request, said.format(count=count))
    return redirect(*(("issuer:mail", staff.slug) if batch is None else ("issuer:batch", staff.slug, batch)))


def _batch(request: HttpRequest, staff: Staff) -> Batch | None:
    """The batch that the address names; one that nobody knows is a page that nobody knows."""
    asked = request.GET.get("batch", "")
    if not asked:
        return None
    try:
        return get_batch(staff.actor, staff.slug, uuid.UUID(asked)).batch
    except ValueError as problem:
        raise NotFoundError("batch-unknown") from problem


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def settings(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Show the texts, and change the sender and the days of the reminders."""
    chosen = notice_settings.settings_of(staff.organisation)
    form = NoticeSettingsForm(request.POST or None, initial=NoticeSettingsForm.initial_of(chosen))
    if request.method == "POST" and form.is_valid():
        try:
            notice_settings.change_settings(staff.actor, staff.slug, form.choices())
        except MalformedInputError as error:
            put_error(form, error)
        else:
            messages.success(request, _("Saved. It counts for notices from now on."))
            return redirect("issuer:mail-settings", staff.slug)
    texts = mail_texts.texts(staff.actor, staff.slug)
    status = 422 if form.errors else 200
    return show(request, "mail_settings", staff, form=form, texts=texts, kinds=MAIL_KINDS, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def text(request: HttpRequest, staff: Staff, kind: str, language: str) -> HttpResponse:
    """Change one text; the button says whether to look at it, try it, save it or put it back."""
    found = mail_texts.text(staff.actor, staff.slug, kind, language)
    form = MailTextForm(request.POST or None, initial={"subject": found.subject, "body": found.body})
    preview = None
    if request.method == "POST" and request.POST.get("do") == "reset":
        mail_texts.reset(staff.actor, staff.slug, kind, language)
        messages.success(request, _("The usual text is in use again."))
        return redirect("issuer:mail-text", staff.slug, kind, language)
    if request.method == "POST" and form.is_valid():
        where = (staff.actor, staff.slug, kind, language)
        try:
            preview = mail_texts.preview(*where, **form.cleaned_data)
            done = _do(request, where, form.cleaned_data)
        except (MalformedInputError, RefusedError) as error:
            if error.code == "permission-missing":
                raise
            put_error(form, error)
        else:
            if done:
                return redirect("issuer:mail-text", staff.slug, kind, language)
    context = {"text": found, "form": form, "preview": preview, "kinds": MAIL_KINDS}
    places = sorted(PLACES[kind])
    status = 422 if form.errors else 200
    return show(request, "mail_text", staff, places=places, status=status, **context)


def _do(request: HttpRequest, where: tuple[object, ...], wanted: dict[str, str]) -> bool:
    if request.POST.get("do") == "save":
        mail_texts.change(*where, **wanted)  # type: ignore[arg-type]
        messages.success(request, _("Saved. It counts for notices from now on."))
        return True
    if request.POST.get("do") == "try":
        address = mail_texts.send_to_oneself(*where, **wanted)  # type: ignore[arg-type]
        messages.success(request, _("The example is on its way to {address}.").format(address=address))
    return False
