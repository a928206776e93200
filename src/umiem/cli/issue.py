"""``umiem issue``: one signed Open Badges 3.0 file for each learner of a list, without a database."""

from __future__ import annotations

import re
import sys
import unicodedata
from datetime import UTC, datetime
from pathlib import Path

import click

from umiem.adapters.spreadsheets.tables import read_any_table
from umiem.cli.files import read_bytes, staged
from umiem.cli.messages import _, language, ngettext, say
from umiem.domain.definition import AchievementSpecification
from umiem.domain.definition_file import load_definition
from umiem.domain.learner_list import MAX_BYTES as LONGEST_LIST
from umiem.domain.learner_list import LearnerList, LearnerRow, learners_of
from umiem.domain.source import MAX_BYTES as LONGEST_DEFINITION
from umiem.engine import Signer
from umiem.errors import RefusedError, UmiemError
from umiem.sentences.rows import row_sentence
from umiem.services.award.file_issuing import FileIssue, issue_planned, plan_issue

_PATH = click.Path(path_type=Path, dir_okay=False)


@click.command()
@click.option("--definition", "definition_file", type=_PATH, required=True, help="Definition (YAML or JSON).")
@click.option(
    "--learners", "learners_file", type=_PATH, required=True, help="List of learners (XLSX, ODS, CSV)."
)
@click.option(
    "--out",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    help="Folder for the credentials.",
)
@click.option("--key", "key_file", type=_PATH, help="Key file of: umiem keys new. Default: a throw-away key.")
@click.option("--passphrase", envvar="UMIEM_KEY_PASSPHRASE", help="Passphrase of the key file.")
@click.option("--awarded-on", type=click.DateTime(["%Y-%m-%d"]), help="Day of the award. Default: today.")
@click.option("--language", "tag", type=click.Choice(["pl", "en"]), help="Language of the plain texts.")
@click.option("--force", is_flag=True, help="Replace files of the same name.")
def issue(
    definition_file: Path,
    learners_file: Path,
    folder: Path,
    key_file: Path | None,
    passphrase: str | None,
    awarded_on: datetime | None,
    tag: str | None,
    force: bool,
) -> None:
    """Issue one signed credential for each learner of a list.

    Everything is checked before the first file is written: either all files appear, or none.
    """
    now = datetime.now(UTC).replace(microsecond=0)
    definition = load_definition(read_bytes(definition_file, limit=LONGEST_DEFINITION), str(definition_file))
    learners = _learners(learners_file, definition)
    plan = _checked_plan(definition, learners, awarded_on=awarded_on or now, now=now)
    signer = _signer(key_file, passphrase)
    languages = tuple(filter(None, (tag, definition.primary_language)))
    _write(plan, signer, folder, now=now, languages=languages, force=force)
    _summary(plan, learners, signer, folder, throw_away=key_file is None)


def _learners(path: Path, definition: AchievementSpecification) -> LearnerList:
    outcome_ids = [outcome.id for outcome in definition.learning_outcomes]
    try:
        table = read_any_table(read_bytes(path, limit=LONGEST_LIST))
        return learners_of(table, outcome_ids=outcome_ids)
    except UmiemError as error:
        error.params.setdefault("name", str(path))
        raise


def _checked_plan(
    definition: AchievementSpecification, learners: LearnerList, *, awarded_on: datetime, now: datetime
) -> FileIssue:
    try:
        plan = plan_issue(definition, learners, awarded_on=awarded_on.date(), today=now.date())
    except RefusedError as error:
        _say_findings(error)
        raise
    if plan.problems:
        for problem in plan.problems:
            say(row_sentence(problem, language()), error=True)
        raise RefusedError("list-rows-wrong", count=len(plan.problems))
    if not plan.awards:
        raise RefusedError("list-empty")
    return plan


def _say_findings(error: RefusedError) -> None:
    from umiem.sentences.findings import finding_sentence

    findings = error.params.get("findings", ())
    for finding in findings if isinstance(findings, tuple) else ():
        sentence = finding_sentence(finding, language())
        say(f"{finding.element or '–'}  {finding.path}: {sentence}", error=True)


def _signer(key_file: Path | None, passphrase: str | None) -> Signer:
    if key_file is None:
        from umiem.engine import InMemorySigner

        return InMemorySigner.generate("Ed25519")
    from umiem.adapters.keys.file import load_key_file

    return load_key_file(key_file, passphrase=passphrase)


def _write(
    plan: FileIssue, signer: Signer, folder: Path, *, now: datetime, languages: tuple[str, ...], force: bool
) -> None:
    names = {row.row: file_name(row) for row, _award in plan.awards}
    with staged(folder, list(names.values()), force=force) as stage:
        credentials = issue_planned(plan, signer, at=now, languages=languages)
        with click.progressbar(credentials, length=len(names), label=_("Issuing"), file=sys.stderr) as bar:
            for row, secured in bar:
                (stage / names[row.row]).write_bytes(secured.data)


def file_name(row: LearnerRow) -> str:
    """Return ``0002-zolc-swietoslawa.json``: the row and the name in plain letters, safe on every disk."""
    name = f"{row.learner.family_name} {row.learner.given_name}".lower().replace("ł", "l")
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:80]
    return f"{row.row:04}-{slug}.json".replace("-.", ".")


def _summary(
    plan: FileIssue, learners: LearnerList, signer: Signer, folder: Path, *, throw_away: bool
) -> None:
    count = len(plan.awards)
    say(
        ngettext(
            "{count} credential issued into {folder}.", "{count} credentials issued into {folder}.", count
        ),
        count=count,
        folder=folder,
    )
    title, _tag = plan.definition.title.best(language())
    say(_("Micro-credential: {title}, version {version}"), title=title, version=plan.definition.version)
    if learners.encoding:
        say(
            _("List: encoding {encoding}, separator “{delimiter}”"),
            encoding=learners.encoding,
            delimiter=learners.delimiter.replace("\t", "tab"),
        )
    say(_("Issuer: {did}"), did=signer.verification_method.partition("#")[0])
    if throw_away:
        say(_("Signed with a throw-away key, for trying out. For real use: umiem keys new, then --key FILE."))
    say(_("These credentials have no status list: they cannot be revoked."))
