"""Outgoing mail, each message with its state."""

from __future__ import annotations

from enum import StrEnum

from django.db import models

from umiem.storage.models.awards import Award
from umiem.storage.models.batches import Batch
from umiem.storage.models.columns import moment, one_of, public_id
from umiem.storage.models.organisations import Organisation


class MailState(StrEnum):
    """What became of a message.

    ``sending`` is in the hands of a process. ``bounced``: the server does not take mail for this address;
    ``refused``: it does not take this message, or all attempts failed. ``uncertain``: the connection broke
    after the message was handed over, so nobody knows; it is not sent again by itself. ``kept`` is the end
    state where no mail server is set: the message stays in the local outbox.
    """

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    BOUNCED = "bounced"
    REFUSED = "refused"
    UNCERTAIN = "uncertain"
    KEPT = "kept"


class OutboxMail(models.Model):
    """One message. ``key`` is unique: what is queued twice under one key is sent once.

    ``batch`` is the batch whose work it tells about, None for what was decided one by one. Its foreign key is
    the wall of the organisation, and its index counts a batch by state.
    """

    public_id = public_id()
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.CASCADE, related_name="mails")
    award = models.ForeignKey(Award, null=True, on_delete=models.CASCADE, related_name="mails")
    batch = models.ForeignKey(
        Batch, null=True, on_delete=models.PROTECT, related_name="mails", db_index=False, db_constraint=False
    )
    key = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=40)
    recipient = models.CharField(max_length=320)
    subject = models.CharField(max_length=400)
    body = models.TextField()
    state = models.CharField(max_length=12, default=MailState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    resent = models.PositiveSmallIntegerField(default=0)
    answer = models.CharField(max_length=400, blank=True, default="")
    created_at = moment()
    next_attempt_at = moment()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (one_of("state", MailState, name="mail_state"),)
        indexes = (
            models.Index(fields=("state", "next_attempt_at"), name="mail_due"),
            models.Index(fields=("organisation", "state", "-id"), name="mail_by_state"),
            models.Index(
                fields=("batch", "state"), condition=models.Q(batch__isnull=False), name="mail_of_batch"
            ),
            models.Index(fields=("created_at",), condition=models.Q(kind="account"), name="mail_account"),
        )
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.key


class MailText(models.Model):
    """An organisation's own text of one kind of mail in one language; without a row the usual text stands."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="mail_texts")
    kind = models.CharField(max_length=40)
    language = models.CharField(max_length=8)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    changed_by = models.CharField(max_length=320)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("organisation", "kind", "language"), name="mail_text_once"),
        )

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.kind} {self.language}"


class NoticeSettings(models.Model):
    """How an organisation writes to its learners: as whom, and when it reminds them.

    Days count from the award (``claim_…``) or back from the last day of validity (``expiry_reminders``);
    ``claim_days`` 0: no end.
    """

    organisation = models.OneToOneField(
        Organisation, on_delete=models.CASCADE, related_name="notice_settings"
    )
    sender_name = models.CharField(max_length=100, blank=True, default="")
    reply_to = models.EmailField(blank=True, default="")
    claim_reminders = models.JSONField(default=list)
    claim_days = models.PositiveSmallIntegerField(default=0)
    expiry_reminders = models.JSONField(default=list)

    def __str__(self) -> str:
        return str(self.organisation_id)
