"""What requests and answers about applications for larger micro-credentials look like."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from ninja import Schema
from pydantic import Field

from umiem.api.shapes.fields import Name, Request, Run, Text
from umiem.domain.stacking import SetAside
from umiem.storage.models import ApplicationState


class RefusalIn(Request):
    """Why an application is refused; the learner gets it by mail."""

    reason: Annotated[Text, Field(min_length=1, max_length=2_000)]


class GrantIn(Request):
    """What the award says besides the application. Results map the id of an outcome to points or a mark."""

    given_name: Name
    family_name: Name
    identifier: Annotated[Text, Field(max_length=200)] | None = None
    results: dict[Text, Annotated[Text, Field(max_length=200)]] = Field(default_factory=dict, max_length=200)
    grade: Annotated[Text, Field(max_length=100)] = ""
    awarded_on: date | None = None
    run: Run = ""


class ApplicationOut(Schema):
    """An application for a larger micro-credential."""

    id: uuid.UUID
    definition: str
    state: ApplicationState
    email: str
    message: str
    reason: str
    award: uuid.UUID | None
    created_at: datetime
    decided_at: datetime | None


class ApplicationPage(Schema):
    """One page of applications, newest first."""

    items: list[ApplicationOut]
    page: int
    pages: int
    total: int


class ComponentOut(Schema):
    """A credential that was shown: ``organisation/identifier`` or the address of an achievement."""

    reference: str
    awarded_on: date
    ects: Decimal | None
    eqf: int | None
    set_aside: SetAside | None = None


class GroupOut(Schema):
    """One group of the composition: what counts, and which references are open."""

    is_complete: bool
    wanted: int
    at_least_ects: Decimal | None
    counted: list[ComponentOut]
    open: list[str]


class ApplicationProgress(ApplicationOut):
    """An application judged as of now; ``gone`` counts what was shown and is no longer in force."""

    given_name: str
    family_name: str
    is_complete: bool
    ects: Decimal
    gone: int
    groups: list[GroupOut]
    set_aside: list[ComponentOut]
