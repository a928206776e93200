"""``umiem bench``: how fast this machine is, beside the raw rates that nothing can beat."""

from __future__ import annotations

import importlib
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

import umiem
from umiem.cli.messages import _
from umiem.errors import ConfigurationError

_SOURCE_TREE = Path(umiem.__file__).parents[2]
_SUBJECTS = (
    "bulk",
    "catalogue",
    "edc",
    "engine",
    "gate",
    "lists",
    "offer",
    "plan",
    "skills",
    "status",
    "web",
)
# Subjects with figures of their own kind print them themselves; job offers are measured with the skills.
_PRINT_THEMSELVES = {"catalogue": "catalogue", "offer": "skills", "plan": "plan", "skills": "skills"}
_DEFAULT_SECONDS = 20.0
_FEW = 10  # so few a second are told with digits behind the point


@click.command()
@click.argument("subject", type=click.Choice(_SUBJECTS), default="engine")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list instead of a table.")
@click.option(
    "--n", "count", default=100_000, show_default=True, type=click.IntRange(1), help="With bulk: awards."
)
@click.option(
    "--preload",
    default=0,
    show_default=True,
    type=click.IntRange(0),
    help="With bulk: awards that are there already.",
)
@click.option(
    "--database",
    type=click.Choice(("sqlite", "postgres")),
    default="sqlite",
    show_default=True,
    help="With bulk and status: on which database.",
)
@click.option(
    "--seconds",
    type=click.FloatRange(0.1, 3600),
    default=_DEFAULT_SECONDS,
    show_default=True,
    help="How long each figure is measured, all together.",
)
@click.option("--conform", type=click.IntRange(1, 100_000), help="With edc: judge so many by the shapes.")
def bench(
    subject: str, as_json: bool, seconds: float, conform: int | None, count: int, preload: int, database: str
) -> None:
    """Measure the speed of the engine on one core, beside the raw signature rates.

    `umiem bench edc --conform 1000` measures nothing: it generates so many European Digital Credentials and
    judges each by the public SHACL shapes with pySHACL, which is slow; the exit code is 1 if one fails.
    `umiem bench bulk` ends with 1 when it misses a goal: 100,000 awards in 20 s, 300 MiB for each process.
    """
    if conform is not None:
        if subject != "edc":
            raise click.UsageError(_("--conform goes with edc."))
        sys.exit(_module("edc").main(conform))
    if subject == "bulk":
        measured = _module("bulk").run(count, database, preload=preload)
        _print(measured, as_json=as_json)
        sys.exit(1 if measured["missed"] else 0)
    if subject == "status":
        _print(_module("status").run(database), as_json=as_json)
        return
    if subject == "web":
        _web(seconds, as_json=as_json)
        return
    if subject in _PRINT_THEMSELVES:
        if as_json:
            raise click.UsageError(_("--json does not go with {subject}.").format(subject=subject))
        _module(_PRINT_THEMSELVES[subject]).main()
        return
    module, measuring = _module(subject), _module("measure")
    limits = module.limits() if hasattr(module, "limits") else {}
    rows = measuring.measure(module.cases(), seconds=seconds, limits=limits)
    if as_json:
        click.echo(json.dumps([asdict(row) for row in rows], indent=2))
        return
    width = max(len(row.name) for row in rows)
    for row in rows:
        limit = "" if row.limit is None else f"{row.limit:>12,.0f}  {row.ratio:>6.2f}"
        digits = 0 if row.per_second >= _FEW else 2
        click.echo(f"{row.name:<{width}}  {row.per_second:>12,.{digits}f}/s {limit}")


def _web(seconds: float, *, as_json: bool) -> None:
    """Pages have a time for 95 of 100 requests beside their rate."""
    rows = _module("web").rows(seconds=seconds)
    if as_json:
        click.echo(json.dumps([asdict(row) for row in rows], indent=2))
        return
    width = max(len(row.name) for row in rows)
    for row in rows:
        click.echo(
            f"{row.name:<{width}}  {row.per_second:>10,.0f}/s  p95 {row.p95_ms:>7.2f} ms"
            f"  {row.per_core:>10,.0f}/s per core  {row.ratio:>6.2f}"
        )


def _print(measured: dict[str, Any], *, as_json: bool) -> None:
    """Print figures that have names of their own."""
    if as_json:
        click.echo(json.dumps(measured, indent=2))
        return
    width = max(map(len, measured))
    for name, value in measured.items():
        click.echo(f"{name:<{width}} {value}")


def _module(name: str) -> Any:
    """Import from the folder ``bench`` of the source tree, which is not part of the package."""
    if not (_SOURCE_TREE / "bench" / f"{name}.py").exists():
        raise ConfigurationError("bench-not-in-this-installation", name=name)
    if str(_SOURCE_TREE) not in sys.path:
        sys.path.insert(0, str(_SOURCE_TREE))
    return importlib.import_module(f"bench.{name}")
