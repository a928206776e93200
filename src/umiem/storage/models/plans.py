"""What a learner says and plans: declared skills, saved plans, links to them, trust in a counsellor."""

from __future__ import annotations

from django.db import models

from umiem.storage.models.columns import moment, public_id
from umiem.storage.models.members import User


class DeclaredSkill(models.Model):
    """A skill that a person says to have; nobody confirmed it."""

    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="declared_skills")
    uri = models.CharField(max_length=200)
    note = models.CharField(max_length=200, blank=True, default="")
    created_at = moment()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("owner", "uri"), name="declared_skill_once"),)
        ordering = ("id",)

    def __str__(self) -> str:
        return self.uri


class SavedPlan(models.Model):
    """What somebody asked a plan for. The plan itself is computed whenever it is shown.

    ``held`` is what was verified when it was last shown, so that a new credential can be told. Without an
    owner it exists only for its link.
    """

    public_id = public_id()
    owner = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="plans")
    wish = models.JSONField()
    held = models.JSONField(default=list)
    steps = models.PositiveSmallIntegerField(default=0)
    created_at = moment()
    seen_at = moment()

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return str(self.public_id)


class PlanLink(models.Model):
    """A link to one plan that ends. Only the token's hash is kept."""

    public_id = public_id()
    plan = models.ForeignKey(SavedPlan, on_delete=models.CASCADE, related_name="links")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = moment()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return str(self.public_id)


class PlanConsent(models.Model):
    """A learner lets the person with this address see their plans, until it is withdrawn or ends."""

    public_id = public_id()
    learner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="plan_consents")
    counsellor_email = models.EmailField(max_length=254)
    given_at = moment()
    expires_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("learner", "counsellor_email"),
                condition=models.Q(withdrawn_at=None),
                name="plan_consent_once",
            ),
        )
        ordering = ("-id",)

    def __str__(self) -> str:
        return str(self.public_id)
