"""``umiem scrub``: re-read what is stored, and put unchanged copies back."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from umiem.cli.exit_codes import ExitCode
from umiem.cli.files import read_bytes
from umiem.cli.installed import open_installation
from umiem.cli.messages import _, say


@click.command()
@click.option("--all", "everything", is_flag=True, help="Read everything now, not only the next part.")
@click.option(
    "--restore",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Put this unchanged copy of a credential back: the learner's file, or one from a backup.",
)
def scrub(everything: bool, restore: Path | None) -> None:
    """Compare stored credentials with their digests and signatures; damaged ones are locked away.

    A damaged credential is never signed again in silence. Restore it from an unchanged copy, or correct the
    award, which issues a new credential and says so.
    """
    if restore is not None:
        _restore(restore)
        return
    open_installation()
    from umiem.services.credential import scrubbing

    if everything:
        done = scrubbing.read_all()
        say(_("Read: {checked}. Damaged: {damaged}."), checked=done.checked, damaged=done.damaged)
    else:
        count = scrubbing.read_slice()
        say(_("Read: {checked}."), checked=count)
    locked = scrubbing.quarantined()
    if locked:
        say(_("Locked away: {count}. Restore each with: umiem scrub --restore FILE"), count=locked)
        sys.exit(ExitCode.INVALID)


def _restore(file: Path) -> None:
    from umiem.engine.limits import MAX_DOCUMENT_BYTES

    data = read_bytes(file, limit=MAX_DOCUMENT_BYTES)
    open_installation()
    from umiem.services.access import SYSTEM
    from umiem.services.credential import scrubbing

    row = scrubbing.restore(SYSTEM, data)
    say(_("Restored, byte for byte: {credential}"), credential=row.public_id)
