"""``umiem worker``: one more pair of hands; on PostgreSQL on any number of machines."""

from __future__ import annotations

import os
import signal
import threading

import click

from umiem.cli.installed import open_installation
from umiem.cli.messages import _, say


@click.command()
@click.option("--name", default="", help="How this worker is called in the records.")
@click.option(
    "--processes",
    type=click.IntRange(0, 256),
    help="Processes for signing; default one more than there are cores, 0 for none.",
)
@click.option("--until-idle", is_flag=True, help="End when there is nothing left to do.")
def worker(name: str, processes: int | None, until_idle: bool) -> None:
    """Work on batches, publish status lists and send mail until stopped.

    Work is claimed through the database. A worker that dies is replaced by any other within seconds.
    """
    open_installation()
    from umiem.services.award.batches.working import Worker
    from umiem.services.running import run_once, run_until

    own = Worker(name or f"worker-{os.getpid()}", processes=processes)
    if until_idle:
        own.run_until_idle()
        run_once()
        return
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    beside = threading.Thread(target=run_until, args=(stop,), name="umiem-background", daemon=True)
    beside.start()
    say(_("Worker {name} is at work. Stop with Ctrl+C."), name=own.identity.name)
    own.run_until(stop)
    beside.join(timeout=10)
