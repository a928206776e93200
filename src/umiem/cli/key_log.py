"""``umiem keys log``: is the chain of signatures whole, and does it hold what was published?"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from umiem.cli.exit_codes import ExitCode
from umiem.cli.files import read_bytes
from umiem.cli.installed import open_installation
from umiem.cli.messages import _, say


@click.command("log")
@click.option("--organisation", required=True, help="Short name of the organisation.")
@click.option(
    "--against",
    type=click.Path(path_type=Path, dir_okay=False),
    help="A copy of /o/ORGANISATION/signer-log.json that somebody kept.",
)
def log(organisation: str, against: Path | None) -> None:
    """Follow the log of signatures, and compare it with the roots that were published each day."""
    open_installation()
    from umiem.services.key import signer_log, signer_log_roots
    from umiem.services.organisations import public_organisation

    data = None if against is None else read_bytes(against, limit=signer_log_roots.MAX_BYTES)
    found = public_organisation(organisation)
    stored = tuple(signer_log_roots.stored_roots(found))
    kept = () if data is None else signer_log_roots.roots_in(data, found)
    broken = [str(sequence) for sequence in signer_log.broken_links(found)]
    broken += list(signer_log.broken_blocks(found))
    differing = list(signer_log_roots.differing(found, (*stored, *kept)))
    for place in broken[:20]:
        say(_("The log was changed at {place}."), place=place, error=True)
    for root in differing[:20]:
        say(_("The log does not hold the root of {day}."), day=root.day.isoformat(), error=True)
    say(_("Roots written down: {stored}. Compared with a copy: {kept}."), stored=len(stored), kept=len(kept))
    if broken or differing:
        sys.exit(ExitCode.INVALID)
    say(_("The log is whole and holds every one of them."))
