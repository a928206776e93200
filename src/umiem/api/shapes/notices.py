"""What answers about notices to learners look like."""

from __future__ import annotations

import uuid
from datetime import datetime

from umiem.api.shapes.fields import Answer, Page


class MailOut(Answer):
    """A notice to a learner, and what became of it."""

    id: uuid.UUID
    """The identifier."""
    award: uuid.UUID | None
    """The award it is about."""
    kind: str
    """What it says, for instance `award-made` or `credential-revoked`."""
    recipient: str
    """To whom."""
    subject: str
    """The subject, in the language of the recipient."""
    state: str
    """What became of it: `queued`, `sending`, `sent`, `bounced`, `refused`, `uncertain` or `kept`"""
    attempts: int
    """How often it was tried."""
    answer: str
    """What the mail server answered last."""
    created_at: datetime
    """When it was queued."""
    sent_at: datetime | None
    """When the mail server took it."""


class MailPage(Page):
    """One page of notices."""

    items: list[MailOut]
    """The notices, newest first."""


class ResentOut(Answer):
    """How many notices were queued again."""

    count: int
    """Their number."""
