"""``umiem up``: a working institution with one command."""

from __future__ import annotations

import errno
import logging
import multiprocessing
import os
import resource
import socket
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import click

from umiem.cli.messages import _, say
from umiem.errors import ConfigurationError, RefusedError

LONGEST_START = 300
"""Seconds after which nobody waits for the first answer of the server any more."""

MOST_CONNECTIONS = 1_000
"""Open at the same time; browsers keep theirs open between two pages."""

SENDERS_AT_ONCE = 64
"""Threads: requests that are worked on (four at a time, ``web/turns.py``), or whose body is on its way."""

IDLE_MILLISECONDS = 15_000
"""After that a connection that has not sent the whole head of a request is closed."""


@click.command()
@click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="The port to listen on."
)
@click.option("--host", default="127.0.0.1", show_default=True, help="The network address to listen on.")
@click.option("--demo/--no-demo", default=True, help="A demo institution to try everything with.")
@click.option("--prepare-only", is_flag=True, help="Prepare everything, but start no server.")
def up(port: int, host: str, demo: bool, prepare_only: bool) -> None:
    """Prepare what is missing and start the server.

    Keeps what is there: the data folder is UMIEM_HOME (default ./var).
    """
    if not prepare_only:
        _refuse_taken_port(host, port)
    _choose_settings(port, demo=demo)
    from umiem import wiring
    from umiem.cli.preparation import prepare

    place = wiring.installation()
    made_demo = prepare(place)
    if prepare_only:
        _say_where(demo_made=made_demo)
        return
    say(_("Starting the server …"))
    _serve(host, port, then=partial(_say_served, demo_made=made_demo))


def _allow_many_connections() -> None:
    """Raise the soft limit of open files, each connection being one, as far as the system lets us."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 4 * MOST_CONNECTIONS
    if soft != resource.RLIM_INFINITY and soft < wanted:
        most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


def _refuse_taken_port(host: str, port: int) -> None:
    try:
        with socket.create_server((host, port)):
            return
    except OSError as problem:
        if problem.errno == errno.EADDRINUSE:
            other = port + 1 if port < 65535 else 8000
            raise RefusedError("port-taken", port=str(port), other=str(other)) from problem
        raise ConfigurationError(
            "address-unusable", host=host, port=str(port), problem=problem.strerror
        ) from problem


def _choose_settings(port: int, *, demo: bool) -> None:
    """Hand the choices on as the settings they stand for, to this and all child processes."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "umiem.web.settings")
    os.environ["UMIEM_HOME"] = str(Path(os.environ.get("UMIEM_HOME") or "var").expanduser().absolute())
    os.environ.setdefault("UMIEM_BASE_URL", f"http://localhost:{port}")
    if not demo:
        os.environ["UMIEM_DEMO"] = "0"
    else:
        os.environ.setdefault("UMIEM_DEMO", "1")


def _say_where(*, demo_made: bool) -> None:
    from umiem import wiring
    from umiem.services.demo import demo_people

    place = wiring.installation()
    if demo_made:
        say(_("The demo institution is ready."))
    say(_("Umiem:        {url}"), url=place.base_url)
    say(_("Data folder:  {folder}"), folder=place.home)
    people = demo_people() if place.shows_demo_sign_in else ()
    if people:
        say(
            _("Sign in with one of these addresses; the code appears at {url}"),
            url=f"{place.base_url}/outbox/",
        )
    for person in people:
        say(f"  {person.role:<8} {person.email}  ({person.name})")


def _say_served(*, demo_made: bool) -> None:
    _say_where(demo_made=demo_made)
    say(_("Stop with Ctrl+C."))


def _when_it_answers(host: str, port: int, then: Callable[[], None]) -> None:
    """Call ``then`` as soon as the port takes connections: the printed address leads to a page."""
    for _attempt in range(LONGEST_START * 10):
        try:
            with socket.create_connection((host, port), timeout=1):
                return then()
        except OSError:
            time.sleep(0.1)


def _serve(host: str, port: int, *, then: Callable[[], None]) -> None:
    """Run the web server, with the background work in threads beside it; ``then`` when it answers."""
    from django.db import connections
    from granian import Granian
    from granian.constants import HTTPModes, Interfaces
    from granian.http import HTTP1Settings

    from umiem.services.award.batches.working import Worker
    from umiem.services.running import run_until

    _allow_many_connections()
    # that many threads are meant: most of them only wait for a body
    logging.getLogger("_granian").addFilter(lambda line: "Python threads" not in line.getMessage())
    connections.close_all()
    multiprocessing.set_start_method(
        "spawn", force=True
    )  # a fork would inherit locks of the background thread
    stop = threading.Event()
    server = Granian(
        "umiem.web.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=SENDERS_AT_ONCE,
        backpressure=MOST_CONNECTIONS,
        # waiting for the bytes that tell HTTP/2 apart, a silent connection would never be closed
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=IDLE_MILLISECONDS),
        websockets=False,
        log_level="warning",  # type: ignore[arg-type]
        respawn_failed_workers=True,
    )
    steps = {"umiem-background": run_until, "umiem-batches": Worker("up").run_until}
    threads = [threading.Thread(target=step, args=(stop,), name=name) for name, step in steps.items()]
    server.on_startup(
        threading.Thread(
            target=_when_it_answers, args=(host, port, then), name="umiem-says-where", daemon=True
        ).start
    )
    for thread in threads:
        thread.daemon = True
        server.on_startup(thread.start)
    try:
        server.serve()
    finally:
        stop.set()
        for thread in threads:
            if thread.is_alive():
                thread.join(timeout=10)
