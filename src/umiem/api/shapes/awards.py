"""What requests and answers about single awards look like."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field

from umiem.api.shapes.fields import Name, Request, Run, Text
from umiem.storage.models import AwardState, CredentialStatus


class EvidenceIn(Request):
    """Something that shows the achievement."""

    name: Annotated[Text, Field(max_length=200)] = ""
    url: Annotated[Text, Field(max_length=400)] = ""
    narrative: Annotated[Text, Field(max_length=2_000)] = ""


class AwardBody(Request):
    """Who is awarded, with what result. ``results`` maps the id of a learning outcome to points or a mark."""

    given_name: Name
    family_name: Name
    email: Annotated[Text, Field(min_length=3, max_length=320)]
    identifier: Annotated[Text, Field(max_length=200)] | None = None
    results: dict[Text, Annotated[Text, Field(max_length=200)]] = Field(default_factory=dict, max_length=200)
    grade: Annotated[Text, Field(max_length=100)] = ""
    evidence: Annotated[list[EvidenceIn], Field(max_length=20)] = Field(default_factory=list)
    awarded_on: date | None = None
    valid_until: date | None = None


class AwardIn(AwardBody):
    """One award to make."""

    definition: Name
    run: Run = ""
    notify: bool = True


class AwardOut(Schema):
    """One award with its credential's state."""

    id: uuid.UUID
    definition: str
    version: int
    run: str
    given_name: str
    family_name: str
    email: str
    state: AwardState
    awarded_on: date
    credential: uuid.UUID
    credential_status: CredentialStatus
    valid_from: datetime
    valid_until: datetime | None
    digest: str


class AwardMade(Schema):
    """``kind`` is ``awarded``, or ``already-awarded`` when there was one for this learner and run."""

    kind: Literal["awarded", "already-awarded"]
    award: AwardOut


class AwardPage(Schema):
    """One page of awards, newest first."""

    items: list[AwardOut]
    page: int
    pages: int
    total: int
