"""``umiem offer``: what a job offer asks for."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from umiem.cli.files import read_bytes
from umiem.cli.spoken import attribution, chosen_language, json_option, language_option, print_json, speak
from umiem.sentences import N_

if TYPE_CHECKING:
    from umiem.domain.offers import OfferReading
    from umiem.domain.skills import SkillLibrary


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, allow_dash=True))
@language_option
@json_option
def offer(file: Path, language: str | None, as_json: bool) -> None:
    """Read the job offer in FILE (- for standard input): skills, ISCO groups, occupations."""
    from umiem.domain.offers import read_offer
    from umiem.services.skill.skills import library as esco_library

    tag = chosen_language(language)
    library = esco_library()
    reading = read_offer(_text(file), library)
    if as_json:
        print_json(_plain(reading, library, tag))
    else:
        _print(reading, library, tag)


def _text(file: Path) -> str:
    from umiem.services.skill.skills import LARGEST_OFFER_FILE, text_of_offer

    if str(file) == "-":
        return text_of_offer(sys.stdin.buffer.read(LARGEST_OFFER_FILE + 1), "-")
    return text_of_offer(read_bytes(file, limit=LARGEST_OFFER_FILE), file.name)


def _plain(reading: OfferReading, library: SkillLibrary, language: str) -> dict[str, object]:
    graph = library.graph
    return {
        "language": reading.language,
        "version": graph.source.version,
        "skills": [
            {
                "uri": skill.uri,
                "label": graph.label(skill.uri, language)[0],
                "triggers": list(skill.triggers),
                "confidence": skill.confidence,
            }
            for skill in reading.skills
        ],
        "isco_groups": [
            {"code": group.code, "label": graph.label(group.code, language)[0], "score": group.score}
            for group in reading.groups
        ],
        "occupations": [
            {
                "uri": each.uri,
                "label": graph.label(each.uri, language)[0],
                "code": graph.occupations[each.uri].code,
                "score": each.score,
            }
            for each in reading.occupations
        ],
    }


def _print(reading: OfferReading, library: SkillLibrary, language: str) -> None:
    graph = library.graph
    speak(N_("Skills asked for:"), language)
    for skill in reading.skills:
        said = ", ".join(f"„{trigger}”" for trigger in skill.triggers[:3])
        click.echo(f"  {skill.confidence:4.2f}  {graph.label(skill.uri, language)[0]}  ← {said}")
    if not reading.skills:
        speak(N_("  none recognised"), language)
    speak(N_("ISCO groups:"), language)
    for group in reading.groups:
        click.echo(f"  {group.score:4.2f}  {group.code}  {graph.label(group.code, language)[0]}")
    speak(N_("Occupations:"), language)
    for each in reading.occupations:
        click.echo(f"  {each.score:4.2f}  {graph.label(each.uri, language)[0]}  {each.uri}")
    if graph.source.is_starter:
        speak(
            N_("Read with the starter set. With the whole ESCO more is recognised: umiem esco import"),
            language,
        )
    attribution(language)
