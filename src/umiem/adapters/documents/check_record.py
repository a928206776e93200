"""The record of a check as PDF, in the language of whoever checked; its words come ready from the caller."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from umiem.adapters.documents.typesetting import pdf


@dataclass(frozen=True, kw_only=True)
class RecordLine:
    """One check in words; ``tone`` is good, open, bad or calm."""

    title: str
    tone: str
    word: str
    sentence: str


@dataclass(frozen=True, kw_only=True)
class RecordSheet:
    """Everything on the sheet, in one language."""

    language: str
    title: str
    author: str
    kind: str
    tone: str
    word: str
    sentence: str
    facts: tuple[tuple[str, str], ...]
    checks_title: str
    checks_head: tuple[str, str, str]
    checks: tuple[RecordLine, ...]
    note: str
    footer: str


def check_record_pdf(sheet: RecordSheet, *, made_at: datetime) -> bytes:
    """Set the record as PDF/A-3a and PDF/UA-1; the same record gives the same bytes."""
    return pdf("check_record.typ", asdict(sheet), parts={}, made_at=made_at)
