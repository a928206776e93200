"""What requests and answers about reported errors look like."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Annotated

from pydantic import Field

from umiem.api.shapes.fields import Answer, Request, Text, example


class AnswerIn(Request):
    """The answer to a report."""

    model_config = example(text="Sprawdziliśmy protokół: ocena jest zgodna z nim.")
    text: Annotated[Text, Field(min_length=1, max_length=2_000)]
    """What the learner is answered, by mail and on the page of the award."""


class ReportOut(Answer):
    """An error that a learner reported."""

    id: uuid.UUID
    """The identifier."""
    award: uuid.UUID
    """The award it is about."""
    kind: str
    """What is wrong: `name`, `date`, `result`, `not-mine` or `other`."""
    message: str
    """What the learner wrote."""
    proposed: dict[str, str]
    """What the learner says is right, by field."""
    state: str
    """`open`, `corrected` or `answered`."""
    answer: str
    """What the learner was answered."""
    created_at: datetime
    """When it came."""
    answered_at: datetime | None
    """When it was settled."""
