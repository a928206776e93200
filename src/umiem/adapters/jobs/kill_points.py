"""Points at which a drill may end this process, as a power cut would, or make it stand still.

``UMIEM_KILL_AT=<point>:<n>`` makes the n-th passage of that point the last thing the process does;
``UMIEM_STOP_AT`` stops it there until somebody lets it go on. Without them a point costs two look-ups.
"""

from __future__ import annotations

import os
import signal

KILL_SETTING = "UMIEM_KILL_AT"
STOP_SETTING = "UMIEM_STOP_AT"
_passed: dict[str, int] = {}


def reach(point: str) -> None:
    """Pass a point; the process ends or stops here when the drill says so."""
    for setting, number in ((KILL_SETTING, signal.SIGKILL), (STOP_SETTING, signal.SIGSTOP)):
        wanted = os.environ.get(setting)
        if wanted:
            _pass(point, wanted, number)


def _pass(point: str, wanted: str, number: signal.Signals) -> None:
    name, _, times = wanted.partition(":")
    if name != point:
        return
    _passed[point] = _passed.get(point, 0) + 1
    if _passed[point] == int(times or "1"):
        os.kill(os.getpid(), number)
