"""``umiem organisation settings``: how an organisation issues: undoing, reminders, the sender of notices."""

from __future__ import annotations

import dataclasses
from typing import Any

import click

from umiem.cli.installed import open_installation
from umiem.cli.messages import _, say


@click.command("settings")
@click.argument("slug")
@click.option(
    "--undo-hours", type=int, help="A batch can be undone for so many hours after its end; 0: never."
)
@click.option("--claim-reminders", help="Days after the award, at most two: 14,35. Empty: no reminders.")
@click.option("--claim-days", type=int, help="The link of the notice works for so many days; 0: no end.")
@click.option("--expiry-reminders", help="Days before the end of validity, at most two: 60,14. Empty: none.")
@click.option("--sender-name", help="Name of the sender of notices. Empty: the organisation's own.")
@click.option("--reply-to", help="Address for answers. Empty: the organisation's own.")
def settings(slug: str, undo_hours: int | None, **options: Any) -> None:
    """Show how the organisation SLUG issues; with options, change it."""
    open_installation()
    from umiem.services.access import SYSTEM
    from umiem.services.award import batches
    from umiem.services.notice import notice_settings
    from umiem.services.organisations import public_organisation

    if undo_hours is not None:
        batches.change_undo_hours(SYSTEM, slug, undo_hours)
    changes = {name: value for name, value in options.items() if value is not None}
    for name in ("claim_reminders", "expiry_reminders"):
        if name in changes:
            changes[name] = _days(changes[name])
    organisation = public_organisation(slug)
    chosen = notice_settings.settings_of(organisation)
    if changes:
        chosen = notice_settings.change_settings(SYSTEM, slug, dataclasses.replace(chosen, **changes))
    say(_("A batch can be undone for {hours} hours."), hours=batches.undo_hours(organisation))
    say(_("Reminders of a waiting award, days after it: {days}"), days=_written(chosen.claim_reminders))
    say(_("The link of the notice works for days: {days}"), days=chosen.claim_days or "∞")
    say(_("Reminders before the end of validity, days: {days}"), days=_written(chosen.expiry_reminders))
    say(_("Sender: {name}"), name=chosen.sender_name or "–")
    say(_("Address for answers: {address}"), address=chosen.reply_to or "–")


def _days(text: str) -> tuple[int, ...]:
    parts = text.replace(",", " ").split()
    if not all(part.isascii() and part.isdigit() and len(part) < 5 for part in parts):
        raise click.UsageError(_("Give days as whole numbers, for instance: 14, 35"))
    return tuple(int(part) for part in parts)


def _written(days: tuple[int, ...]) -> str:
    return ", ".join(map(str, days)) or "–"
