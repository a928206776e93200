"""What requests and answers about credentials, their status and their formats look like."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field

from umiem.api.shapes.fields import Name, Request, Text


class Revocation(Request):
    """Why a credential is revoked."""

    reason: Literal["error", "withdrawn", "fraud", "superseded", "requested-by-learner", "other"]
    note: Annotated[Text, Field(max_length=500)] = ""


class Suspension(Request):
    """Why a credential is suspended."""

    reason: Literal["under-review", "requested-by-learner", "other"]
    note: Annotated[Text, Field(max_length=500)] = ""


class StatusLift(Request):
    """A note on lifting a suspension."""

    note: Annotated[Text, Field(max_length=500)] = ""


class StatusListOut(Schema):
    """One published status list."""

    url: str
    purpose: str
    length: int
    used: int
    published_at: datetime | None
    valid_until: datetime | None
    digest: str


class FormatOut(Schema):
    """One format of an award; ``languages`` are the choices, the first being the default."""

    format: str
    media_type: str
    languages: list[str]


class FormatsOut(Schema):
    """The formats that an award can be had in."""

    formats: list[FormatOut]


class CorrectionIn(Request):
    """What is right; what is left out stays. ``report`` is the learner's report that this settles."""

    given_name: Name | None = None
    family_name: Name | None = None
    awarded_on: date | None = None
    grade: Annotated[Text, Field(max_length=80)] | None = None
    results: Annotated[dict[Text, Annotated[Text, Field(max_length=80)]], Field(max_length=200)] | None = None
    report: uuid.UUID | None = None


class RenewalIn(Request):
    """The new last day; without one as long as the definition says, counted from today."""

    valid_until: date | None = None
