"""What learners apply for: a larger micro-credential, with the smaller ones that make it up."""

from __future__ import annotations

from enum import StrEnum

from django.db import models

from umiem.storage.models.awards import Award
from umiem.storage.models.columns import moment, one_of, public_id
from umiem.storage.models.definitions import Definition
from umiem.storage.models.members import User
from umiem.storage.models.organisations import Organisation
from umiem.storage.models.portfolio import ImportedCredential


class ApplicationState(StrEnum):
    """Waiting for the organisation, decided by it, or taken back by the learner."""

    OPEN = "open"
    AWARDED = "awarded"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class StackApplication(models.Model):
    """One application for one definition. ``reason`` is what a refusal says, ``award`` what was awarded."""

    public_id = public_id()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="applications")
    definition = models.ForeignKey(Definition, on_delete=models.PROTECT, related_name="applications")
    applicant = models.ForeignKey(User, on_delete=models.CASCADE, related_name="applications")
    message = models.CharField(max_length=2_000, blank=True, default="")
    state = models.CharField(max_length=12, default=ApplicationState.OPEN)
    reason = models.CharField(max_length=2_000, blank=True, default="")
    decided_by = models.CharField(max_length=320, blank=True, default="")
    decided_at = models.DateTimeField(null=True)
    award = models.ForeignKey(Award, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = moment()

    class Meta:
        constraints = (
            one_of("state", ApplicationState, name="application_state"),
            models.UniqueConstraint(
                fields=("definition", "applicant"),
                condition=models.Q(state="open"),
                name="application_one_open",
            ),
        )
        indexes = (models.Index(fields=("organisation", "state", "-id"), name="application_newest"),)
        ordering = ("-id",)

    def __str__(self) -> str:
        return str(self.public_id)


class ApplicationComponent(models.Model):
    """One credential shown with an application: an award, or a credential from elsewhere."""

    application = models.ForeignKey(StackApplication, on_delete=models.CASCADE, related_name="components")
    award = models.ForeignKey(Award, null=True, on_delete=models.CASCADE, related_name="+")
    imported = models.ForeignKey(ImportedCredential, null=True, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("application", "award"), name="component_award_once"),
            models.UniqueConstraint(fields=("application", "imported"), name="component_imported_once"),
            models.CheckConstraint(
                condition=models.Q(award=None, imported__isnull=False)
                | models.Q(award__isnull=False, imported=None),
                name="component_is_one",
            ),
        )
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.application_id}/{self.pk}"
