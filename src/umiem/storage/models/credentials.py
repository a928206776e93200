"""Credentials: the exact bytes that were intended, and the exact bytes that were signed."""

from __future__ import annotations

from enum import StrEnum

from django.db import models
from django.utils import timezone

from umiem.storage.models.awards import Award
from umiem.storage.models.batches import CompressionDictionary
from umiem.storage.models.columns import moment, one_of, public_id
from umiem.storage.models.keys import SigningKey
from umiem.storage.models.organisations import Organisation


class CredentialState(StrEnum):
    """How far issuing came: intent stored, signed and released, or given up; then it takes nobody's place."""

    INTENDED = "intended"
    RELEASED = "released"
    ABORTED = "aborted"


class CredentialStatus(StrEnum):
    """What the issuer says of a released credential now."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    REVOKED = "revoked"


class ReplacementKind(StrEnum):
    """Why a credential takes the place of another of the same award."""

    CORRECTION = "correction"
    RENEWAL = "renewal"
    KEY_COMPROMISED = "key-compromised"


class Credential(models.Model):
    """One secured document. ``data`` is never re-serialised; ``digest`` is the SHA-256 of ``data``.

    ``intent`` holds the unsigned document as it was prepared, ``intent_digest`` its SHA-256, both stored
    before the signature is made. ``replaces`` is the credential of the same award whose place it takes.
    A quarantined credential was found damaged in storage and is handed out to nobody. With a ``dictionary``
    both texts are kept compressed: ``intent`` as a whole, ``data`` as what follows the intent's text.
    Everyone reads them through ``umiem.storage.exact_bytes``.

    ``signing_since`` is set while a credential that was made alone waits for its signature. Those of batches
    and of jobs that sign again have none: their chunk or their job knows what is left. No index names
    ``state``, so that PostgreSQL may release a credential without writing its indexes again (decision 0220).
    """

    public_id = public_id()
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="credentials", db_index=False
    )
    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="credentials")
    key = models.ForeignKey(SigningKey, on_delete=models.PROTECT, related_name="credentials", db_index=False)
    state = models.CharField(max_length=12, default=CredentialState.INTENDED)
    status = models.CharField(max_length=12, default=CredentialStatus.ACTIVE)
    status_reason = models.CharField(max_length=40, blank=True, default="")
    status_note = models.CharField(max_length=500, blank=True, default="")
    status_changed_at = models.DateTimeField(null=True)
    profile = models.CharField(max_length=40)
    media_type = models.CharField(max_length=100)
    intent = models.BinaryField()
    intent_digest = models.CharField(max_length=64)
    data = models.BinaryField(null=True)
    dictionary = models.ForeignKey(
        CompressionDictionary, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    digest = models.CharField(max_length=64, blank=True, default="")
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField(null=True)
    created_at = moment()
    released_at = models.DateTimeField(null=True)
    replaces = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="replacements", db_index=False
    )
    replacement = models.CharField(max_length=16, null=True)
    quarantined_at = models.DateTimeField(null=True)
    signing_since = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("organisation", "id"), name="credential_tenant"),
            models.UniqueConstraint(
                fields=("replaces",),
                condition=models.Q(replaces__isnull=False),
                name="credential_replaced_once",
            ),
            one_of("state", CredentialState, name="credential_state"),
            one_of("status", CredentialStatus, name="credential_status"),
            models.CheckConstraint(
                condition=~models.Q(state="released")
                | (models.Q(data__isnull=False) & ~models.Q(digest="") & models.Q(released_at__isnull=False)),
                name="credential_released_is_signed",
            ),
        )
        indexes = (
            models.Index(
                fields=("signing_since",),
                condition=models.Q(signing_since__isnull=False),
                name="credential_signing",
            ),
            models.Index(
                fields=("organisation",),
                condition=models.Q(quarantined_at__isnull=False),
                name="credential_quarantined",
            ),
            models.Index(
                fields=("organisation", "valid_until"),
                condition=models.Q(valid_until__isnull=False),
                name="credential_ending",
            ),
        )

    def __str__(self) -> str:
        return str(self.public_id)

    @property
    def standing(self) -> str:
        """What a reader is told today: the status, or that the validity has ended or not begun yet."""
        if self.status != CredentialStatus.ACTIVE:
            return self.status
        now = timezone.now()
        if self.valid_until is not None and self.valid_until < now:
            return "expired"
        return self.status if self.valid_from <= now else "not-yet-valid"
