"""Lists do not lie around: drafts that nobody touches are deleted, settled lists lose what is personal."""

from __future__ import annotations

import json
from datetime import timedelta

from django.utils import timezone

from umiem.services import audit
from umiem.services.access import SYSTEM
from umiem.storage.models import ListBlock, ListDraft, ListFile, ListFix, ListIndex, ListState, Organisation

DRAFTS_KEPT_FOR = timedelta(days=14)
"""After this time without a touch a draft is deleted, with its file."""

FILES_KEPT_FOR = timedelta(days=90)
"""So long after it was confirmed the file of a list can be looked up; then only its digest stays."""

_AT_ONCE = 20


def delete_abandoned() -> int:
    """Delete abandoned drafts, and what is personal in lists confirmed long ago; returns how many lists."""
    now = timezone.now()
    abandoned = list(
        ListDraft.objects.exclude(state=ListState.CONFIRMED)
        .filter(touched_at__lt=now - DRAFTS_KEPT_FOR)
        .select_related("organisation")[:_AT_ONCE]
    )
    for draft in abandoned:
        audit.record(SYSTEM, draft.organisation, "list-abandoned", str(draft.public_id))
        draft.delete()
    settled = list(
        ListDraft.objects.filter(
            state=ListState.CONFIRMED, confirmed_at__lt=now - FILES_KEPT_FOR, file__isnull=False
        )[:_AT_ONCE]
    )
    for draft in settled:
        _empty(draft)
    return len(abandoned) + len(settled)


def forget_lists_with(organisation: Organisation, email: str) -> int:
    """Erase what is personal in every list that names this address; an unfinished list goes as a whole.

    Return how many lists. Call it inside a transaction.
    """
    drafts = ListDraft.objects.filter(organisation=organisation, file__isnull=False)
    named = [draft for draft in drafts.prefetch_related("blocks") if _names(draft, email)]
    for draft in named:
        if draft.state == ListState.CONFIRMED:
            _empty(draft)
        else:
            draft.delete()
    return len(named)


def _names(draft: ListDraft, email: str) -> bool:
    wanted = email.casefold()
    texts = (bytes(block.rows).decode("utf-8", "replace") for block in draft.blocks.all())
    if any(wanted in text.casefold() for text in texts):
        return True
    raw = bytes(draft.file.data)
    readable = raw.decode("utf-8", "replace") + raw.decode("utf-16", "ignore")
    return wanted in readable.casefold() or wanted in json.dumps(draft.reading).casefold()


def _empty(draft: ListDraft) -> None:
    for kind in (ListFile, ListIndex, ListBlock, ListFix):
        kind.objects.filter(draft=draft).delete()
    draft.reading = {"sheets": [], "notes": [], "headers": [], "first": [], "rows": 0, "above": []}
    draft.save(update_fields=("reading",))
