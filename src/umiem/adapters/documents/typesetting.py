"""Typst as a library: one compiler per template, fonts from the library only, nothing fetched.

Values reach a template as JSON through ``sys.inputs``, never as markup, so no text of a stranger is
ever read as a program. The library embeds fonts for Latin, Greek, Cyrillic, Arabic and Devanagari letters;
fonts of the machine are ignored, so a document looks the same everywhere. Only where a name has letters that
none of them holds (Chinese, for instance) are the machine's fonts asked as well.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import datetime
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path
from threading import get_ident
from typing import Any

import typst

from umiem.errors import ConfigurationError, RefusedError

# PDF/A-3a: for archives, with attachments and tags. PDF/UA-1: readable by screen readers.
PDF_STANDARDS = ["a-3a", "ua-1"]


_NO_LETTER = re.compile(r'text `"(.{1,40}?)"` could not be displayed')


@cache
def _fonts() -> Any:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)


@cache
def _all_fonts() -> Any:
    """The embedded fonts and those of the machine."""
    return typst.Fonts(include_system_fonts=True, include_embedded_fonts=True)


@lru_cache(maxsize=64)
def _compiler(template: str, thread: int, *, all_fonts: bool = False) -> Any:
    """Return the compiler of a template for one thread: the library does not let threads share one."""
    folder = Path(str(files(__package__)))
    fonts = _all_fonts() if all_fonts else _fonts()
    return typst.Compiler(
        str(folder / template), root=str(folder), font_paths=fonts, ignore_system_fonts=True
    )


def _inputs(data: Mapping[str, Any], parts: Mapping[str, str]) -> dict[str, str]:
    return {"data": json.dumps(data, ensure_ascii=False), **parts}


def pdf(template: str, data: Mapping[str, Any], *, parts: Mapping[str, str], made_at: datetime) -> bytes:
    """Return a PDF/A-3a, PDF/UA-1 file; the same input gives the same bytes.

    ``parts`` are further texts for the template: drawings in SVG, the attachment. Raises ``RefusedError``
    ("document-letters-missing") when no font has a letter, which the standards do not allow, and
    ``ConfigurationError`` when the template cannot be set: a fault of the installation.
    """
    settings = {
        "format": "pdf",
        "sys_inputs": _inputs(data, parts),
        "pdf_standards": PDF_STANDARDS,
        "timestamp": made_at.replace(microsecond=0),
    }
    try:
        return _set(template, settings)
    except RefusedError:
        return _set(template, settings, all_fonts=True)


def _set(template: str, settings: Mapping[str, Any], *, all_fonts: bool = False) -> bytes:
    try:
        made: bytes = _compiler(template, get_ident(), all_fonts=all_fonts).compile(**settings)
    except typst.TypstError as error:
        missing = _NO_LETTER.search(error.message)
        if missing is not None:
            raise RefusedError("document-letters-missing", letters=missing[1]) from error
        raise ConfigurationError(
            "document-template-failed", template=template, message=error.message
        ) from error
    return made


def png(template: str, data: Mapping[str, Any], *, parts: Mapping[str, str], pixels_per_inch: float) -> bytes:
    """Return the first page as PNG."""
    try:
        made = _compiler(template, get_ident()).compile(
            format="png", sys_inputs=_inputs(data, parts), ppi=pixels_per_inch
        )
    except typst.TypstError as error:
        raise ConfigurationError(
            "document-template-failed", template=template, message=error.message
        ) from error
    page: bytes = made[0] if isinstance(made, list) else made
    return page
