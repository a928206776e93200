"""What an organisation says about personal data, and the record of erasures: who asked stays unnamed."""

from __future__ import annotations

from enum import StrEnum

from django.db import models

from umiem.storage.models.awards import Award
from umiem.storage.models.columns import moment, one_of, public_id
from umiem.storage.models.members import User
from umiem.storage.models.organisations import Organisation


class LegalBasis(StrEnum):
    """Why an organisation may keep personal data: GDPR, article 6(1)."""

    CONSENT = "consent"
    CONTRACT = "contract"
    LEGAL_OBLIGATION = "legal-obligation"
    PUBLIC_TASK = "public-task"
    LEGITIMATE_INTEREST = "legitimate-interest"


class PrivacySettings(models.Model):
    """Legal basis, retention and notice of one organisation.

    ``notice`` maps language tags to the text. ``erases_at_once``: a learner's wish is carried out without
    a decision of the staff. ``retention_months`` null: no end was set; ``retention_runs``: due awards are
    erased, not only listed.
    """

    organisation = models.OneToOneField(Organisation, on_delete=models.CASCADE, related_name="privacy")
    legal_basis = models.CharField(max_length=24, default=LegalBasis.CONTRACT)
    legal_note = models.CharField(max_length=400, blank=True, default="")
    notice = models.JSONField(default=dict)
    contact = models.CharField(max_length=320, blank=True, default="")
    erases_at_once = models.BooleanField(default=True)
    retention_months = models.PositiveSmallIntegerField(null=True)
    retention_reason = models.CharField(max_length=400, blank=True, default="")
    retention_runs = models.BooleanField(default=False)
    changed_at = moment()

    class Meta:
        constraints = (one_of("legal_basis", LegalBasis, name="privacy_legal_basis"),)

    def __str__(self) -> str:
        return str(self.organisation_id)


class ErasureState(StrEnum):
    """Asked for and waiting for the organisation, done, or refused with a reason."""

    REQUESTED = "requested"
    DONE = "done"
    REFUSED = "refused"


class Erasure(models.Model):
    """One erasure of an award or of an account. It names nobody; ``award`` is a stump once it is done.

    ``cause`` is learner, staff or retention. ``counts`` says how much went, by kind of record.
    """

    public_id = public_id()
    organisation = models.ForeignKey(
        Organisation, null=True, on_delete=models.CASCADE, related_name="erasures"
    )
    award = models.ForeignKey(Award, null=True, on_delete=models.SET_NULL, related_name="erasures")
    requester = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    cause = models.CharField(max_length=12)
    state = models.CharField(max_length=12, default=ErasureState.REQUESTED)
    revoke = models.BooleanField(default=False)
    reason = models.CharField(max_length=400, blank=True, default="")
    counts = models.JSONField(default=dict)
    requested_at = moment()
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (one_of("state", ErasureState, name="erasure_state"),)
        ordering = ("-id",)

    def __str__(self) -> str:
        return str(self.public_id)
