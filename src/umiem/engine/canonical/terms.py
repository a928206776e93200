"""Terms of a JSON-LD context: what one stands for, and the words that can stand for nothing else."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from umiem.errors import MalformedInputError

KEYWORDS = frozenset(
    [
        "@base",
        "@container",
        "@context",
        "@direction",
        "@graph",
        "@id",
        "@import",
        "@included",
        "@index",
        "@json",
        "@language",
        "@list",
        "@nest",
        "@none",
        "@prefix",
        "@propagate",
        "@protected",
        "@reverse",
        "@set",
        "@type",
        "@value",
        "@version",
        "@vocab",
    ]
)
LOOKS_LIKE_KEYWORD = re.compile(r"@[A-Za-z]+\Z")
_ABSOLUTE_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|\\^`\x7f-\xa0]*\Z")
UNSET = "\x00unset"
"""Marks a term without a language of its own, unlike one whose language is explicitly none."""


@dataclass(frozen=True, slots=True)
class Term:
    """A term definition; ``iri`` None means that the term is explicitly undefined."""

    iri: str | None
    type: str | None = None
    container: frozenset[str] = frozenset()
    language: str | None = UNSET
    direction: str | None = UNSET
    prefix: bool = False
    protected: bool = False
    has_context: bool = False
    context: Any = None
    index: str | None = None


def is_absolute_iri(value: str) -> bool:
    """Say whether ``value`` is an absolute IRI that N-Quads can carry (RFC 3987, N-Quads IRIREF)."""
    return _ABSOLUTE_IRI.match(value) is not None


def checked_language(value: Any) -> str | None:
    """Return the value of ``@language``; none when it is null or empty."""
    if value is not None and not isinstance(value, str):
        raise MalformedInputError("context-invalid", keyword="@language")
    return value.lower() if value else None


def checked_direction(value: Any) -> str | None:
    """Return the value of ``@direction``."""
    if value not in (None, "ltr", "rtl"):
        raise MalformedInputError("context-invalid", keyword="@direction")
    return value if isinstance(value, str) else None
