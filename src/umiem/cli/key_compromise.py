"""``umiem keys compromised``: report a stolen key, and sign again what it signed."""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime, timedelta

import click

from umiem.cli.installed import open_installation
from umiem.cli.messages import _, say

_LINE_EVERY = 10.0  # seconds


@click.command("compromised")
@click.argument("key")
@click.option("--since", required=True, help="Stolen since, for instance 2026-11-01 or 2026-11-01T10:00:00Z.")
@click.option("--organisation", default="", help="Short name of the organisation, unless KEY names it.")
@click.option("--reissue", is_flag=True, help="Revoke and sign again everything the key signed.")
@click.option("--no-notice", is_flag=True, help="Send no mail to the learners.")
def compromised(key: str, since: str, organisation: str, reissue: bool, no_notice: bool) -> None:
    """Report KEY (key-1, or organisation#key-1) as stolen; the next key begins by itself.

    With --reissue every credential that it signed is signed again. The command may be stopped and run again
    at any time: it goes on where it stopped, and no learner is told twice.
    """
    before, _hash, fragment = key.rpartition("#")
    organisation = organisation or before.rpartition(":")[2]
    if not organisation or not fragment:
        raise click.UsageError(_("Name the organisation: --organisation, or organisation#key-1."))
    moment = _moment(since)
    open_installation()
    from umiem.errors import RefusedError
    from umiem.services.access import SYSTEM
    from umiem.services.key import compromise

    try:
        compromise.report_compromise(SYSTEM, organisation, fragment, since=moment)
        say(_("{key} is reported as stolen since {since}."), key=fragment, since=moment.isoformat())
    except RefusedError as refusal:
        if refusal.code != "key-compromised-already":
            raise
        say(_("{key} was reported before; going on."), key=fragment)
    if not reissue:
        say(_("What it signed before that moment still counts here. To sign everything again: --reissue"))
        return
    begun = compromise.begin_reissue(SYSTEM, organisation, fragment, notify=not no_notice)
    before_now = compromise.done_count(begun)
    progress = _Progress(before_now)
    compromise.run_reissue(SYSTEM, begun, progress=progress.show, waiting=progress.wait)
    if sys.stderr.isatty():
        click.echo(err=True)
    seconds, count = progress.seconds, compromise.done_count(begun)
    say(
        _("Signed again: {count} of {total}, in {seconds} seconds ({rate} a second)."),
        count=count,
        total=max(begun.total, count),
        seconds=round(seconds, 1),
        rate=round((count - before_now) / max(seconds, 0.001)),
    )


class _Progress:
    """How far it is, how fast, and when it ends: over itself on a terminal, else a line now and then."""

    def __init__(self, before: int) -> None:
        self._before, self._began = before, time.monotonic()
        self._told = self._began
        self._waits = False

    @property
    def seconds(self) -> float:
        """How long the work took, without waiting for somebody else."""
        return time.monotonic() - self._began

    def wait(self) -> None:
        """Say once that somebody else is at it."""
        if not self._waits:
            say(_("Another process was at it just now. Waiting until it is done or given up …"), error=True)
        self._waits, self._began = True, time.monotonic()

    def show(self, done: int, total: int) -> None:
        """Tell it."""
        now = time.monotonic()
        rate = (done - self._before) / max(self.seconds, 0.001)
        end = datetime.now().astimezone() + timedelta(seconds=(total - done) / max(rate, 0.001))
        line = f"{done} / {total}  {rate:,.0f}/s  → {end:%H:%M:%S}"
        if sys.stderr.isatty():
            click.echo(f"\r{line}   ", nl=False, err=True)
        elif now - self._told > _LINE_EVERY or done == total:
            self._told = now
            click.echo(line, err=True)


def _moment(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError as problem:
        raise click.UsageError(_("This is no point in time: {text}").format(text=text)) from problem
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)
