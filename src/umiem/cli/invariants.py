"""``umiem check-invariants``: does everything hold that must hold at every moment?"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from umiem.cli.exit_codes import ExitCode
from umiem.cli.installed import open_installation
from umiem.cli.messages import _, say
from umiem.sentences.invariants import INVARIANT_SENTENCES

if TYPE_CHECKING:
    from umiem.services.invariants import Violation

MOST_SHOWN = 20
"""Of one invariant; ``--json`` prints all."""


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
        _say_each(found)
        if quick:
            say(_("The signatures of the credentials were not verified."))
        say(_("Violations: {count}."), count=len(found))
    if found:
        sys.exit(ExitCode.INVALID)


def _say_each(found: Sequence[Violation]) -> None:
    """Print every invariant with what does not hold of it below."""
    for name, sentence in INVARIANT_SENTENCES.items():
        against = [violation for violation in found if violation.invariant == name]
        say(f"{'✗' if against else '✓'} {name} {_(sentence)}")
        for violation in against[:MOST_SHOWN]:
            say(f"    {violation.code}: {violation.subject}")
        if len(against) > MOST_SHOWN:
            left = len(against) - MOST_SHOWN
            say(_("    and {count} more"), count=left)
