"""What requests and answers about single awards look like."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field

from umiem.api.shapes.fields import Answer, Name, Page, Request, Run, Text, example
from umiem.storage.models import AwardState, CredentialStatus


class EvidenceIn(Request):
    """Something that shows the achievement."""

    name: Annotated[Text, Field(max_length=200)] = ""
    """What it is called."""
    url: Annotated[Text, Field(max_length=400)] = ""
    """Where it can be seen."""
    narrative: Annotated[Text, Field(max_length=2_000)] = ""
    """What it shows."""


class AwardBody(Request):
    """Who is awarded, with what result."""

    given_name: Name
    """The given name, as it stands on the credential."""
    family_name: Name
    """The family name, as it stands on the credential."""
    email: Annotated[Text, Field(min_length=3, max_length=320)]
    """Where the learner is told; whoever reads mail there can accept the award."""
    identifier: Annotated[Text, Field(max_length=200)] | None = None
    """The student number or the like; with it the learner is known again under another address."""
    results: dict[Text, Annotated[Text, Field(max_length=200)]] = Field(default_factory=dict, max_length=200)
    """Points or marks by the id of the learning outcome."""
    grade: Annotated[Text, Field(max_length=100)] = ""
    """The grade of the whole."""
    evidence: Annotated[list[EvidenceIn], Field(max_length=20)] = Field(default_factory=list)
    """What shows the achievement."""
    awarded_on: date | None = None
    """The day of the award; today when it is missing."""
    valid_until: date | None = None
    """The last day; as long as the definition says when it is missing."""


class AwardIn(AwardBody):
    """One award to make."""

    model_config = example(
        definition="podstawy-jezyka-python",
        run="2026/27-Z",
        given_name="Świętosława",
        family_name="Żółć",
        email="zolc@example.org",
        results={"eu1": "87", "eu2": "90", "eu3": "75", "eu4": "80"},
        grade="4,5",
    )
    definition: Name
    """The short name of a published definition."""
    run: Run = ""
    """The edition, for instance 2026/27-Z: each learner is awarded once in each."""
    notify: bool = True
    """Whether the learner gets a mail."""


class AwardOut(Answer):
    """One award with its credential's state."""

    id: uuid.UUID
    """The identifier of the award."""
    definition: str
    """The short name of the definition."""
    version: int
    """The version of the definition that was awarded."""
    run: str
    """The edition."""
    given_name: str
    """The given name on the credential."""
    family_name: str
    """The family name on the credential."""
    email: str
    """Where the learner was told."""
    state: AwardState
    """Whether the learner accepted it."""
    awarded_on: date
    """The day of the award."""
    credential: uuid.UUID
    """The identifier of the present credential; a correction brings another one."""
    credential_status: CredentialStatus
    """Whether the credential counts."""
    valid_from: datetime
    """When the credential begins to be valid."""
    valid_until: datetime | None
    """When it ends; null when it does not."""
    digest: str
    """SHA-256 of the signed bytes, in hexadecimal digits."""


class AwardMade(Answer):
    """An award that was made now, or that there was already."""

    kind: Literal["awarded", "already-awarded"]
    """`already-awarded` when there was one for this learner and run."""
    award: AwardOut
    """The award."""


class AwardPage(Page):
    """One page of awards."""

    items: list[AwardOut]
    """The awards, newest first."""
