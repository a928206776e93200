"""A pool of processes for heavy pure work, started when first needed and given back when idle.

Processes are spawned, never forked: a forked child would share connections and random state. A child whose
parent is gone ends by itself within a second, so that a killed worker leaves nothing behind.
"""

from __future__ import annotations

import gc
import os
import threading
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import Any

_LOOK_SECONDS = 1.0
_COLLECT_EVERY = 50_000
"""Objects between two looks for cycles: the rows of a chunk are many, live together and hold none."""


class Pool:
    """Runs functions in ``processes`` processes, or in this one when that is 0."""

    def __init__(self, processes: int, *, prepare: Callable[[], None]) -> None:
        self.processes = processes
        self._prepare = prepare
        self._executor: ProcessPoolExecutor | None = None

    def submit(self, work: Callable[..., Any], *arguments: Any) -> Future[Any]:
        """Begin ``work(*arguments)``; a pool that broke is replaced by a new one."""
        if self.processes <= 0:
            return _done(work, arguments)
        try:
            return self._running().submit(work, *arguments)
        except BrokenProcessPool:
            self.close()
            return self._running().submit(work, *arguments)

    def close(self, *, wait: bool = False) -> None:
        """End the processes, and ``wait`` until they have; the next ``submit`` starts new ones."""
        if self._executor is not None:
            self._executor.shutdown(wait=wait, cancel_futures=True)
            self._executor = None

    def _running(self) -> ProcessPoolExecutor:
        if self._executor is None:
            self._executor = ProcessPoolExecutor(
                self.processes,
                mp_context=get_context("spawn"),
                initializer=_begin,
                initargs=(os.getpid(), self._prepare),
            )
        return self._executor


def _done(work: Callable[..., Any], arguments: tuple[Any, ...]) -> Future[Any]:
    """Run the work at once. Its error comes out of here, as it would out of ``result`` of a real future."""
    future: Future[Any] = Future()
    future.set_result(work(*arguments))
    return future


def _begin(parent: int, prepare: Callable[[], None]) -> None:
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    prepare()
    gc.collect()
    gc.freeze()  # what is loaded now stays: no collection has to look at it again
    gc.set_threshold(_COLLECT_EVERY)


def _end_with(parent: int) -> None:
    pause = threading.Event()
    while os.getppid() == parent:
        pause.wait(_LOOK_SECONDS)
    os._exit(1)
