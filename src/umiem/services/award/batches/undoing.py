"""Stopping a batch, and taking it back.

Paused: no further chunk is begun. Cancelled: what is not signed yet never will be. Undone, within the time
the organisation allows: everything it awarded is revoked, each learner is told once, and a corrected list
can award them anew in the same edition.
"""

from __future__ import annotations

import uuid

from django.db import transaction
from django.db.models import F, Sum
from django.utils import timezone

from umiem.adapters.jobs import reach
from umiem.errors import NotFoundError, RefusedError
from umiem.services import audit
from umiem.services.access import SYSTEM, Actor, Permission, authorise
from umiem.services.award.batches.claiming import Claim, hold
from umiem.services.award.batches.rows import awarded_in, unpack_outcomes
from umiem.services.award.batches.windows import undo_window
from umiem.services.award.setting_aside import set_aside
from umiem.services.credential import status
from umiem.services.credential.credentials import (
    REVOCATION_REASONS,
    REVOKE,
    change_all,
    check_reason,
)
from umiem.services.notice import notices
from umiem.storage.models import (
    Award,
    Batch,
    BatchChunk,
    BatchState,
    ChunkState,
    Credential,
    CredentialState,
    Organisation,
    StatusEntry,
)


def pause(actor: Actor, organisation: str, batch: uuid.UUID) -> Batch:
    """Begin no further chunk until ``resume``; what is being signed is finished."""
    return _change(actor, organisation, batch, "batch-paused", (BatchState.RUNNING,), BatchState.PAUSED)


def resume(actor: Actor, organisation: str, batch: uuid.UUID) -> Batch:
    """Go on with a paused batch."""
    with transaction.atomic():
        row = _change(actor, organisation, batch, "batch-resumed", (BatchState.PAUSED,), BatchState.RUNNING)
        row.chunks.filter(worker="").update(lease_until=None)  # what was put off is tried now
    return row


def cancel(actor: Actor, organisation: str, batch: uuid.UUID) -> Batch:
    """Give up what is not signed yet; what is stays, and can be undone."""
    with transaction.atomic():
        row = _change(
            actor,
            organisation,
            batch,
            "batch-cancelled",
            (BatchState.RUNNING, BatchState.PAUSED),
            BatchState.CANCELLED,
        )
        if row.finished_at is not None:
            return row  # it was cancelled before
        for chunk in row.chunks.select_for_update(no_key=True).filter(
            state__in=(ChunkState.WAITING, ChunkState.INTENDED)
        ):
            _give_up(chunk)
        given_up = row.chunks.filter(state=ChunkState.CANCELLED).aggregate(rows=Sum("size"))["rows"] or 0
        now = timezone.now()
        Batch.objects.filter(pk=row.pk).update(
            cancelled=given_up, finished_at=now, undo_until=now + undo_window(row.organisation)
        )
    row.refresh_from_db()
    return row


def undo(actor: Actor, organisation: str, batch: uuid.UUID, *, reason: str) -> Batch:
    """Revoke everything this batch awarded; the workers do it chunk by chunk.

    Raises ``RefusedError`` undo-too-late after the time the organisation allows, and
    ``MalformedInputError`` reason-unknown.
    """
    check_reason(reason, REVOCATION_REASONS)
    found = authorise(actor, organisation, Permission.CHANGE_STATUS)
    with transaction.atomic():
        row = _locked(found, batch)
        if row.state in (BatchState.UNDOING, BatchState.UNDONE) and row.reason == reason:
            return row  # the same decision once more
        if row.state not in (BatchState.DONE, BatchState.CANCELLED):
            raise RefusedError("batch-state-refused", state=row.state)
        if row.undo_until is None or row.undo_until < timezone.now():
            raise RefusedError("undo-too-late")
        Batch.objects.filter(pk=row.pk).update(state=BatchState.UNDOING, reason=reason)
        row.chunks.update(lease_until=None, worker="")
        audit.record(actor, found, "batch-undone", str(row.public_id), reason=reason)
        _close_if_undone(row)
    row.refresh_from_db()
    return row


