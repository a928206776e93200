"""Batches: many awards made by one decision, worked off in chunks that any worker may take."""

from __future__ import annotations

from enum import StrEnum

from django.db import models
from django.utils import timezone

from umiem.storage.models.columns import moment, one_of, public_id
from umiem.storage.models.definitions import Definition, DefinitionVersion
from umiem.storage.models.organisations import Organisation


class BatchState(StrEnum):
    """What happens to a batch now. ``running`` ones are worked on once their start has come."""

    RUNNING = "running"
    PAUSED = "paused"
    DONE = "done"
    CANCELLED = "cancelled"
    UNDOING = "undoing"
    UNDONE = "undone"


class ChunkState(StrEnum):
    """How far a chunk came; each step is one transaction, so there is nothing in between.

    ``waiting`` → ``intended`` (awards, places and intended bytes are stored) → ``stored`` (signed, verified,
    released) → ``published`` (its status lists are public) → ``notified`` (the mails are in the outbox).
    ``cancelled`` chunks were never signed; ``undone`` ones are revoked.
    """

    WAITING = "waiting"
    INTENDED = "intended"
    STORED = "stored"
    PUBLISHED = "published"
    NOTIFIED = "notified"
    CANCELLED = "cancelled"
    UNDONE = "undone"


class Batch(models.Model):
    """One decision to award many. The counts are those of the rows that are settled.

    ``language`` is that of the notices to learners who have chosen none themselves; "": the definition's.
    """

    public_id = public_id()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="batches")
    definition = models.ForeignKey(Definition, on_delete=models.PROTECT, related_name="+")
    definition_version = models.ForeignKey(DefinitionVersion, on_delete=models.PROTECT, related_name="+")
    run = models.CharField(max_length=80, blank=True, default="")
    notify = models.BooleanField(default=True)
    language = models.CharField(max_length=8, blank=True, default="")
    state = models.CharField(max_length=12, default=BatchState.RUNNING)
    made_by = models.CharField(max_length=320)
    source_name = models.CharField(max_length=200, blank=True, default="")
    source_digest = models.CharField(max_length=64, blank=True, default="")
    content_digest = models.CharField(max_length=64)
    idempotency_key = models.CharField(max_length=200, null=True)
    total = models.PositiveIntegerField()
    rows_per_chunk = models.PositiveIntegerField()
    awarded = models.PositiveIntegerField(default=0)
    already = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    cancelled = models.PositiveIntegerField(default=0)
    undone = models.PositiveIntegerField(default=0)
    trouble = models.CharField(max_length=60, blank=True, default="")
    created_at = moment()
    start_at = moment()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    undo_until = models.DateTimeField(null=True)
    reason = models.CharField(max_length=40, blank=True, default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("organisation", "id"), name="batch_tenant"),
            models.UniqueConstraint(fields=("organisation", "idempotency_key"), name="batch_once"),
            one_of("state", BatchState, name="batch_state"),
        )
        ordering = ("-id",)

    def __str__(self) -> str:
        return str(self.public_id)

    @property
    def standing(self) -> str:
        """The state as it is shown: a batch whose time has not come is scheduled, not running."""
        waits = self.state == BatchState.RUNNING and self.start_at > timezone.now()
        return "scheduled" if waits else self.state

    @property
    def settled(self) -> int:
        """How many rows are done with, one way or the other."""
        return self.awarded + self.already + self.refused + self.cancelled


class BatchChunk(models.Model):
    """Some rows of a batch, and the lease under which one worker has them.

    ``source`` holds the rows as they were asked for, ``outcomes`` what became of each; both are compressed
    JSON. ``fence`` goes up with every claim: a worker that comes back late holds an old one, and its writes
    are refused. Which rows are in a chunk never changes.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="chunks", db_index=False)
    number = models.PositiveIntegerField()
    size = models.PositiveIntegerField()
    state = models.CharField(max_length=12, default=ChunkState.WAITING)
    source = models.BinaryField()
    outcomes = models.BinaryField(null=True)
    awarded = models.PositiveIntegerField(default=0)
    already = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    worker = models.CharField(max_length=120, blank=True, default="")
    fence = models.PositiveBigIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    stored_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("batch", "number"), name="batch_chunk_number"),
            one_of("state", ChunkState, name="batch_chunk_state"),
        )
        indexes = (
            models.Index(
                fields=("batch", "number"),
                condition=models.Q(state__in=("waiting", "intended", "stored", "published")),
                name="batch_chunk_open",
            ),
        )
        ordering = ("batch", "number")

    def __str__(self) -> str:
        return f"{self.batch_id}/{self.number}"


class CompressionDictionary(models.Model):
    """What the credentials of one kind have in common, never changed.

    ``name`` begins the SHA-256 of the organisation's identifier and ``data``, which is compressed itself.
    """

    name = models.CharField(max_length=32, primary_key=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    data = models.BinaryField()
    created_at = moment()

    def __str__(self) -> str:
        return self.name


class BatchChange(models.Model):
    """One decision to revoke, suspend, lift or renew everything a batch awarded, worked off chunk by chunk.

    Everything before the chunk ``next_chunk`` is done; ``changed`` counts the awards that it concerned.
    ``valid_until`` is the last day of what is renewed.
    """

    public_id = public_id()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="changes")
    change = models.CharField(max_length=12)
    reason = models.CharField(max_length=40, blank=True, default="")
    note = models.TextField(blank=True, default="")
    notify = models.BooleanField(default=True)
    valid_until = models.DateField(null=True)
    next_chunk = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    made_by = models.CharField(max_length=320)
    created_at = moment()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            one_of("change", ("revoke", "suspend", "lift", "renew"), name="batch_change_kind"),
            models.UniqueConstraint(
                fields=("batch",), condition=models.Q(finished_at=None), name="batch_change_one_at_a_time"
            ),
        )
        ordering = ("-id",)

    def __str__(self) -> str:
        return str(self.public_id)
