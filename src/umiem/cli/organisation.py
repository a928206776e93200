"""``umiem organisation``: the first step of an installation without the demo."""

from __future__ import annotations

import click

from umiem.cli.installed import open_installation
from umiem.cli.messages import _, say
from umiem.cli.organisation_change import change, legal_id_of, legal_id_option, region_option, town_option
from umiem.cli.organisation_member import member
from umiem.cli.organisation_settings import settings
from umiem.cli.seal import seal


@click.group()
def organisation() -> None:
    """Organisations of this installation: make one, give roles, set the seal and how it issues."""


@organisation.command("new")
@click.argument("slug")
@click.option("--name-pl", default="", help="Name in Polish.")
@click.option("--name-en", default="", help="Name in English.")
@click.option("--country", default="PL", show_default=True, help="ISO 3166-1 code of the country.")
@region_option
@town_option
@legal_id_option
@click.option("--website", default="", help="Address of the website.")
@click.option("--admin", required=True, help="E-mail of the first administrator, who signs in with a code.")
def new(
    slug: str,
    name_pl: str,
    name_en: str,
    country: str,
    region: str | None,
    town: str | None,
    legal_id: str | None,
    website: str,
    admin: str,
) -> None:
    """Make the organisation SLUG with a signing key and its first administrator.

    SLUG becomes part of its identifier (did:web) and never changes.
    """
    names = {tag: name for tag, name in (("pl", name_pl), ("en", name_en)) if name.strip()}
    if not names:
        raise click.UsageError(_("Give a name with --name-pl, --name-en or both."))
    place = open_installation()
    from umiem.services.access import SYSTEM
    from umiem.services.organisations import OrganisationDetails, create_organisation

    scheme, number = legal_id_of(legal_id or "")
    details = OrganisationDetails(
        slug=slug,
        names=names,
        country=country,
        region=region or "",
        address=town or "",
        legal_id_scheme=scheme,
        legal_id=number,
        website=website,
    )
    made = create_organisation(SYSTEM, details, first_admin=admin)
    say(_("The organisation is known to verifiers as {did}"), did=made.did)
    say(_("{admin} signs in at {url}"), admin=admin, url=f"{place.base_url}/accounts/login/")


organisation.add_command(change)
organisation.add_command(member)
organisation.add_command(seal)
organisation.add_command(settings)
