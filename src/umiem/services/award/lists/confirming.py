"""Confirm: the fine rows of a list become one batch for each edition, once and only once."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from umiem.errors import RefusedError
from umiem.services import audit
from umiem.services.access import Actor
from umiem.services.award.batches import BatchOptions, create_batch
from umiem.services.award.lists.importing import DraftView, get_list
from umiem.services.award.lists.requests import request_of, rows_to_award
from umiem.services.award.lists.rows import RowIndex
from umiem.services.award.requests import AwardRequest
from umiem.storage.models import Batch, KeyState, ListDraft, ListState, SigningKey


@dataclass(frozen=True, kw_only=True)
class ListSummary:
    """What confirming would do; ``runs`` maps each edition to its number of awards."""

    view: DraftView
    counts: Mapping[str, int]
    runs: Mapping[str, int]
    key: SigningKey | None
    languages: tuple[str, ...]
    fixes: int

    @property
    def will_be_awarded(self) -> int:
        return sum(self.runs.values())


@dataclass(frozen=True, kw_only=True)
class Confirmation:
    """What became of a list: its batches by their public ids."""

    view: DraftView
    batches: tuple[str, ...]
    awarded: int


def summary(actor: Actor, organisation: str, public_id: uuid.UUID) -> ListSummary:
    """Return what would be awarded, under which key and in which languages."""
    view = get_list(actor, organisation, public_id)
    return ListSummary(
        view=view,
        counts=RowIndex.of(view.draft).counts(),
        runs={run: len(requests) for run, requests in _by_run(view.draft).items()},
        key=view.organisation.keys.filter(state=KeyState.ACTIVE).first(),
        languages=tuple(view.definition.specification.title),
        fixes=view.draft.fixes.filter(undone_at=None).count(),
    )


def confirm_list(
    actor: Actor,
    organisation: str,
    public_id: uuid.UUID,
    *,
    notify: bool = True,
    language: str = "",
    start_at: datetime | None = None,
) -> Confirmation:
    """Hand over every fine row to be awarded. Twice, or by a double click, is once.

    ``language`` is that of the notices, as in ``BatchOptions``.

    Raises ``RefusedError`` list-nothing-to-award when no row is fine.
    """
    view = get_list(actor, organisation, public_id)
    with transaction.atomic():
        draft = ListDraft.objects.select_for_update(no_key=True).get(pk=view.draft.pk)
        if draft.state == ListState.CONFIRMED:
            return _confirmation(view, draft)
        by_run = _by_run(draft)
        if not by_run:
            raise RefusedError("list-nothing-to-award")
        options = BatchOptions(run="", notify=notify, language=language, start_at=start_at)
        draft.batches = [
            str(_batch(actor, draft, requests, options=replace(options, run=run)).public_id)
            for run, requests in by_run.items()
        ]
        draft.state, draft.confirmed_at = ListState.CONFIRMED, timezone.now()
        draft.touched_at = draft.confirmed_at
        draft.save(update_fields=("state", "confirmed_at", "touched_at", "batches"))
        awarded = sum(len(requests) for requests in by_run.values())
        audit.record(actor, view.organisation, "list-confirmed", str(draft.public_id), rows=awarded)
    return _confirmation(view, draft)


def _batch(
    actor: Actor,
    draft: ListDraft,
    requests: Sequence[AwardRequest],
    *,
    options: BatchOptions,
) -> Batch:
    options = replace(
        options,
        source_name=draft.file_name,
        source_digest=draft.digest,
        idempotency_key=f"list:{draft.public_id}:{options.run}",
    )
    return create_batch(actor, draft.organisation.slug, draft.definition.slug, requests, options=options)


def _by_run(draft: ListDraft) -> dict[str, list[AwardRequest]]:
    found: dict[str, list[AwardRequest]] = {}
    for row in rows_to_award(draft):
        found.setdefault(row.values.get("run") or draft.run, []).append(request_of(draft, row))
    return found


def _confirmation(view: DraftView, draft: ListDraft) -> Confirmation:
    counts = RowIndex.of(draft).counts()
    return Confirmation(
        view=DraftView(draft=draft, organisation=view.organisation, definition=view.definition),
        batches=tuple(draft.batches),
        awarded=counts["fine"] + counts["warning"],
    )
