"""``umiem stack``: what credentials in files add up to, by the rules of a larger micro-credential."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from umiem.cli.exit_codes import ExitCode
from umiem.cli.spoken import chosen_language, json_option, language_option, print_json
from umiem.errors import RefusedError, UmiemError

if TYPE_CHECKING:
    from umiem.cli.stack_text import Shown
    from umiem.cli.verify_inputs import Given
    from umiem.cli.verify_sources import LookUp
    from umiem.domain.definition import AchievementSpecification
    from umiem.domain.stacking import StackProgress

_FILE = click.Path(path_type=Path)


@click.command()
@click.argument("files", nargs=-1, required=True, type=_FILE)
@click.option("--definition", type=_FILE, required=True, help="The larger one, with its composition.")
@click.option(
    "--issuer",
    "issuers",
    multiple=True,
    metavar="[ORGANISATION=]DID",
    help="Whose credentials the short names mean; without ORGANISATION that of the larger one.",
)
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="Judge as of this day. Default: today.")
@click.option("--same-person", is_flag=True, help="The names in them differ, but it is one person.")
@click.option("--offline", is_flag=True, help="Ask no network; what needs it becomes “could not tell”.")
@click.option("--registry", type=_FILE, help="A bundle (umiem registry bundle) or a trust list.")
@language_option
@json_option
def stack(
    files: tuple[Path, ...],
    *,
    definition: Path,
    issuers: tuple[str, ...],
    on: datetime | None,
    same_person: bool,
    offline: bool,
    registry: Path | None,
    language: str | None,
    as_json: bool,
) -> None:
    """Say whether somebody's credentials make up a larger micro-credential: exit 0 complete, 1 not.

    FILES are credentials, folders, ZIPs, or CSVs of links, each verified first. It ends with 3 when it is not
    complete, but one of them could not be checked, with 2 when one cannot be read. Nothing is awarded: the
    organisation decides.
    """
    from umiem.cli.definition import read_definition
    from umiem.cli.stack_text import print_stack, stack_data
    from umiem.cli.verify_inputs import all_given
    from umiem.cli.verify_sources import look_up
    from umiem.domain.stacking import assess_stack
    from umiem.services.stacking.presented import OWN

    specification = read_definition(definition)
    if not specification.composition.groups:
        raise RefusedError("stack-not-made-of-others", file=str(definition))
    named = _issuers(issuers)
    at = datetime.now(UTC)
    found = look_up(offline=offline, registry=registry, at=at)
    shown = [_shown(given, at, found, specification, named) for given in all_given(files, found.document_at)]
    if not same_person:
        _refuse_several_people(shown)
    held = [
        each.credential.component
        for each in shown
        if each.credential and each.credential.component is not None
    ]
    day = (on or datetime.now()).date()  # noqa: DTZ005 the reader's day
    progress = assess_stack(specification.composition, held, organisation=OWN, on=day)
    if as_json:
        print_json(stack_data(specification, progress, shown))
    else:
        print_stack(specification, progress, shown, chosen_language(language))
    sys.exit(_exit_code(progress, shown))


def _shown(
    given: Given,
    at: datetime,
    look_up: LookUp,
    specification: AchievementSpecification,
    issuers: Mapping[str, frozenset[str]],
) -> Shown:
    from umiem.cli.stack_text import Shown
    from umiem.engine import VerificationPolicy
    from umiem.engine.recognition import verify_any
    from umiem.services.stacking.presented import present

    try:
        report = verify_any(given.read(), policy=VerificationPolicy.strict(), at=at, sources=look_up.sources)
        if report.verdict != "valid":
            return Shown(name=given.name, verdict=report.verdict.value)
        credential = present(
            report.require_valid(), specification.composition, key=given.name, issuers=issuers
        )
        return Shown(name=given.name, credential=credential)
    except UmiemError as problem:
        verdict = "indeterminate" if problem.code == "offline" else ""
        return Shown(name=given.name, verdict=verdict, problem=problem)


def _issuers(given: Sequence[str]) -> dict[str, frozenset[str]]:
    from umiem.services.stacking.presented import OWN

    named: dict[str, frozenset[str]] = {}
    for each in given:
        organisation, _, did = each.rpartition("=")
        if ":" not in did or "/" in organisation:
            raise click.BadParameter(f"{each} (did:web:…, uczelnia=did:web:…)", param_hint="--issuer")
        named[did] = named.get(did, frozenset()) | {organisation or OWN}
    return named


def _refuse_several_people(shown: Sequence[Shown]) -> None:
    people = {
        " ".join(each.credential.person.split()).casefold(): each.credential.person
        for each in shown
        if each.credential and each.credential.component and each.credential.person
    }
    if len(people) > 1:
        raise RefusedError("stack-several-people", names=", ".join(sorted(people.values())[:5]))


def _exit_code(progress: StackProgress, shown: Sequence[Shown]) -> ExitCode:
    if any(each.problem is not None and each.problem.code == "file-unreadable" for each in shown):
        return ExitCode.USAGE
    if progress.is_complete:
        return ExitCode.DONE
    return ExitCode.COULD_NOT_TELL if any(each.is_undecided for each in shown) else ExitCode.INVALID
