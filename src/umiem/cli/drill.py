"""``umiem drill``: break things on purpose, in an installation of its own, and count what is lost."""

from __future__ import annotations

import random
from functools import partial

import click

from umiem.cli.drills.counting import tell
from umiem.cli.drills.databases import on_each
from umiem.cli.drills.installation import DATABASES
from umiem.cli.messages import _

_databases = click.option("--database", type=click.Choice(DATABASES), multiple=True, help="Default: both.")
_seed = click.option("--seed", type=int, help="Repeat a drill.")
_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


@click.group()
def drill() -> None:
    """Break things on purpose, in an installation of its own, and count what is lost."""


@drill.command()
@click.option("--n", "kills", default=200, show_default=True, type=click.IntRange(1, 100_000), help="Kills.")
@click.option(
    "--rows",
    default=10_000,
    show_default=True,
    type=click.IntRange(1, 1_000_000),
    help="Awards in each batch.",
)
@click.option(
    "--workers", default=1, show_default=True, type=click.IntRange(1, 64), help="Workers at the same time."
)
@_databases
@_seed
@_json
def kill(
    kills: int, rows: int, workers: int, database: tuple[str, ...], seed: int | None, as_json: bool
) -> None:
    """Kill workers (SIGKILL) at random moments during batches; nothing may be lost, doubled or orphaned."""
    from umiem.cli.drills.kills import kill_at_random

    chosen = _chosen(seed)
    act = partial(kill_at_random, kills=kills, rows=rows, workers=workers, seed=chosen)
    tell(on_each(database or DATABASES, act), as_json=as_json)


@drill.command()
@click.option("--n", "kills", default=50, show_default=True, type=click.IntRange(1, 10_000), help="Kills.")
@_databases
@_seed
@_json
def web(kills: int, database: tuple[str, ...], seed: int | None, as_json: bool) -> None:
    """Kill the web process (SIGKILL) in the middle of requests; each request is sent again afterwards."""
    from umiem.cli.drills.web import kill_web

    chosen = _chosen(seed)
    tell(on_each(database or DATABASES, partial(kill_web, kills=kills, seed=chosen)), as_json=as_json)


@drill.command()
@click.option(
    "--rows", default=30, show_default=True, type=click.IntRange(3, 100_000), help="Awards in each batch."
)
@_databases
@_json
def steps(rows: int, database: tuple[str, ...], as_json: bool) -> None:
    """Kill a worker before and after every change of state."""
    from umiem.cli.drills.kills import kill_at_every_step

    tell(on_each(database or DATABASES, partial(kill_at_every_step, rows=rows)), as_json=as_json)


@drill.command()
@click.option(
    "--rows", default=20, show_default=True, type=click.IntRange(1, 100_000), help="Awards in each batch."
)
@_databases
@_json
def lease(rows: int, database: tuple[str, ...], as_json: bool) -> None:
    """Stop a worker until another has taken over, then let it go on: nothing it writes is kept."""
    from umiem.cli.drills.kills import stop_and_come_back

    tell(on_each(database or DATABASES, partial(stop_and_come_back, rows=rows)), as_json=as_json)


@drill.command("disk-full")
@click.option(
    "--rows",
    default=2_000,
    show_default=True,
    type=click.IntRange(1, 1_000_000),
    help="Awards in each batch.",
)
@click.option(
    "--n", "times", default=10, show_default=True, type=click.IntRange(1, 10_000), help="How often."
)
@_json
def disk_full(rows: int, times: int, as_json: bool) -> None:
    """Let the disk have no room, again and again (SQLite)."""
    from umiem.cli.drills.disk import full_disk

    tell([full_disk(rows=rows, times=times)], as_json=as_json)


@drill.command("disk-errors")
@click.option(
    "--rows", default=500, show_default=True, type=click.IntRange(1, 1_000_000), help="Awards in each batch."
)
@click.option(
    "--n", "times", default=20, show_default=True, type=click.IntRange(1, 10_000), help="How often."
)
@_seed
@_json
def disk_errors(rows: int, times: int, seed: int | None, as_json: bool) -> None:
    """Make single calls to the disk fail (SQLite; needs strace)."""
    from umiem.cli.drills.disk import failing_calls

    tell([failing_calls(rows=rows, times=times, seed=_chosen(seed))], as_json=as_json)


@drill.command()
@click.argument("fault", type=click.Choice(("pause", "backend", "restart", "cut", "failover")))
@click.option(
    "--rows",
    default=1_000,
    show_default=True,
    type=click.IntRange(1, 1_000_000),
    help="Awards in each batch.",
)
@click.option("--n", "times", default=5, show_default=True, type=click.IntRange(1, 10_000), help="How often.")
@click.option(
    "--asynchronous", is_flag=True, help="With failover: the standby lags, and the loss is counted."
)
@_seed
@_json
def postgres(fault: str, rows: int, times: int, asynchronous: bool, seed: int | None, as_json: bool) -> None:
    """Break a PostgreSQL server of its own while batches run.

    pause, kill or restart it, cut the line after a COMMIT was sent, or cut its power and let the standby take
    over (failover).
    """
    from umiem.cli.drills.failover import failover
    from umiem.cli.drills.server import server_fault

    if fault == "failover":
        made = failover(rows=rows, times=times, seed=_chosen(seed), synchronous=not asynchronous)
    elif asynchronous:
        raise click.UsageError(_("--asynchronous goes with failover."))
    else:
        made = server_fault(fault, rows=rows, times=times)
    tell([made], as_json=as_json)


def _chosen(seed: int | None) -> int:
    return seed if seed is not None else random.SystemRandom().randrange(1_000_000)
