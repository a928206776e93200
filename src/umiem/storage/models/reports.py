"""What learners report: an error in their credential, with what they propose instead."""

from __future__ import annotations

from enum import StrEnum

from django.db import models

from umiem.storage.models.awards import Award
from umiem.storage.models.columns import moment, one_of, public_id
from umiem.storage.models.members import User
from umiem.storage.models.organisations import Organisation


class ReportKind(StrEnum):
    """What is wrong, in the learner's eyes."""

    NAME = "name"
    DATE = "date"
    RESULT = "result"
    NOT_MINE = "not-mine"
    OTHER = "other"


class ReportState(StrEnum):
    """Waiting for an answer, settled by a correction, or answered without one."""

    OPEN = "open"
    CORRECTED = "corrected"
    ANSWERED = "answered"


class Report(models.Model):
    """One report about one award. ``proposed`` may hold given_name, family_name, awarded_on as texts."""

    public_id = public_id()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="reports")
    award = models.ForeignKey(Award, on_delete=models.CASCADE, related_name="reports")
    reporter = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="reports")
    kind = models.CharField(max_length=12)
    message = models.CharField(max_length=2_000, blank=True, default="")
    proposed = models.JSONField(default=dict)
    state = models.CharField(max_length=12, default=ReportState.OPEN)
    answer = models.CharField(max_length=2_000, blank=True, default="")
    answered_by = models.CharField(max_length=320, blank=True, default="")
    created_at = moment()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            one_of("kind", ReportKind, name="report_kind"),
            one_of("state", ReportState, name="report_state"),
            models.UniqueConstraint(
                fields=("award",), condition=models.Q(state="open"), name="report_one_open"
            ),
        )
        indexes = (models.Index(fields=("organisation", "state", "-id"), name="report_newest"),)
        ordering = ("-id",)

    def __str__(self) -> str:
        return str(self.public_id)
