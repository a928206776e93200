"""Status lists: one bit per credential and purpose, at a random place that is never used twice."""

from __future__ import annotations

from enum import StrEnum

from django.db import models

from umiem.storage.models.columns import moment, one_of, public_id
from umiem.storage.models.credentials import Credential
from umiem.storage.models.organisations import Organisation


class StatusPurpose(StrEnum):
    """The purposes of Bitstring Status List that Umiem uses."""

    REVOCATION = "revocation"
    SUSPENSION = "suspension"


class StatusList(models.Model):
    """A list of ``length`` bits. Every change adds one to ``revision``; ``published_revision`` is what
    the world has seen. They are counters, not times, so that no change slips between two clocks.

    ``document`` is the signed list as it was published last, byte for byte, ``published_set`` how many of its
    bits are set. ``token`` is the same statuses as a Token Status List, made once somebody asks for it.
    ``carried`` are bits of a published list that a restored database knows nothing of: they stay set.
    ``seed`` is secret: it says in which random order the places are given away, and ``used`` how many are. A
    list without a seed is from before and gives away no more.
    """

    public_id = public_id()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="status_lists")
    purpose = models.CharField(max_length=12)
    length = models.PositiveIntegerField(default=131_072)
    used = models.PositiveIntegerField(default=0)
    seed = models.BinaryField(null=True)
    revision = models.PositiveIntegerField(default=1)
    published_revision = models.PositiveIntegerField(default=0)
    published_at = models.DateTimeField(null=True)
    document = models.BinaryField(null=True)
    digest = models.CharField(max_length=64, blank=True, default="")
    media_type = models.CharField(max_length=100, blank=True, default="")
    valid_until = models.DateTimeField(null=True)
    published_set = models.PositiveIntegerField(null=True)
    carried = models.BinaryField(null=True)
    token = models.BinaryField(null=True)
    token_digest = models.CharField(max_length=64, null=True)
    created_at = moment()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("organisation", "id"), name="status_list_tenant"),
            one_of("purpose", StatusPurpose, name="status_list_purpose"),
        )

    def __str__(self) -> str:
        return f"{self.purpose} {self.public_id}"


class StatusEntry(models.Model):
    """The place of one credential in one list. Rows are never deleted, so that no index is used again."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    status_list = models.ForeignKey(
        StatusList, on_delete=models.PROTECT, related_name="entries", db_index=False
    )
    index = models.PositiveIntegerField()
    purpose = models.CharField(max_length=12)
    credential = models.ForeignKey(
        Credential, on_delete=models.PROTECT, related_name="status_entries", db_index=False
    )
    is_set = models.BooleanField(default=False)
    changed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("status_list", "index"), name="status_index_once"),
            models.UniqueConstraint(fields=("credential", "purpose"), name="status_purpose_once"),
        )
        indexes = (
            models.Index(
                fields=("status_list", "index"), condition=models.Q(is_set=True), name="status_entries_set"
            ),
        )

    def __str__(self) -> str:
        return f"{self.status_list_id}[{self.index}]"
