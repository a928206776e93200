"""F3, F4 and F5: the disk refuses a write, has no room, or a file may not grow."""

from __future__ import annotations

import contextlib
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

from umiem.cli.drills.counting import DrillResult, counted, work_to_the_end
from umiem.cli.drills.hands import fork_worker, new_batch
from umiem.cli.drills.installation import close_connections, drill_installation, prepare_drill
from umiem.cli.drills.processes import wait_for
from umiem.errors import ConfigurationError

_STEP = 64 * 1024
_CALLS = ("fdatasync", "fsync", "pwrite64", "ftruncate")
_ERRORS = ("EIO", "ENOSPC")
_LATEST_CALL = 60
_LONGEST = 300  # seconds


def full_disk(*, rows: int, times: int) -> DrillResult:
    """Let no file of a worker grow beyond a limit, raised a little each time: SQLite runs out of room."""
    begun = time.monotonic()
    with drill_installation("sqlite") as home:
        prepare_drill()
        new_batch(0, rows)
        refused = 0
        for _ in range(times):
            limit = _largest(home) + _STEP
            child = fork_worker("full", broken=partial(_limit, limit))
            status = wait_for(child)
            refused += not (os.WIFEXITED(status) and os.WEXITSTATUS(status) == 0)
        work_to_the_end()
        result = counted("disk-full", "sqlite", faults=times, begun=begun)
        close_connections()
    return result


def failing_calls(*, rows: int, times: int, seed: int) -> DrillResult:
    """Make the n-th call of a worker to the disk fail, each time another one (strace)."""
    if shutil.which("strace") is None:
        raise ConfigurationError("strace-missing")
    begun = time.monotonic()
    chance = random.Random(seed)  # noqa: S311 (it has to be repeatable)
    with drill_installation("sqlite"):
        prepare_drill()
        new_batch(0, rows)
        close_connections()
        for _ in range(times):
            call, error = chance.choice(_CALLS), chance.choice(_ERRORS)
            _run_with_failing(call, error, chance.randint(1, _LATEST_CALL))
        work_to_the_end()
        result = counted("disk-errors", "sqlite", faults=times, begun=begun, seed=seed)
        close_connections()
    return result


def _run_with_failing(call: str, error: str, turn: int) -> None:
    inject = f"inject={call}:error={error}:when={turn}"
    command = [
        *("strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={call}", "-e", inject),
        *(sys.executable, "-c", "from umiem.cli.main import main; main()"),
        *("worker", "--until-idle", "--processes", "0"),
    ]
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, stdout=quiet, stderr=quiet, process_group=0) as run:  # noqa: S603
        try:
            run.wait(_LONGEST)
        finally:
            with contextlib.suppress(ProcessLookupError):  # strace, and what it looks at
                os.killpg(run.pid, signal.SIGKILL)


def _largest(home: Path) -> int:
    return max((path.stat().st_size for path in home.glob("umiem.sqlite3*")), default=0)


def _limit(size: int) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
