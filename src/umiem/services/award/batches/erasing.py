"""Taking a person out of the rows of batches: the row stays counted, and says nothing any more."""

from __future__ import annotations

from dataclasses import replace

from django.db import transaction
from django.utils import timezone

from umiem.services.award.batches.rows import pack_rows, row_text, unpack_rows
from umiem.services.award.requests import AwardRequest
from umiem.storage.models import BatchChunk, Organisation


def erase_rows(organisation: Organisation, email: str) -> int:
    """Empty every row of this organisation's batches that names this address; return how many.

    A row that was not awarded yet is refused for its missing name when its turn comes: whoever was erased is
    not awarded afterwards. Call it inside a transaction.
    """
    erased = 0
    for chunk in BatchChunk.objects.filter(organisation=organisation).iterator(chunk_size=1):
        rows = unpack_rows(bytes(chunk.source), day=timezone.localdate())
        if not any(row.email.casefold() == email for row in rows):
            continue
        emptied = [_emptied(row) if row.email.casefold() == email else row for row in rows]
        erased += sum(before is not after for before, after in zip(rows, emptied, strict=True))
        with transaction.atomic():
            source = pack_rows([row_text(row) for row in emptied])
            BatchChunk.objects.filter(pk=chunk.pk).update(source=source)
    return erased


def _emptied(row: AwardRequest) -> AwardRequest:
    return replace(
        row, given_name="", family_name="", email="", identifier=None, results={}, grade="", evidence=()
    )
