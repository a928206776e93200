"""What answers about notices to learners look like."""

from __future__ import annotations

import uuid
from datetime import datetime

from ninja import Schema


class MailOut(Schema):
    """A notice to a learner, and what became of it."""

    id: uuid.UUID
    award: uuid.UUID | None
    kind: str
    recipient: str
    subject: str
    state: str
    attempts: int
    answer: str
    created_at: datetime
    sent_at: datetime | None


class MailPage(Schema):
    """One page of notices."""

    items: list[MailOut]
    page: int
    pages: int
    total: int


class ResentOut(Schema):
    """How many notices were queued again."""

    count: int
