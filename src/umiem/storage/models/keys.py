"""Signing keys of organisations, and the append-only log of what they signed."""

from __future__ import annotations

from enum import StrEnum

from django.db import models

from umiem.storage.models.columns import moment, one_of
from umiem.storage.models.organisations import Organisation


class KeyState(StrEnum):
    """Active keys sign. Retired keys stay in the DID document. Compromised keys are named there no more."""

    ACTIVE = "active"
    RETIRED = "retired"
    COMPROMISED = "compromised"


class SigningKey(models.Model):
    """A key pair; ``private`` is encrypted with the installation's key-encryption key.

    ``fragment`` is the part after ``#`` of the verification method. Public keys are never deleted.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="keys")
    fragment = models.CharField(max_length=80)
    algorithm = models.CharField(max_length=20)
    public = models.BinaryField()
    private = models.BinaryField()
    state = models.CharField(max_length=12, default=KeyState.ACTIVE)
    created_at = moment()
    retired_at = models.DateTimeField(null=True)
    compromised_since = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("organisation", "fragment"), name="key_fragment"),
            models.UniqueConstraint(fields=("organisation", "id"), name="key_tenant"),
            one_of("state", KeyState, name="key_state"),
        )
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.fragment


class SignerLogEntry(models.Model):
    """One signature: which key signed which prepared document. Rows are only ever added."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    key = models.ForeignKey(SigningKey, on_delete=models.PROTECT, related_name="log")
    subject = models.CharField(max_length=80)
    intent_digest = models.CharField(max_length=64)
    signed_digest = models.CharField(max_length=64)
    at = moment()

    class Meta:
        indexes = (models.Index(fields=("organisation", "subject"), name="signer_log_subject"),)

    def __str__(self) -> str:
        return self.subject
