"""What requests and answers about reported errors look like."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Annotated

from ninja import Schema
from pydantic import Field

from umiem.api.shapes.fields import Request, Text


class AnswerIn(Request):
    """The answer to a report."""

    text: Annotated[Text, Field(min_length=1, max_length=2_000)]


class ReportOut(Schema):
    """An error that a learner reported."""

    id: uuid.UUID
    award: uuid.UUID
    kind: str
    message: str
    proposed: dict[str, str]
    state: str
    answer: str
    created_at: datetime
    answered_at: datetime | None
