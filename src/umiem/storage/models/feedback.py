"""What learners and peers say about a definition (Annex II, principles 1 and 8)."""

from __future__ import annotations

from enum import StrEnum

from django.db import models

from umiem.storage.models.awards import Award
from umiem.storage.models.columns import moment, one_of, public_id
from umiem.storage.models.definitions import DefinitionVersion
from umiem.storage.models.mail import OutboxMail
from umiem.storage.models.members import User
from umiem.storage.models.organisations import Organisation


class FeedbackKind(StrEnum):
    """A learner who holds an award, or a peer: another provider, an expert, an employer."""

    LEARNER = "learner"
    PEER = "peer"


class PeerInvitation(models.Model):
    """A link for one peer reviewer of one version. Only the token's hash is kept.

    ``mail`` is the message that carries the link, where an address was given; the address stands there only.
    """

    public_id = public_id()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(DefinitionVersion, on_delete=models.PROTECT, related_name="peers")
    name = models.CharField(max_length=200)
    affiliation = models.CharField(max_length=200, blank=True, default="")
    token_hash = models.CharField(max_length=64, unique=True)
    created_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    mail = models.ForeignKey(OutboxMail, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = moment()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("organisation", "id"), name="peer_invitation_tenant"),)
        ordering = ("-id",)

    def __str__(self) -> str:
        return str(self.public_id)


class DefinitionFeedback(models.Model):
    """One opinion: three marks from 1 to 5, each optional, and a text.

    A learner's opinion knows the award, so that there is one each; it is shown without the name. When the
    award or the account goes, the marks stay and belong to nobody. ``hidden_at`` hides the text only.
    """

    public_id = public_id()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(DefinitionVersion, on_delete=models.PROTECT, related_name="feedback")
    kind = models.CharField(max_length=8)
    award = models.OneToOneField(Award, null=True, on_delete=models.SET_NULL, related_name="feedback")
    invitation = models.OneToOneField(
        PeerInvitation, null=True, on_delete=models.SET_NULL, related_name="feedback"
    )
    outcomes = models.PositiveSmallIntegerField(null=True)
    workload = models.PositiveSmallIntegerField(null=True)
    assessment = models.PositiveSmallIntegerField(null=True)
    comment = models.TextField(blank=True, default="")
    created_at = moment()
    changed_at = models.DateTimeField(null=True)
    hidden_at = models.DateTimeField(null=True)
    hidden_reason = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        constraints = (
            one_of("kind", FeedbackKind, name="definition_feedback_kind"),
            *(
                models.CheckConstraint(
                    condition=models.Q(**{f"{mark}__isnull": True}) | models.Q(**{f"{mark}__range": (1, 5)}),
                    name=f"definition_feedback_{mark}",
                )
                for mark in ("outcomes", "workload", "assessment")
            ),
        )
        ordering = ("-id",)

    def __str__(self) -> str:
        return str(self.public_id)
