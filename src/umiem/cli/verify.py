"""``umiem verify``: check credentials from files, without a database."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from umiem import wiring
from umiem.cli.exit_codes import ExitCode
from umiem.cli.messages import _, language, say, say_error
from umiem.errors import MalformedInputError, UmiemError

if TYPE_CHECKING:
    from umiem.engine import Sources, VerificationReport

# presentations, enveloped documents and seals are JSON objects too
_NEEDS_RECOGNITION = re.compile(rb'Presentation"|"Enveloped|"payload"|"signatures?"|\\\\u')
_LARGEST_BYTES = 6 * 1024 * 1024
_MARKS = {"passed": "✓", "failed": "✗", "unknown": "?", "not-applicable": "·"}
_EXITS = {"valid": ExitCode.DONE, "invalid": ExitCode.INVALID, "indeterminate": ExitCode.COULD_NOT_TELL}


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, allow_dash=True))
@click.option("--json", "as_json", is_flag=True, help="Print the whole report as JSON, one line per file.")
@click.option(
    "--at", "moment", metavar="TIME", help="Check as of this time, for instance 2026-11-22T12:00:00Z."
)
@click.option("--offline", is_flag=True, help="Ask no network; what needs it becomes “could not tell”.")
@click.option("--registry", type=click.Path(path_type=Path), help="A JSON object: DID of an issuer → name.")
def verify(
    files: tuple[Path, ...], *, as_json: bool, moment: str | None, offline: bool, registry: Path | None
) -> None:
    """Check credentials: exit 0 valid, 1 invalid, 3 could not tell, 2 wrong usage.

    With several files the worst answer counts. “-” reads from standard input.
    """
    at = _moment(moment)
    sources = _sources(offline=offline, registry=registry)
    answers = [_checked(path, at=at, sources=sources, as_json=as_json) for path in files]
    sys.exit(_worst(answers))


def _checked(path: Path, *, at: datetime, sources: Sources, as_json: bool) -> ExitCode:
    try:
        report = _report(_read(path), at=at, sources=sources)
    except UmiemError as error:
        if as_json:
            say(json.dumps({"file": str(path), "verdict": "indeterminate", "error": error.code}))
        else:
            say(f"{path}:", error=True)
            say_error(error)
        return ExitCode.USAGE if error.code == "file-unreadable" else ExitCode.INVALID
    if as_json:
        say(json.dumps({"file": str(path), **_as_json(report)}, ensure_ascii=False))
    else:
        _print(path, report)
    return _EXITS[report.verdict.value]


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

    return verify_any(data, policy=policy, at=at, sources=sources)


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
    if claims is None:
        return []
    found = [(_("Issuer"), report.issuer), (_("Credential"), claims.get("name"))]
    issuer = claims.get("issuer")
    if isinstance(issuer, Mapping) and not _is_vouched(report):
        found.insert(1, (_("The issuer calls itself"), issuer.get("name")))
    found += [(_("Valid from"), claims.get("validFrom")), (_("Valid until"), claims.get("validUntil"))]
    return [(label, _printable(str(value))) for label, value in found if value]


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


def _read(path: Path) -> bytes:
    try:
        data = sys.stdin.buffer.read(_LARGEST_BYTES + 1) if str(path) == "-" else _from_disk(path)
    except OSError as problem:
        raise MalformedInputError("file-unreadable", path=str(path)) from problem
    if len(data) > _LARGEST_BYTES:
        raise MalformedInputError("upload-too-large", size=len(data), limit=_LARGEST_BYTES)
    if not data.strip():
        raise MalformedInputError("nothing-to-check")
    return data


def _from_disk(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(_LARGEST_BYTES + 1)


def _moment(text: str | None) -> datetime:
    if text is None:
        return datetime.now(UTC)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as problem:
        raise click.BadParameter(_("not a time like 2026-11-22T12:00:00Z"), param_hint="--at") from problem
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)


def _sources(*, offline: bool, registry: Path | None) -> Sources:
    """First the public folder of the installation on this machine, then the network or nothing."""
    from umiem.adapters.public_folder import PublicFolder
    from umiem.engine import Sources, offline_sources

    place = wiring.installation()
    outside = offline_sources() if offline else _network()
    folder = PublicFolder(
        place.public_folder,
        (place.base_url, *place.former_base_urls),
        did_documents=outside.resolver,
        status_lists=outside.status_lists,
    )
    known = folder.issuers() | _registry(registry)
    return Sources(
        resolver=folder, status_lists=folder, known_issuers=known or None, documents=outside.documents
    )


def _network() -> Sources:
    """Sources that load what they need for the network only when something must be asked there."""
    from umiem.engine import Sources

    network = _Network()
    return Sources(
        resolver=network, status_lists=_Files(network, "status_lists"), documents=_Files(network, "documents")
    )


class _Network:
    @cached_property
    def sources(self) -> Sources:
        from umiem.adapters.fetch import (
            Budget,
            Fetcher,
            RemoteDidDocuments,
            RemoteDocuments,
            RemoteStatusLists,
        )
        from umiem.adapters.fetch.connection import Network
        from umiem.engine import Sources

        fetcher = Fetcher(Network(local_hosts=frozenset(wiring.installation().fetch_hosts)))
        budget = Budget()
        return Sources(
            resolver=RemoteDidDocuments(fetcher, budget),
            status_lists=RemoteStatusLists(fetcher, budget),
            documents=RemoteDocuments(fetcher, budget),
        )

    def resolve(self, did: str) -> Mapping[str, Any]:
        return self.sources.resolver.resolve(did)


@dataclass(frozen=True)
class _Files:
    network: _Network
    kind: str

    def fetch(self, url: str) -> bytes:
        data: bytes = getattr(self.network.sources, self.kind).fetch(url)
        return data


def _registry(path: Path | None) -> dict[str, str]:
    if path is None:
        return {}
    try:
        found = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError) as problem:
        raise MalformedInputError("registry-unreadable", path=str(path)) from problem
    if not isinstance(found, dict) or not all(isinstance(name, str) for name in found.values()):
        raise MalformedInputError("registry-unreadable", path=str(path))
    return found


def _worst(answers: Sequence[ExitCode]) -> ExitCode:
    order = (ExitCode.USAGE, ExitCode.INVALID, ExitCode.COULD_NOT_TELL)
    return next((code for code in order if code in answers), ExitCode.DONE)
