"""``umiem award``: award a list of learners in the installation of this machine."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from umiem.cli.exit_codes import ExitCode
from umiem.cli.files import read_bytes
from umiem.cli.installed import open_installation
from umiem.cli.messages import _, language, say

if TYPE_CHECKING:
    from umiem.domain.learner_list import RowProblem


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--organisation", required=True, help="Short name of the organisation.")
@click.option("--definition", required=True, help="Short name of the published definition.")
@click.option("--run", default="", help="The edition, for instance 2026/27-Z.")
@click.option("--dry-run", is_flag=True, help="Only say what would happen.")
@click.option("--no-notice", is_flag=True, help="Send no mail to the learners.")
def award(file: Path, organisation: str, definition: str, run: str, dry_run: bool, no_notice: bool) -> None:
    """Award every good row of FILE (CSV); the same file twice awards nothing twice."""
    from umiem.domain.learner_list import MAX_BYTES

    data = read_bytes(file, limit=MAX_BYTES)
    open_installation()
    if dry_run:
        problems = _preview(organisation, definition, data, run)
    else:
        problems = _award(organisation, definition, data, run, notify=not no_notice)
    if problems:
        sys.exit(ExitCode.INVALID)


def _preview(organisation: str, definition: str, data: bytes, run: str) -> int:
    from umiem.services import awards
    from umiem.services.access import SYSTEM

    preview = awards.preview_list(SYSTEM, organisation, definition, data=data, run=run)
    say(
        _("Would be awarded: {fine}. Awarded already: {already}. To be settled: {problems}."),
        fine=preview.fine,
        already=preview.already,
        problems=preview.problems,
    )
    for row in preview.rows:
        for problem in row.problems:
            _tell(problem)
    return preview.problems


def _award(organisation: str, definition: str, data: bytes, run: str, *, notify: bool) -> int:
    from umiem.services import awards
    from umiem.services.access import SYSTEM

    outcome = awards.award_list(SYSTEM, organisation, definition, data=data, run=run, notify=notify)
    say(
        _("Awarded: {awarded}. Awarded already: {already}. Left out: {problems}."),
        awarded=outcome.awarded,
        already=outcome.already,
        problems=len(outcome.problems),
    )
    for problem in outcome.problems:
        _tell(problem)
    return len(outcome.problems)


def _tell(problem: RowProblem) -> None:
    from umiem.sentences.rows import row_sentence

    say(row_sentence(problem, language()), error=True)
