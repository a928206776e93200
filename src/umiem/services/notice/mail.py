"""The outbox: every mail is stored with the decision it tells about, and sent afterwards.

Each message has a state. What is queued twice under one key is sent once. Without a mail server the
messages stay here, and the demo shows them on a page. What happened to a message after the server took it
(bounces by mail, delays) is not known here.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import Count, F, Q, QuerySet, Sum
from django.utils import timezone

from umiem import wiring
from umiem.adapters.mail import Message, Outcome, sender_for
from umiem.domain.text import LocalizedText
from umiem.errors import NotFoundError, RefusedError
from umiem.services import audit
from umiem.services.access import Actor, Permission, authorise
from umiem.services.notice.notice_settings import settings_of
from umiem.services.pages import Page, page_of, page_of_search
from umiem.storage.models import Award, Batch, MailState, Organisation, OutboxMail

MOST_ATTEMPTS = 8
MOST_OFFERS = 3
SHOWN_IN_DEMO = 50
BUSY_SECONDS = 20.0
LEASE = timedelta(minutes=10)
_FIRST_PAUSE = timedelta(seconds=30)
_LONGEST_PAUSE = timedelta(hours=6)
_SQL_BATCH = 200
_OFFERS = ("award-made", "claim-reminder")
FAILED = (MailState.BOUNCED, MailState.REFUSED)
_HANDED_OVER = (MailState.SENT, MailState.KEPT)


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A message to send. What is queued twice under one ``key`` is sent once."""

    key: str
    kind: str
    recipient: str
    subject: str
    body: str
    organisation: Organisation | None = None
    award: Award | None = None
    batch: Batch | None = None


def queue(
    *,
    key: str,
    kind: str,
    recipient: str,
    subject: str,
    body: str,
    organisation: Organisation | None = None,
) -> None:
    """Store a message to send; call it inside the transaction of what it tells about."""
    queue_all(
        [
            Letter(
                key=key,
                kind=kind,
                recipient=recipient,
                subject=subject,
                body=body,
                organisation=organisation,
            )
        ]
    )


def queue_all(letters: Sequence[Letter]) -> None:
    """Store many messages to send, like ``queue``."""
    kept = wiring.installation().smtp_url is None
    rows = [
        OutboxMail(
            key=letter.key[:200],
            kind=letter.kind,
            recipient=letter.recipient[:320],
            subject=letter.subject[:400],
            body=letter.body,
            organisation=letter.organisation,
            award=letter.award,
            batch=letter.batch,
            state=MailState.KEPT if kept else MailState.QUEUED,
        )
        for letter in letters
    ]
    OutboxMail.objects.bulk_create(rows, batch_size=_SQL_BATCH, ignore_conflicts=True)


def deliver_due() -> int:
    """Send what is due, each message once, over one connection; return how many were sent.

    A message is marked as ``sending`` before it is handed over. When the connection breaks after that, or the
    process dies, nobody knows whether it arrived: it becomes ``uncertain`` and is not sent again by itself.
    """
    smtp_url = wiring.installation().smtp_url
    if smtp_url is None:
        return 0
    _give_up_lost()
    sent, end = 0, time.monotonic() + BUSY_SECONDS
    with sender_for(smtp_url, mail_from=wiring.installation().mail_from).open() as session:
        while time.monotonic() < end and (row := _claimed()) is not None:
            outcome = session.send(_message(row)) if _may_go(row) else _TOO_MANY
            _store(row, outcome)
            sent += outcome.kind == "sent"
    return sent


def offers_sent(award: Award) -> int:
    """Return how many offers (the award, reminders, each sent again) an address got or may have got."""
    rows = OutboxMail.objects.filter(award=award, kind__in=_OFFERS, recipient=award.email)
    told = rows.exclude(state__in=FAILED).aggregate(rows=Count("id"), again=Sum("resent"))
    return int(told["rows"] or 0) + int(told["again"] or 0)


def resend(actor: Actor, organisation: str, mail_id: uuid.UUID) -> OutboxMail:
    """Send a message of this organisation once more, for staff who may award.

    Raises ``RefusedError`` while it is still on its way, and when the address had enough offers of the award.
    """
    found = authorise(actor, organisation, Permission.AWARD)
    with transaction.atomic():
        rows = OutboxMail.objects.filter(organisation=found, public_id=mail_id)
        row = rows.select_for_update(no_key=True, of=("self",)).select_related("award").first()
        if row is None:
            raise NotFoundError("mail-unknown")
        if row.state in (MailState.QUEUED, MailState.SENDING):
            raise RefusedError("mail-still-queued")
        is_offer = row.kind in _OFFERS and row.state not in FAILED
        if is_offer and row.award is not None and offers_sent(row.award) >= MOST_OFFERS:
            raise RefusedError("mail-often-enough", limit=MOST_OFFERS)
        _queue_again(OutboxMail.objects.filter(pk=row.pk))
        audit.record(actor, found, "mail-resent", str(row.public_id), kind=row.kind)
    row.refresh_from_db()
    return row


def call_off(rows: QuerySet[OutboxMail]) -> None:
    """Take back what has not been sent yet; call it inside the transaction of what ended it."""
    rows.filter(state=MailState.QUEUED).update(state=MailState.REFUSED, answer=_CALLED_OFF)


