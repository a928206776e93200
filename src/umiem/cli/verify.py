"""``umiem verify``: check credentials from files, without a database."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from umiem.cli.exit_codes import ExitCode, exit_code_of
from umiem.cli.messages import _, language, say, say_error
from umiem.errors import UmiemError

if TYPE_CHECKING:
    from umiem.cli.verify_inputs import Given
    from umiem.cli.verify_sources import LookUp
    from umiem.engine import Sources, VerificationReport

# presentations, enveloped documents and seals are JSON objects too
_NEEDS_RECOGNITION = re.compile(rb'Presentation"|"Enveloped|"payload"|"signatures?"|\\\\u')
_MARKS = {"passed": "✓", "failed": "✗", "unknown": "?", "not-applicable": "·"}
_EXITS = {"valid": ExitCode.DONE, "invalid": ExitCode.INVALID, "indeterminate": ExitCode.COULD_NOT_TELL}


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, allow_dash=True))
@click.option("--json", "as_json", is_flag=True, help="Print the whole report as JSON, one line per file.")
@click.option("--csv", "table", type=click.Path(path_type=Path), help="Write a table of all answers to FILE.")
@click.option(
    "--at", "moment", metavar="TIME", help="Check as of this time, for instance 2026-11-22T12:00:00Z."
)
@click.option("--offline", is_flag=True, help="Ask no network; what needs it becomes “could not tell”.")
@click.option(
    "--registry",
    type=click.Path(path_type=Path),
    help="A bundle (umiem registry bundle), a trust list, or a JSON object: DID → name.",
)
def verify(
    files: tuple[Path, ...],
    *,
    as_json: bool,
    table: Path | None,
    moment: str | None,
    offline: bool,
    registry: Path | None,
) -> None:
    """Check credentials: exit 0 valid, 1 invalid, 3 could not tell, 2 wrong usage.

    FILES are credentials, folders, ZIPs, or CSVs of links, together at most 5,000. With several the worst
    answer counts. “-” reads from standard input.
    """
    from umiem.cli.verify_inputs import all_given
    from umiem.cli.verify_sources import look_up

    at = _moment(moment)
    found = look_up(offline=offline, registry=registry, at=at)
    _say_bundle(found, as_json=as_json)
    answers, rows = [], []
    for given in all_given(files, found.document_at):
        answer, row = _checked(given, at=at, look_up=found, as_json=as_json, quiet=table is not None)
        answers.append(answer)
        rows.append(row)
    if table is not None:
        _write_table(table, rows, answers)
    sys.exit(_worst(answers))


def _checked(
    given: Given, *, at: datetime, look_up: LookUp, as_json: bool, quiet: bool
) -> tuple[ExitCode, list[object]]:
    from umiem.cli import verify_table
    from umiem.sentences.verdicts import VERDICT_WORDS

    try:
        data = given.read()
        report = _report(data, at=at, sources=look_up.sources)
    except UmiemError as error:
        _say_problem(given.name, error, as_json=as_json)
        code = exit_code_of(error) if error.code == "offline" else ExitCode.INVALID
        word = VERDICT_WORDS["indeterminate"]
        row = verify_table.error_row(given.name, _(word), error.code)
        return ExitCode.USAGE if error.code == "file-unreadable" else code, row
    if as_json:
        say(json.dumps({"file": given.name, **_as_json(report)}, ensure_ascii=False))
    elif not quiet:
        _print(Path(given.name), report)
    vouched = _is_vouched(report)
    word = VERDICT_WORDS["valid-unvouched" if report.verdict == "valid" and not vouched else report.verdict]
    return _EXITS[report.verdict.value], verify_table.row(given.name, _(word), report, data, vouched=vouched)


def _say_problem(name: str, error: UmiemError, *, as_json: bool) -> None:
    if as_json:
        say(json.dumps({"file": name, "verdict": "indeterminate", "error": error.code}))
    else:
        say(f"{name}:", error=True)
        say_error(error)


def _say_bundle(found: LookUp, *, as_json: bool) -> None:
    """Say how old the packed lists and keys are, and which of the lists may not be used."""
    if found.bundle is None or as_json:
        return
    if found.bundle.made_at is not None and found.offline:
        moment = found.bundle.made_at.isoformat(timespec="minutes")
        say(_("Keys and lists are those of {moment}; what changed since is not known."), moment=moment)
    for problem in found.bundle.problems:
        say_error(problem)


def _write_table(table: Path, rows: list[list[object]], answers: list[ExitCode]) -> None:
    from umiem.cli import verify_table

    verify_table.write(table, rows)
    say(
        _("{total} checked: {valid} valid, {invalid} not, {unknown} could not be told. Table: {path}"),
        total=len(answers),
        valid=answers.count(ExitCode.DONE),
        invalid=answers.count(ExitCode.INVALID),
        unknown=answers.count(ExitCode.COULD_NOT_TELL),
        path=table,
    )


def _report(data: bytes, *, at: datetime, sources: Sources) -> VerificationReport:
    """Credentials with an embedded proof go straight to their verifier.

    To load what all other formats need takes longer than this check; the verifier is as strict as ever.
    """
    from umiem.engine import VerificationPolicy

    policy = VerificationPolicy.strict()
    if (
        data.lstrip().startswith(b"{")
        and b'"DataIntegrityProof"' in data
        and not _NEEDS_RECOGNITION.search(data)
    ):
        from umiem.engine import verify_credential

        return verify_credential(data, policy=policy, at=at, sources=sources)
    from umiem.engine.recognition import verify_any
    from umiem.services.verifying import presentations

    return presentations.opened(verify_any(data, policy=policy, at=at, sources=sources))


def _print(path: Path, report: VerificationReport) -> None:
    from umiem.sentences.checks import check_sentence, check_title
    from umiem.sentences.verdicts import OUTCOME_WORDS, VERDICT_WORDS

    vouched = _is_vouched(report)
    word = VERDICT_WORDS["valid-unvouched" if report.verdict == "valid" and not vouched else report.verdict]
    say("{verdict}: {path}", verdict=_(word), path=path)
    for check in report.checks:
        outcome = check.outcome.value
        title = check_title(check.code, language())
        sentence = check_sentence(check, language())
        say(f"  {_MARKS[outcome]} {title} ({_(OUTCOME_WORDS[outcome])}): {sentence}")
    for label, value in _facts(report):
        say(f"    {label}: {value}")


def _facts(report: VerificationReport) -> list[tuple[str, str]]:
    """Only what a proof covers; control characters could rewrite the terminal, so they are shown as codes."""
    claims = report.secured_claims
    if claims is None or report.check("credential") is not None:  # a presentation of several
        return []
    found = [(_("Issuer"), report.issuer), (_("Credential"), _title(claims))]
    issuer = claims.get("issuer")
    if isinstance(issuer, Mapping) and not _is_vouched(report):
        found.insert(1, (_("The issuer calls itself"), _text(issuer.get("name") or issuer.get("legalName"))))
    found += [(_("Valid from"), claims.get("validFrom")), (_("Valid until"), claims.get("validUntil"))]
    return [(label, _printable(str(value))) for label, value in found if value]


def _title(claims: Mapping[str, Any]) -> str:
    """The title where each format has it: Open Badges, European Digital Credential, wallet credential."""
    display = claims.get("displayParameter")
    shown = display.get("title") if isinstance(display, Mapping) else None
    return _text(claims.get("name") or shown or claims.get("achievement_title"))


def _text(value: Any) -> str:
    """A text, or one of a language map: in the reader's language if it is there; EDC also writes lists."""
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, Mapping):
        value = value.get(language()) or value.get("en") or next(iter(value.values()), "")
        return _text(value) if isinstance(value, list | str) else ""
    return value if isinstance(value, str) else ""


