"""The write lock of one SQLite file, held by one connection of one process at a time.

SQLite up to 3.51.2 can corrupt a file in WAL mode when one connection writes while another one
checkpoints (the WAL-reset race). SQLite's own lock does not cover the checkpoint that follows a commit,
so every write and every checkpoint of Umiem happens while it holds this lock on a file of its own.
"""

from __future__ import annotations

import fcntl
import os
import time

from django.db.utils import OperationalError

_FIRST_PAUSE = 0.000_5
_LONGEST_PAUSE = 0.01


class WriterLock:
    """A lock on ``<database>.lock``. Each connection owns one; taking it twice is counted."""

    def __init__(self, path: str, *, timeout: float) -> None:
        self._path = path
        self._timeout = timeout
        self._descriptor: int | None = None
        self._depth = 0

    @property
    def held(self) -> bool:
        return self._depth > 0

    def acquire(self) -> None:
        """Wait for the lock; raises ``OperationalError`` when another writer keeps it too long."""
        if self._depth == 0:
            self._wait()
        self._depth += 1

    def release(self) -> None:
        """Give the lock back; without effect when it is not held."""
        if self._depth == 0:
            return
        self._depth -= 1
        if self._depth == 0 and self._descriptor is not None:
            fcntl.flock(self._descriptor, fcntl.LOCK_UN)

    def release_all(self) -> None:
        """Give the lock back however often it was taken, and close its file."""
        if self._descriptor is not None:
            os.close(self._descriptor)  # closing the only descriptor of this open file ends the lock
        self._descriptor = None
        self._depth = 0

    def _wait(self) -> None:
        if self._descriptor is None:
            self._descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        deadline = time.monotonic() + self._timeout
        pause = _FIRST_PAUSE
        while True:
            try:
                fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() > deadline:
                    raise OperationalError(
                        "database is locked: another writer did not finish in time"
                    ) from None
                time.sleep(pause)
                pause = min(pause * 2, _LONGEST_PAUSE)
            else:
                return
