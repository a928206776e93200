"""What a child process that opens a stranger's file may use: it dies rather than take more."""

from __future__ import annotations

import math
import resource
import signal


def limit_this_process(*, cpu_seconds: float, memory_bytes: int) -> None:
    """Set limits for good: no file written, no process begun, so much time from now on, so much memory.

    Called after the imports, so that the limits bound the work on the document and not the start.
    """
    signal.setitimer(signal.ITIMER_PROF, cpu_seconds)  # of its own time, to the tick; unhandled, it ends us
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = math.ceil(cpu_seconds + used.ru_utime + used.ru_stime)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
