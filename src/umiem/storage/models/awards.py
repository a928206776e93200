"""Learners as an organisation knows them, and the awards made to them."""

from __future__ import annotations

from enum import StrEnum

from django.db import models

from umiem.storage.models.columns import moment, one_of, public_id
from umiem.storage.models.definitions import Definition, DefinitionVersion
from umiem.storage.models.members import User
from umiem.storage.models.organisations import Organisation


class Learner(models.Model):
    """A learner of one organisation.

    ``key`` is the organisation's own identifier of the person, or the folded e-mail where it has none.
    """

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="learners", db_index=False
    )
    key = models.CharField(max_length=320)
    given_name = models.CharField(max_length=200)
    family_name = models.CharField(max_length=200)
    email = models.CharField(max_length=320)
    identifier = models.CharField(max_length=200, blank=True, default="")
    created_at = moment()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("organisation", "key"), name="learner_key"),
            models.UniqueConstraint(fields=("organisation", "id"), name="learner_tenant"),
        )

    def __str__(self) -> str:
        return f"{self.given_name} {self.family_name}"


class AwardState(StrEnum):
    """Awarded and waiting for the learner, accepted by the learner, or withdrawn by the organisation."""

    AWARDED = "awarded"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"


class Award(models.Model):
    """One learner was awarded one micro-credential in one run.

    The business key (organisation, definition, learner, run) makes a repeated list or a double click
    award nothing twice. ``record`` is the whole award as plain data, as it was when it was made.
    ``rebound_at`` is when the staff last gave it to an address or a person anew; ``wrong_facts`` counts
    wrong answers of somebody who had to prove more than a mailbox. After ``erased_at`` the row is a stump
    without personal data that keeps the places on the status lists from being used again. ``set_aside`` is 0
    while the award has its business key; a revoked one that was set aside has its own id there, and the
    learner can be awarded anew.
    """

    public_id = public_id()
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="awards", db_index=False
    )
    definition = models.ForeignKey(
        Definition, on_delete=models.PROTECT, related_name="awards", db_index=False
    )
    definition_version = models.ForeignKey(
        DefinitionVersion, on_delete=models.PROTECT, related_name="awards", db_index=False
    )
    learner = models.ForeignKey(Learner, on_delete=models.PROTECT, related_name="awards")
    holder = models.ForeignKey(
        User, null=True, on_delete=models.SET_NULL, related_name="awards", db_index=False
    )
    run = models.CharField(max_length=80, blank=True, default="")
    state = models.CharField(max_length=12, default=AwardState.AWARDED)
    given_name = models.CharField(max_length=200)
    family_name = models.CharField(max_length=200)
    email = models.CharField(max_length=320)
    record = models.JSONField()
    notify = models.BooleanField(default=True)
    awarded_on = models.DateField()
    claim_hash = models.CharField(max_length=64, blank=True, default="")
    accepted_at = models.DateTimeField(null=True)
    declined_at = models.DateTimeField(null=True)
    rebound_at = models.DateTimeField(null=True)
    wrong_facts = models.PositiveSmallIntegerField(null=True)
    erased_at = models.DateTimeField(null=True)
    set_aside = models.PositiveBigIntegerField(default=0, db_default=0)
    created_at = moment()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("organisation", "definition", "learner", "run", "set_aside"),
                name="award_business_key",
            ),
            models.UniqueConstraint(fields=("organisation", "id"), name="award_tenant"),
            one_of("state", AwardState, name="award_state"),
        )
        indexes = (
            models.Index(fields=("email",), name="award_email"),
            models.Index(fields=("claim_hash",), condition=~models.Q(claim_hash=""), name="award_claim_hash"),
            models.Index(fields=("holder",), condition=models.Q(holder__isnull=False), name="award_holder"),
            models.Index(
                fields=("organisation", "created_at"),
                condition=models.Q(state="awarded"),
                name="award_waiting",
            ),
        )
        ordering = ("-id",)

    def __str__(self) -> str:
        return str(self.public_id)

    @property
    def standing(self) -> str:
        """The state as it is shown: an award that its learner declined is not waiting any more."""
        if self.erased_at is not None:
            return "erased"
        declined = self.declined_at is not None and self.state == AwardState.AWARDED
        return "declined" if declined else self.state
