"""Signing keys of organisations, how they came to be, and the append-only log of what they signed."""

from __future__ import annotations

from enum import StrEnum

from django.db import models

from umiem.storage.models.columns import moment, one_of, public_id
from umiem.storage.models.organisations import Organisation


class KeyState(StrEnum):
    """Active keys sign. Retired keys go on verifying. Of compromised keys only what is proved to be older."""

    ACTIVE = "active"
    RETIRED = "retired"
    COMPROMISED = "compromised"


class KeyStore(StrEnum):
    """Where the private half is: sealed in the database, or inside a token that never gives it out."""

    FILE = "file"
    PKCS11 = "pkcs11"


class SigningKey(models.Model):
    """A key pair; ``private`` is encrypted with the installation's key-encryption key.

    ``fragment`` is the part after ``#`` of the verification method. Public keys are never deleted. A key of a
    token has no ``private``; ``token_label`` and ``token_key_id`` (hex of CKA_ID) say where it is. After
    ``valid_until`` a key makes no new credential.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="keys")
    fragment = models.CharField(max_length=80)
    algorithm = models.CharField(max_length=20)
    public = models.BinaryField()
    private = models.BinaryField()
    state = models.CharField(max_length=12, default=KeyState.ACTIVE)
    store = models.CharField(max_length=10, default=KeyStore.FILE)
    token_label = models.CharField(max_length=64, blank=True, default="")
    token_key_id = models.CharField(max_length=64, blank=True, default="")
    created_at = moment()
    valid_until = models.DateTimeField(null=True)
    retired_at = models.DateTimeField(null=True)
    compromised_since = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("organisation", "fragment"), name="key_fragment"),
            models.UniqueConstraint(fields=("organisation", "id"), name="key_tenant"),
            models.UniqueConstraint(
                fields=("organisation",), condition=models.Q(state="active"), name="key_one_active"
            ),
            one_of("state", KeyState, name="key_state"),
            one_of("store", KeyStore, name="key_store"),
        )
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.fragment


class SignerLogHead(models.Model):
    """The end of an organisation's log; locked while entries are added. ``at`` never goes back."""

    organisation = models.OneToOneField(
        Organisation, on_delete=models.PROTECT, related_name="signer_log_head"
    )
    sequence = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True, default="")
    at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.organisation_id}/{self.sequence}"


class SignerLogEntry(models.Model):
    """One signature: which key signed which prepared document. Rows are only ever added: a trigger refuses
    to change or delete one. ``digest`` covers the entry and the digest before it.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    key = models.ForeignKey(SigningKey, on_delete=models.PROTECT, related_name="log")
    subject = models.CharField(max_length=80)
    intent_digest = models.CharField(max_length=64)
    signed_digest = models.CharField(max_length=64)
    at = moment()
    sequence = models.PositiveBigIntegerField(null=True)
    previous = models.CharField(max_length=64, blank=True, default="")
    digest = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("organisation", "sequence"), name="signer_log_sequence"),
        )
        indexes = (models.Index(fields=("organisation", "subject"), name="signer_log_subject"),)

    def __str__(self) -> str:
        return self.subject


class SignerLogRoot(models.Model):
    """Where the chain of an organisation's signatures stood when a day (UTC) was over; published for ever.

    A copy that somebody else keeps proves later that nothing was changed or left out.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="log_roots")
    day = models.DateField()
    sequence = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)
    created_at = moment()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("organisation", "day"), name="signer_log_root_day"),)
        ordering = ("-day",)

    def __str__(self) -> str:
        return f"{self.day} {self.digest[:8]}"


class DidDocumentVersion(models.Model):
    """One published version of an organisation's DID document, byte for byte; rows are only ever added."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="did_versions")
    version = models.PositiveIntegerField()
    document = models.BinaryField()
    digest = models.CharField(max_length=64)
    previous = models.CharField(max_length=64, blank=True, default="")
    created_at = moment()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("organisation", "version"), name="did_document_version"),
        )
        ordering = ("version",)

    def __str__(self) -> str:
        return f"{self.organisation_id} v{self.version}"


class CeremonyState(StrEnum):
    """Waiting for people to confirm, done with a key, or called off."""

    WAITING = "waiting"
    DONE = "done"
    CANCELLED = "cancelled"


class KeyCeremony(models.Model):
    """How a key was made: the reviewed file, who confirmed it, and the signed transcript."""

    public_id = public_id()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="ceremonies")
    key = models.ForeignKey(SigningKey, null=True, on_delete=models.PROTECT, related_name="ceremonies")
    state = models.CharField(max_length=12, default=CeremonyState.WAITING)
    content = models.BinaryField()
    content_digest = models.CharField(max_length=64)
    plan = models.JSONField()
    confirmations = models.JSONField(default=list)
    transcript = models.BinaryField(null=True)
    transcript_digest = models.CharField(max_length=64, blank=True, default="")
    started_by = models.CharField(max_length=320)
    created_at = moment()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("organisation", "content_digest"), name="ceremony_once"),
            one_of("state", CeremonyState, name="ceremony_state"),
        )
        ordering = ("-id",)

    def __str__(self) -> str:
        return str(self.public_id)


class ReissueState(StrEnum):
    """Going on, or finished."""

    RUNNING = "running"
    DONE = "done"


class Reissue(models.Model):
    """Replacing all that a compromised key signed. What is done is known from the credentials themselves.

    One process works on it at a time, until ``leased_until``; up to ``cursor`` nothing is left to do.
    """

    public_id = public_id()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="reissues")
    key = models.OneToOneField(SigningKey, on_delete=models.PROTECT, related_name="reissue")
    state = models.CharField(max_length=12, default=ReissueState.RUNNING)
    notify = models.BooleanField(default=True)
    total = models.PositiveIntegerField()
    cursor = models.PositiveBigIntegerField(default=0)
    started_by = models.CharField(max_length=320)
    leased_until = models.DateTimeField(null=True)
    created_at = moment()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (one_of("state", ReissueState, name="reissue_state"),)
        ordering = ("-id",)

    def __str__(self) -> str:
        return str(self.public_id)


class SignerLogBlock(models.Model):
    """Many signatures of one key, made for one chunk of a batch. Rows are only ever added.

    ``entries`` holds 80 bytes for each: the credential's identifier (16), the digest of what was intended
    (32) and of what was signed (32). ``digest`` is its SHA-256, which stands in the chain of the log under
    ``subject``. The primary keys of the credentials lie between ``first_credential`` and ``last_credential``,
    so that a block is found without an index of every signature.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    key = models.ForeignKey(SigningKey, on_delete=models.PROTECT, related_name="log_blocks")
    subject = models.CharField(max_length=80)
    count = models.PositiveIntegerField()
    first_credential = models.PositiveBigIntegerField()
    last_credential = models.PositiveBigIntegerField()
    entries = models.BinaryField()
    digest = models.CharField(max_length=64)
    at = moment()

    class Meta:
        indexes = (models.Index(fields=("organisation", "first_credential"), name="signer_log_block_place"),)

    def __str__(self) -> str:
        return self.subject
