"""F1, F2 and F15: killed at random, killed at every step, stopped so long that another worker took over."""

from __future__ import annotations

import os
import random
import signal
import time
from functools import partial

from umiem.adapters.jobs.kill_points import KILL_SETTING, STOP_SETTING
from umiem.cli.drills.counting import DrillResult, counted, work_to_the_end
from umiem.cli.drills.hands import everything_is_done, fork_worker, free_all_leases, new_batch
from umiem.cli.drills.installation import close_connections, drill_installation, prepare_drill
from umiem.cli.drills.processes import kill, wait_for

POINTS = ("intend", "intended", "store", "stored", "published", "notify", "notified")
_EARLIEST, _LATEST = 0.05, 0.4  # seconds until the kill


def kill_at_random(database: str, *, kills: int, rows: int, workers: int, seed: int) -> DrillResult:
    """Kill a random worker every 50 to 400 ms while batches are worked off, and start another."""
    begun = time.monotonic()
    chance = random.Random(seed)  # noqa: S311 (it has to be repeatable)
    with drill_installation(database):
        prepare_drill()
        hands: list[int] = []
        batches = 0
        for done in range(kills):
            if batches == 0 or everything_is_done():
                new_batch(batches, rows)
                batches += 1
            while len(hands) < workers:
                hands.append(fork_worker(f"drill-{done}", stays=True))
            time.sleep(chance.uniform(_EARLIEST, _LATEST))
            kill(hands.pop(chance.randrange(len(hands))))
        for hand in hands:
            kill(hand)
        work_to_the_end()
        result = counted("kill", database, faults=kills, begun=begun, seed=seed)
        close_connections()
    return result


def kill_at_every_step(database: str, *, rows: int) -> DrillResult:
    """Kill a worker at the first and the second passage of each point; the next one goes on from there."""
    begun = time.monotonic()
    with drill_installation(database):
        prepare_drill()
        faults = 0
        for number, point in enumerate(POINTS):
            new_batch(number, rows, chunk=max(1, rows // 3))
            for passage in (1, 2):
                setting = f"{point}:{passage}"
                child = fork_worker(setting, broken=partial(_set, KILL_SETTING, setting))
                faults += os.WIFSIGNALED(wait_for(child))
        work_to_the_end()
        result = counted("steps", database, faults=faults, begun=begun)
        close_connections()
    return result


def stop_and_come_back(database: str, *, rows: int) -> DrillResult:
    """Stop a worker at each point, let another finish its work, and let the first one go on: too late."""
    begun = time.monotonic()
    points = ("plan", "signing", "intended", "stored", "published")
    with drill_installation(database):
        prepare_drill()
        for number, point in enumerate(points):
            new_batch(number, rows, chunk=rows)
            child = fork_worker(point, broken=partial(_set, STOP_SETTING, f"{point}:1"))
            os.waitpid(child, os.WUNTRACED)
            free_all_leases()
            work_to_the_end()
            close_connections()
            os.kill(child, signal.SIGCONT)
            wait_for(child)
        result = counted("lease", database, faults=len(points), begun=begun)
        close_connections()
    return result


def _set(setting: str, value: str) -> None:
    os.environ[setting] = value
