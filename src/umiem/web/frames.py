"""The frame of a page, kept for visitors of whom nothing is known: masthead, navigation and footer.

For them it depends on the language and the address alone. Whoever brings the cookie of a session or of a
message may be signed in or be told something, and gets a frame of their own.
"""

from __future__ import annotations

import re
import secrets
import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.html import conditional_escape
from django.utils.translation import get_language

MOST_KEPT = 32
_TELLING = (settings.SESSION_COOKIE_NAME, CookieStorage.cookie_name)
_NOTHING: Mapping[str, object] = {}
_FRAMES: OrderedDict[tuple[str, ...], _Frame] = OrderedDict()
_GUARD = threading.Lock()


@dataclass(frozen=True)
class _Frame:
    """The parts of a page, and the name of what is shown between each and the next."""

    parts: tuple[str, ...]
    names: tuple[str, ...]


def framed(
    request: HttpRequest, template: str, context: Mapping[str, object] = _NOTHING, **shown: str
) -> bytes:
    """Return a page: ``template``, which shows each of ``shown`` as it is and depends on nothing else.

    Of those, a ``SafeString`` is HTML, everything else is text. ``context`` is the same for all visitors.
    """
    names = tuple(shown)
    make = _kept if is_unknown(request) else _made
    frame = make(request, template, context, names)
    pieces = [frame.parts[0]]
    for name, part in zip(frame.names, frame.parts[1:], strict=True):
        pieces += (conditional_escape(shown[name]), part)
    return "".join(pieces).encode()


def is_unknown(request: HttpRequest) -> bool:
    """Whether a page for this visitor depends on the language and the address alone."""
    return not request.META.get("QUERY_STRING") and request.COOKIES.keys().isdisjoint(_TELLING)


def _kept(
    request: HttpRequest, template: str, context: Mapping[str, object], names: tuple[str, ...]
) -> _Frame:
    key = (template, request.path, get_language() or "", *names)
    with _GUARD:
        found = _FRAMES.get(key)
    if found is not None:
        return found
    made = _made(request, template, context, names)
    with _GUARD:
        _FRAMES[key] = made
        while len(_FRAMES) > MOST_KEPT:
            _FRAMES.popitem(last=False)
    return made


def _made(
    request: HttpRequest, template: str, context: Mapping[str, object], names: tuple[str, ...]
) -> _Frame:
    """Render the template around marks that nobody can know, and cut there."""
    marks = {secrets.token_hex(16): name for name in names}
    page = render_to_string(template, {**context, **{name: mark for mark, name in marks.items()}}, request)
    parts = re.split(f"({'|'.join(marks)})", page) if marks else [page]
    return _Frame(tuple(parts[::2]), tuple(marks[mark] for mark in parts[1::2]))
