"""The outbox: every mail is stored with the decision it tells about, and sent afterwards.

Each message has a state. What is queued twice under one key is sent once. Without a mail server the
messages stay here, and the demo shows them on a page.
"""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from umiem import wiring
from umiem.adapters.mail import Message, Outcome, sender_for
from umiem.errors import NotFoundError, RefusedError
from umiem.services import audit
from umiem.services.access import Actor, Permission, authorise
from umiem.storage.models import Award, MailState, Organisation, OutboxMail

MOST_ATTEMPTS = 8
BATCH = 50
_FIRST_PAUSE = timedelta(seconds=30)


def queue(
    *,
    key: str,
    kind: str,
    recipient: str,
    subject: str,
    body: str,
    organisation: Organisation | None = None,
    award: Award | None = None,
) -> None:
    """Store a message to send; call it inside the transaction of what it tells about."""
    kept = wiring.installation().smtp_url is None
    OutboxMail.objects.bulk_create(
        [
            OutboxMail(
                key=key[:200],
                kind=kind,
                recipient=recipient[:320],
                subject=subject[:400],
                body=body,
                organisation=organisation,
                award=award,
                state=MailState.KEPT if kept else MailState.QUEUED,
            )
        ],
        ignore_conflicts=True,
    )


def deliver_due() -> int:
    """Send what is due, each message in a transaction of its own; return how many were sent.

    A crash between sending and storing that it was sent may send one message again: mail has no way to
    ask whether it arrived. It is never lost.
    """
    smtp_url = wiring.installation().smtp_url
    if smtp_url is None:
        return 0
    due = OutboxMail.objects.filter(state=MailState.QUEUED, next_attempt_at__lte=timezone.now()).order_by(
        "id"
    )
    sender = sender_for(smtp_url, mail_from=wiring.installation().mail_from)
    sent = 0
    for row in due[:BATCH]:
        claimed = OutboxMail.objects.filter(
            pk=row.pk, state=MailState.QUEUED, next_attempt_at=row.next_attempt_at
        ).update(attempts=row.attempts + 1, next_attempt_at=timezone.now() + _pause(row.attempts))
        if not claimed:
            continue  # another worker has it
        outcome = sender.send(Message(to=row.recipient, subject=row.subject, body=row.body, identity=row.key))
        _store(row, outcome)
        sent += outcome.kind == "sent"
    return sent


def resend(actor: Actor, organisation: str, mail_id: uuid.UUID) -> OutboxMail:
    """Send a message of this organisation once more, for staff who may award."""
    found = authorise(actor, organisation, Permission.AWARD)
    with transaction.atomic():
        row = OutboxMail.objects.filter(organisation=found, public_id=mail_id).first()
        if row is None:
            raise NotFoundError("mail-unknown")
        if row.state == MailState.QUEUED:
            raise RefusedError("mail-still-queued")
        state = MailState.KEPT if wiring.installation().smtp_url is None else MailState.QUEUED
        OutboxMail.objects.filter(pk=row.pk).update(state=state, attempts=0, next_attempt_at=timezone.now())
        audit.record(actor, found, "mail-resent", str(row.public_id), kind=row.kind)
    row.refresh_from_db()
    return row


def demo_outbox(limit: int = 50) -> tuple[OutboxMail, ...]:
    """Return the newest messages, codes and all; only where the demo runs on this machine alone."""
    if not wiring.installation().shows_demo_sign_in:
        raise NotFoundError("page-unknown")
    return tuple(OutboxMail.objects.all()[:limit])


def _pause(attempts: int) -> timedelta:
    return min(_FIRST_PAUSE * (1 << attempts), timedelta(hours=6))


def _store(row: OutboxMail, outcome: Outcome) -> None:
    changes: dict[str, object] = {"answer": outcome.answer[:400]}
    if outcome.kind == "sent":
        changes |= {"state": MailState.SENT, "sent_at": timezone.now()}
    elif outcome.kind == "refused" or row.attempts + 1 >= MOST_ATTEMPTS:
        changes |= {"state": MailState.REFUSED}
    OutboxMail.objects.filter(pk=row.pk).update(**changes)
