"""Django's door to mail: what allauth sends (sign-in codes) goes to the same outbox as everything else."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from umiem.services.notice import mail


class OutboxBackend(BaseEmailBackend):
    """Stores each message; the background worker sends it, at once when a mail server is set."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            for recipient in message.recipients():
                mail.queue(
                    key=f"account:{uuid.uuid4()}",
                    kind="account",
                    recipient=recipient,
                    subject=str(message.subject),
                    body=str(message.body),
                )
        return len(email_messages)
