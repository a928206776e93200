"""What differs between two documents, or between a page and signed data: by place, never by value."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

MOST_DIFFERENCES = 20
SHORTEST_COMPARED = 4
"""Letters and digits that a signed text must have to be searched for inside others; else it is a word."""
_DECIMAL_POINT = str.maketrans(",", ".")


def different_places(presented: Any, stored: Any, place: str = "") -> Iterator[str]:
    """Yield where ``presented`` is not as ``stored``: paths of members, ``a.b[2].c``.

    A member that only one of them has counts; what it says there is told to nobody.
    """
    if isinstance(presented, Mapping) and isinstance(stored, Mapping):
        for name in dict.fromkeys((*presented, *stored)):
            inner = f"{place}.{name}" if place else str(name)
            if name in presented and name in stored:
                yield from different_places(presented[name], stored[name], inner)
            else:
                yield inner
    elif isinstance(presented, list) and isinstance(stored, list):
        for index in range(max(len(presented), len(stored))):
            inner = f"{place}[{index}]"
            if index < len(presented) and index < len(stored):
                yield from different_places(presented[index], stored[index], inner)
            else:
                yield inner
    elif type(presented) is not type(stored) or presented != stored:
        yield place


def is_printed(text: str, page: str) -> bool:
    """Say whether ``text`` stands on a page, whatever its line breaks, hyphens, blanks and case.

    A short one, as a grade is, must stand there as a word of its own ("4,5" is not in "14,5"); decimal comma
    and point are the same.
    """
    wanted = bare_text(text)
    if len(wanted) >= SHORTEST_COMPARED:
        return wanted in bare_text(page)
    short = re.escape(_word(text))
    return not wanted or re.search(rf"(?<![\w.]){short}(?![\w]|\.\w)", _word(page)) is not None


def _word(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().translate(_DECIMAL_POINT).strip()


def bare_text(text: str) -> str:
    """Return only letters and digits, in lower case and composed: what line breaks cannot change."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(sign for sign in folded if sign.isalnum())
