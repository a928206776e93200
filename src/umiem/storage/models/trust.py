"""Who vouches for whom: trust lists with their issuers, proofs of domains, and what was seen of strangers."""

from __future__ import annotations

from django.db import models

from umiem.storage.models.columns import moment, public_id
from umiem.storage.models.organisations import Organisation


class TrustList(models.Model):
    """A signed trust list that this installation uses; one of them is its own.

    ``document`` are the exact signed bytes, ``digest`` their SHA-256. ``list_id`` is the list's own
    identifier; a newer version of the same list takes the row over.
    """

    public_id = public_id()
    list_id = models.CharField(max_length=400, unique=True)
    names = models.JSONField()
    is_own = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=0)
    issued_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    document = models.BinaryField(null=True)
    digest = models.CharField(max_length=64, blank=True, default="")
    imported_by = models.CharField(max_length=254, blank=True, default="")
    imported_at = moment()

    class Meta:
        ordering = ("-is_own", "list_id")

    def __str__(self) -> str:
        return self.list_id


class ListedIssuer(models.Model):
    """An issuer on a trust list. ``name_keys`` holds the look-alike keys of its names, one a line."""

    trust_list = models.ForeignKey(TrustList, on_delete=models.CASCADE, related_name="issuers")
    did = models.CharField(max_length=400)
    names = models.JSONField()
    name_keys = models.TextField(blank=True, default="")
    website = models.CharField(max_length=1_000, blank=True, default="")
    country = models.CharField(max_length=2, blank=True, default="")
    since = models.DateField()
    until = models.DateField(null=True)
    evidence = models.CharField(max_length=1_000, blank=True, default="")
    decided_by = models.CharField(max_length=254, blank=True, default="")

    class Meta:
        ordering = ("did",)
        constraints = (models.UniqueConstraint(fields=("trust_list", "did"), name="listed_issuer_once"),)
        indexes = (models.Index(fields=("did",), name="listed_issuer_did"),)

    def __str__(self) -> str:
        return self.did


class DomainProof(models.Model):
    """Whether the domain of an organisation's website says that the organisation is its own."""

    organisation = models.OneToOneField(Organisation, on_delete=models.CASCADE, related_name="domain_proof")
    domain = models.CharField(max_length=253)
    proved_at = models.DateTimeField(null=True)
    checked_at = models.DateTimeField()
    problem = models.CharField(max_length=60, blank=True, default="")

    def __str__(self) -> str:
        return self.domain


class StatusSeen(models.Model):
    """When the status of a credential could last be read. ``key`` is a keyed hash, unreadable."""

    key = models.CharField(max_length=64, unique=True)
    read_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.key[:12]


class KeySetSeen(models.Model):
    """A set of keys that a foreign issuer published, and when it was seen first and last."""

    did = models.CharField(max_length=400)
    digest = models.CharField(max_length=64)
    first_seen = models.DateTimeField()
    last_seen = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ("first_seen",)
        constraints = (models.UniqueConstraint(fields=("did", "digest"), name="key_set_once"),)

    def __str__(self) -> str:
        return self.did
