"""A batch that was put off to a later time can begin at once after all."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.utils import timezone

from umiem.errors import RefusedError
from umiem.services import audit
from umiem.services.access import Actor, Permission, authorise
from umiem.services.award.batches.undoing import find_batch
from umiem.storage.models import Batch, BatchState


def begin_now(actor: Actor, organisation: str, batch: uuid.UUID) -> Batch:
    """Begin a scheduled batch now; one whose time has come is left as it is.

    Raises ``RefusedError`` batch-state-refused when it does not run.
    """
    found = authorise(actor, organisation, Permission.AWARD)
    with transaction.atomic():
        row = Batch.objects.select_for_update(no_key=True).get(pk=find_batch(found, batch).pk)
        if row.state != BatchState.RUNNING:
            raise RefusedError("batch-state-refused", state=row.state)
        now = timezone.now()
        if row.start_at > now:
            Batch.objects.filter(pk=row.pk).update(start_at=now)
            audit.record(actor, found, "batch-begun", str(row.public_id))
    return find_batch(found, batch)
