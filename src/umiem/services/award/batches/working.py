"""A worker: takes chunks, has their documents written and signed by processes, and stores the results.

Several chunks are under way at once, so that the database writes one while the processes sign another. The
worker itself holds no state that matters: everything is in the database, and it may be killed at any moment.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import partial
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
    postpone,
    release,
    renew,
)
from umiem.services.award.batches.processes import Frame, sign_rows, write_rows
from umiem.services.key import signer_log
from umiem.storage.models import BatchState, ChunkState

PAUSE_SECONDS = 1.0
IDLE_SECONDS = 60.0
SMALL_CHUNK = 50
"""Chunks of so few rows are done in the worker's own process: starting others would take longer."""
_LOG = logging.getLogger("umiem.batches")


@dataclass
class _Job:
    """A chunk under way, the work that some process does for it, and what follows."""

    claim: Claim
    future: Future[Any]
    then: Callable[[Any], _Job | None]

    def next(self) -> _Job | None:
        """Take the result, and do what follows."""
        return self.then(self.future.result())


class Worker:
    """Works on batches until it is stopped; any number may run, on any number of machines."""

    def __init__(self, name: str = "", *, processes: int | None = None) -> None:
        self.identity = WorkerIdentity.of_this_process(name or f"worker-{os.getpid()}")
        self._processes = (os.cpu_count() or 1) if processes is None else processes
        self._pool = Pool(self._processes, prepare=start_django)
        self._inline = Pool(0, prepare=start_django)
        self._jobs: list[_Job] = []
        self._renewed = 0.0

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
        self._leave()

    def warm_up(self) -> None:
        """Start the processes now, not when the first chunk comes."""
        for future in [self._pool.submit(start_django) for _ in range(max(1, self._processes))]:
            future.result()

    def run_until_idle(self) -> int:
        """Work until nothing is left, and give the processes back; return how many steps were done."""
        done = self.run_while_there_is_work()
        self._leave()
        return done

    def close(self) -> None:
        """Give everything back and end the processes."""
        self._leave()

    def run_while_there_is_work(self, stop: threading.Event | None = None) -> int:
        """Work until nothing can be claimed; return how many steps were done."""
        done = 0
        try:
            free_chunks_of_the_dead()
            while not (stop is not None and stop.is_set()):
                if not self._turn():
                    break
                done += 1
        except AnyDatabaseError as problem:
            _LOG.warning("database trouble, going on later: %s", problem)
            self._forget()
            connections.close_all()  # nothing that a connection remembers of a failed write is relied on
        return done

    def _turn(self) -> bool:
        """Take what can be taken, then deal with what is ready. False when there is nothing to do."""
        while len(self._jobs) < self._most_at_once and (claim := claim_next(self.identity)) is not None:
            self._keep(claim, partial(self._begin, claim))
        if not self._jobs:
            return False
        ready, _ = wait(
            [job.future for job in self._jobs], timeout=RENEW_SECONDS, return_when=FIRST_COMPLETED
        )
        self._renew_leases()
        for job in [job for job in self._jobs if job.future in ready]:
            self._jobs.remove(job)
            self._keep(job.claim, job.next)
        return True

    def _renew_leases(self) -> None:
        """Keep the chunks that wait for a process, however slow the machine is."""
        if time.monotonic() - self._renewed < RENEW_SECONDS:
            return
        for job in self._jobs:
            renew(job.claim)
        self._renewed = time.monotonic()

    @property
    def _most_at_once(self) -> int:
        return 1 if self._processes <= 0 else self._processes + 1

    def _keep(self, claim: Claim, step: Callable[[], _Job | None]) -> None:
        """Do a step and keep the job that follows; trouble puts the chunk off, with its reason."""
        try:
            job = step()
        except LeaseLostError:
            _LOG.warning("chunk %s was taken over by another worker", claim.chunk.pk)
        except steps.BatchStoppedError:
            release(claim)
        except UmiemError as problem:
            _LOG.warning("chunk %s is put off: %s", claim.chunk.pk, problem)
            postpone(claim, problem.code)
        except BrokenProcessPool:
            _LOG.warning("a process was lost; chunk %s is done again", claim.chunk.pk)
            self._pool.close()
            postpone(claim, "process-lost")
        else:
            if job is not None:
                self._jobs.append(job)

    def _begin(self, claim: Claim) -> _Job | None:
        """Go on from where the chunk is."""
        if claim.batch.state == BatchState.UNDOING:
            undoing.undo_chunk(claim)
            return None
        if claim.chunk.state == ChunkState.WAITING:
            made = steps.plan(claim)
            future = self._pool_for(claim).submit(write_rows, made.frame, made.rows)
            return _Job(claim, future, lambda written: self._written(claim, made, written))
        if claim.chunk.state == ChunkState.INTENDED:
            frame, rows = steps.intended(claim)
            return self._sign(claim, frame, rows)
        return self._finish(claim)

    def _written(self, claim: Claim, made: steps.Plan, written: list[Any]) -> _Job:
        rows = steps.intend(claim, made, written)
        return self._sign(claim, made.frame, rows)

    def _sign(self, claim: Claim, frame: Frame, rows: list[Any]) -> _Job:
        reach("signing")
        signer_log.refuse_if_clock_went_back(claim.batch.organisation)
        created = timezone.now().replace(microsecond=0)
        future = self._pool_for(claim).submit(sign_rows, frame, rows, created)
        return _Job(claim, future, lambda signed: self._signed(claim, frame, signed))

    def _signed(self, claim: Claim, frame: Frame, signed: list[Any]) -> _Job | None:
        steps.store(claim, frame, signed)
        claim.chunk.state = ChunkState.STORED
        return self._finish(claim)

    def _finish(self, claim: Claim) -> _Job | None:
        """Do what is left to do after signing; nothing follows."""
        if claim.chunk.state == ChunkState.STORED:
            steps.publish(claim)
            claim.chunk.state = ChunkState.PUBLISHED
        steps.notify(claim)
        return None

    def _pool_for(self, claim: Claim) -> Pool:
        return self._inline if claim.chunk.size <= SMALL_CHUNK else self._pool

    def _forget(self) -> None:
        """Drop what is under way: the leases end by themselves."""
        self._jobs.clear()

    def _leave(self) -> None:
        """Give everything back in order, so that another worker need not wait."""
        for job in self._jobs:
            release(job.claim)
        self._jobs.clear()
        self._pool.close(wait=True)
