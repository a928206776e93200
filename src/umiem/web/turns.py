"""Slow senders hold up nobody: a request comes in whole before it takes one of the few turns to be answered.

The server has many threads, because one that waits for a body costs next to nothing; at most ``AT_ONCE`` of
them ask Django at the same time. Each turn comes with its own connection to the database, so that there are
as many of these as turns, however many threads there are.
"""

from __future__ import annotations

import io
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from queue import SimpleQueue
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper

AT_ONCE = 4
"""Requests that are worked on at the same time in one process, and its connections to the database."""

LARGE_BYTES = 1024 * 1024
LARGE_AT_ONCE = 4
"""Bodies above ``LARGE_BYTES`` that are in memory or on their way at the same time; others wait."""

HEAVY_BYTES = 64 * 1024
HEAVY_AT_ONCE = 2
"""Turns for bodies above ``HEAVY_BYTES``, which may take seconds: the other turns are for everybody else."""

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]


class Turns:
    """A WSGI application around Django's."""

    def __init__(self, application: Application) -> None:
        self._application = application
        self._free: SimpleQueue[BaseDatabaseWrapper | None] = SimpleQueue()
        self._large = threading.Semaphore(LARGE_AT_ONCE)
        self._heavy = threading.Semaphore(HEAVY_AT_ONCE)
        for _ in range(AT_ONCE):
            self._free.put(None)

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Read the body, wait for a turn, and answer."""
        length = _length(environ)
        if not 0 < length <= settings.FILE_UPLOAD_MAX_MEMORY_SIZE:
            return self._answer(environ, start_response)  # without a body, or with one that Django refuses
        if length <= LARGE_BYTES:
            return self._read_and_answer(environ, start_response, length)
        with self._large:
            return self._read_and_answer(environ, start_response, length)

    def _read_and_answer(
        self, environ: Environ, start_response: StartResponse, length: int
    ) -> Iterable[bytes]:
        environ["wsgi.input"] = io.BytesIO(environ["wsgi.input"].read(length))
        if length <= HEAVY_BYTES:
            return self._answer(environ, start_response)
        with self._heavy:
            return self._answer(environ, start_response)

    def _answer(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        with self.turn():
            answer = self._application(environ, start_response)
            if getattr(answer, "streaming", False):
                return answer  # a file: it needs no database while it is sent
            try:
                return [b"".join(answer)]
            finally:
                getattr(answer, "close", lambda: None)()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for a turn; the connection that belongs to it is the one of this thread until it ends."""
        connection = self._free.get()
        try:
            if connection is None:
                connection = connections.create_connection(DEFAULT_DB_ALIAS)
                connection.inc_thread_sharing()
            connections[DEFAULT_DB_ALIAS] = connection
            yield
        finally:
            if hasattr(connections._connections, DEFAULT_DB_ALIAS):  # type: ignore[attr-defined]
                del connections[DEFAULT_DB_ALIAS]
            self._free.put(connection)


def _length(environ: Environ) -> int:
    stated = environ.get("CONTENT_LENGTH") or ""
    return int(stated) if stated.isascii() and stated.isdigit() else 0
