"""Answers given before Django is asked: public files, and pages behind public links, as Django made them.

Only what Django itself answered is kept, for exactly the same request (address, host, language), and only
while nothing changed: a public file is compared with the file on disk, a page with the stamp of what it
shows. Whoever is signed in, asks with a token or with other methods goes to Django.
"""

from __future__ import annotations

import os
import re
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError

from umiem.services.holder import view_counts
from umiem.services.verifying import kept_answers
from umiem.web import throttle

FILE_SECONDS = 15.0
PAGE_SECONDS = 5.0
MOST_KEPT = 512
LARGEST_KEPT = 1024 * 1024
WRITE_SECONDS = 2.0
_FILE = re.compile(r"/(?:status/[0-9a-f-]{36}|o/[A-Za-z0-9_-]{1,80}/did\.json)")
_PAGE = re.compile(r"/s/([A-Za-z0-9_-]{20,64})/")

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]


@dataclass(frozen=True, kw_only=True)
class _Kept:
    status: str
    headers: list[tuple[str, str]]
    body: bytes
    tag: str
    mark: object
    until: float


class EarlyAnswers:
    """A WSGI application around Django's."""

    def __init__(
        self, application: Application, folder: Path, *, turn: Callable[[], AbstractContextManager[None]]
    ) -> None:
        """Answer before ``application``; ``turn`` is what a thread needs that asks the database."""
        self._application = application
        self._turn = turn
        self._folder = folder
        self._kept: OrderedDict[tuple[str, ...], _Kept] = OrderedDict()
        self._guard = threading.Lock()
        self._written = time.monotonic()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer from memory, or let Django answer and keep it."""
        path = environ.get("PATH_INFO", "")
        if environ["REQUEST_METHOD"] != "GET" or environ.get("QUERY_STRING"):
            return self._application(environ, start_response)
        if _FILE.fullmatch(path):
            return self._file(path, environ, start_response)
        page = _PAGE.fullmatch(path)
        if page is not None and _is_anonymous(environ):
            return self._page(page[1], environ, start_response)
        return self._application(environ, start_response)

    def _file(self, path: str, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        key = ("file", path, *_asked(environ))
        kept = self._find(key)
        if kept is not None and kept.mark == self._mark_of_file(path):
            return _answer(kept, environ, start_response)
        mark = self._mark_of_file(path)
        return self._ask_django(key, mark, FILE_SECONDS, environ, start_response)

    def _page(self, token: str, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        key = ("page", token, *_asked(environ), *_languages(environ))
        kept = self._find(key)
        try:
            with self._turn():
                mark = kept_answers.stamp_of_share(token)
        except DatabaseError:
            return self._application(environ, start_response)
        if kept is None:
            return self._ask_django(key, mark, PAGE_SECONDS, environ, start_response)
        if kept.mark != mark or throttle.is_over(environ):
            return self._application(environ, start_response)
        view_counts.note(token)
        self._write_counts()
        return _answer(kept, environ, start_response)

    def _find(self, key: tuple[str, ...]) -> _Kept | None:
        with self._guard:
            kept = self._kept.get(key)
        return kept if kept is not None and kept.until > time.monotonic() else None

    def _mark_of_file(self, path: str) -> object:
        try:
            found = os.stat(self._folder / path.lstrip("/"))
        except OSError:
            return None
        return (found.st_mtime_ns, found.st_ino, found.st_size)

    def _ask_django(
        self,
        key: tuple[str, ...],
        mark: object,
        seconds: float,
        environ: Environ,
        start_response: StartResponse,
    ) -> Iterable[bytes]:
        """Let Django answer; keep a whole, good answer that sets no cookie."""
        if "HTTP_IF_NONE_MATCH" in environ:
            return self._application(environ, start_response)
        told: list[Any] = []

        def listen(status: str, headers: list[tuple[str, str]], *further: Any) -> Any:
            told[:] = [status, headers]
            return start_response(status, headers, *further)

        answer = self._application(environ, listen)
        body = b"".join(answer)
        getattr(answer, "close", lambda: None)()
        status, headers = told
        sets_cookie = any(name.lower() == "set-cookie" for name, _ in headers)
        if status.startswith("200") and mark is not None and not sets_cookie and len(body) <= LARGEST_KEPT:
            tag = next((value for name, value in headers if name.lower() == "etag"), "")
            until = time.monotonic() + seconds
            with self._guard:
                self._kept[key] = _Kept(
                    status=status, headers=headers, body=body, tag=tag, mark=mark, until=until
                )
                while len(self._kept) > MOST_KEPT:
                    self._kept.popitem(last=False)
        return [body]

    def _write_counts(self) -> None:
        """Write the counted views every two seconds, by whichever request comes then."""
        now = time.monotonic()
        if now - self._written < WRITE_SECONDS:
            return
        self._written = now
        try:
            with self._turn():
                view_counts.write()
        except DatabaseError:
            return  # the page was shown; a view may be lost


def _answer(kept: _Kept, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
    asked = environ.get("HTTP_IF_NONE_MATCH", "")
    if kept.tag and kept.tag in (tag.strip() for tag in asked.split(",")):
        bodiless = ("content-length", "content-type")
        start_response("304 Not Modified", [pair for pair in kept.headers if pair[0].lower() not in bodiless])
        return [b""]
    start_response(kept.status, kept.headers)
    return [kept.body]


def _is_anonymous(environ: Environ) -> bool:
    cookies = environ.get("HTTP_COOKIE", "")
    return "HTTP_AUTHORIZATION" not in environ and settings.SESSION_COOKIE_NAME not in cookies


def _asked(environ: Environ) -> tuple[str, ...]:
    """What else decides about an answer: the host that Django checks, and whether it came over TLS."""
    return (
        environ.get("HTTP_HOST", ""),
        environ.get("wsgi.url_scheme", ""),
        environ.get("HTTP_X_FORWARDED_PROTO", ""),
    )


def _languages(environ: Environ) -> tuple[str, ...]:
    return (environ.get("HTTP_COOKIE", "")[:400], environ.get("HTTP_ACCEPT_LANGUAGE", "")[:200])