def undo_chunk(claim: Claim) -> None:
    """Revoke what stands of what a chunk awarded and queue one mail for each learner, in one transaction.

    What was revoked before, for a reason of its own, keeps its business key.
    """
    batch = claim.batch
    awards = [award for award, _ in awarded_in(claim.chunk.outcomes)]
    with transaction.atomic():
        hold(
            claim,
            ChunkState.STORED,
            ChunkState.PUBLISHED,
            ChunkState.NOTIFIED,
            state=ChunkState.UNDONE,
            lease_until=None,
            worker="",
        )
        revoked = change_all(batch.organisation, awards, REVOKE, reason=batch.reason)
        set_aside(revoked)
        if batch.notify:
            rows = Award.objects.filter(pk__in=revoked).select_related("organisation", "definition_version")
            occasion = f"undo:{batch.public_id}"
            notices.tell_status_of_many(
                batch, list(rows), REVOKE.mail, occasion=occasion, reason=batch.reason
            )
        Batch.objects.filter(pk=batch.pk).update(undone=F("undone") + len(revoked))
        audit.record(
            SYSTEM,
            batch.organisation,
            "batch-chunk-undone",
            str(batch.public_id),
            chunk=claim.chunk.number,
            revoked=len(revoked),
        )
        closed = _close_if_undone(batch)
    reach("undone")
    if closed:
        status.publish_changed(batch.organisation)


def find_batch(organisation: Organisation, public_id: uuid.UUID) -> Batch:
    """Return a batch of this organisation; raises ``NotFoundError`` for any other."""
    found = Batch.objects.filter(organisation=organisation, public_id=public_id)
    row = found.select_related("definition", "definition_version", "organisation").first()
    if row is None:
        raise NotFoundError("batch-unknown")
    return row


def _locked(organisation: Organisation, public_id: uuid.UUID) -> Batch:
    row = find_batch(organisation, public_id)
    return (
        Batch.objects.select_for_update(no_key=True, of=("self",))
        .select_related("organisation")
        .get(pk=row.pk)
    )


def _change(
    actor: Actor,
    organisation: str,
    batch: uuid.UUID,
    action: str,
    allowed: tuple[BatchState, ...],
    to: BatchState,
) -> Batch:
    found = authorise(actor, organisation, Permission.AWARD)
    with transaction.atomic():
        row = _locked(found, batch)
        if row.state == to:
            return row  # the same decision once more
        if row.state not in allowed:
            raise RefusedError("batch-state-refused", state=row.state)
        Batch.objects.filter(pk=row.pk).update(state=to)
        audit.record(actor, found, action, str(row.public_id))
    row.refresh_from_db()
    return row


def _give_up(chunk: BatchChunk) -> None:
    """Take back what was stored for a chunk and not signed. The places it had stay unused for ever."""
    outcomes = unpack_outcomes(chunk.outcomes)
    awarded = [outcome for outcome in outcomes if outcome.kind == "awarded"]
    unsigned = Credential.objects.filter(
        pk__in=[outcome.credential for outcome in awarded], state=CredentialState.INTENDED
    )
    ids = list(unsigned.values_list("pk", "award_id"))
    StatusEntry.objects.filter(credential__in=[pk for pk, _ in ids]).delete()
    Credential.objects.filter(pk__in=[pk for pk, _ in ids]).delete()
    Award.objects.filter(pk__in=[award for _, award in ids]).delete()
    BatchChunk.objects.filter(pk=chunk.pk).update(
        state=ChunkState.CANCELLED,
        fence=F("fence") + 1,
        lease_until=None,
        worker="",
        outcomes=None,
        awarded=0,
        already=0,
        refused=0,
    )


def _close_if_undone(batch: Batch) -> bool:
    finished = (ChunkState.UNDONE, ChunkState.CANCELLED)
    if BatchChunk.objects.filter(batch=batch).exclude(state__in=finished).exists():
        return False
    Batch.objects.filter(pk=batch.pk).update(state=BatchState.UNDONE)
    return True
