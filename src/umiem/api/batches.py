"""Batches: decide one, see how far it is, stop it, take it back, read its rows."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import Router

from umiem.api import parameters
from umiem.api.auth import actor
from umiem.api.awards import award_request
from umiem.api.shapes.batches import (
    BatchIn,
    BatchOut,
    BatchPage,
    BatchRowOut,
    BatchRowPage,
    StatusChangeOut,
    StatusIn,
    UndoIn,
)
from umiem.api.shapes.credentials import RenewalIn
from umiem.services.award import batches as service
from umiem.services.award.batches import BatchOptions, BatchProgress
from umiem.storage.models import BatchState

router = Router()


@router.get("", response=BatchPage, summary="Batches, newest first")
def list_batches(
    request: HttpRequest,
    organisation: parameters.Organisation,
    page: parameters.PageNumber = 1,
    size: parameters.PageSize = 50,
) -> BatchPage:
    """Return one page of the batches of the organisation."""
    found = service.list_batches(actor(request), organisation, page=page, size=size)
    items = [_answer(service.progress_of(batch)) for batch in found.items]
    return BatchPage(items=items, page=found.number, pages=found.pages, total=found.total)


@router.post("", response={201: BatchOut}, summary="Award many")
def create_batch(
    request: HttpRequest,
    organisation: parameters.Organisation,
    body: BatchIn,
    idempotency_key: parameters.IdempotencyKey = None,
) -> HttpResponse:
    """Store the batch and answer at once; it is worked off by itself."""
    options = BatchOptions(
        run=body.run,
        notify=body.notify,
        language=body.language,
        start_at=body.start_at,
        source_name=body.source_name,
        idempotency_key=idempotency_key or "",
    )
    made = service.create_batch(
        actor(request),
        organisation,
        body.definition,
        [award_request(row) for row in body.rows],
        options=options,
    )
    answer = _answer(service.get_batch(actor(request), organisation, made.public_id))
    return JsonResponse(answer.model_dump(mode="json"), status=201)


@router.get("/{batch}", response=BatchOut, summary="One batch")
def get_batch(
    request: HttpRequest, organisation: parameters.Organisation, batch: parameters.BatchId
) -> BatchOut:
    """Return how far it is."""
    return _answer(service.get_batch(actor(request), organisation, batch))


@router.get("/{batch}/rows", response=BatchRowPage, summary="Rows of a batch")
def batch_rows(
    request: HttpRequest,
    organisation: parameters.Organisation,
    batch: parameters.BatchId,
    after: parameters.AfterRow = 0,
    size: parameters.PageSize = 50,
    problems: parameters.OnlyProblems = False,
) -> BatchRowPage:
    """Return the rows after number `after`; with `problems` only those that were refused."""
    rows = service.batch_rows(
        actor(request), organisation, batch, after=after, size=size, problems_only=problems
    )
    items = [
        BatchRowOut(
            row=row.number,
            state=row.state,
            email=row.request.email,
            award=row.award,
            mail=row.mail,
            code=row.code,
            params=dict(row.params),
        )
        for row in rows
    ]
    return BatchRowPage(items=items, next=rows[-1].number if rows else None)


@router.post("/{batch}/begin", response=BatchOut, summary="Begin a scheduled batch now")
def begin(request: HttpRequest, organisation: parameters.Organisation, batch: parameters.BatchId) -> BatchOut:
    """Do not wait for `start_at`; a batch whose time has come is left as it is."""
    return _answer(service.progress_of(service.begin_now(actor(request), organisation, batch)))


@router.post("/{batch}/pause", response=BatchOut, summary="Pause a batch")
def pause(request: HttpRequest, organisation: parameters.Organisation, batch: parameters.BatchId) -> BatchOut:
    """Begin no further rows until it is resumed."""
    return _answer(service.progress_of(service.pause(actor(request), organisation, batch)))


@router.post("/{batch}/resume", response=BatchOut, summary="Go on with a paused batch")
def resume(
    request: HttpRequest, organisation: parameters.Organisation, batch: parameters.BatchId
) -> BatchOut:
    """Go on where it was paused."""
    return _answer(service.progress_of(service.resume(actor(request), organisation, batch)))


@router.post("/{batch}/cancel", response=BatchOut, summary="Cancel what is not signed yet")
def cancel(
    request: HttpRequest, organisation: parameters.Organisation, batch: parameters.BatchId
) -> BatchOut:
    """Give up the rest; what is signed stays, and can be undone."""
    return _answer(service.progress_of(service.cancel(actor(request), organisation, batch)))


@router.post("/{batch}/undo", response=BatchOut, summary="Revoke everything a batch awarded")
def undo(
    request: HttpRequest, organisation: parameters.Organisation, batch: parameters.BatchId, body: UndoIn
) -> BatchOut:
    """Revoke within the time the organisation allows; each learner is told once."""
    made = service.undo(actor(request), organisation, batch, reason=body.reason)
    return _answer(service.progress_of(made))


@router.post(
    "/{batch}/status", response={202: BatchOut}, summary="Revoke, suspend or lift all credentials of a batch"
)
def change_status(
    request: HttpRequest, organisation: parameters.Organisation, batch: parameters.BatchId, body: StatusIn
) -> HttpResponse:
    """Begin at once and go on by itself; see `changes`. What the change does not fit is left as it is."""
    service.change_batch(
        actor(request),
        organisation,
        batch,
        body.change,
        reason=body.reason,
        note=body.note,
        notify=body.notify,
    )
    answer = _answer(service.get_batch(actor(request), organisation, batch))
    return JsonResponse(answer.model_dump(mode="json"), status=202)


@router.post(
    "/{batch}/renew",
    response={202: BatchOut},
    summary="Issue all credentials of a batch again with a later end",
)
def renew(
    request: HttpRequest, organisation: parameters.Organisation, batch: parameters.BatchId, body: RenewalIn
) -> HttpResponse:
    """Begin at once and go on by itself; see `changes`. What has no end or ends later is left as it is."""
    service.renew_batch(actor(request), organisation, batch, valid_until=body.valid_until)
    answer = _answer(service.get_batch(actor(request), organisation, batch))
    return JsonResponse(answer.model_dump(mode="json"), status=202)


def _answer(progress: BatchProgress) -> BatchOut:
    batch = progress.batch
    return BatchOut(
        id=batch.public_id,
        state=BatchState(batch.state),
        definition=batch.definition.slug,
        run=batch.run,
        total=batch.total,
        settled=batch.settled,
        awarded=batch.awarded,
        already_awarded=batch.already,
        refused=batch.refused,
        cancelled=batch.cancelled,
        undone=batch.undone,
        trouble=batch.trouble,
        rate=progress.rate,
        ends_at=progress.ends_at,
        created_at=batch.created_at,
        start_at=batch.start_at,
        finished_at=batch.finished_at,
        undo_until=batch.undo_until,
        mails=service.mail_counts(batch),
        changes=[
            StatusChangeOut(
                id=change.public_id,
                change=change.change,
                reason=change.reason,
                note=change.note,
                valid_until=change.valid_until,
                changed=change.changed,
                created_at=change.created_at,
                finished_at=change.finished_at,
            )
            for change in progress.changes
        ],
    )
