"""A document as people read it: indented JSON, letters as they are.

The same text as ``json.dumps(document, ensure_ascii=False, indent=2)`` in half the time; a property test
compares the two. The achievement, which all credentials of a kind share, is written once for all of them.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from html import escape
from typing import Any

from django.utils.safestring import SafeString

from umiem.web.verifier.by_content import kept_by_content

_encode = json.JSONEncoder(ensure_ascii=False).encode
_quoted = json.encoder.encode_basestring
_SHARED = "achievement"


def indented(value: Any, line: str = "\n") -> str:
    """Return a value that ``json.loads`` made as indented text; ``line`` begins each of its own lines."""
    if not value or not isinstance(value, dict | list):
        return _encode(value)
    inner = line + "  "
    if isinstance(value, dict):
        parts = [f"{_quoted(name)}: {_member(member, inner)}" for name, member in value.items()]
        return f"{{{inner}{f',{inner}'.join(parts)}{line}}}"
    parts = [_member(member, inner) for member in value]
    return f"[{inner}{f',{inner}'.join(parts)}{line}]"


def indented_html(document: Mapping[str, Any]) -> SafeString:
    """Return that text of a whole document, escaped for a page."""
    subject = document.get("credentialSubject")
    shared = subject.get(_SHARED) if isinstance(subject, dict) else None
    if not isinstance(subject, dict) or not shared or not isinstance(shared, dict):
        return SafeString(escape(indented(document)))
    mark = secrets.token_hex(16)  # no document holds it
    around = indented({**document, "credentialSubject": {**subject, _SHARED: mark}})
    before, _mark, after = around.partition(f'"{mark}"')
    return SafeString(f"{escape(before)}{_achievement_html(shared)}{escape(after)}")


@kept_by_content
def _achievement_html(achievement: dict[str, Any]) -> str:
    return escape(indented(achievement, "\n    "))


def _member(value: Any, line: str) -> str:
    written: str = _quoted(value) if value.__class__ is str else indented(value, line)
    return written
