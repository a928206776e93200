"""Awarding in bulk, the whole path: parsed rows → stored, signed, verified, on status lists.

Runs in an installation of its own, on SQLite or on a PostgreSQL database that it makes and drops. Prints the
time, the memory of every process at its peak, and how long pages of the batch take in the server.
"""

from __future__ import annotations

import gc
import os
import resource
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bench.many_rows import copy_awards
from umiem.cli.drills.installation import (
    ORGANISATION,
    SLUG,
    close_connections,
    drill_installation,
    learners,
    prepare_drill,
)
from umiem.cli.drills.processes import fork, parent_of, processes, processor_seconds, wait_for

LARGEST_BATCH = 100_000
MOST_MEMORY_MIB, MOST_SECONDS, MOST_PAGE_MS = 300, 20, 50


@dataclass(frozen=True, kw_only=True)
class BulkResult:
    """What was measured. ``memory_mib`` is the peak of each kind of process, ``page_ms`` the slowest page.

    ``cpu_us`` is the processor time for each award in microseconds, ``server_us`` that of a PostgreSQL
    server on this machine, beside it. ``raw_sign_us`` is what one Ed25519 signature costs in the same
    minute: on a busy machine compare with that. ``missed`` names the goals that were not reached.
    """

    database: str
    awards: int
    before: int
    before_seconds: float
    seconds: float
    per_second: float
    decide_seconds: float
    memory_mib: dict[str, float]
    page_ms: float
    cpu_us: float
    server_us: float
    raw_sign_us: float
    bytes_per_award: float
    missed: list[str]


def _missed(result: BulkResult) -> list[str]:
    """Return which goals the figures miss: memory always, the time when it is that of 100,000 awards."""
    too_much = [f"memory of {name}" for name, mib in result.memory_mib.items() if mib > MOST_MEMORY_MIB]
    slow = result.awards == LARGEST_BATCH and result.seconds > MOST_SECONDS
    pages = result.page_ms > MOST_PAGE_MS
    return too_much + ["seconds"] * slow + ["page_ms"] * pages


def run(count: int, database: str, *, preload: int = 0) -> dict[str, Any]:
    """Award ``count`` learners, after ``preload`` others, and return what was measured."""
    with drill_installation(database):
        prepare_drill()
        copied = time.perf_counter()
        if preload:
            _award(1, run="before")
            _in_another_process(lambda: copy_awards(preload - 1))
        copied = time.perf_counter() - copied
        begun = _size()
        made = _award(count, run="measured")
        result = BulkResult(
            database=database,
            awards=count,
            before=preload,
            before_seconds=round(copied, 1),
            seconds=round(made["seconds"], 2),
            per_second=round(count / made["seconds"], 1),
            decide_seconds=round(made["decide"], 2),
            memory_mib=made["memory"],
            cpu_us=round(made["cpu"] * 1e6 / count),
            server_us=round(made["server"] * 1e6 / count),
            raw_sign_us=round(_raw_signature() * 1e6, 1),
            page_ms=round(_slowest_page(made["batch"]), 1),
            bytes_per_award=round((_size() - begun) / count),
            missed=[],
        )
        result.missed.extend(_missed(result))
        _check(count + preload)
        close_connections()
    return asdict(result)


def _in_another_process(act: Callable[[], None]) -> None:
    """Do something whose memory is not the worker's; raises ``RuntimeError`` when it fails."""
    close_connections()
    if wait_for(fork(act)) != 0:
        raise RuntimeError("the process that filled the database failed")


def _award(count: int, *, run: str) -> dict[str, Any]:
    from umiem.services.access import SYSTEM
    from umiem.services.award.batches import BatchOptions, create_batch
    from umiem.services.award.batches.working import Worker

    worker = Worker("bench")
    worker.warm_up()
    cpu, server = _cpu(), _server_cpu()
    options = BatchOptions(run=run, notify=False)
    seconds = decide = 0.0
    memory: dict[str, float] = {}
    for first in range(0, count, LARGEST_BATCH):
        rows = learners(run, first, min(count, first + LARGEST_BATCH))
        begun = time.perf_counter()
        batch = create_batch(SYSTEM, ORGANISATION, SLUG, rows, options=options)
        decide += time.perf_counter() - begun
        del rows
        worker.run_while_there_is_work()
        seconds += time.perf_counter() - begun
        for name, mib in _memory().items():
            memory[name] = max(memory.get(name, 0.0), mib)
    cpu, server = _cpu() - cpu, _server_cpu() - server
    worker.close()
    return {
        "cpu": cpu,
        "server": server,
        "seconds": seconds,
        "decide": decide,
        "memory": memory,
        "batch": batch,
    }


def _cpu() -> float:
    """Return the processor time of this process and of its children at work, in seconds."""
    own = resource.getrusage(resource.RUSAGE_SELF)
    return own.ru_utime + own.ru_stime + sum(map(processor_seconds, _children()))


def _server_cpu() -> float:
    """Return the processor time of the processes that serve this database, in seconds; 0 without any."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return 0.0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pid FROM pg_stat_activity WHERE datname = current_database()")
        return sum(processor_seconds(pid) for (pid,) in cursor.fetchall())


def _raw_signature(times: int = 3_000) -> float:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    key = Ed25519PrivateKey.generate()
    begun = time.process_time()
    for _ in range(times):
        key.sign(b"x" * 64)
    return (time.process_time() - begun) / times


def _memory() -> dict[str, float]:
    """Return the peak of resident memory of this process and its children, in MiB."""
    found = {"worker": _peak(os.getpid())}
    for child in _children():
        found["process"] = max(found.get("process", 0.0), _peak(child))
    return found


def _children() -> list[int]:
    """Return the processes that this one started to work."""
    return [number for number in processes() if parent_of(number) == os.getpid() and _is_spawned(number)]


def _is_spawned(process: int) -> bool:
    try:
        return b"spawn_main" in Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return False


def _peak(process: int) -> float:
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return round(next((int(line.split()[1]) for line in lines if line.startswith("VmHWM")), 0) / 1024, 1)


def _slowest_page(batch: Any) -> float:
    """Return the time of the slowest of several pages, through the whole web stack without a network."""
    from django.conf import settings
    from django.test import Client
    from django.test.utils import override_settings

    from umiem.storage.models import User

    client = Client()
    with override_settings(ALLOWED_HOSTS=["testserver"]):
        client.force_login(
            User.objects.get(email="admin@drill.example"), backend=settings.AUTHENTICATION_BACKENDS[0]
        )
        address = f"/staff/{ORGANISATION}/batches/{batch.public_id}/"
        client.get(address)
        gc.collect()  # what the awards of this run left behind is not the page's to clear
        times = []
        for row in (1, batch.total // 3, batch.total // 2 + 7, batch.total - 1):
            begun = time.perf_counter()
            answer = client.get(address, {"row": row})
            times.append(time.perf_counter() - begun)
            assert answer.status_code == 200, answer.status_code
    return 1000 * max(times)


def _size() -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_database_size(current_database())")
        else:
            cursor.execute("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
        return int(cursor.fetchone()[0])


def _check(count: int) -> None:
    from umiem.storage.models import Award, Credential, StatusEntry

    found = (
        Award.objects.count(),
        Credential.objects.filter(state="released").count(),
        StatusEntry.objects.count(),
    )
    assert found == (count, count, 2 * count), found
