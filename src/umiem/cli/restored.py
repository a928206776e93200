"""``umiem restored``: run once after a backup was put back."""

from __future__ import annotations

import click

from umiem.cli.installed import open_installation
from umiem.cli.messages import _, say


@click.command()
def restored() -> None:
    """Keep what was published after the backup: revocations stay, places are not given away twice.

    Everybody has to sign in again.
    """
    open_installation()
    from umiem.services.credential.restoring import after_restore

    found = after_restore()
    say(_("Revocations taken over from the published lists: {adopted}."), adopted=found["adopted"])
    say(_("Status lists that give away no more places: {closed}."), closed=found["closed"])
    say(_("Sessions ended: {sessions}."), sessions=found["sessions"])
