"""A body that does not come holds up nobody, and the connections to the database are as many as the turns."""

from __future__ import annotations

import io
import threading
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connections

from umiem.web.turns import AT_ONCE, HEAVY_AT_ONCE, HEAVY_BYTES, Turns


class Silent:
    """A body that comes when the sender wants."""

    def __init__(self) -> None:
        self.sent = threading.Event()

    def read(self, length: int) -> bytes:
        assert self.sent.wait(timeout=20)
        return b"abc"[:length]


def ask(application: Turns, body: Any = None, length: int = 0) -> bytes:
    environ = {"wsgi.input": body or io.BytesIO(), "CONTENT_LENGTH": str(length) if length else ""}
    return b"".join(application(environ, lambda *_: None))


def echo(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    return [b"answer ", environ["wsgi.input"].read()]


def test_bodies_that_do_not_come_take_no_turn() -> None:
    turns, body = Turns(echo), Silent()
    with ThreadPoolExecutor(4 * AT_ONCE) as threads:
        slow = [threads.submit(ask, turns, body, 3) for _ in range(3 * AT_ONCE)]
        assert threads.submit(ask, turns).result(timeout=10) == b"answer "
        assert not any(one.done() for one in slow)
        body.sent.set()
        assert {one.result(timeout=10) for one in slow} == {b"answer abc"}


def test_large_bodies_leave_turns_for_everybody_else() -> None:
    go_on, at_work = threading.Event(), threading.Semaphore(0)

    def slow_for_large(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if len(environ["wsgi.input"].read()) > HEAVY_BYTES:
            at_work.release()
            assert go_on.wait(timeout=20)
        return [b"done"]

    turns = Turns(slow_for_large)
    with ThreadPoolExecutor(4 * AT_ONCE) as threads:
        heavy = [
            threads.submit(ask, turns, io.BytesIO(bytes(HEAVY_BYTES + 1)), HEAVY_BYTES + 1)
            for _ in range(2 * AT_ONCE)
        ]
        for _ in range(HEAVY_AT_ONCE):
            assert at_work.acquire(timeout=10)
        small = [threads.submit(ask, turns) for _ in range(2 * AT_ONCE)]
        assert [one.result(timeout=10) for one in small] == [b"done"] * (2 * AT_ONCE)
        assert not at_work.acquire(timeout=0.1)
        go_on.set()
        assert [one.result(timeout=20) for one in heavy] == [b"done"] * (2 * AT_ONCE)


def test_as_many_connections_as_turns() -> None:
    seen, most, working = set(), 0, set()
    guard = threading.Lock()

    def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        nonlocal most
        with guard:
            seen.add(id(connections["default"]))
            working.add(threading.get_ident())
            most = max(most, len(working))
        time.sleep(0.01)
        with guard:
            working.discard(threading.get_ident())
        return [b""]

    turns = Turns(application)
    with ThreadPoolExecutor(6 * AT_ONCE) as threads:
        list(threads.map(lambda _: ask(turns), range(20 * AT_ONCE)))
    assert len(seen) == most == AT_ONCE


def test_a_connection_is_given_back_after_an_error() -> None:
    def breaks(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        raise ZeroDivisionError

    turns = Turns(breaks)
    for _ in range(2 * AT_ONCE):
        with ThreadPoolExecutor(1) as threads:
            assert isinstance(threads.submit(ask, turns).exception(timeout=5), ZeroDivisionError)


def test_a_length_that_is_none_is_no_body() -> None:
    environ = {"wsgi.input": io.BytesIO(b"abc"), "CONTENT_LENGTH": "²"}
    assert b"".join(Turns(lambda *_: [b"fine"])(environ, lambda *_: None)) == b"fine"
