"""``umiem esco``: import the official files, compare versions, show what is there."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime
from pathlib import Path

import click

from umiem.adapters.esco.difference import EscoDifference
from umiem.cli.messages import _, say
from umiem.cli.spoken import attribution, chosen_language
from umiem.domain.definition import AchievementSpecification, concepts_of
from umiem.domain.skills import SkillGraph

_PATHS = click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
_VERSION = click.option(
    "--version-name", default="", help="ESCO version, if the file names do not say it (v1.2.1)."
)
_SHOWN = 10


@click.group()
def esco() -> None:
    """The ESCO classification of this installation."""


@esco.command("import")
@_PATHS
@_VERSION
def import_files(paths: tuple[Path, ...], version_name: str) -> None:
    """Import the official ESCO downloads PATHS (zip, folder or CSV; several languages at once).

    A failed import changes nothing. One more language may be added later by itself.
    """
    from umiem.adapters.esco import EscoStore, import_esco
    from umiem.wiring import installation

    store = EscoStore(installation().home)
    with click.progressbar(length=1000, label=_("Importing ESCO")) as bar:

        def advance(_name: str, done: int, total: int) -> None:
            bar.update(1000 * done // total - bar.pos)

        summary = import_esco(
            list(paths), store=store, at=datetime.now(UTC), version=version_name, progress=advance
        )
    if not summary.changed:
        say(_("These files were imported before; nothing changed."))
    _show(store)
    for name in summary.files_passed_over:
        say(_("Not needed, passed over: {name}"), name=name)


@esco.command()
def status() -> None:
    """Show which ESCO is in use."""
    from umiem.adapters.esco import EscoStore
    from umiem.wiring import installation

    _show(EscoStore(installation().home))


def _show(store: object) -> None:
    from umiem.adapters.esco import EscoStore, starter_library

    assert isinstance(store, EscoStore)
    if store.exists():
        details = store.details()
        version, languages = details.version, details.languages
        skills, occupations, relations = details.skills, details.occupations, details.relations
        say(_("Imported on {day} into {path}"), day=details.imported, path=store.path)
    else:
        graph = starter_library().graph
        version, languages = graph.source.version, graph.source.languages
        skills, occupations = len(graph.skills), len(graph.occupations)
        relations = sum(len(each) for part in (graph.essential, graph.optional) for each in part.values())
        say(_("Nothing imported yet; the built-in starter set is used."))
    say(
        _(
            "ESCO {version}: {skills} skills, {occupations} occupations, {relations} relations; "
            "languages: {languages}"
        ),
        version=version,
        skills=skills,
        occupations=occupations,
        relations=relations,
        languages=", ".join(languages),
    )
    attribution(chosen_language(None))


@esco.command()
@_PATHS
@_VERSION
@click.option(
    "--definition",
    "definition_files",
    multiple=True,
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Also say what changes for the definition in FILE (may be repeated).",
)
def diff(paths: tuple[Path, ...], version_name: str, definition_files: tuple[Path, ...]) -> None:
    """Say what the downloads PATHS would change, without importing them.

    Definitions that name a skill or an occupation which is gone or renamed are listed: those of this
    installation, and those in the files given.
    """
    from umiem.adapters.esco import EscoStore, compare_libraries, import_esco
    from umiem.services.skill.skills import library as esco_library

    definitions = [*_definitions_in(definition_files), *_definitions_here()]
    before = esco_library()
    with tempfile.TemporaryDirectory() as folder:
        store = EscoStore(Path(folder))
        import_esco(list(paths), store=store, at=datetime.now(UTC), version=version_name)
        after = store.library()
        difference = compare_libraries(before, after)
    say(_("From {before} to {after}"), before=difference.before, after=difference.after)
    language = chosen_language(None)
    for sentence, uris in (
        (_("Skills added: {count}"), difference.skills_added),
        (_("Skills removed: {count}"), difference.skills_removed),
        (_("Skills renamed: {count}"), difference.skills_renamed),
        (_("Occupations added: {count}"), difference.occupations_added),
        (_("Occupations removed: {count}"), difference.occupations_removed),
        (_("Occupations renamed: {count}"), difference.occupations_renamed),
        (_("Occupations that need other skills: {count}"), difference.occupations_with_other_needs),
    ):
        say(sentence, count=len(uris))
        for uri in uris[:_SHOWN]:
            known = before.graph.label(uri, language)
            label = known if known[1] else after.graph.label(uri, language)
            click.echo(f"  {label[0]}  {uri}")
    _print_touched(definitions, difference, before.graph, after.graph, language)


def _definitions_in(paths: tuple[Path, ...]) -> list[tuple[str, AchievementSpecification]]:
    from umiem.cli.definition import read_definition

    return [(str(path), read_definition(path)) for path in paths]


def _definitions_here() -> list[tuple[str, AchievementSpecification]]:
    """Return the newest definitions of the installation; none when there is no installation."""
    from umiem.cli.installed import open_installation
    from umiem.wiring import installation

    if not (installation().home / "installation.json").exists():
        return []
    open_installation()
    from umiem.services.definition.definitions import newest_specifications

    return newest_specifications()


def _print_touched(
    definitions: list[tuple[str, AchievementSpecification]],
    difference: EscoDifference,
    before: SkillGraph,
    after: SkillGraph,
    language: str,
) -> None:
    touched = [(name, uris) for name, each in definitions if (uris := difference.touched(concepts_of(each)))]
    say(_("Definitions touched: {count} of {total}"), count=len(touched), total=len(definitions))
    for name, uris in touched:
        click.echo(f"  {name}")
        for uri in uris:
            old, new = before.label(uri, language)[0], after.label(uri, language)[0]
            if old == new:  # renamed in English only, by which versions are compared
                old, new = before.label(uri, "en")[0], after.label(uri, "en")[0]
            is_gone = uri not in after.skills and uri not in after.occupations
            say(_("    gone: {name}") if is_gone else _("    renamed: {name} → {new}"), name=old, new=new)
            click.echo(f"      {uri}")
