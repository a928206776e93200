"""The sheet of the quality gate as PDF: for the quality office and the committee's files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from umiem.adapters.documents.drawings import rosette
from umiem.adapters.documents.typesetting import pdf
from umiem.adapters.documents.words import ROSETTE_ALT, SHEET_WORDS
from umiem.errors import UnsupportedError


@dataclass(frozen=True, kw_only=True)
class SheetElement:
    """One European element; ``state`` is good, advises, warns or blocks."""

    code: str
    name: str
    state: str


@dataclass(frozen=True, kw_only=True)
class SheetPrinciple:
    """One principle of Annex II with its score from 0 to 100."""

    number: int
    name: str
    score: int


@dataclass(frozen=True, kw_only=True)
class SheetFinding:
    """One finding in words: where, what, and why it matters."""

    severity: str
    place: str
    sentence: str
    why: str


@dataclass(frozen=True, kw_only=True)
class SheetDecision:
    """One decision of the four eyes: what, by whom, as what, on which day, and why.

    ``kind`` and ``role`` are keys of ``SHEET_WORDS``; ``alone`` says that its own author approved it.
    """

    kind: str
    person: str
    role: str
    day: str
    reason: str
    alone: bool = False


@dataclass(frozen=True, kw_only=True)
class SheetOpinion:
    """What a learner (without a name) or a peer said: marks by key of ``SHEET_WORDS``, and a text."""

    kind: str
    name: str
    version: int
    day: str
    marks: tuple[tuple[str, str], ...]
    comment: str


@dataclass(frozen=True, kw_only=True)
class SheetRecord:
    """What people did and said: the authors, the decisions, the opinions and how many are not printed."""

    authors: tuple[str, ...]
    decisions: tuple[SheetDecision, ...]
    learners: int
    peers: int
    means: tuple[tuple[str, str], ...]
    opinions: tuple[SheetOpinion, ...]
    left_out: int = 0


@dataclass(frozen=True, kw_only=True)
class GateSheet:
    """Everything on the sheet, in one language; ``record`` is None for a mere file."""

    language: str
    identifier: str
    hue: int | None
    title: str
    body: str
    subtitle: str
    reference: str
    elements: tuple[SheetElement, ...]
    principles: tuple[SheetPrinciple, ...]
    findings: tuple[SheetFinding, ...]
    record: SheetRecord | None = None


def gate_sheet_pdf(sheet: GateSheet, *, made_at: datetime) -> bytes:
    """Set the sheet as PDF/A-3a and PDF/UA-1; raises ``UnsupportedError`` for another language."""
    words = SHEET_WORDS.get(sheet.language)
    if words is None:
        raise UnsupportedError("document-language-unsupported", languages=sheet.language)
    blocked = any(finding.severity == "blocks" for finding in sheet.findings)
    data = {
        "language": sheet.language,
        "words": words,
        "title": sheet.title,
        "subtitle": sheet.subtitle,
        "author": sheet.body,
        "reference": sheet.reference,
        "document_title": f"{words['sheet']}: {sheet.title}",
        "rosette_alt": ROSETTE_ALT[sheet.language].format(title=sheet.title),
        "verdict": {
            "state": "blocks" if blocked else "good",
            "sentence": words["not_ready" if blocked else "ready"],
        },
        "elements": [asdict(one) for one in sheet.elements],
        "principles": [asdict(one) for one in sheet.principles],
        "findings": [asdict(one) for one in sheet.findings],
        "record": None if sheet.record is None else _record(sheet.record, words),
    }
    parts = {"rosette": rosette(sheet.identifier, sheet.title, sheet.hue)}
    return pdf("gate_sheet.typ", data, parts=parts, made_at=made_at)


def _record(record: SheetRecord, words: Mapping[str, str]) -> dict[str, object]:
    left_out = record.left_out
    return asdict(record) | {"left_out": words["left_out"].format(count=left_out) if left_out else ""}
