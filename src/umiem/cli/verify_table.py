"""The table of ``umiem verify --csv``: one row for each thing checked, safe to open in a spreadsheet."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from umiem.cli.messages import _

if TYPE_CHECKING:
    from umiem.engine import VerificationReport


def headings() -> list[str]:
    """Return the names of the columns, in the language of the terminal."""
    return [
        _("File or link"),
        _("Answer"),
        _("Identifier of the issuer"),
        _("Known issuer"),
        _("What"),
        _("Valid from"),
        _("Valid until"),
        _("Reasons"),
        _("Checked on"),
        _("SHA-256"),
    ]


def row(name: str, word: str, report: VerificationReport, data: bytes, *, vouched: bool) -> list[object]:
    """Return the cells of one answer: signed facts only."""
    claims: Mapping[str, Any] = report.secured_claims or {}
    reasons = [
        f"{check.code}: {check.params.get('reason', '')}"
        for check in report.checks
        if check.outcome.value in ("failed", "unknown")
    ]
    return [
        name,
        word,
        report.issuer or "",
        _("yes") if vouched else _("no"),
        claims.get("name", ""),
        claims.get("validFrom", ""),
        claims.get("validUntil", ""),
        ", ".join(reasons),
        report.at.isoformat(),
        hashlib.sha256(data).hexdigest(),
    ]


def error_row(name: str, word: str, code: str) -> list[object]:
    """Return the cells of something that could not be checked at all."""
    return [name, word, "", "", "", "", "", code, "", ""]


def write(path: Path, rows: list[list[object]]) -> None:
    """Write the table; a file that is there is replaced."""
    from umiem.domain.safe_csv import safe_csv

    path.write_text(safe_csv([headings(), *rows]), encoding="utf-8", newline="")
