"""What requests and answers about signing keys look like."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from ninja import Schema
from pydantic import Field

from umiem.api.shapes.fields import Request, Text


class RotateIn(Request):
    """Which key the caller believes to be active."""

    instead_of: Annotated[Text, Field(min_length=1, max_length=60, examples=["key-1"])]


class KeyOut(Schema):
    """A signing key: active, retired or compromised."""

    key: str
    algorithm: str
    store: str
    state: str
    signed: int
    created_at: datetime
    valid_until: datetime | None
    retired_at: datetime | None
    compromised_since: datetime | None
