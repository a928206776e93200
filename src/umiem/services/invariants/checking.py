"""Running the checks, one invariant after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from umiem.services.invariants import credentials, rows
from umiem.services.invariants.violation import Violation

CHECKS: Mapping[str, Callable[[], Iterator[Violation]]] = {
    "awarded-is-signed": rows.awarded_is_signed,
    "signed-and-verifiable": credentials.signed_and_verifiable,
    "nothing-twice": rows.nothing_twice,
    "logged-signatures": credentials.logged_signatures,
    "revoked-stays-revoked": rows.revoked_stays_revoked,
    "no-row-of-another-organisation": rows.no_row_of_another_organisation,
    "each-mail-once": rows.each_mail_once,
    "other-digests": credentials.other_digests,
    "nothing-is-stuck": rows.nothing_is_stuck,
}


def check_invariants(*, without_signatures: bool = False) -> Iterator[tuple[str, Violation]]:
    """Yield every violation with the name of the check that found it; reads everything, changes nothing.

    ``without_signatures`` leaves out the reading and verifying of every credential, which takes longest.
    """
    for name, check in CHECKS.items():
        if without_signatures and name == "signed-and-verifiable":
            continue
        for violation in check():
            yield name, violation
