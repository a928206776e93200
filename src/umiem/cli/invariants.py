"""``umiem check-invariants``: does everything hold that must hold at every moment?"""

from __future__ import annotations

import json
import sys

import click

from umiem.cli.exit_codes import ExitCode
from umiem.cli.installed import open_installation
from umiem.cli.messages import _, say


@click.command("check-invariants")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--quick", is_flag=True, help="Leave out verifying every signature.")
def check_invariants(as_json: bool, quick: bool) -> None:
    """Check I1 to I8 over the whole database; exit 1 with a list of what does not hold."""
    open_installation()
    from umiem.services.invariants import check_invariants as found_by

    found = [violation for _name, violation in found_by(without_signatures=quick)]
    if as_json:
        say(json.dumps([vars(violation) for violation in found], ensure_ascii=False, indent=2))
    else:
        for violation in found:
            say(str(violation))
        say(_("Violations: {count}."), count=len(found))
    if found:
        sys.exit(ExitCode.INVALID)
