"""``umiem organisation change``: where an organisation is, and the number by which it is known."""

from __future__ import annotations

import click

from umiem.cli.installed import open_installation
from umiem.cli.messages import _, say

region_option = click.option("--region", help="Code of the region, for instance PL-MZ.")
town_option = click.option("--town", help="Town, as certificates name it.")
legal_id_option = click.option(
    "--legal-id",
    metavar="KIND=NUMBER",
    help="Legal identifier, for instance VAT=PL1234567890; KIND is VAT, REGON, KRS, LEI or PIC.",
)


@click.command()
@click.argument("slug")
@region_option
@town_option
@legal_id_option
def change(slug: str, region: str | None, town: str | None, legal_id: str | None) -> None:
    """Change the place and the legal identifier of the organisation SLUG; without an option show them.

    What was signed before keeps saying what was true then.
    """
    open_installation()
    from umiem.services.access import SYSTEM
    from umiem.services.organisation_places import Place
    from umiem.services.organisations import change_place, public_organisation

    found = public_organisation(slug)
    scheme, number = (found.legal_id_scheme, found.legal_id) if legal_id is None else legal_id_of(legal_id)
    if (region, town, legal_id) != (None, None, None):
        place = Place(
            region=found.region if region is None else region,
            town=found.address if town is None else town,
            legal_id_scheme=scheme.upper(),
            legal_id=number,
        )
        found = change_place(SYSTEM, slug, place)
    say(_("Country: {country}, region: {region}"), country=found.country, region=found.region or "–")
    say(_("Town: {town}"), town=found.address or "–")
    known_as = f"{found.legal_id_scheme} {found.legal_id}".strip()
    say(_("Legal identifier: {identifier}"), identifier=known_as or "–")


def legal_id_of(text: str) -> tuple[str, str]:
    """Read ``KIND=NUMBER``; nothing at all takes the identifier away."""
    kind, separator, number = text.partition("=")
    if text and not separator:
        raise click.BadParameter("VAT=PL1234567890", param_hint="--legal-id")
    return kind.strip().upper(), number.strip()
