"""Watching a batch on the terminal, and doing its work meanwhile when no server is running."""

from __future__ import annotations

import sys
import threading
import time
import uuid
from typing import TYPE_CHECKING

from umiem.cli.messages import _, ngettext, say
from umiem.sentences.service_errors import BATCH_STATES

if TYPE_CHECKING:
    from umiem.services.award.batches import BatchProgress

_BAR = 30
_LOOK_SECONDS = 0.5
_LINE_SECONDS = 5.0


def watch_batch(
    organisation: str, batch: uuid.UUID, *, work: bool = True, lines: bool = True
) -> BatchProgress:
    """Show a bar until the batch rests; with ``work`` this process takes part in it.

    Where nobody can see a bar it is a line every few seconds; without ``lines``, nothing.
    """
    from umiem.services.access import SYSTEM
    from umiem.services.award.batches import get_batch
    from umiem.services.award.batches.working import Worker

    stop = threading.Event()
    next_line = time.monotonic() + _LINE_SECONDS
    helper = threading.Thread(
        target=Worker("terminal").run_until, args=(stop,), kwargs={"pause": 0.2}, daemon=True
    )
    if work:
        helper.start()
    try:
        while (progress := get_batch(SYSTEM, organisation, batch)).is_at_work and not progress.is_scheduled:
            _show(progress)
            if lines and not sys.stderr.isatty() and time.monotonic() >= next_line:
                _say_line(progress)
                next_line = time.monotonic() + _LINE_SECONDS
            time.sleep(_LOOK_SECONDS)
    except KeyboardInterrupt:
        sys.stderr.write("\n")
        say(
            _("The batch goes on with any server or worker: umiem batch watch {batch} --organisation {slug}"),
            batch=batch,
            slug=organisation,
        )
        raise
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
            "{state}: {done} of {total} rows done. Awarded: {awarded}. Awarded already: {already}. "
            "Left out: {refused}."
        ),
        state=_(BATCH_STATES[batch.standing]),
        done=progress.done,
        total=batch.total,
        awarded=batch.awarded,
        already=batch.already,
        refused=batch.refused,
    )


def say_end(progress: BatchProgress) -> None:
    """Say what became of a watched batch: how long it took, or that somebody stopped it."""
    batch = progress.batch
    if not progress.is_done or batch.started_at is None or batch.finished_at is None:
        say_progress(progress)
        return
    seconds = (batch.finished_at - batch.started_at).total_seconds()
    sentence = ngettext(
        "Batch {batch}: {count} row in {seconds} seconds, {rate} a second.",
        "Batch {batch}: {count} rows in {seconds} seconds, {rate} a second.",
        batch.total,
    )
    say(
        sentence,
        batch=batch,
        count=batch.total,
        seconds=f"{seconds:.1f}",
        rate=round(batch.total / max(seconds, 0.001)),
    )


def _say_line(progress: BatchProgress) -> None:
    """Say how far it is, with rate and estimated end once they are known."""
    from django.utils import timezone

    batch = progress.batch
    if progress.rate and progress.ends_at:
        say(
            _("{done} of {total} rows done, {rate} a second, probably done at {end}."),
            done=progress.done,
            total=batch.total,
            rate=f"{progress.rate:.0f}",
            end=f"{timezone.localtime(progress.ends_at):%H:%M:%S}",
            error=True,
        )
        return
    say(_("{done} of {total} rows done."), done=progress.done, total=batch.total, error=True)


def _show(progress: BatchProgress) -> None:
    """Draw the bar over itself; nothing where nobody looks."""
    from django.utils import timezone

    if not sys.stderr.isatty():
        return
    filled = _BAR * progress.done // max(1, progress.batch.total)
    rate = f"{progress.rate:,.0f}/s" if progress.rate else ""
    end = f"{timezone.localtime(progress.ends_at):%H:%M:%S}" if progress.ends_at else ""
    bar = "█" * filled + "░" * (_BAR - filled)
    sys.stderr.write(f"\r{bar} {progress.done}/{progress.batch.total} {rate} {end}   ")
    sys.stderr.flush()
