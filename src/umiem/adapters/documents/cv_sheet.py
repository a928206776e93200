"""A curriculum vitae on paper, in the order of a Europass CV; its words come ready from the caller."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from umiem.adapters.documents.typesetting import pdf


@dataclass(frozen=True, kw_only=True)
class CvLines:
    """Lines under a heading; ``note`` says above them what they are."""

    heading: str
    lines: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class CvEntry:
    """One thing learned: ``check`` says where and with which code it is checked, or nothing."""

    day: str
    title: str
    issuer: str
    facts: str = ""
    outcomes: tuple[str, ...] = ()
    check: str = ""


@dataclass(frozen=True, kw_only=True)
class CvSection:
    """Entries under a heading, the newest first."""

    heading: str
    entries: tuple[CvEntry, ...]


@dataclass(frozen=True, kw_only=True)
class CvSheet:
    """Everything on the sheet, in one language. ``skills`` are confirmed, ``declared`` are not."""

    language: str
    kind: str
    document_title: str
    name: str
    contact: str
    about: str
    skills_heading: str
    skills: tuple[CvLines, ...]
    sections: tuple[CvSection, ...]
    declared: CvLines
    notes: tuple[str, ...]
    footer: str


def cv_pdf(sheet: CvSheet, *, made_at: datetime) -> bytes:
    """Set the CV as PDF/A-3a and PDF/UA-1; the same CV gives the same bytes."""
    return pdf("cv_sheet.typ", asdict(sheet), parts={}, made_at=made_at)
