"""Points at which a drill may end this process, as a power cut would.

``UMIEM_KILL_AT=<point>:<n>`` makes the n-th passage of that point the last thing the process does.
Without the setting a point costs one look-up.
"""

from __future__ import annotations

import os
import signal

SETTING = "UMIEM_KILL_AT"
_passed: dict[str, int] = {}


def reach(point: str) -> None:
    """Pass a point; the process ends here at once when the drill says so."""
    wanted = os.environ.get(SETTING)
    if not wanted:
        return
    name, _, number = wanted.partition(":")
    if name == point:
        _passed[point] = _passed.get(point, 0) + 1
        if _passed[point] == int(number or "1"):
            os.kill(os.getpid(), signal.SIGKILL)
