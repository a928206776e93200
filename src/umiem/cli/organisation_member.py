"""``umiem organisation member``: a role for a person, also when nobody is left who could give it."""

from __future__ import annotations

import click

from umiem.cli.installed import open_installation
from umiem.cli.messages import _, say


@click.command("member")
@click.argument("slug")
@click.argument("email")
@click.option(
    "--role", default="admin", show_default=True, help="author, reviewer, approver, issuer or admin."
)
def member(slug: str, email: str, role: str) -> None:
    """Give the person with the address EMAIL a role in the organisation SLUG."""
    open_installation()
    from umiem.services.access import SYSTEM
    from umiem.services.organisations import add_member

    made = add_member(SYSTEM, slug, email=email, role=role)
    say(_("{email} has the role {role}."), email=made.user.email, role=made.role)
