"""``umiem definition``: check, compare, import and export definitions of micro-credentials."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from umiem.cli.definition_review import decide, publish, submit, withdraw
from umiem.cli.exit_codes import ExitCode
from umiem.cli.files import read_bytes
from umiem.cli.messages import _, language, ngettext, say
from umiem.domain.definition import AchievementSpecification
from umiem.domain.definition_file import load_definition
from umiem.domain.findings import Finding, assess_definition, blocking
from umiem.domain.source import MAX_BYTES
from umiem.errors import MalformedInputError, UnsupportedError

FILE = click.Path(path_type=Path)


@click.group()
def definition() -> None:
    """Check, compare, import and export definitions of micro-credentials."""


def read_definition(path: Path) -> AchievementSpecification:
    """Read the definition in ``path``; errors name the file, the line and the field."""
    return load_definition(read_bytes(path, limit=MAX_BYTES), str(path))


@definition.command()
@click.argument("file", type=FILE)
@click.option("--json", "as_json", is_flag=True, help="List the findings as JSON.")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="Assess as of this day. Default: today.")
def lint(file: Path, as_json: bool, on: datetime | None) -> None:
    """Check a definition against Annexes I and II. Ends with 1 when something blocks publishing."""
    day = (on or datetime.now(UTC)).date()
    try:
        found = assess_definition(read_definition(file), on=day)
    except (MalformedInputError, UnsupportedError) as error:
        if not as_json:
            raise
        click.echo(json.dumps([_unreadable(error)], ensure_ascii=False, indent=2, default=str))
        sys.exit(ExitCode.INVALID)
    if as_json:
        click.echo(
            json.dumps([_as_json(finding) for finding in found], ensure_ascii=False, indent=2, default=str)
        )
    else:
        _say_findings(file, found)
    sys.exit(ExitCode.INVALID if blocking(found) else ExitCode.DONE)


def _as_json(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "element": finding.element,
        "principle": finding.principle,
        "path": finding.path,
        "params": dict(finding.params),
    }


def _unreadable(error: MalformedInputError | UnsupportedError) -> dict[str, Any]:
    params = {name: value for name, value in error.params.items() if name != "path"}
    path = error.params.get("path", "")
    return {
        "code": error.code,
        "severity": "blocks",
        "element": None,
        "principle": None,
        "path": path,
        "params": params,
    }


def _say_findings(file: Path, found: Sequence[Finding]) -> None:
    from umiem.sentences.findings import finding_example, finding_sentence

    marks = {"blocks": _("blocks"), "warns": _("warns"), "advises": _("advises")}
    for finding in found:
        stands_on = finding.element or f"II.{finding.principle}"
        say(
            f"{marks[finding.severity.value]:<9} {stands_on:<5} {finding.path}: "
            f"{finding_sentence(finding, language())} [{finding.code}]"
        )
        if finding.severity.value == "blocks":
            say(
                "{lead} {example}",
                lead=" " * 15 + _("For example:"),
                example=finding_example(finding.code, language()),
            )
    blocked = len(blocking(found))
    if blocked:
        say(
            ngettext("{count} finding blocks publishing.", "{count} findings block publishing.", blocked),
            count=blocked,
        )
    else:
        say(_("{file}: nothing blocks publishing."), file=file)


@definition.command()
@click.argument("before", type=FILE)
@click.argument("after", type=FILE)
@click.option("--json", "as_json", is_flag=True, help="List the differences as JSON.")
def diff(before: Path, after: Path, as_json: bool) -> None:
    """Show what changed between two definitions. Ends with 1 when they differ."""
    from umiem.domain.definition_diff import compare_definitions

    changes = compare_definitions(read_definition(before), read_definition(after))
    if as_json:
        click.echo(json.dumps([vars(change) for change in changes], ensure_ascii=False, indent=2))
    else:
        for change in changes:
            say(f"{change.path}:")
            if change.before is not None:
                click.echo(f"  - {_shown(change.before)}")
            if change.after is not None:
                click.echo(f"  + {_shown(change.after)}")
        if not changes:
            say(_("The definitions are equal."))
    sys.exit(ExitCode.INVALID if changes else ExitCode.DONE)


def _shown(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


@definition.command()
@click.argument("file", type=FILE)
def score(file: Path) -> None:
    """Show how a definition stands on the ten European principles of Annex II."""
    from umiem.domain.annexes import PRINCIPLE_NAMES
    from umiem.domain.principles import score_principles

    today = datetime.now(UTC).date()
    for line in score_principles(assess_definition(read_definition(file), on=today)):
        bar = "█" * (line.score // 10) + "░" * (10 - line.score // 10)
        name = PRINCIPLE_NAMES[line.principle][language()]
        click.echo(f"{line.principle:>2}  {bar}  {line.score:>3}  {name}")


@definition.command()
def schema() -> None:
    """Print the JSON Schema of definition files, for editors."""
    from umiem.domain.definition_schema import definition_schema

    click.echo(json.dumps(definition_schema(), ensure_ascii=False, indent=2))


@definition.command()
def mapping() -> None:
    """Print where each European element goes in each format, as Markdown."""
    from umiem.services.credential.representations.mapping import mapping_page

    click.echo(mapping_page(), nl=False)


@definition.command("import")
@click.argument("file", type=FILE)
@click.option("--organisation", required=True, help="Short name of the organisation.")
def import_(file: Path, organisation: str) -> None:
    """Store a definition as a draft in the database of this installation."""
    from umiem.cli.definition_store import import_draft

    import_draft(file, organisation)


@definition.command()
@click.argument("identifier")
@click.option("--organisation", required=True, help="Short name of the organisation.")
@click.option("--version", type=int, help="Which version. Default: the newest.")
@click.option("--out", type=FILE, help="File to write. Default: print it.")
@click.option("--force", is_flag=True, help="Replace the file when it exists.")
def export(identifier: str, organisation: str, version: int | None, out: Path | None, force: bool) -> None:
    """Write a stored definition as a file."""
    from umiem.cli.definition_store import export_version

    export_version(identifier, organisation, version=version, out=out, force=force)


@definition.command()
@click.argument("file", type=FILE)
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), required=True, help="Folder for the drafts."
)
@click.option("--force", is_flag=True, help="Replace files of the same name.")
def convert(file: Path, out: Path, force: bool) -> None:
    """Make drafts of definitions or badges from elsewhere, and say what they lack for Annex I."""
    from umiem.cli.definition_convert import convert_file

    convert_file(file, out, force=force)


for _step in (submit, withdraw, decide, publish):
    definition.add_command(_step)
