"""Workers for drills: copies of this process, made by fork, which takes no time; each may be broken first."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable

from umiem.cli.drills.installation import ORGANISATION, SLUG, close_connections, learners
from umiem.cli.drills.processes import fork

CHUNK = 200


def new_batch(number: int, rows: int, *, notify: bool = True, chunk: int = CHUNK) -> None:
    """Decide a batch for the same learners in another run."""
    from umiem.services.access import SYSTEM
    from umiem.services.award.batches import BatchOptions, create_batch

    options = BatchOptions(run=f"run-{number}", notify=notify)
    requests = learners("drill", 0, rows)
    create_batch(SYSTEM, ORGANISATION, SLUG, requests, options=options, rows_per_chunk=chunk)
    close_connections()


def everything_is_done() -> bool:
    """Say whether no batch is at work."""
    from umiem.storage.models import Batch, BatchState

    running = Batch.objects.filter(state=BatchState.RUNNING).exists()
    close_connections()
    return not running


def fork_worker(name: str, *, broken: Callable[[], None] | None = None, stays: bool = False) -> int:
    """Start a worker process that ends when there is nothing to do, or ``stays``; return its number."""

    def work() -> None:
        from umiem.services.award.batches.working import Worker

        if broken is not None:
            broken()
        Worker(name, processes=0).run_while_there_is_work()
        if stays:
            signal.pause()

    close_connections()
    return fork(work)


def fork_lasting_worker(name: str) -> int:
    """Start a worker that goes on until it is killed, whatever becomes of the database; return its number."""

    def work() -> None:
        from umiem.services.award.batches.working import Worker

        Worker(name, processes=0).run_until(threading.Event(), pause=0.2)

    close_connections()
    return fork(work)


def free_all_leases() -> None:
    """Let every lease be over, so that a drill need not wait."""
    from umiem.storage.models import BatchChunk

    BatchChunk.objects.update(lease_until=None)
    close_connections()
