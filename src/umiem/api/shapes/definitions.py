"""What requests and answers about definitions, their review and their versions look like."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import ConfigDict, Field

from umiem.api.shapes.fields import Request, Text
from umiem.storage.models import DefinitionState


class DefinitionFile(Request):
    """A definition file (YAML or JSON) as text; it is kept byte for byte."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=False)
    file_name: Annotated[Text, Field(min_length=1, max_length=200, examples=["podstawy-python.yaml"])]
    content: Annotated[Text, Field(min_length=1, max_length=1_000_000)]


class FindingOut(Schema):
    """Something to settle before or after publishing: M1–M11, O1–O5 and 1–10 are Annexes I and II."""

    code: str
    severity: str
    element: str | None
    principle: int | None
    path: str
    params: dict[str, Any]
    sentence: str


class PrincipleOut(Schema):
    """How the definition stands on one of the ten principles of Annex II: 100 means nothing was found."""

    principle: int
    score: int
    blocks: int
    warns: int
    advises: int


class FindingsOut(Schema):
    """All findings of today, gravest first, and the score on each principle."""

    findings: list[FindingOut]
    principles: list[PrincipleOut]


class DefinitionNew(Request):
    """What a definition begins with; the rest is written into its content."""

    titles: Annotated[dict[Text, Annotated[Text, Field(max_length=300)]], Field(min_length=1, max_length=30)]
    primary_language: Annotated[Text, Field(max_length=12)] = "pl"


class DefinitionContent(Request):
    """A whole definition in the words of its file. ``digest`` of what it replaces guards against others."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=False)
    content: dict[str, Any]
    digest: Annotated[Text, Field(max_length=64)] = ""


class DefinitionContentOut(Schema):
    """A version as data, in the words of its file, with the digest of the stored file."""

    slug: str
    version: int
    state: DefinitionState
    digest: str
    content: dict[str, Any]


class SubmissionIn(Request):
    """A word to the reviewers."""

    note: Annotated[Text, Field(max_length=2_000)] = ""


class DecisionIn(Request):
    """A decision with its reason; ``digest`` of the file that was read, so that nothing else is approved."""

    decision: Literal["recommended", "returned", "approved"]
    reason: Annotated[Text, Field(min_length=3, max_length=2_000)]
    digest: Annotated[Text, Field(max_length=64)] = ""


class DecisionOut(Schema):
    """One decision of the record."""

    kind: str
    person: str
    role: str
    reason: str
    digest: str
    alone: bool
    at: datetime


class ReviewOut(Schema):
    """Where a version stands with people."""

    slug: str
    version: int
    state: DefinitionState
    rule: str
    authors: list[str]
    decisions: list[DecisionOut]


class DefinitionChangeOut(Schema):
    """One difference between two versions."""

    kind: str
    path: str
    before: Any = None
    after: Any = None


class DefinitionOut(Schema):
    """One version of a definition."""

    organisation: str
    slug: str
    version: int
    state: DefinitionState
    titles: dict[str, str]
    digest: str
    published_at: datetime | None
    awards: int
    findings: list[FindingOut]
