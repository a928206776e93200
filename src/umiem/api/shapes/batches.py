"""What requests and answers about batches look like."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import Field

from umiem.api.shapes.awards import AwardBody
from umiem.api.shapes.fields import Name, Request, Run, Text
from umiem.storage.models import BatchState

MAX_ROWS_PER_REQUEST = 50_000


class BatchIn(Request):
    """Many awards of one definition in one run."""

    definition: Name
    run: Run = ""
    notify: bool = True
    language: Annotated[Text, Field(max_length=8, description="Of the notices: pl, en, or none")] = ""
    start_at: datetime | None = None
    source_name: Annotated[Text, Field(max_length=200)] = ""
    rows: Annotated[list[AwardBody], Field(min_length=1, max_length=MAX_ROWS_PER_REQUEST)]


class UndoIn(Request):
    """Why a batch is taken back."""

    reason: Annotated[Text, Field(max_length=40, examples=["error"])]


class StatusIn(Request):
    """What happens to all credentials of a batch, and why. `lift` needs no reason."""

    change: Literal["revoke", "suspend", "lift"]
    reason: Annotated[Text, Field(max_length=40, examples=["under-review"])] = ""
    note: Annotated[Text, Field(max_length=500)] = ""
    notify: bool = True


class StatusChangeOut(Schema):
    """One such decision; `finished_at` is null while it is worked off."""

    id: uuid.UUID
    change: str
    reason: str
    note: str
    changed: int
    created_at: datetime
    finished_at: datetime | None


class BatchOut(Schema):
    """A batch as it is now; `rate` is in rows per second, `mails` counts its notices by state.

    `changes` are the newest decisions about the status of all its credentials.
    """

    id: uuid.UUID
    state: BatchState
    definition: str
    run: str
    total: int
    settled: int
    awarded: int
    already_awarded: int
    refused: int
    cancelled: int
    undone: int
    trouble: str
    rate: float | None
    ends_at: datetime | None
    created_at: datetime
    start_at: datetime
    finished_at: datetime | None
    undo_until: datetime | None
    mails: dict[str, int]
    changes: list[StatusChangeOut]


class BatchRowOut(Schema):
    """One row; `code` says why a refused one was refused."""

    row: int
    state: str
    email: str
    award: uuid.UUID | None
    mail: str
    code: str
    params: dict[str, Any]


class BatchRowPage(Schema):
    """Some rows. Ask again with `after` set to `next`, until that is null."""

    items: list[BatchRowOut]
    next: int | None


class BatchPage(Schema):
    """Batches, newest first."""

    items: list[BatchOut]
    page: int
    pages: int
    total: int
