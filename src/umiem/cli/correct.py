"""``umiem correct`` and ``umiem renew``: a new credential in the place of an earlier one."""

from __future__ import annotations

import uuid
from datetime import date, datetime

import click

from umiem.cli.installed import open_installation
from umiem.cli.messages import _, say

_DAY = click.DateTime(("%Y-%m-%d",))


@click.command()
@click.argument("award", type=click.UUID)
@click.option("--organisation", required=True, help="Short name of the organisation.")
@click.option("--given-name", help="The right given name.")
@click.option("--family-name", help="The right family name.")
@click.option("--awarded-on", type=_DAY, help="The right day of the award, for instance 2026-06-30.")
@click.option("--grade", help="The right grade, in the words of the definition.")
@click.option(
    "--result", "results", multiple=True, metavar="OUTCOME=POINTS", help="A right result; repeat it."
)
def correct(
    award: uuid.UUID,
    organisation: str,
    given_name: str | None,
    family_name: str | None,
    awarded_on: datetime | None,
    grade: str | None,
    results: tuple[str, ...],
) -> None:
    """Correct the name, day, grade or results of AWARD (its identifier): revoke and issue again, linked."""
    open_installation()
    from umiem.services.access import SYSTEM
    from umiem.services.credential import corrections

    wanted = corrections.Correction(
        given_name=given_name,
        family_name=family_name,
        awarded_on=_day(awarded_on),
        grade=grade,
        results=dict(_pair(text) for text in results) or None,
    )
    made = corrections.correct(SYSTEM, organisation, award, wanted)
    say(_("Corrected. The new credential is {credential}; the earlier one is revoked."), credential=made)


@click.command()
@click.argument("award", type=click.UUID)
@click.option("--organisation", required=True, help="Short name of the organisation.")
@click.option("--until", type=_DAY, help="The new last day; default: as long as the definition says.")
def renew(award: uuid.UUID, organisation: str, until: datetime | None) -> None:
    """Issue AWARD again with a later end; the earlier credential is not revoked, it just ends."""
    open_installation()
    from umiem.services.access import SYSTEM
    from umiem.services.credential import renewals

    made = renewals.renew(SYSTEM, organisation, award, valid_until=_day(until))
    say(_("Renewed. The new credential is {credential}."), credential=made)


def _pair(text: str) -> tuple[str, str]:
    outcome, equals, value = text.partition("=")
    if not equals or not outcome.strip():
        raise click.UsageError(_("Give each result as OUTCOME=POINTS, for instance EU1=85."))
    return outcome.strip(), value.strip()


def _day(moment: datetime | None) -> date | None:
    return None if moment is None else moment.date()
