"""Writing tables as CSV that a spreadsheet opens as text: no cell can start a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from umiem.domain.lists.values import FORMULA_STARTS

BYTE_ORDER_MARK = "\ufeff"
"""Tells spreadsheets that the file is UTF-8; without it they spoil Polish letters."""


def safe_csv(rows: Iterable[Sequence[object]]) -> str:
    """Return rows as CSV (RFC 4180); a text that could be read as a formula gets an apostrophe in front."""
    written = io.StringIO()
    table = csv.writer(written, delimiter=";", lineterminator="\r\n")
    table.writerows([safe_cell(value) for value in row] for row in rows)
    return BYTE_ORDER_MARK + written.getvalue()


def safe_cell(value: object) -> str:
    """Return a cell that no spreadsheet computes; control characters and directions are taken out."""
    text = "" if value is None else str(value)
    shown = "".join(sign for sign in text if sign.isprintable() or sign in "\t\n")
    return f"'{shown}" if shown.lstrip(" \u00a0").startswith(FORMULA_STARTS) else shown
