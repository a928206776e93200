"""Deciding a batch: the rows are stored durably, and from then on any worker may work on them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from umiem.errors import MalformedInputError, RefusedError
from umiem.services import audit
from umiem.services.access import Actor, Permission, authorise
from umiem.services.award.batches.rows import pack_rows, row_text
from umiem.services.award.requests import AwardRequest, checked_run, learner_key
from umiem.services.definition.definitions import awardable
from umiem.services.notice.mail_texts import LANGUAGES
from umiem.storage.models import Batch, BatchChunk, Organisation

ROWS_PER_CHUNK = 1_000
LARGE_BATCH = 20_000
ROWS_PER_LARGE_CHUNK = 2_000
"""In a large batch: every chunk costs some fifty statements, whatever its size."""
MAX_ROWS = 1_000_000
LONGEST_KEY = 200
LONGEST_WAIT = timedelta(days=366)


@dataclass(frozen=True, kw_only=True)
class BatchOptions:
    """How a batch is made. ``start_at``: not before; ``source_…``: the file it comes from, for people.

    ``language``: that of the notices to learners who have chosen none; "": the definition's first.

    The same ``idempotency_key`` once more gives the batch that there is.
    """

    run: str
    notify: bool
    language: str = ""
    start_at: datetime | None = None
    source_name: str = ""
    source_digest: str = ""
    idempotency_key: str = ""


def create_batch(
    actor: Actor,
    organisation_slug: str,
    definition_slug: str,
    requests: Sequence[AwardRequest],
    *,
    options: BatchOptions,
    rows_per_chunk: int | None = None,
) -> Batch:
    """Store a batch of awards; it is worked off by itself, now or from ``start_at`` on.

    A row is judged when its turn comes: it is awarded, found awarded already, or refused with a code. A
    learner who comes twice in ``requests`` is awarded once. The rows of a batch of ``LARGE_BATCH`` and more
    stand in the order of their learners, others as they came. Raises ``MalformedInputError`` (batch-empty,
    batch-too-large, run-too-long, start-too-far, notice-language-unknown), ``RefusedError``
    (idempotency-key-reused) and what ``awardable`` raises. ``rows_per_chunk`` is smaller in drills.
    """
    organisation = authorise(actor, organisation_slug, Permission.AWARD)
    if not 0 < len(requests) <= MAX_ROWS:
        code = "batch-too-large" if requests else "batch-empty"
        raise MalformedInputError(code, rows=len(requests), limit=MAX_ROWS)
    batch = Batch(organisation=organisation, made_by=actor.name, **_checked(options))
    view = awardable(organisation, definition_slug)
    batch.definition, batch.definition_version = view.definition, view.version
    rows = _each_once(requests)
    batch.total, batch.content_digest = len(rows), _digest(definition_slug, batch.run, rows.values())
    batch.rows_per_chunk = rows_per_chunk or (
        ROWS_PER_LARGE_CHUNK if len(rows) >= LARGE_BATCH else ROWS_PER_CHUNK
    )
    with transaction.atomic():
        Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
        asked = Batch.objects.filter(organisation=organisation, idempotency_key=batch.idempotency_key or "")
        if (known := asked.first()) is not None:
            return _same(known, batch.content_digest)
        batch.save(force_insert=True)
        _store_chunks(batch, _in_order(rows))
        audit.record(
            actor,
            organisation,
            "batch-created",
            str(batch.public_id),
            definition=view.definition.slug,
            run=batch.run,
            rows=batch.total,
            digest=batch.content_digest,
        )
    return batch


def _store_chunks(batch: Batch, texts: Sequence[str]) -> None:
    size = batch.rows_per_chunk
    parts = (texts[first : first + size] for first in range(0, len(texts), size))
    BatchChunk.objects.bulk_create(
        BatchChunk(
            organisation=batch.organisation,
            batch=batch,
            number=number,
            size=len(part),
            source=pack_rows(part),
        )
        for number, part in enumerate(parts)
    )


def _same(known: Batch, digest: str) -> Batch:
    if known.content_digest != digest:
        raise RefusedError("idempotency-key-reused", key=known.idempotency_key or "")
    return known


def _each_once(requests: Sequence[AwardRequest]) -> dict[str, str]:
    """Return the row of each learner by key; of two the first, as the business key would have it."""
    rows: dict[str, str] = {}
    for request in requests:
        key = learner_key(request.identifier, request.email)
        if key not in rows:
            rows[key] = row_text(request)
    return rows


def _in_order(rows: Mapping[str, str]) -> Sequence[str]:
    """Return rows in the order in which they are awarded.

    Those of a large batch stand in the order of the indexes of learners and addresses, so that a chunk
    writes pages that are neighbours, and each of these pages is written once (decision 0223).
    """
    return [rows[key] for key in sorted(rows)] if len(rows) >= LARGE_BATCH else list(rows.values())


def _digest(definition_slug: str, run: str, texts: Iterable[str]) -> str:
    """Return what tells whether the same is asked for again."""
    digest = hashlib.sha256(f"{definition_slug}\n{run}\n".encode())
    for text in texts:
        digest.update(text.encode("utf-8", "surrogatepass") + b"\n")
    return digest.hexdigest()


def _checked(options: BatchOptions) -> dict[str, Any]:
    """Return the columns that hold what was chosen; raises ``MalformedInputError``."""
    if options.language not in ("", *LANGUAGES):
        raise MalformedInputError("notice-language-unknown", known=", ".join(LANGUAGES))
    return {
        "run": checked_run(options.run),
        "idempotency_key": _checked_key(options.idempotency_key),
        "start_at": _checked_start(options.start_at),
        "notify": options.notify,
        "language": options.language,
        "source_name": options.source_name[:200],
        "source_digest": options.source_digest[:64],
    }


def _checked_key(key: str) -> str | None:
    if len(key) > LONGEST_KEY or not key.isprintable():
        raise MalformedInputError("idempotency-key-wrong", limit=LONGEST_KEY)
    return key.strip() or None


def _checked_start(start_at: datetime | None) -> datetime:
    now = timezone.now()
    if start_at is None or start_at <= now:
        return now
    if start_at > now + LONGEST_WAIT:
        raise MalformedInputError("start-too-far", days=LONGEST_WAIT.days)
    return start_at
