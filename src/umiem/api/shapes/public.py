"""What requests and answers of the catalogue and of verification look like."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from pydantic import ConfigDict, Field

from umiem.api.shapes.fields import Answer, Request, example
from umiem.engine.report import Outcome, Verdict


class VerificationIn(Request):
    """A credential to check. Give one of `text`, `file` and `link`."""

    model_config = ConfigDict(str_strip_whitespace=False) | example(
        link="https://umiem.example.org/s/3vQ8mKx2"
    )
    text: Annotated[str, Field(max_length=6_000_000)] | None = None
    """Its exact text: JSON, a token, or a link."""
    file: Annotated[str, Field(max_length=8_400_000)] | None = None
    """A file in base64: PDF, PNG, SVG, JSON …"""
    link: Annotated[str, Field(max_length=2_000)] | None = None
    """Where it can be fetched."""
    at: datetime | None = None
    """The time to check for, with its time zone; now when it is missing."""


class VerificationBatchIn(Request):
    """Several credentials to check at once."""

    model_config = example(items=[{"link": "https://umiem.example.org/s/3vQ8mKx2"}, {"text": "eyJhbGciOi…"}])
    items: Annotated[list[VerificationIn], Field(min_length=1, max_length=50)]
    """The credentials."""


class VerificationRow(Answer):
    """One answer of a batch: codes and signed facts."""

    verdict: str
    """`verified`, `verified-with-open-points`, `not-verified`, `not-a-credential` or `not-checked`."""
    at: str = ""
    """The time that was checked for."""
    sha256: str = ""
    """The digest of what was checked, in hexadecimal digits."""
    format: str = ""
    """What was recognised."""
    issuer: str = ""
    """The identifier of the issuer."""
    issuer_names: dict[str, str] = Field(default_factory=dict)
    """The name of the issuer by language tag: the one that is vouched for, else the one it gives itself."""
    issuer_known: bool = False
    """Whether this site or a trust list vouches for the issuer."""
    person: str = ""
    """Whom it is about."""
    titles: dict[str, str] = Field(default_factory=dict)
    """The title by language tag."""
    valid_from: str = ""
    """When it begins to be valid."""
    valid_until: str = ""
    """When it ends; empty when it does not."""
    reasons: list[str] = Field(default_factory=list)
    """The codes of the checks that keep it from being verified."""


class CheckOut(Answer):
    """One check of the report."""

    code: str
    """What was checked."""
    title: str
    """That in words, in the language of `Accept-Language`."""
    outcome: Outcome
    """How it went; `unknown` is never to be shown as passed."""
    sentence: str
    """What was found, in words."""
    params: dict[str, Any]
    """What the sentence is filled with."""
    spec: str
    """The section of the standard that asks for it."""


class VerificationOut(Answer):
    """The whole report."""

    verdict: Verdict
    """What all checks together say; `indeterminate` is never to be shown as valid."""
    format: str
    """What was recognised."""
    at: datetime
    """The time that was checked for."""
    issuer: str | None
    """The identifier of the issuer, as far as a proof covers it."""
    issuer_known: bool
    """Whether this site or a trust list vouches for the issuer."""
    answer: str
    """The answer of the page: `verified`, `verified-with-open-points`, `not-verified` …"""
    status_last_good: datetime | None = None
    """When the status was last seen to be good, if it cannot be read now."""
    record: str
    """This check as a signed record, to keep as evidence."""
    checks: list[CheckOut]
    """Every check."""
    claims: dict[str, Any] | None
    """What a proof covers, and only when the proof holds."""


class CatalogueEntry(Answer):
    """A published micro-credential."""

    organisation: str
    """The short name of the organisation."""
    slug: str
    """The short name of the definition."""
    version: int
    """Its newest published version."""
    titles: dict[str, str]
    """The title by language tag."""
    url: str
    """Its page in the catalogue."""
