"""Watching a batch on the terminal, and doing its work meanwhile when no server is running."""

from __future__ import annotations

import sys
import threading
import time
import uuid
from typing import TYPE_CHECKING

from umiem.cli.messages import _, say

if TYPE_CHECKING:
    from umiem.services.award.batches import BatchProgress

_BAR = 30
_LOOK_SECONDS = 0.5


def watch_batch(organisation: str, batch: uuid.UUID, *, work: bool = True) -> BatchProgress:
    """Show a bar until the batch rests; with ``work`` this process takes part in it."""
    from umiem.services.access import SYSTEM
    from umiem.services.award.batches import get_batch
    from umiem.services.award.batches.working import Worker

    stop = threading.Event()
    helper = threading.Thread(
        target=Worker("terminal").run_until, args=(stop,), kwargs={"pause": 0.2}, daemon=True
    )
    if work:
        helper.start()
    try:
        while (progress := get_batch(SYSTEM, organisation, batch)).is_at_work and not progress.is_scheduled:
            _show(progress)
            time.sleep(_LOOK_SECONDS)
    finally:
        stop.set()
        if work:
            helper.join(timeout=30)
    _show(progress)
    if sys.stderr.isatty():
        sys.stderr.write("\n")
    return progress


def say_progress(progress: BatchProgress) -> None:
    """Print where a batch stands, in one line."""
    batch = progress.batch
    say(
        _(
            "{state}: {settled} of {total} rows done. Awarded: {awarded}. Awarded already: {already}. "
            "Left out: {refused}."
        ),
        state=batch.state,
        settled=batch.settled,
        total=batch.total,
        awarded=batch.awarded,
        already=batch.already,
        refused=batch.refused,
    )


def _show(progress: BatchProgress) -> None:
    """Draw the bar over itself; nothing where nobody looks."""
    if not sys.stderr.isatty():
        return
    done = _BAR * progress.settled // max(1, progress.batch.total)
    rate = f"{progress.rate:,.0f}/s" if progress.rate else ""
    end = f"{progress.ends_at:%H:%M:%S}" if progress.ends_at else ""
    bar = "█" * done + "░" * (_BAR - done)
    sys.stderr.write(f"\r{bar} {progress.settled}/{progress.batch.total} {rate} {end}   ")
    sys.stderr.flush()
