"""Revoking, suspending or lifting everything a batch awarded: one decision, worked off chunk by chunk.

What is small is done before the answer; the background goes on with what is left, also after a crash. Each
chunk is one transaction that begins by locking the decision, so any number of processes may take part.
"""

from __future__ import annotations

import time
import uuid

from django.db import transaction
from django.utils import timezone

from umiem.errors import RefusedError
from umiem.services import audit
from umiem.services.access import SYSTEM, Actor, Permission, authorise
from umiem.services.award.batches.rows import awarded_in
from umiem.services.award.batches.undoing import find_batch
from umiem.services.credential import credentials, status
from umiem.services.notice import notices
from umiem.storage.models import Award, Batch, BatchChange, BatchState

CHANGES = {change.name: change for change in (credentials.REVOKE, credentials.SUSPEND, credentials.LIFT)}
AT_ONCE_SECONDS = 2.0
"""So long the one who decided waits; what is left then is the background's."""
BUSY_SECONDS = 5.0
_WAIT_SECONDS = 0.2
_ENDED = (BatchState.DONE, BatchState.CANCELLED)


def change_batch(
    actor: Actor,
    organisation: str,
    batch: uuid.UUID,
    change: str,
    *,
    reason: str = "",
    note: str = "",
    notify: bool = True,
) -> BatchChange:
    """Change the status of every award of an ended batch that the change fits; each learner is told once.

    ``change`` is revoke, suspend or lift. The same decision once more, while the first is worked off, is the
    first. Raises ``MalformedInputError`` reason-unknown or note-too-long, ``RefusedError``
    batch-state-refused or batch-change-running.
    """
    wanted = CHANGES[change]
    credentials.check_reason(reason, wanted.reasons)
    credentials.check_note(note)
    found = authorise(actor, organisation, Permission.CHANGE_STATUS)
    row = find_batch(found, batch)
    with transaction.atomic():
        locked = Batch.objects.select_for_update(no_key=True).get(pk=row.pk)
        if locked.state not in _ENDED:
            raise RefusedError("batch-state-refused", state=locked.state)
        made = locked.changes.filter(finished_at=None).first()
        if made is None:
            made = BatchChange.objects.create(
                organisation=found,
                batch=locked,
                change=change,
                reason=reason,
                note=note.strip(),
                notify=notify,
                made_by=actor.name,
            )
            audit.record(actor, found, f"batch-{change}", str(locked.public_id), reason=reason)
        elif (made.change, made.reason) != (change, reason):
            raise RefusedError("batch-change-running")
    _work(made, seconds=AT_ONCE_SECONDS)
    made.refresh_from_db()
    return made


def finish(change: BatchChange) -> BatchChange:
    """Work a decision off to its end, together with whoever else is at it."""
    while BatchChange.objects.filter(pk=change.pk, finished_at=None).exists():
        if not _work(change, seconds=BUSY_SECONDS):
            time.sleep(_WAIT_SECONDS)  # another process has the chunk
    change.refresh_from_db()
    return change


def work_due() -> int:
    """Go on with what was decided; return how many chunks were done. The background calls this."""
    return sum(_work(row, seconds=BUSY_SECONDS) for row in BatchChange.objects.filter(finished_at=None))


def _work(change: BatchChange, *, seconds: float) -> int:
    end, chunks = time.monotonic() + seconds, 0
    while time.monotonic() < end and _do_chunk(change.pk):
        chunks += 1
    if chunks:
        status.publish_changed(change.organisation)
    return chunks


def _do_chunk(pk: int) -> bool:
    """Do the next chunk of a decision, all or nothing; False when none is left or another process has it."""
    with transaction.atomic():
        rows = BatchChange.objects.select_for_update(skip_locked=True, of=("self",), no_key=True)
        row = rows.select_related("batch__organisation").filter(pk=pk, finished_at=None).first()
        if row is None:
            return False
        chunks = row.batch.chunks.filter(number__gte=row.next_chunk, awarded__gt=0).order_by("number")
        found = list(chunks.only("number", "outcomes")[:1])
        for chunk in found:
            awards = _change(row, [award for award, _ in awarded_in(chunk.outcomes)])
            row.next_chunk, row.changed = chunk.number + 1, row.changed + len(awards)
            row.save(update_fields=("next_chunk", "changed"))
        if not found or not chunks.filter(number__gte=row.next_chunk).exists():
            _close(row)
    return bool(found)


def _change(row: BatchChange, awards: list[int]) -> list[int]:
    change = CHANGES[row.change]
    changed = credentials.change_all(row.organisation, awards, change, reason=row.reason, note=row.note)
    if row.notify:
        told = Award.objects.filter(pk__in=changed).select_related("organisation", "definition_version")
        notices.tell_status_of_many(
            row.batch, list(told), change.mail, occasion=str(row.public_id), reason=row.reason
        )
    return changed


def _close(row: BatchChange) -> None:
    BatchChange.objects.filter(pk=row.pk).update(finished_at=timezone.now())
    subject = str(row.batch.public_id)
    audit.record(SYSTEM, row.organisation, f"batch-{row.change}-done", subject, changed=row.changed)
