"""``umiem keys list``, ``rotate`` and ``history``: the keys of an organisation of this installation."""

from __future__ import annotations

import click

from umiem.cli.installed import open_installation
from umiem.cli.messages import _, say

ALGORITHMS = ("Ed25519", "P-256")
STORES = ("file", "pkcs11")


@click.command("list")
@click.option("--organisation", required=True, help="Short name of the organisation.")
def listed(organisation: str) -> None:
    """Show the keys of an organisation with their states."""
    open_installation()
    from umiem.services.organisations import public_organisation

    for key in public_organisation(organisation).keys.order_by("id"):
        until = "" if key.valid_until is None else f"  –{key.valid_until:%Y-%m-%d}"
        since = "" if key.compromised_since is None else f"  ! {key.compromised_since.isoformat()}"
        say(
            f"{key.fragment:<10} {key.state:<12} {key.algorithm:<8} {key.store:<7} "
            f"{key.created_at:%Y-%m-%d}{until}{since}"
        )


@click.command("rotate")
@click.option("--organisation", required=True, help="Short name of the organisation.")
@click.option("--algorithm", type=click.Choice(ALGORITHMS), help="Default: that of the present key.")
@click.option("--store", type=click.Choice(STORES), help="Default: that of the present key.")
@click.option(
    "--days", type=click.IntRange(1, 3660), default=730, show_default=True, help="How long it signs."
)
@click.option("--instead-of", help="Refuse unless this key signs now, for instance key-1.")
def rotate(
    organisation: str, algorithm: str | None, store: str | None, days: int, instead_of: str | None
) -> None:
    """Begin a new key; the present one is retired, and what it signed stays valid."""
    open_installation()
    from umiem.services.access import SYSTEM
    from umiem.services.key import keys
    from umiem.services.organisations import public_organisation

    present = public_organisation(organisation).keys.filter(state="active").first()
    plan = keys.KeyPlan(
        algorithm=algorithm or (keys.DEFAULT_ALGORITHM if present is None else present.algorithm),
        store=store or ("file" if present is None else present.store),
        days=days,
    )
    key = keys.rotate_key(SYSTEM, organisation, plan, instead_of=instead_of)
    say(_("{key} signs from now on. What earlier keys signed stays valid."), key=key.fragment)


@click.command("history")
@click.option("--organisation", required=True, help="Short name of the organisation.")
def history(organisation: str) -> None:
    """Print every version of the DID document, and when each key signed, as JSON."""
    open_installation()
    from umiem.services.key import did_documents
    from umiem.services.organisations import public_organisation

    click.echo(did_documents.history_bytes(public_organisation(organisation)).decode())
