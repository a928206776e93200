"""Notices to learners: the state of each, and sending again."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router

from umiem.api import parameters
from umiem.api.auth import actor
from umiem.api.shapes.notices import MailOut, MailPage, ResentOut
from umiem.services.notice import mail
from umiem.storage.models import OutboxMail

router = Router()


@router.get("", response=MailPage, summary="Notices with their states, newest first")
def list_mail(
    request: HttpRequest,
    organisation: parameters.Organisation,
    state: parameters.NoticeState = "",
    query: parameters.NoticeWords = "",
    award: parameters.OfAward = None,
    batch: parameters.OfBatch = None,
    page: parameters.PageNumber = 1,
) -> MailPage:
    """Return one page of 25, of one `award`, one `batch` or all; `query` looks in addresses."""
    found = mail.list_mail(
        actor(request), organisation, state=state, query=query, award=award, batch=batch, page=page
    )
    items = [_out(row) for row in found.items]
    return MailPage(items=items, page=found.number, pages=found.pages, total=found.total)


@router.post("/failed/resend", response=ResentOut, summary="Send everything that failed again")
def resend_failed(
    request: HttpRequest, organisation: parameters.Organisation, batch: parameters.OfBatch = None
) -> ResentOut:
    """Queue all that bounced or was refused once more, of one `batch` or of all."""
    return ResentOut(count=mail.resend_failed(actor(request), organisation, batch=batch))


@router.post("/{notice}/resend", response=MailOut, summary="Send one notice again")
def resend(
    request: HttpRequest, organisation: parameters.Organisation, notice: parameters.NoticeId
) -> MailOut:
    """Queue a notice once more; 409 while it is on its way, and when the address had enough of them."""
    return _out(mail.resend(actor(request), organisation, notice))


def _out(row: OutboxMail) -> MailOut:
    return MailOut(
        id=row.public_id,
        award=None if row.award is None else row.award.public_id,
        kind=row.kind,
        recipient=row.recipient,
        subject=row.subject,
        state=str(row.state),
        attempts=row.attempts,
        answer=row.answer,
        created_at=row.created_at,
        sent_at=row.sent_at,
    )
