"""What runs beside the pages: publish status lists, send mail, finish what a crash interrupted.

Every step can be repeated at any time and by several processes at once; what goes by days is done by one.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from django.db import close_old_connections
from django.db.utils import Error as AnyDatabaseError

from umiem.errors import UmiemError
from umiem.services.access import SYSTEM
from umiem.services.award.batches import changing
from umiem.services.award.lists import cleaning
from umiem.services.background_turns import in_turn
from umiem.services.credential import issuing, scrubbing, status
from umiem.services.holder import addresses, retention
from umiem.services.key import compromise, signer_log_roots
from umiem.services.notice import mail, reminders
from umiem.services.skill import catalogue, saved_plans
from umiem.services.verifying import check_batches, foreign_memory, requests, trust_lists

PAUSE_SECONDS = 5.0
SELDOM_SECONDS = 600.0
_LOG = logging.getLogger("umiem.running")


@dataclass(frozen=True)
class _Step:
    """Something to do when it is due. ``seldom``: it goes by days and is looked for every ``SELDOM_SECONDS``;
    ``in_slices``: while there was something to do it is not done with.
    """

    name: str
    act: Callable[[], int]
    seldom: bool = False
    in_slices: bool = False


_STEPS = (
    _Step("finish interrupted issuing", lambda: issuing.finish_interrupted(SYSTEM)),
    _Step("change the status of batches", changing.work_due),
    _Step("publish status lists", status.publish_due),
    _Step("remind learners", reminders.remind_due, seldom=True, in_slices=True),
    _Step("re-read stored credentials", scrubbing.read_slice),
    _Step("write down the roots of the signer's log", signer_log_roots.record_due, seldom=True),
    _Step("remind of addresses that end", addresses.remind_due, seldom=True),
    _Step("erase what is due", retention.run_due, seldom=True, in_slices=True),
    _Step("send mail", mail.deliver_due),
    _Step("renew the trust list", trust_lists.publish_due),
    _Step("delete requests that ended", requests.delete_ended, seldom=True),
    _Step("delete batches that ended", check_batches.delete_ended),
    _Step("forget what is old", foreign_memory.forget_old, seldom=True),
    _Step("delete abandoned lists", cleaning.delete_abandoned, seldom=True),
    _Step("bring the catalogue up to date", catalogue.refresh),
    _Step("forget plans whose links ended", saved_plans.delete_ended, seldom=True),
)


def run_until(stop: threading.Event, *, pause: float = PAUSE_SECONDS) -> None:
    """Do everything that is due, again and again, until ``stop`` is set.

    What goes by days is looked for every ``SELDOM_SECONDS``; what is done in slices, at once again while
    there was something to do. There is no pause while credentials are left to be signed again.
    """
    idle: dict[str, float] = {}
    signing = compromise.Background(SYSTEM)
    while not stop.is_set():
        signed = run_once(idle, signing=signing)
        stop.wait(0 if signed else pause)
    signing.close()


def run_once(idle: dict[str, float] | None = None, *, signing: compromise.Background | None = None) -> int:
    """Do everything that is due now; return how many credentials were signed again after a theft.

    One failing step does not keep the others from running. ``idle`` remembers when a seldom step was last
    done with, here or by another process: it is left out for a while. Without it everything is done.
    """
    now = time.monotonic()
    signed = 0
    close_old_connections()
    for step in _STEPS:
        with _told(step.name):
            if idle is None or not step.seldom:
                step.act()
            elif now - idle.get(step.name, -SELDOM_SECONDS) >= SELDOM_SECONDS:
                rest = timedelta(seconds=SELDOM_SECONDS)
                if in_turn(step.name, step.act, rest=rest, in_slices=step.in_slices):
                    idle[step.name] = now
    with _told("sign again after a theft"):
        signed = (signing or compromise.Background(SYSTEM, processes=0)).run_due()
    close_old_connections()
    return signed


@contextmanager
def _told(name: str) -> Iterator[None]:
    """Let a step fail alone: what went wrong is told in the log."""
    try:
        yield
    except (UmiemError, AnyDatabaseError, OSError) as problem:
        _LOG.warning("could not %s: %s", name, problem)
