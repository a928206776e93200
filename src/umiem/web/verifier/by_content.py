"""Remembering what was made of a part of a document, by its exact content and the reader's language.

What an issuer says of all holders alike, the definition, is the same in every credential of its kind, and is
most of what a page shows. Nothing here can grow old: another content is another key. The function must
depend on its argument and the language alone.
"""

from __future__ import annotations

import marshal
import threading
from collections import OrderedDict
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.utils.translation import get_language

MOST_KEPT = 64
LARGEST_KEPT = 64 * 1024
_MARSHAL = 2  # without references between equal values, so equal contents are equal bytes

Made = TypeVar("Made")


def kept_by_content(make: Callable[[Any], Made]) -> Callable[[Any], Made]:
    """Keep what ``make`` returns for the last JSON values, each of at most ``LARGEST_KEPT`` bytes."""
    kept: OrderedDict[tuple[bytes, str | None], Made] = OrderedDict()
    guard = threading.Lock()

    @wraps(make)
    def remembered(value: Any) -> Made:
        try:
            content = marshal.dumps(value, _MARSHAL)
        except ValueError:  # deeper than it writes
            return make(value)
        if len(content) > LARGEST_KEPT:
            return make(value)
        key = (content, get_language())
        with guard:
            if key in kept:
                kept.move_to_end(key)
                return kept[key]
        made = make(value)
        with guard:
            kept[key] = made
            while len(kept) > MOST_KEPT:
                kept.popitem(last=False)
        return made

    return remembered
