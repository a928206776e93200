"""A worker: takes chunks, writes and signs their documents, and stores what it made.

A large batch is worked off by several processes. Each is a pair of hands of its own that claims chunks
through the database, as a worker on another machine would; nothing travels between them. A worker holds no
state that matters: everything is in the database, and it may be killed at any moment.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures.process import BrokenProcessPool
from typing import Any

from django.db import close_old_connections, connections
from django.db.utils import Error as AnyDatabaseError
from django.utils import timezone

from umiem.adapters.jobs import Pool, WorkerIdentity, reach, start_django
from umiem.errors import UmiemError
from umiem.services.award.batches import steps, undoing
from umiem.services.award.batches.claiming import (
    RENEW_SECONDS,
    Claim,
    LeaseLostError,
    claim_next,
    free_chunks_of_the_dead,
    has_large_chunk,
    postpone,
    release,
    renew,
)
from umiem.services.award.batches.documents import IntendedRow, sign_rows, write_rows
from umiem.services.award.batches.frames import Frame
from umiem.services.award.batches.resuming import intended_rows
from umiem.services.key import signer_log
from umiem.storage.models import BatchState, ChunkState

PAUSE_SECONDS = 1.0
IDLE_SECONDS = 60.0
SMALL_CHUNK = 50
"""Chunks of so few rows are done in the worker's own process: starting others would take longer."""
SLICE_SECONDS = 2.0
"""A process gives account so often: then the worker may be stopped, or the process ended."""
_LOG = logging.getLogger("umiem.batches")


class Worker:
    """Works on batches until it is stopped; any number may run, on any number of machines.

    It has one process more than there are cores: while one waits for the disk or the writer, another works.
    """

    def __init__(self, name: str = "", *, processes: int | None = None) -> None:
        self.identity = WorkerIdentity.of_this_process(name or f"worker-{os.getpid()}")
        self._processes = (os.cpu_count() or 1) + 1 if processes is None else processes
        self._pool = Pool(self._processes, prepare=start_django)

    def run_until(self, stop: threading.Event, *, pause: float = PAUSE_SECONDS) -> None:
        """Work, and look for new work every ``pause`` seconds, until ``stop`` is set."""
        idle_since = 0.0
        while not stop.is_set():
            close_old_connections()
            worked = self.run_while_there_is_work(stop)
            idle_since = 0.0 if worked else idle_since + pause
            if idle_since >= IDLE_SECONDS:
                self._pool.close()
            close_old_connections()
            stop.wait(pause)
        self.close()

    def warm_up(self) -> None:
        """Start the processes now, not when the first chunk comes."""
        for future in [self._pool.submit(start_django) for _ in range(max(1, self._processes))]:
            future.result()

    def run_until_idle(self) -> int:
        """Work until nothing is left, and give the processes back; return how many chunks were taken."""
        done = self.run_while_there_is_work()
        self.close()
        return done

    def close(self) -> None:
        """End the processes, each after the chunk it is at."""
        self._pool.close(wait=True)

    def run_while_there_is_work(self, stop: threading.Event | None = None) -> int:
        """Work until nothing can be claimed; return how many chunks were taken."""
        done = 0
        try:
            free_chunks_of_the_dead()
            while not _is_set(stop):
                large = self._processes > 0 and has_large_chunk(SMALL_CHUNK)
                taken = self._by_processes(stop) if large else self.take_one()
                if not taken:
                    break
                done += taken
        except AnyDatabaseError as problem:
            _LOG.warning("database trouble, going on later: %s", problem)
            connections.close_all()  # nothing that a connection remembers of a failed write is relied on
        return done

    def take_one(self) -> int:
        """Take the next chunk and do everything for it; return 0 when there was none."""
        claim = claim_next(self.identity)
        if claim is None:
            return 0
        try:
            _Chunk(claim).go_on()
        except LeaseLostError:
            _LOG.warning("chunk %s was taken over by another worker", claim.chunk.pk)
        except steps.BatchStoppedError:
            release(claim)
        except UmiemError as problem:
            _LOG.warning("chunk %s is put off: %s", claim.chunk.pk, problem)
            postpone(claim, problem.code)
        return 1

    def _by_processes(self, stop: threading.Event | None) -> int:
        """Let all processes work until none finds anything; return how many chunks they took."""
        done = 0
        running = {self._start_slice(number) for number in range(self._processes)}
        while running:
            ready, running = wait(running, return_when=FIRST_COMPLETED)
            for future in ready:
                try:
                    number, taken = future.result()
                except BrokenProcessPool:
                    _LOG.warning("a process was lost; its chunk is done again")
                    self._pool.close()
                    free_chunks_of_the_dead()
                    return done + 1
                done += taken
                if taken and not _is_set(stop):
                    running.add(self._start_slice(number))
        return done

    def _start_slice(self, number: int) -> Future[Any]:
        return self._pool.submit(work_for_a_while, self.identity.name, number)


def work_for_a_while(name: str, number: int, *, seconds: float = SLICE_SECONDS) -> tuple[int, int]:
    """Take chunks for some seconds, in a process of a pool; return its number and how many it took."""
    worker = Worker(f"{name}-{number}", processes=0)
    end, taken = time.monotonic() + seconds, 0
    close_old_connections()
    try:
        while time.monotonic() < end and worker.take_one():
            taken += 1
    except AnyDatabaseError as problem:
        _LOG.warning("database trouble, going on later: %s", problem)
        connections.close_all()
    return number, taken


class _Chunk:
    """The steps of one claimed chunk, in their order."""

    def __init__(self, claim: Claim) -> None:
        self.claim = claim
        self._renewed = time.monotonic()

    def go_on(self) -> None:
        """Do what is left to do, from where the chunk is."""
        claim = self.claim
        if claim.batch.state == BatchState.UNDOING:
            undoing.undo_chunk(claim)
            return
        if claim.chunk.state == ChunkState.WAITING:
            self._sign(*self.intend())
        elif claim.chunk.state == ChunkState.INTENDED:
            self._sign(*intended_rows(claim))
        if claim.chunk.state == ChunkState.STORED:
            steps.publish(claim)
            claim.chunk.state = ChunkState.PUBLISHED
        steps.notify(claim)

    def intend(self) -> tuple[Frame, list[IntendedRow]]:
        """Write the documents and store them as intents; nothing is signed."""
        made = steps.plan(self.claim)
        written = write_rows(made.frame, made.rows, tick=self._keep)
        return made.frame, steps.intend(self.claim, made, written)

    def _sign(self, frame: Frame, rows: list[IntendedRow]) -> None:
        reach("signing")
        signer_log.refuse_if_clock_went_back(self.claim.batch.organisation)
        created = timezone.now().replace(microsecond=0)
        steps.store(self.claim, frame, sign_rows(frame, rows, created, tick=self._keep))
        self.claim.chunk.state = ChunkState.STORED

    def _keep(self) -> None:
        """Keep the lease, however slow the machine is."""
        if time.monotonic() - self._renewed >= RENEW_SECONDS:
            renew(self.claim)
            self._renewed = time.monotonic()


def _is_set(stop: threading.Event | None) -> bool:
    return stop is not None and stop.is_set()
