"""``umiem plan``: the way from one occupation to another."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from umiem.cli.files import read_bytes
from umiem.cli.spoken import chosen_language, json_option, language_option, print_json

if TYPE_CHECKING:
    from umiem.domain.pathways import Catalogue, Preferences, Weights

_DAY = click.DateTime(formats=["%Y-%m-%d"])
_WEIGHTS = ("hours", "cost", "weeks", "optional")
_MODES = ("online", "onsite", "hybrid")
_STRENGTHS = {"same": 1, "related": 2, "group": 3}


@click.command()
@click.option(
    "--from", "start", help="Occupation now (URI or name): its essential skills are assumed, and marked so."
)
@click.option("--to", "target", required=True, help="Occupation wanted (URI or name).")
@click.option(
    "--held", multiple=True, help="Skill held (URI or name), or credential:IDENTIFIER; may be repeated."
)
@click.option(
    "--weights", default="", help="What counts: hours=1,cost=0.02,weeks=0,optional=0 (the default)."
)
@click.option(
    "--catalogue", "files", multiple=True, type=click.Path(path_type=Path, dir_okay=False), help="Catalogue."
)
@click.option("--starting", type=_DAY, help="First day (default: today).")
@click.option("--finish-by", type=_DAY, help="Last day.")
@click.option(
    "--hours-per-week", type=float, default=8.0, show_default=True, help="Time for learning in a week."
)
@click.option("--max-hours", type=float, help="Budget of hours.")
@click.option("--max-cost", type=float, help="Budget of money, in zł.")
@click.option("--language", "languages", multiple=True, help="Language of teaching; may be repeated.")
@click.option(
    "--mode", "modes", multiple=True, type=click.Choice(_MODES), help="How it is taught; may be repeated."
)
@click.option(
    "--region", "regions", multiple=True, help="Region of what is not online (PL-MZ); may be repeated."
)
@click.option(
    "--accept",
    type=click.Choice(tuple(_STRENGTHS)),
    default="same",
    show_default=True,
    help="Which held skills count for a wanted one.",
)
@click.option("--why/--no-why", default=True, help="Say what the best plan without each step would cost.")
@language_option
@json_option
def plan(
    start: str | None,
    target: str,
    held: tuple[str, ...],
    files: tuple[Path, ...],
    why: bool,
    language: str | None,
    as_json: bool,
    **wishes: object,
) -> None:
    """Plan the way to an occupation with the micro-credentials of a catalogue.

    Without --catalogue the built-in demonstration is used (office clerk to UX designer).
    """
    from umiem.cli.plan_text import Journey, pathway_data, print_pathway
    from umiem.domain.pathways import add_alternatives, plan_pathway
    from umiem.services.skill.skill_planning import held_of, occupation_of, target_of
    from umiem.services.skill.skills import library as esco_library

    tag = chosen_language(language)
    library = esco_library()
    having = held_of(library, start=start, skills=held, language=tag)
    wanted = target_of(library, name=target, language=tag)
    given = {"catalogue": _catalogue(files), "preferences": _preferences(wishes), "graph": library.graph}
    pathway = plan_pathway(having, wanted, **given)  # type: ignore[arg-type]
    if why:
        pathway = add_alternatives(pathway, having, wanted, **given)  # type: ignore[arg-type]
    journey = Journey(
        None if start is None else occupation_of(library, start, tag), occupation_of(library, target, tag)
    )
    if as_json:
        print_json(pathway_data(pathway, journey, library.graph, tag))
    else:
        print_pathway(pathway, journey, library.graph, given["catalogue"], tag)  # type: ignore[arg-type]


def _catalogue(files: tuple[Path, ...]) -> Catalogue:
    from umiem.domain.pathways.catalogue_file import LARGEST, join_catalogues, load_catalogue
    from umiem.services.skill.skill_planning import demo_catalogue

    if not files:
        return demo_catalogue()
    return join_catalogues([load_catalogue(read_bytes(file, limit=LARGEST), file.name) for file in files])


def _preferences(wishes: dict[str, object]) -> Preferences:
    from umiem.domain.pathways import Preferences
    from umiem.domain.skills import Strength

    starting, finish = wishes["starting"], wishes["finish_by"]
    return Preferences(
        starts=(starting if isinstance(starting, datetime) else datetime.now()).date(),  # noqa: DTZ005 the reader's day
        finish_by=finish.date() if isinstance(finish, datetime) else None,
        weights=_weights(str(wishes["weights"])),
        hours_per_week=wishes["hours_per_week"],  # type: ignore[arg-type]
        most_hours=wishes["max_hours"],  # type: ignore[arg-type]
        most_cost=wishes["max_cost"],  # type: ignore[arg-type]
        languages=frozenset(wishes["languages"]),  # type: ignore[call-overload]
        modes=frozenset(wishes["modes"]),  # type: ignore[call-overload]
        regions=frozenset(wishes["regions"]),  # type: ignore[call-overload]
        accept=Strength(_STRENGTHS[str(wishes["accept"])]),
    )


def _weights(text: str) -> Weights:
    from umiem.domain.pathways import Weights

    found: dict[str, float] = {}
    for part in filter(None, text.replace(" ", "").split(",")):
        name, _, number = part.partition("=")
        try:
            found[name] = float(number)
        except ValueError as error:
            raise click.BadParameter(f"{part} (hours=1,cost=0.02)", param_hint="--weights") from error
        if name not in _WEIGHTS:
            raise click.BadParameter(f"{part} ({', '.join(_WEIGHTS)})", param_hint="--weights")
    return Weights(**found)
