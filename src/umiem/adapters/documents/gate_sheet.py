"""The sheet of the quality gate as PDF: for the quality office and the committee's files."""

from __future__ import annotations

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
class GateSheet:
    """Everything on the sheet, in one language."""

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
    }
    parts = {"rosette": rosette(sheet.identifier, sheet.title, sheet.hue)}
    return pdf("gate_sheet.typ", data, parts=parts, made_at=made_at)
