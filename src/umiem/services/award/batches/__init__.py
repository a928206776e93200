"""Batches: many awards by one decision, durable, idempotent, and undoable.

``create_batch`` stores the decision; workers do the rest (``working``), in the same order as for one award.
"""

from umiem.services.award.batches.beginning import begin_now
from umiem.services.award.batches.changing import CHANGES, change_batch, renew_batch
from umiem.services.award.batches.creating import MAX_ROWS, ROWS_PER_CHUNK, BatchOptions, create_batch
from umiem.services.award.batches.undoing import cancel, find_batch, pause, resume, undo
from umiem.services.award.batches.viewing import (
    BatchProgress,
    RowView,
    batch_rows,
    get_batch,
    list_batches,
    mail_counts,
    progress_of,
    stuck,
)
from umiem.services.award.batches.windows import MAX_UNDO_HOURS, change_undo_hours, undo_hours

__all__ = [
    "CHANGES",
    "MAX_ROWS",
    "MAX_UNDO_HOURS",
    "ROWS_PER_CHUNK",
    "BatchOptions",
    "BatchProgress",
    "RowView",
    "batch_rows",
    "begin_now",
    "cancel",
    "change_batch",
    "change_undo_hours",
    "create_batch",
    "find_batch",
    "get_batch",
    "list_batches",
    "mail_counts",
    "pause",
    "progress_of",
    "renew_batch",
    "resume",
    "stuck",
    "undo",
    "undo_hours",
]
