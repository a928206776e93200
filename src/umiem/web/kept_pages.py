"""Pages of answers that were rendered already, for visitors of whom nothing is known.

A page is used again only for the very same answer object; ``services.verifying.kept_answers``, for the front
of the catalogue ``services.skill.catalogue``, decides how long that is.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable

from django.http import HttpRequest
from django.utils.translation import get_language

from umiem.web.frames import is_unknown

MOST_KEPT = 64
_PAGES: OrderedDict[tuple[int, str, str], tuple[object, bytes]] = OrderedDict()
_GUARD = threading.Lock()


def page_of(request: HttpRequest, result: object, make: Callable[[], bytes], *, kind: str) -> bytes:
    """Return the page of an answer; ``make`` renders it the first time. ``kind`` tells pages apart."""
    if not is_unknown(request):
        return make()
    key = (id(result), get_language() or "", kind)
    with _GUARD:
        found = _PAGES.get(key)
    if found is not None and found[0] is result:
        return found[1]
    page = make()
    with _GUARD:
        _PAGES[key] = (result, page)
        while len(_PAGES) > MOST_KEPT:
            _PAGES.popitem(last=False)
    return page
