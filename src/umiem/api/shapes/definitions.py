"""What requests and answers about definitions, their review and their versions look like."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field

from umiem.api.shapes.fields import Answer, Request, Text, example
from umiem.storage.models import DefinitionState


class DefinitionFile(Request):
    """A definition file (YAML or JSON) as text; it is kept byte for byte."""

    model_config = ConfigDict(str_strip_whitespace=False) | example(
        file_name="analiza-danych.yaml",
        content="identifier: analiza-danych\nprimary_language: pl\ntitle:\n  pl: Analiza danych\n",
    )
    file_name: Annotated[Text, Field(min_length=1, max_length=200)]
    """The name of the file; its ending says whether it is YAML or JSON."""
    content: Annotated[Text, Field(min_length=1, max_length=1_000_000)]
    """The whole file."""


class FindingOut(Answer):
    """Something to settle before or after publishing: M1–M11, O1–O5 and 1–10 are Annexes I and II."""

    code: str
    """What it is, the same in every language."""
    severity: str
    """`blocks` publishing, `warns` or `advises`."""
    element: str | None
    """The element of Annex I that it is about, for instance M6."""
    principle: int | None
    """The principle of Annex II that it is about, 1 to 10."""
    path: str
    """Where in the definition, in the words of its file; empty for the whole."""
    params: dict[str, Any]
    """What the sentence is filled with."""
    sentence: str
    """The finding in words, in the language of `Accept-Language`."""


class PrincipleOut(Answer):
    """How the definition stands on one of the ten principles of Annex II."""

    principle: int
    """Its number, 1 to 10."""
    score: int
    """0 to 100; 100 means that nothing was found."""
    blocks: int
    """How many findings keep it from being published."""
    warns: int
    """How many findings warn."""
    advises: int
    """How many findings advise."""


class FindingsOut(Answer):
    """What the gate says today."""

    findings: list[FindingOut]
    """All findings, gravest first."""
    principles: list[PrincipleOut]
    """The score on each principle."""


class DefinitionNew(Request):
    """What a definition begins with; the rest is written into its content."""

    model_config = example(titles={"pl": "Analiza danych w arkuszu", "en": "Data analysis in spreadsheets"})
    titles: Annotated[dict[Text, Annotated[Text, Field(max_length=300)]], Field(min_length=1, max_length=30)]
    """The title by language tag."""
    primary_language: Annotated[Text, Field(max_length=12)] = "pl"
    """The language that is never missing."""


class DefinitionContent(Request):
    """A whole definition in the words of its file."""

    model_config = ConfigDict(str_strip_whitespace=False) | example(
        content={"identifier": "analiza-danych", "primary_language": "pl", "title": {"pl": "Analiza danych"}},
        digest="",
    )
    content: dict[str, Any]
    """The definition, all of it: what is left out is removed from the draft."""
    digest: Annotated[Text, Field(max_length=64)] = ""
    """The digest of what is replaced; 409 when somebody else saved meanwhile. Without it nobody is asked."""


class DefinitionContentOut(Answer):
    """A version as data."""

    slug: str
    """The short name of the definition."""
    version: int
    """Its version."""
    state: DefinitionState
    """How far it is on its way to being published."""
    digest: str
    """SHA-256 of the stored file, in hexadecimal digits."""
    content: dict[str, Any]
    """The definition in the words of its file."""


class SubmissionIn(Request):
    """A word to the reviewers."""

    model_config = example(note="Po uwagach komisji z 12 marca.")
    note: Annotated[Text, Field(max_length=2_000)] = ""
    """What the reviewers should know; kept with the version."""


class DecisionIn(Request):
    """A decision with its reason."""

    model_config = example(decision="approved", reason="Zgodne z załącznikiem I.")
    decision: Literal["recommended", "returned", "approved"]
    """`returned` makes it a draft again; only `approved` lets it be published."""
    reason: Annotated[Text, Field(min_length=3, max_length=2_000)]
    """Why; the authors read it, and it stays in the record."""
    digest: Annotated[Text, Field(max_length=64)] = ""
    """The digest of the file that was read, so that nothing else is approved."""


class DecisionOut(Answer):
    """One decision of the record."""

    kind: str
    """What was decided."""
    person: str
    """Who decided."""
    role: str
    """In which role."""
    reason: str
    """Why."""
    digest: str
    """Which file was decided about."""
    alone: bool
    """True when this person had written the version, too, as the single-person rule allows."""
    at: datetime
    """When it was decided."""


class ReviewOut(Answer):
    """Where a version stands with people."""

    slug: str
    """The short name of the definition."""
    version: int
    """Its version."""
    state: DefinitionState
    """How far it is on its way to being published."""
    rule: str
    """The rule of the organisation: `four-eyes`, `committee` or `single-person`."""
    authors: list[str]
    """Who wrote it; nobody of them decides."""
    decisions: list[DecisionOut]
    """All decisions, as they were made."""


class DefinitionChangeOut(Answer):
    """One difference between two versions."""

    kind: str
    """What happened to the place."""
    path: str
    """Where, in the words of the file."""
    before: Any = None
    """What stood there; null when nothing did."""
    after: Any = None
    """What stands there now."""


class DefinitionOut(Answer):
    """One version of a definition."""

    organisation: str
    """The short name of the organisation."""
    slug: str
    """The short name of the definition."""
    version: int
    """Its version, counted from 1."""
    state: DefinitionState
    """How far it is on its way to being published."""
    titles: dict[str, str]
    """The title by language tag."""
    digest: str
    """SHA-256 of the stored file, in hexadecimal digits."""
    published_at: datetime | None
    """When it was published; null before."""
    awards: int
    """How many awards were made on this definition."""
    findings: list[FindingOut]
    """What the gate says today."""