def resend_failed(actor: Actor, organisation: str, *, batch: uuid.UUID | None = None) -> int:
    """Send everything that bounced or was refused once more, of one batch or of all; return how many.

    Raises ``NotFoundError`` batch-unknown.
    """
    found = authorise(actor, organisation, Permission.AWARD)
    with transaction.atomic():
        rows = OutboxMail.objects.filter(organisation=found, state__in=FAILED).exclude(answer=_CALLED_OFF)
        if batch is not None:
            rows = rows.filter(batch=_batch(found, batch))
        count = _queue_again(rows)
        subject = found.slug if batch is None else str(batch)
        audit.record(actor, found, "mail-failed-resent", subject, count=count)
    return count


def list_mail(
    actor: Actor,
    organisation: str,
    *,
    state: str = "",
    query: str = "",
    award: uuid.UUID | None = None,
    batch: uuid.UUID | None = None,
    page: int = 1,
    size: int = 25,
) -> Page[OutboxMail]:
    """Return the organisation's messages, newest first, for its staff; ``query`` looks in addresses."""
    found = authorise(actor, organisation, Permission.READ)
    rows = OutboxMail.objects.filter(organisation=found).select_related("award")
    if state in list(MailState):
        rows = rows.filter(state=state)
    if award is not None:
        rows = rows.filter(award__public_id=award)
    if batch is not None:
        rows = rows.filter(batch=_batch(found, batch))
    words = query.replace("\0", "").split()[:5]
    for word in words:
        rows = rows.filter(recipient__icontains=word)
    return (page_of_search if words else page_of)(rows, number=page, size=size)


def counts(organisation: Organisation, *, batch: Batch | None = None) -> Mapping[str, int]:
    """Return how many messages are in each state: of an organisation, or of one of its batches."""
    rows = OutboxMail.objects.filter(organisation=organisation)
    if batch is not None:
        rows = OutboxMail.objects.filter(batch=batch)
    found = dict(rows.order_by().values_list("state").annotate(n=Count("*")))
    return {state: found.get(state, 0) for state in MailState}


def demo_outbox() -> tuple[OutboxMail, ...]:
    """Return the newest messages, codes and all; only where the demo runs on this machine alone."""
    if not wiring.installation().shows_demo_sign_in:
        raise NotFoundError("page-unknown")
    return tuple(OutboxMail.objects.all()[:SHOWN_IN_DEMO])


_TOO_MANY = Outcome(kind="refused", answer="not sent: the address had enough mail about this award")
_CALLED_OFF = "not sent: the link in it was ended"
_LOST = "the process ended while the message was handed over"


def _batch(organisation: Organisation, public_id: uuid.UUID) -> Batch:
    row = Batch.objects.filter(organisation=organisation, public_id=public_id).first()
    if row is None:
        raise NotFoundError("batch-unknown")
    return row


def _give_up_lost() -> None:
    rows = OutboxMail.objects.filter(state=MailState.SENDING, next_attempt_at__lt=timezone.now())
    rows.update(state=MailState.UNCERTAIN, answer=_LOST)


def _claimed() -> OutboxMail | None:
    """Take the next message that is due; of several processes only one gets it."""
    due = Q(state=MailState.QUEUED, next_attempt_at__lte=timezone.now())
    rows = OutboxMail.objects.filter(due).select_related("organisation", "award")
    for row in rows.order_by("next_attempt_at", "id")[:20]:
        taken = OutboxMail.objects.filter(due, pk=row.pk).update(
            state=MailState.SENDING, attempts=F("attempts") + 1, next_attempt_at=timezone.now() + LEASE
        )
        if taken:
            return row
    return None


def _may_go(row: OutboxMail) -> bool:
    if row.award is None or row.kind not in _OFFERS:
        return True
    return offers_sent(row.award) <= MOST_OFFERS


def _message(row: OutboxMail) -> Message:
    """A message sent again on purpose is another message; one that is uncertain keeps its identity."""
    sender, reply_to = "", ""
    if row.organisation is not None:
        chosen = settings_of(row.organisation)
        sender = chosen.sender_name or LocalizedText(row.organisation.names).best("pl")[0]
        reply_to = chosen.reply_to or row.organisation.email
    return Message(
        to=row.recipient,
        subject=row.subject,
        body=row.body,
        identity=f"{row.key}#{row.resent}" if row.resent else row.key,
        sender_name=sender,
        reply_to=reply_to,
    )


def _queue_again(rows: QuerySet[OutboxMail]) -> int:
    """Queue once more, in one statement each: what was handed over before counts as sent again."""
    state = MailState.KEPT if wiring.installation().smtp_url is None else MailState.QUEUED
    again = rows.filter(state__in=_HANDED_OVER).update(
        state=state, attempts=0, next_attempt_at=timezone.now(), resent=F("resent") + 1
    )
    waiting = rows.exclude(state__in=(*_HANDED_OVER, MailState.QUEUED, MailState.SENDING))
    return again + waiting.update(state=state, attempts=0, next_attempt_at=timezone.now())


def _store(row: OutboxMail, outcome: Outcome) -> None:
    attempts = row.attempts + 1
    changes: dict[str, object] = {"answer": outcome.answer[:400]}
    if outcome.kind == "sent":
        changes |= {"state": MailState.SENT, "sent_at": timezone.now()}
    elif outcome.kind == "later" and attempts < MOST_ATTEMPTS:
        pause = min(_FIRST_PAUSE * (1 << row.attempts), _LONGEST_PAUSE)
        changes |= {"state": MailState.QUEUED, "next_attempt_at": timezone.now() + pause}
    else:
        ends = {"bounced": MailState.BOUNCED, "uncertain": MailState.UNCERTAIN}
        changes |= {"state": ends.get(outcome.kind, MailState.REFUSED)}
    OutboxMail.objects.filter(pk=row.pk, state=MailState.SENDING).update(**changes)
