"""Who works on which chunk: leases that end by themselves, and fencing numbers that outlive them.

The database is the only place where that is written, so any number of workers on any number of machines can
take part. A worker that stood still too long finds that its number is an old one, and nothing it writes is
kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet

from umiem.adapters.jobs import WorkerIdentity
from umiem.errors import UnavailableError
from umiem.storage.bulk import database_time
from umiem.storage.models import Batch, BatchChunk, BatchState, ChunkState

LEASE = timedelta(seconds=15)
RENEW_SECONDS = 4.0
FIRST_PAUSE = timedelta(seconds=2)
LONGEST_PAUSE = timedelta(minutes=5)
OPEN_STATES = (ChunkState.WAITING, ChunkState.INTENDED, ChunkState.STORED, ChunkState.PUBLISHED)


class LeaseLostError(UnavailableError):
    """Another worker has the chunk by now; nothing was written."""


@dataclass(frozen=True)
class Claim:
    """A chunk as this worker has it. ``fence`` is what the database compares before each write."""

    chunk: BatchChunk
    fence: int

    @property
    def batch(self) -> Batch:
        return self.chunk.batch


def claim_next(worker: WorkerIdentity) -> Claim | None:
    """Take the next chunk that nobody works on; None when there is none now.

    Batches take turns: the lowest chunk number comes first, so a small batch does not wait for a large one.
    """
    with transaction.atomic():
        now = database_time()
        row = (
            _free(now)
            .select_for_update(skip_locked=True, of=("self",), no_key=True)
            .select_related("batch__organisation", "batch__definition", "batch__definition_version")
            .order_by("number", "batch_id")
            .first()
        )
        if row is None:
            return None
        fence = row.fence + 1
        BatchChunk.objects.filter(pk=row.pk).update(worker=str(worker), fence=fence, lease_until=now + LEASE)
        if row.batch.started_at is None:
            Batch.objects.filter(pk=row.batch_id, started_at=None).update(started_at=now)
    return Claim(row, fence)


def has_large_chunk(rows: int) -> bool:
    """Say whether a chunk of more than ``rows`` rows can be claimed."""
    return _free(database_time()).filter(size__gt=rows).exists()


def _free(now: datetime) -> QuerySet[BatchChunk]:
    """Return the chunks that can be claimed."""
    free = Q(lease_until=None) | Q(lease_until__lt=now)
    working = Q(batch__state=BatchState.RUNNING, batch__start_at__lte=now, state__in=OPEN_STATES)
    undoing = Q(batch__state=BatchState.UNDOING) & ~Q(state__in=(ChunkState.UNDONE, ChunkState.CANCELLED))
    return BatchChunk.objects.filter(free & (working | undoing))


def hold(claim: Claim, *states: ChunkState, **changes: object) -> None:
    """Write to the chunk if it is still ours and in one of ``states``; the first act of each transaction.

    It locks the row until the transaction ends. Raises ``LeaseLostError`` otherwise.
    """
    changes.setdefault("lease_until", database_time() + LEASE)
    mine = BatchChunk.objects.filter(pk=claim.chunk.pk, fence=claim.fence, state__in=states)
    if not mine.update(**changes):
        raise LeaseLostError("lease-lost", chunk=str(claim.chunk.pk))


def renew(claim: Claim) -> None:
    """Keep a chunk that a process still works on; whoever lost it finds that out at the next step."""
    mine = BatchChunk.objects.filter(pk=claim.chunk.pk, fence=claim.fence)
    mine.update(lease_until=database_time() + LEASE)


def release(claim: Claim) -> None:
    """Give a chunk back before its lease ends."""
    BatchChunk.objects.filter(pk=claim.chunk.pk, fence=claim.fence).update(lease_until=None, worker="")


def postpone(claim: Claim, code: str) -> None:
    """Give a chunk back after trouble: it is tried again later, each time after a longer pause."""
    pause = min(FIRST_PAUSE * (1 << min(claim.chunk.attempts, 10)), LONGEST_PAUSE)
    with transaction.atomic():
        BatchChunk.objects.filter(pk=claim.chunk.pk, fence=claim.fence).update(
            lease_until=database_time() + pause, worker="", attempts=F("attempts") + 1
        )
        Batch.objects.filter(pk=claim.chunk.batch_id).update(trouble=code[:60])


def free_chunks_of_the_dead() -> int:
    """End the leases of workers of this machine whose process is gone; return how many."""
    freed = 0
    held = BatchChunk.objects.filter(lease_until__isnull=False).exclude(worker="")
    for pk, worker, fence in held.values_list("pk", "worker", "fence"):
        identity = WorkerIdentity.read(worker)
        if identity is not None and identity.is_dead:
            freed += BatchChunk.objects.filter(pk=pk, fence=fence).update(lease_until=None, worker="")
    return freed
