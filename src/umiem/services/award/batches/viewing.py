"""What people see of a batch: how far it is, and each row with its state, at the cost of the rows shown."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet, Sum
from django.utils import timezone

from umiem.domain.learner_list import RowProblem
from umiem.services.access import Actor, Permission, authorise
from umiem.services.award.batches.creating import LARGE_BATCH
from umiem.services.award.batches.renewing import any_with_end
from umiem.services.award.batches.rows import RowOutcome, awarded_in, unpack_outcomes, unpack_rows
from umiem.services.award.batches.undoing import find_batch
from umiem.services.award.requests import AwardRequest
from umiem.services.notice import mail
from umiem.services.pages import LARGEST_PAGE, Page, page_of
from umiem.storage.models import (
    Award,
    Batch,
    BatchChange,
    BatchChunk,
    BatchState,
    ChunkState,
    Credential,
    CredentialState,
    CredentialStatus,
    Organisation,
    OutboxMail,
)

RATE_OVER = timedelta(seconds=10)
_SHOWN_CHANGES = 10
_SHOWN_STUCK = 5
_ROW_STATES = {
    ChunkState.WAITING: "waiting",
    ChunkState.INTENDED: "intended",
    ChunkState.STORED: "stored",
    ChunkState.PUBLISHED: "published",
    ChunkState.NOTIFIED: "published",
    ChunkState.CANCELLED: "cancelled",
    ChunkState.UNDONE: "undone",
}


@dataclass(frozen=True, kw_only=True)
class BatchProgress:
    """A batch as it is now. ``rate`` is in rows per second, ``ends_at`` an estimate; both None at rest.

    ``finishing``: paused, and what was being signed is not stored yet. ``changes`` are the newest decisions
    about all it awarded. ``has_end``: what it awarded ends some day, so that it can be renewed.
    """

    batch: Batch
    rate: float | None
    ends_at: datetime | None
    finishing: bool = False
    changes: tuple[BatchChange, ...] = ()
    has_end: bool = False

    @property
    def done(self) -> int:
        """How many rows were worked off; what was cancelled never was."""
        return self.batch.settled - self.batch.cancelled

    @property
    def left(self) -> int:
        """How many rows have no answer yet."""
        return self.batch.total - self.batch.settled

    @property
    def percent(self) -> int:
        return 100 * self.done // max(1, self.batch.total)

    @property
    def is_at_work(self) -> bool:
        """True while the numbers may change by themselves."""
        return (
            self.finishing or self.is_changing or self.batch.state in (BatchState.RUNNING, BatchState.UNDOING)
        )

    @property
    def by_learner(self) -> bool:
        """True when its rows stand in the order of their learners, not as they came."""
        return self.batch.total >= LARGE_BATCH

    @property
    def is_done(self) -> bool:
        """True when every row was worked off, and it was not undone."""
        return self.batch.state == BatchState.DONE

    @property
    def is_changing(self) -> bool:
        """True while the status of what it awarded is being changed."""
        return any(change.finished_at is None for change in self.changes)

    @property
    def is_scheduled(self) -> bool:
        return self.batch.standing == "scheduled"

    @property
    def may_pause(self) -> bool:
        return self.batch.state == BatchState.RUNNING

    @property
    def may_resume(self) -> bool:
        return self.batch.state == BatchState.PAUSED

    @property
    def may_cancel(self) -> bool:
        return self.batch.state in (BatchState.RUNNING, BatchState.PAUSED)

    @property
    def may_undo(self) -> bool:
        until = self.batch.undo_until
        return self._has_ended and until is not None and until > timezone.now()

    @property
    def may_change(self) -> bool:
        """True when the status of all it awarded can be changed."""
        return self._has_ended and not self.is_changing

    @property
    def may_lift(self) -> bool:
        """True when the last that was decided is that all it awarded is suspended."""
        decided = [one.change for one in self.changes if one.change in ("suspend", "lift")]
        return self.may_change and decided[:1] == ["suspend"]

    @property
    def may_suspend(self) -> bool:
        """True unless the last that was decided is just that."""
        return self.may_change and not self.may_lift

    @property
    def may_renew(self) -> bool:
        """True when something of what it awarded ends some day."""
        return self.may_change and self.has_end

    @property
    def _has_ended(self) -> bool:
        return self.batch.state in (BatchState.DONE, BatchState.CANCELLED) and self.batch.awarded > 0


@dataclass(frozen=True, kw_only=True)
class RowView:
    """One row: ``state`` is waiting, intended, stored, published, notified, already-awarded, refused,
    cancelled, undone, suspended or revoked; ``mail`` the state of the newest mail, empty without one.
    """

    number: int
    request: AwardRequest
    state: str
    award: uuid.UUID | None = None
    mail: str = ""
    code: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)

    @property
    def problem(self) -> RowProblem:
        """Why the row was refused, in the form in which problems of lists are told."""
        return RowProblem(self.code, self.number, "", self.params)


def list_batches(actor: Actor, organisation: str, *, page: int = 1, size: int = 25) -> Page[Batch]:
    """Return the batches of an organisation, newest first, for the staff."""
    found = authorise(actor, organisation, Permission.READ)
    rows = Batch.objects.filter(organisation=found).select_related("definition", "definition_version")
    return page_of(rows.order_by("-id"), number=page, size=size)


def stuck(organisation: Organisation) -> tuple[Batch, ...]:
    """Return batches whose work waits because something is wrong, newest first; ``trouble`` says what."""
    rows = organisation.batches.filter(state=BatchState.RUNNING).exclude(trouble="")
    return tuple(rows.select_related("definition_version")[:_SHOWN_STUCK])


def get_batch(actor: Actor, organisation: str, public_id: uuid.UUID) -> BatchProgress:
    """Return how far a batch is, for the staff."""
    found = authorise(actor, organisation, Permission.READ)
    return progress_of(find_batch(found, public_id))


def mail_counts(batch: Batch) -> dict[str, int]:
    """Return how many mails of a batch there are in each state that occurs."""
    return {state: count for state, count in mail.counts(batch.organisation, batch=batch).items() if count}


def progress_of(batch: Batch) -> BatchProgress:
    """Return how far a batch is: the rate of the last seconds and the end that it promises."""
    rate = _rate(batch) if batch.state == BatchState.RUNNING else None
    left = batch.total - batch.settled
    ends_at = timezone.now() + timedelta(seconds=left / rate) if rate else None
    finishing = batch.state == BatchState.PAUSED and batch.chunks.exclude(worker="").exists()
    changes = tuple(batch.changes.all()[:_SHOWN_CHANGES]) if batch.awarded else ()
    return BatchProgress(
        batch=batch,
        rate=rate,
        ends_at=ends_at,
        finishing=finishing,
        changes=changes,
        has_end=_has_end(batch),
    )


def _has_end(batch: Batch) -> bool:
    """True when something that the first part of an ended batch awarded has a last day."""
    chunk = batch.chunks.filter(awarded__gt=0).only("outcomes").first()
    if chunk is None or batch.state not in (BatchState.DONE, BatchState.CANCELLED):
        return False
    return any_with_end([award for award, _ in awarded_in(chunk.outcomes)])


def batch_rows(
    actor: Actor,
    organisation: str,
    public_id: uuid.UUID,
    *,
    after: int = 0,
    size: int = 50,
    problems_only: bool = False,
) -> tuple[RowView, ...]:
    """Return the next rows with a number above ``after``; numbers begin with 1."""
    found = authorise(actor, organisation, Permission.READ)
    batch = find_batch(found, public_id)
    size = min(max(size, 1), LARGEST_PAGE)
    chunks = _chunks_from(batch, after, problems_only=problems_only)
    picked: list[tuple[int, BatchChunk, AwardRequest, RowOutcome | None]] = []
    for chunk in chunks:
        skipped = max(0, after - chunk.number * batch.rows_per_chunk)
        part = slice(skipped, None if problems_only else skipped + size)
        for row in _rows_of(batch, chunk, part):
            if not problems_only or (row[3] is not None and row[3].kind == "refused"):
                picked.append(row)
        if len(picked) >= size:
            break
    return tuple(_views(picked[:size]))


def _chunks_from(batch: Batch, after: int, *, problems_only: bool) -> Iterator[BatchChunk]:
    first = max(0, after) // batch.rows_per_chunk
    chunks = BatchChunk.objects.filter(batch=batch, number__gte=first).order_by("number")
    if problems_only:
        chunks = chunks.filter(refused__gt=0)
    return chunks.iterator(chunk_size=1)


def _rows_of(
    batch: Batch, chunk: BatchChunk, part: slice
) -> Iterator[tuple[int, BatchChunk, AwardRequest, RowOutcome | None]]:
    requests = unpack_rows(bytes(chunk.source), day=timezone.localdate(batch.start_at), part=part)
    outcomes: Sequence[RowOutcome | None] = unpack_outcomes(chunk.outcomes, part) or [None] * len(requests)
    first = chunk.number * batch.rows_per_chunk + part.start + 1
    for number, (request, outcome) in enumerate(zip(requests, outcomes, strict=True), start=first):
        yield number, chunk, request, outcome


def _views(
    rows: Sequence[tuple[int, BatchChunk, AwardRequest, RowOutcome | None]],
) -> Iterator[RowView]:
    ids = [outcome.award for _, _, _, outcome in rows if outcome is not None and outcome.award is not None]
    awards = dict(Award.objects.filter(pk__in=ids).values_list("pk", "public_id"))
    mails = _newest(OutboxMail.objects.filter(award__in=ids), "state")
    released = Credential.objects.filter(award__in=ids, state=CredentialState.RELEASED)
    statuses = _newest(released, "status")  # corrected, renewed: the same
    for number, chunk, request, outcome in rows:
        award = None if outcome is None or outcome.award is None else outcome.award
        mail = "" if award is None else mails.get(award, "")
        yield RowView(
            number=number,
            request=request,
            state=_state(chunk, outcome, mail, statuses),
            award=None if award is None else awards.get(award),
            mail=mail,
            code="" if outcome is None else outcome.code,
            params={} if outcome is None else outcome.params,
        )


def _newest(rows: QuerySet[Any], column: str) -> dict[int, str]:
    """Return a column of the newest row of each award."""
    found = sorted(rows.order_by().values_list("pk", "award_id", column))
    return {award: value for _, award, value in found}


def _state(chunk: BatchChunk, outcome: RowOutcome | None, mail: str, statuses: Mapping[int, str]) -> str:
    if outcome is None:
        return _ROW_STATES[ChunkState(chunk.state)]
    if outcome.kind != "awarded":
        return outcome.kind
    status = statuses.get(outcome.award or 0)
    if status == CredentialStatus.REVOKED:
        return "undone" if chunk.state == ChunkState.UNDONE else "revoked"
    if status == CredentialStatus.SUSPENDED:
        return "suspended"
    if chunk.state == ChunkState.NOTIFIED and mail in ("sent", "kept"):
        return "notified"
    return _ROW_STATES[ChunkState(chunk.state)]


def _rate(batch: Batch) -> float | None:
    since = timezone.now() - RATE_OVER
    begun = max(since, batch.started_at or since)
    found = batch.chunks.filter(stored_at__gte=begun).aggregate(rows=Sum("size"))["rows"]
    seconds = (timezone.now() - begun).total_seconds()
    return found / seconds if found and seconds > 0.1 else None
