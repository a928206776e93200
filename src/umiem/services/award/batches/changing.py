"""Revoking, suspending, lifting or renewing all a batch awarded: one decision, worked off chunk by chunk.

What is small is done before the answer; the background goes on with what is left, also after a crash. Each
chunk is one transaction that begins by locking the decision, so any number of processes may take part. A
renewal signs: its intents are stored in such transactions, some hundred at a time, and signed after them;
what a crash leaves unsigned is finished like any single intent.
"""

from __future__ import annotations

import time
import uuid
from datetime import date

from django.db import transaction
from django.utils import timezone

from umiem.errors import RefusedError
from umiem.services import audit
from umiem.services.access import SYSTEM, Actor, Permission, authorise
from umiem.services.award.batches import renewing
from umiem.services.award.batches.rows import awarded_in
from umiem.services.award.batches.undoing import find_batch
from umiem.services.credential import credentials, renewals, status
from umiem.services.key import signing
from umiem.services.notice import notices
from umiem.storage.models import Award, Batch, BatchChange, BatchState

CHANGES = {change.name: change for change in (credentials.REVOKE, credentials.SUSPEND, credentials.LIFT)}
RENEW = "renew"
RENEWED_TOGETHER = 500
"""So many intents are stored in one transaction, which on SQLite keeps every other writer waiting."""
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
    decision = BatchChange(change=change, reason=reason, note=note.strip(), notify=notify)
    return _decide(actor, find_batch(found, batch), decision)


def renew_batch(
    actor: Actor, organisation: str, batch: uuid.UUID, *, valid_until: date | None = None
) -> BatchChange:
    """Renew every credential of an ended batch that has an end, is not revoked and ends earlier.

    Without ``valid_until`` the new end is the definition's validity counted from today. Each learner is
    told. Raises ``RefusedError`` batch-state-refused, batch-change-running, renewal-needs-day,
    renewal-in-past, or what a missing key raises.
    """
    found = authorise(actor, organisation, Permission.CHANGE_STATUS)
    row = find_batch(found, batch)
    until = renewals.last_day(row.definition_version, valid_until)
    signing.open_signer(found)
    return _decide(actor, row, BatchChange(change=RENEW, valid_until=until))


def _decide(actor: Actor, batch: Batch, decision: BatchChange) -> BatchChange:
    """Store a decision, or find the same one at work, and begin with it."""
    with transaction.atomic():
        locked = Batch.objects.select_for_update(no_key=True).get(pk=batch.pk)
        if locked.state not in _ENDED:
            raise RefusedError("batch-state-refused", state=locked.state)
        made = locked.changes.filter(finished_at=None).first()
        if made is None:
            made = decision
            made.organisation, made.batch, made.made_by = batch.organisation, locked, actor.name
            made.save()
            subject = str(locked.public_id)
            audit.record(actor, batch.organisation, f"batch-{made.change}", subject, **_told(made))
        elif (made.change, _told(made)) != (decision.change, _told(decision)):
            raise RefusedError("batch-change-running")
    _work(made, seconds=AT_ONCE_SECONDS)
    made.refresh_from_db()
    return made


def _told(decision: BatchChange) -> dict[str, str]:
    """What makes a decision another one, beside its kind."""
    if decision.valid_until is not None:
        return {"valid_until": decision.valid_until.isoformat()}
    return {"reason": decision.reason}


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
    """Do the next part of a decision; False when none is left or another process has it."""
    intents: renewing.Intents | None = None
    with transaction.atomic():
        rows = BatchChange.objects.select_for_update(skip_locked=True, of=("self",), no_key=True)
        known = rows.select_related(
            "organisation", "batch__organisation", "batch__definition_version__definition"
        )
        row = known.filter(pk=pk, finished_at=None).first()
        if row is None:
            return False
        chunks = row.batch.chunks.filter(number__gte=row.next_chunk, awarded__gt=0).order_by("number")
        chunk = chunks.only("number", "outcomes").first()
        if chunk is not None:
            awards = [award for award, _ in awarded_in(chunk.outcomes)]
            if row.change == RENEW:
                intents = renewing.store(row, awards, at_most=RENEWED_TOGETHER)
                row.changed += 0 if intents is None else len(intents.pairs)
            else:
                row.changed += len(_change(row, awards))
            if intents is None:
                row.next_chunk = chunk.number + 1
            row.save(update_fields=("next_chunk", "changed"))
        if intents is None and not chunks.filter(number__gte=row.next_chunk).exists():
            _close(row)
    if intents is not None:
        renewing.release(row, intents)
    return chunk is not None


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
