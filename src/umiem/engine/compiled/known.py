"""Reading a text whose shape this process has learnt: strict already, so it is parsed plainly, and once."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from umiem.engine.canonical.strict_json import decode_text
from umiem.engine.compiled.cache import process_shapes
from umiem.engine.compiled.shape import FoundShape, compact
from umiem.engine.limits import MAX_STRING_BYTES


@dataclass(frozen=True)
class KnownDocument:
    """The parsed document, the text it came from, its shape and open values."""

    document: dict[str, Any]
    text: str
    found: FoundShape


def read_known(data: bytes) -> KnownDocument | None:
    """Return the document in ``data``, or None when its shape is not known (or the text does not parse).

    The rest of a text that matches a shape was parsed strictly when the shape was learnt. White space
    between tokens makes no other shape; that the text parses with it is seen here. Raises
    ``MalformedInputError`` for what is no text.
    """
    if len(data) > 2 * MAX_STRING_BYTES:  # the pattern takes no longer one; white space is allowed for
        return None
    text, shapes = decode_text(data), process_shapes()
    found = shapes.find(text) or shapes.find(compact(text))
    try:
        return None if found is None else KnownDocument(json.loads(text), text, found)
    except json.JSONDecodeError:
        return None
