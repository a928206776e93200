"""Many credentials on all cores: in order, with progress, and never more in flight than needed."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import islice
from multiprocessing import get_context
from typing import TypeVar

from umiem.engine.compiled.template import issue_many
from umiem.engine.credential import PreparedCredential, SecuredCredential
from umiem.engine.policy import Sources, VerificationPolicy
from umiem.engine.ports import Signer
from umiem.engine.report import VerificationReport
from umiem.engine.verify import verify_credential

Item = TypeVar("Item")
Result = TypeVar("Result")

CHUNK = 64
"""Documents that travel to a process together: enough to learn their shape, few enough to show progress."""


@dataclass(frozen=True, kw_only=True)
class Workers:
    """How many processes, and whom to tell how many are done. One process means: this one."""

    processes: int = 1
    progress: Callable[[int], None] | None = None


def verify_many(
    documents: Iterable[bytes],
    *,
    policy: VerificationPolicy,
    at: datetime,
    sources: Sources,
    workers: Workers | None = None,
) -> Iterator[VerificationReport]:
    """Verify documents like ``verify_credential`` and yield the reports in the same order.

    With several processes ``sources`` has to be picklable; each process keeps its own shapes. The
    iterable is read as far as the processes can keep up, so it may be endless.
    """
    work = partial(_verify_chunk, policy=policy, at=at, sources=sources)
    yield from _in_order(documents, work, workers or Workers())


def issue_in_processes(
    prepared: Iterable[PreparedCredential],
    open_signer: Callable[[], Signer],
    *,
    created: datetime,
    cryptosuite: str = "eddsa-rdfc-2022",
    workers: Workers | None = None,
) -> Iterator[SecuredCredential]:
    """Sign prepared credentials like ``issue_many`` and yield them in the same order.

    A private key does not travel between processes: each one calls ``open_signer``, a picklable
    function. Raises at the first credential that is refused; those before it have been yielded.
    """
    work = partial(_issue_chunk, open_signer=open_signer, created=created, cryptosuite=cryptosuite)
    yield from _in_order(prepared, work, workers or Workers())


def _verify_chunk(
    documents: list[bytes], *, policy: VerificationPolicy, at: datetime, sources: Sources
) -> list[VerificationReport]:
    return [verify_credential(data, policy=policy, at=at, sources=sources) for data in documents]


def _issue_chunk(
    prepared: list[PreparedCredential],
    *,
    open_signer: Callable[[], Signer],
    created: datetime,
    cryptosuite: str,
) -> list[SecuredCredential]:
    return list(issue_many(prepared, open_signer(), created=created, cryptosuite=cryptosuite))


def _in_order(
    items: Iterable[Item], work: Callable[[list[Item]], list[Result]], workers: Workers
) -> Iterator[Result]:
    done = 0
    for results in _chunks_done(items, work, workers.processes):
        yield from results
        done += len(results)
        if workers.progress is not None:
            workers.progress(done)


def _chunks_done(
    items: Iterable[Item], work: Callable[[list[Item]], list[Result]], processes: int
) -> Iterator[list[Result]]:
    rest = iter(items)
    chunks = iter(lambda: list(islice(rest, CHUNK)), [])
    if processes <= 1:
        yield from map(work, chunks)
        return
    # spawn: a forked child would share the parent's random state and open files
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        waiting: deque[Future[list[Result]]] = deque()
        for chunk in chunks:
            waiting.append(pool.submit(work, chunk))
            if len(waiting) >= 2 * processes:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
