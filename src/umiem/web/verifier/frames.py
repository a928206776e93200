"""The frame of a page, kept for visitors of whom nothing is known: masthead, navigation and footer.

For them it depends on the language and the address alone. Whoever brings the cookie of a session or of a
message may be signed in or be told something, and gets a frame of their own.
"""

from __future__ import annotations

import secrets
import threading
from collections import OrderedDict
from dataclasses import dataclass

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language

MOST_KEPT = 32
_TELLING = (settings.SESSION_COOKIE_NAME, CookieStorage.cookie_name)
_FRAMES: OrderedDict[tuple[str, ...], _Frame] = OrderedDict()
_GUARD = threading.Lock()


@dataclass(frozen=True)
class _Frame:
    before: str
    between: str
    after: str


def framed(request: HttpRequest, template: str, *, title: str, content: str) -> bytes:
    """Return a page: ``template``, which shows ``title`` in its head and ``content`` once each.

    ``content`` is HTML; the title is text.
    """
    frame = _kept(request, template) if is_unknown(request) else _made(request, template)
    return "".join((frame.before, escape(title), frame.between, content, frame.after)).encode()


def is_unknown(request: HttpRequest) -> bool:
    """Whether a page for this visitor depends on the language and the address alone."""
    return not request.META.get("QUERY_STRING") and request.COOKIES.keys().isdisjoint(_TELLING)


def _kept(request: HttpRequest, template: str) -> _Frame:
    key = (template, request.path, get_language() or "")
    with _GUARD:
        found = _FRAMES.get(key)
    if found is not None:
        return found
    made = _made(request, template)
    with _GUARD:
        _FRAMES[key] = made
        while len(_FRAMES) > MOST_KEPT:
            _FRAMES.popitem(last=False)
    return made


def _made(request: HttpRequest, template: str) -> _Frame:
    """Render the template around two marks that nobody can know, and cut there."""
    title, content = secrets.token_hex(16), secrets.token_hex(16)
    shown = {"title": title, "content": SafeString(content)}
    before, _, rest = render_to_string(template, shown, request).partition(title)
    between, _, after = rest.partition(content)
    return _Frame(before, between, after)
