"""A document as people read it: indented JSON, letters as they are.

The same text as ``json.dumps(document, ensure_ascii=False, indent=2)`` in half the time; a property test
compares the two.
"""

from __future__ import annotations

import json
from typing import Any

_encode = json.JSONEncoder(ensure_ascii=False).encode
_quoted = json.encoder.encode_basestring


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


def _member(value: Any, line: str) -> str:
    written: str = _quoted(value) if value.__class__ is str else indented(value, line)
    return written
