"""``umiem skills``: search the skills and occupations of ESCO."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from umiem.cli.exit_codes import ExitCode
from umiem.cli.spoken import attribution, chosen_language, json_option, language_option, print_json, speak
from umiem.sentences import N_

if TYPE_CHECKING:
    from umiem.domain.skills import SearchHit, SkillLibrary


@click.group()
def skills() -> None:
    """Search skills and occupations."""


@skills.command()
@click.argument("words", nargs=-1, required=True)
@click.option("--occupations", is_flag=True, help="Search occupations instead of skills.")
@click.option("--limit", type=click.IntRange(1, 100), default=10, show_default=True, help="How many at most.")
@language_option
@json_option
def search(
    words: tuple[str, ...], occupations: bool, limit: int, language: str | None, as_json: bool
) -> None:
    """Find skills by WORDS; endings, diacritics and typing mistakes do not matter."""
    from umiem.domain.skills import Pillar
    from umiem.services.skill.skills import library as esco_library

    tag = chosen_language(language)
    library = esco_library()
    pillar = Pillar.OCCUPATIONS if occupations else Pillar.SKILLS
    hits = library.search(" ".join(words), language=tag, pillar=pillar, limit=limit)
    if as_json:
        print_json(
            {
                "query": " ".join(words),
                "version": library.graph.source.version,
                "results": _plain(library, hits, tag),
            }
        )
    else:
        _print(library, hits, tag)
    sys.exit(ExitCode.DONE if hits else ExitCode.INVALID)


def _plain(library: SkillLibrary, hits: tuple[SearchHit, ...], language: str) -> list[dict[str, object]]:
    graph = library.graph
    return [
        {
            "uri": hit.uri,
            "label": graph.label(hit.uri, language)[0],
            "label_language": graph.label(hit.uri, language)[1],
            "own_translation": graph.is_own_translation(hit.uri, language),
            "matched": hit.label,
            "score": hit.score,
        }
        for hit in hits
    ]


def _print(library: SkillLibrary, hits: tuple[SearchHit, ...], language: str) -> None:
    if not hits:
        speak(N_("Nothing was found. Try other words, or a shorter one."), language)
        return
    graph = library.graph
    for hit in hits:
        label, _ = graph.label(hit.uri, language)
        other = f"  ({hit.label})" if hit.label != label else ""
        mark = " *" if graph.is_own_translation(hit.uri, language) else ""
        click.echo(f"{hit.score:4.2f}  {label}{mark}{other}\n      {hit.uri}")
    if any(graph.is_own_translation(hit.uri, language) for hit in hits):
        speak(N_("* our own translation, not an official ESCO label"), language)
    attribution(language)