def _is_vouched(report: VerificationReport) -> bool:
    """Whether a list that was consulted knows the issuer: a good signature alone vouches for no name."""
    check = report.check("issuer-known")
    return check is not None and check.outcome.value == "passed"


def _printable(text: str) -> str:
    return "".join(sign if sign.isprintable() else f"\\u{ord(sign):04x}" for sign in text[:300])


def _as_json(report: VerificationReport) -> dict[str, Any]:
    return {
        "verdict": report.verdict.value,
        "format": report.format,
        "at": report.at.isoformat(),
        "issuer": report.issuer,
        "checks": [
            {
                "code": check.code,
                "outcome": check.outcome.value,
                "params": {name: _plain(value) for name, value in check.params.items()},
                "spec": check.spec,
            }
            for check in report.checks
        ],
        "claims": report.secured_claims,
    }


def _plain(value: object) -> object:
    return value if isinstance(value, str | int | float | bool | None) else str(value)


def _moment(text: str | None) -> datetime:
    if text is None:
        return datetime.now(UTC)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as problem:
        raise click.BadParameter(_("not a time like 2026-11-22T12:00:00Z"), param_hint="--at") from problem
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)


def _worst(answers: Sequence[ExitCode]) -> ExitCode:
    order = (ExitCode.USAGE, ExitCode.INVALID, ExitCode.COULD_NOT_TELL)
    return next((code for code in order if code in answers), ExitCode.DONE)
