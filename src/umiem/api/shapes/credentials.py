"""What requests and answers about credentials, their status and their formats look like."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field

from umiem.api.shapes.fields import Answer, Name, Request, Text, example

Note = Annotated[Text, Field(max_length=500)]


class Revocation(Request):
    """Why a credential is revoked."""

    model_config = example(reason="error", note="Ocena wpisana pomyłkowo.")
    reason: Literal["error", "withdrawn", "fraud", "superseded", "requested-by-learner", "other"]
    """The reason, which the learner is told."""
    note: Note = ""
    """A word to the record; the learner reads it, too."""


class Suspension(Request):
    """Why a credential is suspended."""

    model_config = example(reason="under-review")
    reason: Literal["under-review", "requested-by-learner", "other"]
    """The reason, which the learner is told."""
    note: Note = ""
    """A word to the record; the learner reads it, too."""


class StatusLift(Request):
    """A note on lifting a suspension."""

    model_config = example(note="Wyjaśnione.")
    note: Note = ""
    """A word to the record; the learner reads it, too."""


class StatusListOut(Answer):
    """One published status list."""

    url: str
    """Where it is published."""
    purpose: str
    """`revocation` or `suspension`."""
    length: int
    """How many places it has."""
    used: int
    """How many of them stand for a credential."""
    published_at: datetime | None
    """When it was signed last."""
    valid_until: datetime | None
    """Until when verifiers may rely on it; it is signed anew before."""
    digest: str
    """SHA-256 of the published file, in hexadecimal digits."""


class FormatOut(Answer):
    """One format of an award."""

    format: str
    """Its name, as the address of the file wants it."""
    media_type: str
    """What the file is."""
    languages: list[str]
    """The choices, the first being the default; none when the format has no wording."""


class FormatsOut(Answer):
    """The formats that an award can be had in."""

    formats: list[FormatOut]
    """Each once."""


class CorrectionIn(Request):
    """What is right; what is left out stays."""

    model_config = example(family_name="Żółć-Nowak", grade="4,5")
    given_name: Name | None = None
    """The given name."""
    family_name: Name | None = None
    """The family name."""
    awarded_on: date | None = None
    """The day of the award."""
    grade: Annotated[Text, Field(max_length=80)] | None = None
    """The grade of the whole."""
    results: Annotated[dict[Text, Annotated[Text, Field(max_length=80)]], Field(max_length=200)] | None = None
    """Points or marks by the id of the learning outcome."""
    report: uuid.UUID | None = None
    """The learner's report that this settles."""


class RenewalIn(Request):
    """Until when the credential is valid from now on."""

    model_config = example(valid_until="2029-06-30")
    valid_until: date | None = None
    """The new last day; without one as long as the definition says, counted from today."""
