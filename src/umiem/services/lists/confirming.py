"""Confirm: the fine rows of a list become one batch for each edition, once and only once."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from umiem.errors import RefusedError
from umiem.services import audit, status
from umiem.services.access import Actor
from umiem.services.awarding import AwardRequest, award_all
from umiem.services.lists.importing import DraftView, get_list
from umiem.services.lists.judging import judge_list
from umiem.services.lists.requests import request_of, rows_to_award
from umiem.services.lists.rows import RowIndex
from umiem.storage.models import KeyState, ListDraft, ListState, SigningKey

CHUNK = 100


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
    start_at: datetime | None = None,
) -> Confirmation:
    """Hand over every fine row to be awarded. Twice, or by a double click, is once.

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
        for run, requests in by_run.items():
            award_all(actor, view.organisation, view.definition, requests, run=run, notify=notify)
        draft.state, draft.confirmed_at = ListState.CONFIRMED, timezone.now()
        draft.touched_at = draft.confirmed_at
        draft.save(update_fields=("state", "confirmed_at", "touched_at", "batches"))
        awarded = sum(len(requests) for requests in by_run.values())
        audit.record(actor, view.organisation, "list-confirmed", str(draft.public_id), rows=awarded)
    status.publish_changed(view.organisation)
    return _confirmation(view, draft)


def refresh(actor: Actor, organisation: str, public_id: uuid.UUID) -> DraftView:
    """Judge a list once more when it was judged on an earlier day or before other awards were made."""
    view = get_list(actor, organisation, public_id)
    if view.draft.state == ListState.JUDGED:
        judge_list(view)
    return get_list(actor, organisation, public_id)


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
