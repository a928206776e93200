"""What requests and answers of the catalogue and of verification look like."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from ninja import Schema
from pydantic import ConfigDict, Field

from umiem.api.shapes.fields import Request
from umiem.engine.report import Outcome, Verdict


class VerificationIn(Request):
    """A credential to check: its exact text, or base64 of a file, or an address. Give one of them."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=False)
    text: Annotated[str, Field(max_length=6_000_000)] | None = None
    file: Annotated[str, Field(max_length=8_400_000, description="base64")] | None = None
    link: Annotated[str, Field(max_length=2_000)] | None = None
    at: datetime | None = None


class VerificationBatchIn(Request):
    """Up to 50 credentials to check at once."""

    items: Annotated[list[VerificationIn], Field(min_length=1, max_length=50)]


class VerificationRow(Schema):
    """One answer of a batch: `verdict` is verified, verified-with-open-points, not-verified …"""

    verdict: str
    at: str = ""
    sha256: str = ""
    format: str = ""
    issuer: str = ""
    issuer_known: bool = False
    person: str = ""
    titles: Annotated[dict[str, str], Field(default_factory=dict)]
    valid_from: str = ""
    valid_until: str = ""
    reasons: Annotated[list[str], Field(default_factory=list)]


class CheckOut(Schema):
    """One check of the report."""

    code: str
    title: str
    outcome: Outcome
    sentence: str
    params: dict[str, Any]
    spec: str


class VerificationOut(Schema):
    """The whole report. ``claims`` is only what a proof covers, and only when the proof holds."""

    verdict: Verdict
    format: str
    at: datetime
    issuer: str | None
    issuer_known: bool
    answer: str
    status_last_good: datetime | None = None
    record: str
    checks: list[CheckOut]
    claims: dict[str, Any] | None


class CatalogueEntry(Schema):
    """A published micro-credential."""

    organisation: str
    slug: str
    version: int
    titles: dict[str, str]
    url: str
