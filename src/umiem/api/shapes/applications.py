"""What requests and answers about applications for larger micro-credentials look like."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from umiem.api.shapes.fields import Answer, Name, Page, Request, Run, Text, example
from umiem.domain.stacking import SetAside
from umiem.storage.models import ApplicationState


class RefusalIn(Request):
    """Why an application is refused."""

    model_config = example(reason="W tym roku nie ma już miejsc na studiach podyplomowych.")
    reason: Annotated[Text, Field(min_length=1, max_length=2_000)]
    """What the learner gets by mail, word for word."""


class GrantIn(Request):
    """What the award says besides the application; it goes to the applicant's address."""

    model_config = example(given_name="Świętosława", family_name="Żółć", run="2026/27-Z")
    given_name: Name
    """The given name, as it stands on the credential."""
    family_name: Name
    """The family name, as it stands on the credential."""
    identifier: Annotated[Text, Field(max_length=200)] | None = None
    """The student number or the like."""
    results: dict[Text, Annotated[Text, Field(max_length=200)]] = Field(default_factory=dict, max_length=200)
    """Points or marks by the id of the learning outcome."""
    grade: Annotated[Text, Field(max_length=100)] = ""
    """The grade of the whole."""
    awarded_on: date | None = None
    """The day of the award; today when it is missing."""
    run: Run = ""
    """The edition; in one nobody gets the same micro-credential twice."""


class JointDecisionIn(Request):
    """One decision about several applications; each is judged and decided on its own."""

    model_config = example(
        applications=["7b012c57-7741-4b65-9a91-16027cbb56bc"], decision="award", run="2026/27-Z"
    )
    applications: Annotated[list[uuid.UUID], Field(min_length=1, max_length=100)]
    """Which applications."""
    decision: Literal["award", "refuse"]
    """What to do with each. Awards carry the names on the awards shown, no points and no grade."""
    run: Run = ""
    """The edition in which they are awarded."""
    reason: Annotated[Text, Field(max_length=2_000)] = ""
    """Why they are refused, word for word; needed for that."""


class DecidedOut(Answer):
    """What became of one application."""

    application: uuid.UUID
    """Which one."""
    state: ApplicationState | None
    """How it stands now; none where it is not there any more."""
    award: uuid.UUID | None
    """What was awarded."""
    code: str | None
    """Why nothing was decided, as a code that is the same in every language."""
    title: str | None
    """The same as a sentence."""


class DecidedList(Answer):
    """What became of each application, in the order asked for."""

    items: list[DecidedOut]
    """One for each application."""


class ApplicationOut(Answer):
    """An application for a larger micro-credential."""

    id: uuid.UUID
    """The identifier."""
    definition: str
    """The short name of the definition that is applied for."""
    state: ApplicationState
    """How it stands."""
    email: str
    """The address of the applicant, to which the award would go."""
    message: str
    """What the learner added."""
    reason: str
    """Why it was refused."""
    award: uuid.UUID | None
    """What was awarded."""
    created_at: datetime
    """When it came."""
    decided_at: datetime | None
    """When it was decided."""


class ApplicationPage(Page):
    """One page of applications, newest first."""

    items: list[ApplicationOut]
    """The applications on this page."""


class ComponentOut(Answer):
    """A credential that was shown with an application."""

    reference: str
    """`organisation/identifier` of its definition, or the address of an achievement from elsewhere."""
    awarded_on: date
    """The day of its award."""
    ects: Decimal | None
    """Its credits; none where it does not say."""
    eqf: int | None
    """Its level; none where it does not say."""
    set_aside: SetAside | None = None
    """Why it does not count."""


class GroupOut(Answer):
    """One group of the composition."""

    is_complete: bool
    """Whether what counts is enough."""
    wanted: int
    """How many components are wanted; 0 where only credits are."""
    at_least_ects: Decimal | None
    """How many credits of the group are wanted."""
    counted: list[ComponentOut]
    """What counts in this group."""
    open: list[str]
    """The references that nothing shown answers."""


class ApplicationProgress(ApplicationOut):
    """An application judged as of now."""

    given_name: str
    """The applicant's given name, as an award that was shown says it."""
    family_name: str
    """The applicant's family name."""
    is_complete: bool
    """Whether it could be awarded now."""
    ects: Decimal
    """The credits of all that counts."""
    gone: int
    """How many credentials that were shown are no longer in force."""
    groups: list[GroupOut]
    """The groups, in the order of the definition."""
    set_aside: list[ComponentOut]
    """What was shown and does not count."""
