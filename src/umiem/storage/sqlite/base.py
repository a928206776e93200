"""The SQLite back end of Django, with one writer: see ``lock.py`` for why.

A transaction takes the writer lock before BEGIN IMMEDIATE and gives it back after COMMIT (and the
checkpoint that a commit may run). A writing statement outside a transaction is run under the lock and its
rows are read at once, because SQLite commits such a statement only when its last row was taken.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db.backends.sqlite3 import base

from umiem.storage.sqlite.lock import WriterLock

_READS = re.compile(r"\s*(?:SELECT|EXPLAIN|SAVEPOINT|RELEASE|ROLLBACK TO)\b", re.IGNORECASE)
_SETUP = "PRAGMA synchronous = FULL; PRAGMA mmap_size = 0; PRAGMA cache_size = -48000;"
_SETUP += "PRAGMA temp_store = MEMORY; PRAGMA wal_autocheckpoint = 16000; PRAGMA secure_delete = ON;"
"""Pages that many commits write again are brought into the file once: a checkpoint each 64 MiB. What a
statement may have to take back is kept in memory, not in a temporary file. What is deleted is overwritten."""
_WAIT_SECONDS = 30.0


class OneWriterCursor(base.SQLiteCursorWrapper):
    """A cursor whose writing statements hold the writer lock."""

    writer: Callable[[], Any]
    _rows: Iterator[tuple[Any, ...]] | None = None

    def execute(self, query: str, params: Any = None) -> Any:
        self._rows = None
        if _READS.match(query):
            return super().execute(query, params)
        with self.writer():
            super().execute(query, params)
            if self.description is not None:
                self._rows = iter(super().fetchall())
        return self

    def executemany(self, query: str, param_list: Any) -> Any:
        self._rows = None
        with self.writer():
            return super().executemany(query, param_list)

    def fetchone(self) -> Any:
        return super().fetchone() if self._rows is None else next(self._rows, None)

    def fetchmany(self, size: int | None = 1) -> list[Any]:
        if self._rows is None:
            return super().fetchmany(size)
        return [row for _, row in zip(range(size or 1), self._rows, strict=False)]

    def fetchall(self) -> list[Any]:
        return super().fetchall() if self._rows is None else list(self._rows)

    def __iter__(self) -> Any:
        return super().__iter__() if self._rows is None else self._rows


class DatabaseWrapper(base.DatabaseWrapper):
    """One connection. Databases in memory have no second writer, and take no lock."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._lock: WriterLock | None = None

    def get_connection_params(self) -> dict[str, Any]:
        params = super().get_connection_params()
        name = str(params["database"])
        in_memory = ":memory:" in name or "mode=memory" in name
        if self._lock is not None:
            self._lock.release_all()
        self._lock = None if in_memory else WriterLock(f"{name}.lock", timeout=_WAIT_SECONDS)
        return params

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        connection = super().get_new_connection(conn_params)
        with self._writing():
            if self._lock is not None:
                connection.execute("PRAGMA journal_mode = WAL")
            connection.executescript(_SETUP)
        return connection

    def create_cursor(self, name: str | None = None) -> OneWriterCursor:
        cursor: OneWriterCursor = self.connection.cursor(factory=OneWriterCursor)
        cursor.writer = self._writing
        return cursor

    @contextmanager
    def _writing(self) -> Iterator[None]:
        if self._lock is None:
            yield
            return
        self._lock.acquire()
        try:
            yield
        finally:
            self._lock.release()

    def _start_transaction_under_autocommit(self) -> None:
        if self._lock is not None:
            self._lock.acquire()
        begun = False
        try:
            with self.wrap_database_errors:
                self.connection.execute("BEGIN IMMEDIATE")
            begun = True
        finally:
            if self._lock is not None and not begun:
                self._lock.release()

    def _commit(self) -> None:
        super()._commit()  # type: ignore[misc]
        self._after_transaction()

    def _rollback(self) -> None:
        super()._rollback()  # type: ignore[misc]
        self._after_transaction()

    def _after_transaction(self) -> None:
        if self._lock is not None and not self.connection.in_transaction:
            self._lock.release()

    def _close(self) -> None:
        with self._writing():  # the last connection to close runs a checkpoint
            super()._close()  # type: ignore[misc]
        if self._lock is not None:
            self._lock.release_all()
