"""F9: the primary loses its power in the middle of a batch, and the standby takes over.

Two servers of the drill's own. The workers have an address with both hosts and find the new primary by
themselves. With synchronous replication nothing that was acknowledged is lost; without it the drill stops the
replication shortly before, so that something must be lost, and says how much.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import partial

import psycopg

from umiem.cli.drills.counting import DrillResult, counted, work_to_the_end
from umiem.cli.drills.hands import everything_is_done, fork_lasting_worker, new_batch
from umiem.cli.drills.installation import (
    SERVER_SETTING,
    close_connections,
    drill_installation,
    prepare_drill,
    wait_until_it_answers,
)
from umiem.cli.drills.processes import kill, parent_of, processes, stat_of
from umiem.cli.drills.server import OwnServer, free_port, own_server
from umiem.errors import UnavailableError

WORKERS = 2
_EARLIEST, _LATEST = 0.6, 2.0  # seconds of work until the power is cut
_PATIENCE = 120.0


def failover(*, rows: int, times: int, seed: int, synchronous: bool) -> DrillResult:
    """Cut the power of the primary ``times`` times, each time with a new standby; the workers stay."""
    begun = time.monotonic()
    chance = random.Random(seed)  # noqa: S311 (it has to be repeatable)
    with own_server() as first, ExitStack() as after:
        pair = [first, replace(first, port=free_port())]
        after.callback(pair[1].stop)
        hosts = ",".join(f"127.0.0.1:{server.port}" for server in pair)
        os.environ[SERVER_SETTING] = f"postgres://postgres@{hosts}/postgres?target_session_attrs=read-write"
        with drill_installation("postgres"):
            prepare_drill()
            close_connections()
            hands = [fork_lasting_worker(f"failover-{number}") for number in range(WORKERS)]
            acknowledged, lost, notes = 0, 0, []
            try:
                for number in range(times):
                    _follow(pair[0], pair[1], synchronous=synchronous)
                    new_batch(number, rows)
                    acknowledged += rows
                    time.sleep(chance.uniform(_EARLIEST, _LATEST))
                    known = _cut_power(*pair, synchronous=synchronous)
                    cut = time.monotonic()
                    pair[1].control("promote")
                    pair.reverse()
                    lost += _missing(known)
                    _wait_until(partial(_goes_on, len(known)))
                    back = time.monotonic() - cut
                    _wait_until(everything_is_done)
                    notes.append(_note(number + 1, len(known), back, time.monotonic() - cut))
            finally:
                for hand in hands:
                    kill(hand)
            work_to_the_end()
            result = counted(_name(synchronous), "postgres", faults=times, begun=begun, seed=seed)
            close_connections()
    missing = max(0, acknowledged - result.acknowledged)
    return replace(result, lost=result.lost + lost + missing, notes=tuple(notes))


def _name(synchronous: bool) -> str:
    return "postgres-failover" if synchronous else "postgres-failover-asynchronous"


def _note(number: int, known: int, back: float, done: float) -> str:
    return (
        f"failover {number}: {known} released before it; the workers stored again after {back:.1f} s "
        f"and had finished after {done:.1f} s"
    )


def _follow(primary: OwnServer, standby: OwnServer, *, synchronous: bool) -> None:
    """Make a new standby from a copy of the primary, and let the primary wait for it at every COMMIT."""
    standby.stop()
    shutil.rmtree(standby.data, ignore_errors=True)
    standby.run(
        "pg_basebackup", "-d", primary.url, "-D", str(standby.data), "-R", "-X", "stream", "-c", "fast"
    )
    standby.control("start")
    wait_until_it_answers(standby.url)
    with psycopg.connect(primary.url, autocommit=True) as connection:
        names = "*" if synchronous else ""
        connection.execute(f"ALTER SYSTEM SET synchronous_standby_names = '{names}'")
        connection.execute("SELECT pg_reload_conf()")
        wanted = "sync" if synchronous else "async"
        end = time.monotonic() + _PATIENCE
        while connection.execute("SELECT sync_state FROM pg_stat_replication").fetchall() != [(wanted,)]:
            if time.monotonic() > end:
                raise UnavailableError("standby-does-not-follow")
            time.sleep(0.1)


def _cut_power(primary: OwnServer, standby: OwnServer, *, synchronous: bool) -> dict[str, str]:
    """Kill every process of the primary at once; return the credentials (digests) it had shown before."""
    if synchronous:
        known = _released()
        _kill_all(primary)
        return known
    with _deaf(standby):
        before = len(_released())
        _wait_until(lambda: len(_released()) > before or everything_is_done())
        known = _released()
        _kill_all(primary)
    return known


@contextmanager
def _deaf(standby: OwnServer) -> Iterator[None]:
    """Stop what receives the log on the standby."""
    with psycopg.connect(standby.url, autocommit=True) as connection:
        found = connection.execute("SELECT pid FROM pg_stat_wal_receiver").fetchall()
    for (process,) in found:
        os.kill(process, signal.SIGSTOP)
    try:
        yield
    finally:
        for (process,) in found:
            os.kill(process, signal.SIGKILL)  # what it had not read is gone with the primary


def _released() -> dict[str, str]:
    from umiem.storage.models import Credential, CredentialState

    rows = Credential.objects.filter(state=CredentialState.RELEASED).values_list("public_id", "digest")
    found = {str(public_id): digest for public_id, digest in rows}
    close_connections()
    return found


def _goes_on(known: int) -> bool:
    return len(_released()) > known or everything_is_done()


def _missing(known: dict[str, str]) -> int:
    """Count the credentials that were shown and are gone, or are others now."""
    now = _released()
    return sum(now.get(public_id) != digest for public_id, digest in known.items())


def _wait_until(happened: Callable[[], bool]) -> None:
    """Wait for the workers, to whom nobody gives a hand (I8)."""
    end = time.monotonic() + _PATIENCE
    while not happened():
        if time.monotonic() > end:
            raise UnavailableError("workers-do-not-go-on")
        time.sleep(0.2)


def _kill_all(server: OwnServer) -> None:
    """Send SIGKILL to the postmaster and all its children, the postmaster first: it restarts nobody."""
    postmaster = int((server.data / "postmaster.pid").read_text().split()[0])
    os.kill(postmaster, signal.SIGSTOP)
    children = [process for process in processes() if parent_of(process) == postmaster]
    for process in (postmaster, *children):
        os.kill(process, signal.SIGKILL)
    while any(_is_running(process) for process in (postmaster, *children)):
        time.sleep(0.01)


def _is_running(process: int) -> bool:
    found = stat_of(process)
    return bool(found) and found[0] not in "ZX"
