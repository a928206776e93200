"""``umiem revoke``: revoke, suspend or lift in the installation of this machine."""

from __future__ import annotations

import uuid

import click

from umiem.cli.installed import open_installation
from umiem.cli.messages import _, say


@click.command()
@click.argument("award", type=click.UUID)
@click.option("--organisation", required=True, help="Short name of the organisation.")
@click.option("--reason", default="other", show_default=True, help="A reason code, for instance error.")
@click.option("--note", default="", help="A note for the staff and the learner.")
@click.option("--suspend", is_flag=True, help="Suspend instead; it can be lifted again.")
@click.option("--lift", is_flag=True, help="Lift a suspension.")
def revoke(award: uuid.UUID, organisation: str, reason: str, note: str, suspend: bool, lift: bool) -> None:
    """Revoke the credential of AWARD (its identifier) for good; the status list is published at once."""
    if suspend and lift:
        raise click.UsageError(_("Choose one of --suspend and --lift."))
    open_installation()
    from umiem.services.access import SYSTEM
    from umiem.services.credential import credentials

    if lift:
        credentials.lift(SYSTEM, organisation, award, note=note)
        say(_("The suspension is lifted."))
    elif suspend:
        credentials.suspend(SYSTEM, organisation, award, reason=reason, note=note)
        say(_("Suspended, and published."))
    else:
        credentials.revoke(SYSTEM, organisation, award, reason=reason, note=note)
        say(_("Revoked, and published."))
