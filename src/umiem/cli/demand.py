"""``umiem demand``: what the labour market asks for, counted over job offers."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from umiem.cli.files import read_bytes
from umiem.cli.installed import open_installation
from umiem.cli.messages import _, say
from umiem.cli.spoken import attribution, chosen_language

_DAY = click.DateTime(formats=["%Y-%m-%d"])
_SHOWN = 10


@click.group()
def demand() -> None:
    """Count what job offers ask for; shown in the catalogue with source and day."""


@demand.command("import")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--source", default="", help="Where the offers come from (default: the name of the file).")
@click.option("--day", type=_DAY, help="The day they were collected (default: today).")
def import_file(file: Path, source: str, day: datetime | None) -> None:
    """Read the job offers in FILE: CSV, JSON, JSON lines, or a ZIP of such files or of texts.

    A column or field called text, description or opis holds the offer, title or stanowisko its title.
    """
    open_installation()
    from django.utils import timezone

    from umiem.services.skill import demand as service

    data = read_bytes(file, limit=service.LARGEST_IMPORT)
    with click.progressbar(length=0, label=_("Reading offers"), show_eta=False) as bar:
        survey = service.import_offers(
            data,
            file.name,
            source=source or file.name,
            observed_on=day.date() if day else timezone.localdate(),
            progress=lambda number: bar.update(1),
        )
    say(
        _("{offers} offers from “{source}”, {day}"),
        offers=survey.offers,
        source=survey.source,
        day=survey.observed_on,
    )
    _show()


@demand.command()
def show() -> None:
    """Show what the newest import asks for most."""
    open_installation()
    _show()


def _show() -> None:
    from umiem.services.skill import demand as service
    from umiem.services.skill.skills import library

    survey = service.latest()
    if survey is None:
        say(_("Nothing was imported yet: umiem demand import FILE"))
        return
    graph, language = library().graph, chosen_language(None)
    for kind, heading in (
        ("skill", _("Skills")),
        ("occupation", _("Occupations")),
        ("isco", _("ISCO groups")),
    ):
        click.echo(heading)
        for each in service.most_wanted(kind)[:_SHOWN]:
            click.echo(f"  {each.offers:6}  {graph.label(each.uri, language)[0]}")
    attribution(language)
