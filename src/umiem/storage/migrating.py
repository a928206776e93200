"""Preparing the database when several processes start at once, on one machine or on many."""

from __future__ import annotations

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from umiem.errors import UnavailableError

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

PATIENCE_SECONDS = 3_600.0
_PAUSE = 0.5
_KEY = 0x756D69656D  # "umiem": the number of the advisory lock


@contextmanager
def one_at_a_time(
    connection: BaseDatabaseWrapper, home: Path, *, patience: float = PATIENCE_SECONDS
) -> Iterator[None]:
    """Let one process at a time change the tables or make the demo; the others wait and find everything done.

    On one machine a lock on a file in ``home`` sees to that, between machines an advisory lock of PostgreSQL.
    An index of a large table takes as long as it takes: statements have no time limit meanwhile. Raises
    ``UnavailableError`` when another process is at it for longer than ``patience`` seconds.
    """
    end = time.monotonic() + patience
    with (home / "preparing.lock").open("w") as file:
        while not _locked(file.fileno()):
            _wait(end)
        if connection.vendor != "postgresql":
            yield
            return
        with connection.cursor() as cursor:
            while not _asked(cursor, "SELECT pg_try_advisory_lock(%s)"):
                _wait(end)
            cursor.execute("SET statement_timeout = 0")
        try:
            yield
        finally:
            connection.close()  # ends the lock and takes the time limit back


def _locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _asked(cursor: object, question: str) -> bool:
    cursor.execute(question, [_KEY])  # type: ignore[attr-defined]
    return bool(cursor.fetchone()[0])  # type: ignore[attr-defined]


def _wait(end: float) -> None:
    if time.monotonic() > end:
        raise UnavailableError("another-is-preparing")
    time.sleep(_PAUSE)
