"""Outgoing mail, each message with its state."""

from __future__ import annotations

from enum import StrEnum

from django.db import models

from umiem.storage.models.awards import Award
from umiem.storage.models.columns import moment, one_of, public_id
from umiem.storage.models.organisations import Organisation


class MailState(StrEnum):
    """``kept`` is the end state where no mail server is set: the message stays in the local outbox."""

    QUEUED = "queued"
    SENT = "sent"
    REFUSED = "refused"
    KEPT = "kept"


class OutboxMail(models.Model):
    """One message. ``key`` is unique: what is queued twice under one key is sent once."""

    public_id = public_id()
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.CASCADE, related_name="mails")
    award = models.ForeignKey(Award, null=True, on_delete=models.CASCADE, related_name="mails")
    key = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=40)
    recipient = models.CharField(max_length=320)
    subject = models.CharField(max_length=400)
    body = models.TextField()
    state = models.CharField(max_length=12, default=MailState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    answer = models.CharField(max_length=400, blank=True, default="")
    created_at = moment()
    next_attempt_at = moment()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (one_of("state", MailState, name="mail_state"),)
        indexes = (models.Index(fields=("state", "next_attempt_at"), name="mail_due"),)
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.key
