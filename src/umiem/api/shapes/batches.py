"""What requests and answers about batches look like."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from umiem.api.shapes.awards import AwardBody
from umiem.api.shapes.fields import Answer, Name, Page, Request, Run, Text, example
from umiem.storage.models import BatchState

MAX_ROWS_PER_REQUEST = 50_000
NoticeLanguage = Annotated[Text, Field(max_length=8)]


class BatchIn(Request):
    """Many awards of one definition in one run."""

    model_config = example(
        definition="podstawy-jezyka-python",
        run="2026/27-Z",
        rows=[
            {"given_name": "Świętosława", "family_name": "Żółć", "email": "zolc@example.org"},
            {"given_name": "Jan", "family_name": "Nowak", "email": "nowak@example.org", "grade": "5,0"},
        ],
    )
    definition: Name
    """The short name of a published definition."""
    run: Run = ""
    """The edition: each learner is awarded once in each."""
    notify: bool = True
    """Whether the learners get a mail."""
    language: NoticeLanguage = ""
    """The language of mails to learners who chose none, pl or en; else the definition's first."""
    start_at: datetime | None = None
    """Not before this time; now when it is missing."""
    source_name: Annotated[Text, Field(max_length=200)] = ""
    """Where the rows come from, for instance the name of a file; shown to the staff."""
    rows: Annotated[list[AwardBody], Field(min_length=1, max_length=MAX_ROWS_PER_REQUEST)]
    """Whom to award."""


class UndoIn(Request):
    """Why a batch is taken back."""

    model_config = example(reason="error")
    reason: Annotated[Text, Field(max_length=40)]
    """A reason of revocation, as for a single award."""


class StatusIn(Request):
    """What happens to all credentials of a batch, and why."""

    model_config = example(change="suspend", reason="under-review")
    change: Literal["revoke", "suspend", "lift"]
    """What happens. What it does not fit is left as it is."""
    reason: Annotated[Text, Field(max_length=40)] = ""
    """Why, as for a single credential; `lift` needs none."""
    note: Annotated[Text, Field(max_length=500)] = ""
    """A word to the record and to the learners."""
    notify: bool = True
    """Whether the learners get a mail."""


class StatusChangeOut(Answer):
    """A decision about all credentials of a batch."""

    id: uuid.UUID
    """The identifier of the decision."""
    change: str
    """`revoke`, `suspend`, `lift` or `renew`."""
    reason: str
    """Why."""
    note: str
    """The word to the record."""
    valid_until: date | None
    """The new last day of what is renewed; else null."""
    changed: int
    """How many credentials were changed so far."""
    created_at: datetime
    """When it was decided."""
    finished_at: datetime | None
    """Null while it is worked off."""


class BatchOut(Answer):
    """A batch as it is now."""

    id: uuid.UUID
    """The identifier."""
    state: BatchState
    """Whether it runs, rests, or has ended in one way or another."""
    definition: str
    """The short name of the definition."""
    run: str
    """The edition."""
    total: int
    """How many learners it has, each counted once."""
    settled: int
    """How many of them have their answer: awarded, already awarded, refused or cancelled."""
    awarded: int
    """How many were awarded by it."""
    already_awarded: int
    """How many had the award already."""
    refused: int
    """How many could not be awarded; `rows` says why."""
    cancelled: int
    """How many were given up."""
    undone: int
    """How many awards were taken back."""
    trouble: str
    """The code of what keeps it from going on; empty when nothing does."""
    rate: float | None
    """Rows per second; null while it is not known."""
    ends_at: datetime | None
    """When it ends if it goes on like this."""
    created_at: datetime
    """When it was decided."""
    start_at: datetime
    """Before this time it does not begin."""
    finished_at: datetime | None
    """When the last row was settled."""
    undo_until: datetime | None
    """Until when it can be undone."""
    mails: dict[str, int]
    """How many of its mails are in which state."""
    changes: list[StatusChangeOut]
    """The newest decisions about all its credentials."""


class BatchRowOut(Answer):
    """One row of a batch."""

    row: int
    """Its number, counted from 1. A batch of 20,000 rows and more is in the order of its learners."""
    state: str
    """How far it is: `waiting`, `intended`, `stored`, `published`, `notified`, `already-awarded`, `refused`,
    `cancelled`, `undone`, `suspended` or `revoked`."""
    email: str
    """The address of the learner."""
    award: uuid.UUID | None
    """The award, as soon as there is one."""
    mail: str
    """The state of the newest mail to the learner; empty without one."""
    code: str
    """Why it was refused; else empty."""
    params: dict[str, Any]
    """What belongs to the code."""


class BatchRowPage(Answer):
    """Some rows of a batch."""

    items: list[BatchRowOut]
    """The rows, by number."""
    next: int | None
    """Ask again with `after` set to this, until it is null."""


class BatchPage(Page):
    """One page of batches."""

    items: list[BatchOut]
    """The batches, newest first."""
