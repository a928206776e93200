"""The steps of a chunk. Each is one transaction that begins by holding the claim.

intend: awards, places, intended bytes → store: signed and verified bytes, signer log, audit → publish: its
status lists are public → notify: the mails are in the outbox. A crash between two steps loses nothing: the
next worker reads how far the chunk came and goes on.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from umiem.adapters.jobs import reach
from umiem.engine.credential import MEDIA_TYPE_CREDENTIAL
from umiem.services import audit
from umiem.services.access import SYSTEM
from umiem.services.award.batches.claiming import OPEN_STATES, Claim, hold
from umiem.services.award.batches.creating import LARGE_BATCH
from umiem.services.award.batches.documents import IntendedRow, RefusedRow, SignedRow, WrittenRow
from umiem.services.award.batches.frames import Frame, frame_of, requests_of
from umiem.services.award.batches.inserting import insert_intended
from umiem.services.award.batches.rows import RowOutcome, awarded_in, pack_outcomes
from umiem.services.award.batches.windows import undo_window
from umiem.services.award.requests import AwardRequest, learner_key
from umiem.services.credential import status
from umiem.services.key import signer_log
from umiem.services.notice import notices
from umiem.storage import bulk
from umiem.storage.exact_bytes import store_dictionary
from umiem.storage.models import (
    Award,
    Batch,
    BatchChunk,
    BatchState,
    ChunkState,
    Credential,
    Learner,
    Organisation,
    StatusEntry,
    StatusList,
    StatusPurpose,
)


@dataclasses.dataclass(frozen=True, kw_only=True)
class Plan:
    """What there is to do for a chunk before anything is stored: the rows not awarded yet, with places."""

    frame: Frame
    dictionary: str
    lists: Mapping[str, int]
    already: Mapping[int, RowOutcome]
    rows: Sequence[tuple[int, AwardRequest, Mapping[str, int]]]


def plan(claim: Claim) -> Plan:
    """Read the rows, leave out who has the award, and reserve a place for each of the others."""
    batch = claim.batch
    reach("plan")
    requests = requests_of(claim)
    _, already = _awards_of(batch, {learner_key(r.identifier, r.email): n for n, r in enumerate(requests)})
    new = [(number, request) for number, request in enumerate(requests) if number not in already]
    with transaction.atomic():
        hold(claim, ChunkState.WAITING)
        given = {
            str(purpose): status.allocate_together(batch.organisation, purpose, len(new))
            for purpose in StatusPurpose
        }
    lists = {purpose: found for purpose, (found, _) in given.items()}
    frame = frame_of(batch, lists, new[0][1] if new else None)
    return Plan(
        frame=frame,
        dictionary=store_dictionary(batch.organisation, frame.dictionary) if new else "",
        lists={purpose: found.pk for purpose, found in lists.items()},
        already=already,
        rows=[
            (number, request, {purpose: places[turn] for purpose, (_, places) in given.items()})
            for turn, (number, request) in enumerate(new)
        ],
    )


def intend(claim: Claim, made: Plan, written: Sequence[WrittenRow | RefusedRow]) -> list[IntendedRow]:
    """Store awards, places and intended bytes, all or none; return what is to be signed.

    A learner who got the award meanwhile, from someone else, is left out.
    """
    batch = claim.batch
    now = timezone.now()
    good = [row for row in written if isinstance(row, WrittenRow)]
    outcomes = dict(made.already)
    outcomes |= {
        row.position: RowOutcome(kind="refused", code=row.code, params=row.params)
        for row in written
        if isinstance(row, RefusedRow)
    }
    with transaction.atomic():
        hold(claim, ChunkState.WAITING)
        _refuse_unless_running(batch)
        Organisation.objects.select_for_update(no_key=True).get(pk=batch.organisation_id)
        learners, late = _awards_of(batch, {row.learner_key: row.position for row in good})
        outcomes |= late
        good = [row for row in good if row.position not in late]
        awards, credentials = insert_intended(
            batch,
            good,
            learners,
            key=made.frame.key,
            dictionary=made.dictionary,
            lists=made.lists,
            now=now,
        )
        for row, award, credential in zip(good, awards, credentials, strict=True):
            outcomes[row.position] = RowOutcome(kind="awarded", award=award, credential=credential)
        in_order = [outcomes[number] for number in sorted(outcomes)]
        _note_outcomes(claim, in_order)
        reach("intend")
    reach("intended")
    return [
        IntendedRow(
            credential=credential,
            public_id=row.credential_id,
            intent_digest=row.document.digest,
            document=row.document,
        )
        for row, credential in zip(good, credentials, strict=True)
    ]


def store(claim: Claim, frame: Frame, signed: Sequence[SignedRow]) -> None:
    """Release what was signed and verified, with the signer log and the audit entry, all or none."""
    batch = claim.batch
    now = timezone.now()
    with transaction.atomic():
        hold(claim, ChunkState.INTENDED, state=ChunkState.STORED, stored_at=now, attempts=0)
        reach("store")
        released = bulk.release_credentials(
            [(row.credential, row.tail, row.signed_digest) for row in signed],
            media_type=MEDIA_TYPE_CREDENTIAL,
            at=now,
        )
        rows = [row for row in signed if row.credential in released]
        _log(claim, frame, rows)
        chunk = claim.chunk
        Batch.objects.filter(pk=batch.pk).update(
            awarded=F("awarded") + chunk.awarded,
            already=F("already") + chunk.already,
            refused=F("refused") + chunk.refused,
            trouble="",
        )
    reach("stored")


def _log(claim: Claim, frame: Frame, rows: Sequence[SignedRow]) -> None:
    batch = claim.batch
    block = signer_log.Block(
        key=frame.key,
        subject=f"batch:{batch.public_id}/{claim.chunk.number}",
        signatures=[(row.credential, row.public_id, row.intent_digest, row.signed_digest) for row in rows],
    )
    digest = signer_log.append_block(batch.organisation, block)
    audit.record(
        SYSTEM,
        batch.organisation,
        "batch-chunk-released",
        str(batch.public_id),
        chunk=claim.chunk.number,
        awarded=claim.chunk.awarded,
        already=claim.chunk.already,
        refused=claim.chunk.refused,
        digest=digest,
    )


def publish(claim: Claim) -> None:
    """See that the status lists of the chunk are public: a list that never was is published now."""
    for row in StatusList.objects.filter(organisation=claim.batch.organisation_id, published_revision=0):
        status.publish(row)
    with transaction.atomic():
        hold(claim, ChunkState.STORED, state=ChunkState.PUBLISHED)
    reach("published")


def notify(claim: Claim) -> None:
    """Queue the mails of a chunk and close it; the last chunk closes the batch."""
    batch = claim.batch
    with transaction.atomic():
        hold(claim, ChunkState.PUBLISHED, state=ChunkState.NOTIFIED, lease_until=None, worker="")
        if batch.notify:
            made = [award for award, _ in awarded_in(claim.chunk.outcomes)]
            rows = Award.objects.filter(pk__in=made).select_related("organisation", "definition_version")
            notices.tell_awards(list(rows), batch=batch)
        reach("notify")
        closed = _close_if_complete(batch)
    reach("notified")
    if closed and batch.total >= LARGE_BATCH:
        bulk.refresh_statistics(Learner, Award, Credential, StatusEntry)


def _close_if_complete(batch: Batch) -> bool:
    """Close a batch whose last open chunk was just closed, and say so; call inside that transaction."""
    row = Batch.objects.select_for_update(no_key=True).select_related("organisation").get(pk=batch.pk)
    if row.state not in (BatchState.RUNNING, BatchState.PAUSED):
        return False
    if BatchChunk.objects.filter(batch=row, state__in=OPEN_STATES).exists():
        return False
    now = timezone.now()
    until = now + undo_window(row.organisation)
    Batch.objects.filter(pk=row.pk).update(state=BatchState.DONE, finished_at=now, undo_until=until)
    counts = {"awarded": row.awarded, "already": row.already, "refused": row.refused}
    audit.record(SYSTEM, row.organisation, "batch-done", str(row.public_id), **counts)
    return True


class BatchStoppedError(Exception):
    """The batch was paused or cancelled while the chunk was prepared; nothing was stored."""


def _refuse_unless_running(batch: Batch) -> None:
    state = Batch.objects.filter(pk=batch.pk).values_list("state", flat=True).first()
    if state != BatchState.RUNNING:
        raise BatchStoppedError


def _awards_of(batch: Batch, positions: Mapping[str, int]) -> tuple[dict[str, int], dict[int, RowOutcome]]:
    """Return the learners there are, by key, and who of them has this award in this run already.

    Two questions instead of a join: a planner that has not seen the new rows yet joins them row by row.
    """
    organisation = batch.organisation_id
    learners: dict[str, int] = dict(
        bulk.look_up(
            Learner,
            ("key", "id"),
            column="key",
            values=list(positions),
            where={"organisation_id": organisation},
        )
    )
    this_run = {
        "organisation_id": organisation,
        "definition_id": batch.definition_id,
        "run": batch.run,
        "set_aside": 0,
    }
    awards = bulk.look_up(
        Award, ("learner_id", "id"), column="learner_id", values=list(learners.values()), where=this_run
    )
    key_of = {pk: key for key, pk in learners.items()}
    return learners, {
        positions[key_of[learner]]: RowOutcome(kind="already-awarded", award=award)
        for learner, award in awards
    }


def _note_outcomes(claim: Claim, outcomes: Sequence[RowOutcome]) -> None:
    chunk = claim.chunk
    kinds = [outcome.kind for outcome in outcomes]
    chunk.outcomes = pack_outcomes(outcomes)
    chunk.awarded, chunk.already = kinds.count("awarded"), kinds.count("already-awarded")
    chunk.refused, chunk.state = kinds.count("refused"), ChunkState.INTENDED
    hold(
        claim,
        ChunkState.WAITING,
        state=chunk.state,
        outcomes=chunk.outcomes,
        awarded=chunk.awarded,
        already=chunk.already,
        refused=chunk.refused,
    )
