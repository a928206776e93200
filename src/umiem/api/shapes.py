"""What requests and answers look like. Unknown members of a request are refused."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import AfterValidator, ConfigDict, Field

from umiem.engine.report import Outcome, Verdict
from umiem.storage.models import AwardState, CredentialStatus, DefinitionState


def _no_nul(text: str) -> str:
    if "\0" in text:
        raise ValueError("must not hold the character U+0000")
    return text


Text = Annotated[str, AfterValidator(_no_nul)]
Name = Annotated[Text, Field(min_length=1, max_length=200)]
Run = Annotated[Text, Field(max_length=80, description="The edition, for instance 2026/27-Z")]


class Request(Schema):
    """A request body: what is not described is refused with 422."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


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


class ChangeOut(Schema):
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


class FormatOut(Schema):
    """One format of an award; ``languages`` are the choices, the first being the default."""

    format: str
    media_type: str
    languages: list[str]


class FormatsOut(Schema):
    """The formats that an award can be had in."""

    formats: list[FormatOut]


class CatalogueEntry(Schema):
    """A published micro-credential."""

    organisation: str
    slug: str
    version: int
    titles: dict[str, str]
    url: str


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


class AnswerIn(Request):
    """The answer to a report."""

    text: Annotated[Text, Field(min_length=1, max_length=2_000)]


class ReportOut(Schema):
    """An error that a learner reported."""

    id: uuid.UUID
    award: uuid.UUID
    kind: str
    message: str
    proposed: dict[str, str]
    state: str
    answer: str
    created_at: datetime
    answered_at: datetime | None


class RotateIn(Request):
    """Which key the caller believes to be active."""

    instead_of: Annotated[Text, Field(min_length=1, max_length=60, examples=["key-1"])]


class KeyOut(Schema):
    """A signing key: active, retired or compromised."""

    key: str
    algorithm: str
    store: str
    state: str
    signed: int
    created_at: datetime
    valid_until: datetime | None
    retired_at: datetime | None
    compromised_since: datetime | None


class MailOut(Schema):
    """A notice to a learner, and what became of it."""

    id: uuid.UUID
    award: uuid.UUID | None
    kind: str
    recipient: str
    subject: str
    state: str
    attempts: int
    answer: str
    created_at: datetime
    sent_at: datetime | None


class MailPage(Schema):
    """One page of notices."""

    items: list[MailOut]
    page: int
    pages: int
    total: int


class ResentOut(Schema):
    """How many notices were queued again."""

    count: int
