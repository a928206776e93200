"""The processes of a drill: started by fork, known by number, gone with it even when it ends early."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

_running: set[int] = set()
_ENDED = 128 + signal.SIGTERM  # the exit code of a program that ended on SIGTERM


def fork(act: Callable[[], None]) -> int:
    """Start a copy of this process that does ``act`` and ends: 0 when it came to its end, 1 otherwise."""
    child = os.fork()
    if child:
        _running.add(child)
        return child
    try:
        _running.clear()
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        act()
        os._exit(0)
    finally:
        os._exit(1)


def wait_for(child: int) -> int:
    """Wait until a process has ended; return its status as ``os.waitpid`` does."""
    _, status = os.waitpid(child, 0)
    _running.discard(child)
    return status


def kill(child: int) -> None:
    """End a process as a power cut would."""
    os.kill(child, signal.SIGKILL)
    wait_for(child)


def stat_of(process: int) -> list[str]:
    """Return what Linux says of a process from its state on (proc(5), ``/proc/PID/stat``); [] for none."""
    try:
        text = Path(f"/proc/{process}/stat").read_text(errors="replace")
    except OSError:
        return []
    return text.rpartition(")")[2].split()


def processes() -> Iterator[int]:
    """Yield the numbers of all processes of this machine."""
    yield from (int(place.name) for place in Path("/proc").iterdir() if place.name.isdigit())


def parent_of(process: int) -> int:
    """Return the parent of a process; 0 when there is none."""
    found = stat_of(process)
    return int(found[1]) if found else 0


def processor_seconds(process: int) -> float:
    """Return the processor time that a process has used; 0 when there is none."""
    found = stat_of(process)
    return (int(found[11]) + int(found[12])) / os.sysconf("SC_CLK_TCK") if found else 0.0


def kill_all() -> None:
    """End every process that is still there, also one that stands still."""
    for child in tuple(_running):
        with contextlib.suppress(ProcessLookupError, ChildProcessError):
            kill(child)
    _running.clear()


@contextmanager
def tidy_when_ended() -> Iterator[None]:
    """Let SIGTERM end the block as Ctrl+C does, so that what it made is taken away; it may be nested."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, _leave)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _leave(_number: int, _frame: FrameType | None) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # the tidying is not to be broken off
    sys.exit(_ENDED)
