"""``umiem registry``: for whom this installation vouches, and which lists of others it uses."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from umiem.cli.installed import open_installation
from umiem.cli.messages import _, language, say
from umiem.errors import MalformedInputError

LARGEST_FILE = 2_000_000


@click.group()
def registry() -> None:
    """Trust lists: show, import, vouch for an issuer, withdraw, export, check a domain."""


@registry.command("show")
def show() -> None:
    """Show each list in use, with its version and end, and the key that signs the own one."""
    open_installation()
    from umiem.services.key import installation_key
    from umiem.services.verifying import trust_lists

    for row in trust_lists.lists():
        say(
            _("{id}: version {version}, until {until}, issuers: {count}{mark}"),
            id=row.list_id,
            version=row.version,
            until="" if row.expires_at is None else row.expires_at.date().isoformat(),
            count=_count(bytes(row.document or b"")),
            mark=_(" (own list)") if row.is_own else "",
        )
    say(_("Key of the own list: {key}"), key=installation_key.multikey())


@registry.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--key", help="The list's public key, as its operator told you another way.")
def import_list(file: Path, key: str | None) -> None:
    """Use the signed list in FILE, or a newer version of one in use; an older one is refused."""
    data = _read(file)
    open_installation()
    from umiem.services.access import SYSTEM
    from umiem.services.verifying import trust_lists

    row = trust_lists.import_list(SYSTEM, data, trusted_key=key)
    say(_("In use: {id}, version {version}."), id=row.list_id, version=row.version)
    if key is None:
        say(_("Compare the key of this list with its operator before you rely on it:"))
        for name, multikey in _keys(data).items():
            say(f"  {name}: {multikey}")


@registry.command("remove")
@click.argument("list_id")
def remove(list_id: str) -> None:
    """Stop using an imported list, named by its identifier."""
    open_installation()
    from umiem.services.access import SYSTEM
    from umiem.services.verifying import trust_lists

    trust_lists.remove_list(SYSTEM, list_id)
    say(_("Removed: {id}."), id=list_id)


@registry.command("vouch")
@click.argument("did")
@click.option(
    "--name",
    "names",
    multiple=True,
    required=True,
    metavar="LANGUAGE=NAME",
    help="Name of the issuer; repeat it for each language.",
)
@click.option("--evidence", required=True, help="Why you vouch: a register entry, a letter, a contract.")
@click.option("--website", default="", help="The issuer's website.")
@click.option("--country", default="", help="Two letters, such as PL.")
@click.option("--until", type=click.DateTime(("%Y-%m-%d",)), help="The last day is the one before.")
def vouch(
    did: str, names: tuple[str, ...], evidence: str, website: str, country: str, until: datetime | None
) -> None:
    """Put the issuer DID on this installation's own list; the list is signed anew."""
    open_installation()
    from umiem.services.access import SYSTEM
    from umiem.services.verifying import trust_lists

    trust_lists.vouch(
        SYSTEM,
        did,
        names=_names(names),
        evidence=evidence,
        website=website,
        country=country,
        until=None if until is None else until.date(),
    )
    say(
        _("This installation vouches for {did}; its list has version {version}."), did=did, version=_version()
    )


@registry.command("withdraw")
@click.argument("did")
@click.option("--reason", required=True, help="Why; it is shown to those who check.")
def withdraw(did: str, reason: str) -> None:
    """Vouch for the issuer DID no longer, from today on; organisations of this installation too."""
    open_installation()
    from umiem.services.access import SYSTEM
    from umiem.services.verifying import trust_lists

    trust_lists.withdraw(SYSTEM, did, reason=reason)
    say(_("Withdrawn: {did}; the list has version {version}."), did=did, version=_version())


@registry.command("export")
@click.argument("file", type=click.Path(path_type=Path))
def export(file: Path) -> None:
    """Write this installation's own signed list to FILE."""
    open_installation()
    from umiem.services.verifying import trust_lists

    file.write_bytes(trust_lists.export_own())
    say(_("Written: {file}"), file=file)


@registry.command("bundle")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--for",
    "credentials",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A credential whose issuer and status list are wanted too.",
)
def bundle(file: Path, credentials: tuple[Path, ...]) -> None:
    """Write lists, keys and status lists to FILE, for checking without a network.

    Then: umiem verify --offline --registry FILE …
    """
    documents = [_read(path) for path in credentials]
    open_installation()
    from umiem.services.verifying import bundles

    data, missing = bundles.make_bundle(documents)
    file.write_bytes(data)
    for one in missing:
        say(_("Not in the bundle: {what}"), what=one, error=True)
    say(_("Written: {file}"), file=file)


@registry.command("check-domain")
@click.argument("organisation")
def check_domain(organisation: str) -> None:
    """Ask the website of ORGANISATION whether it names the organisation in /.well-known/umiem.txt."""
    open_installation()
    from umiem.sentences.errors import sentence_of_code
    from umiem.services.access import SYSTEM
    from umiem.services.verifying import domain_proofs

    proof = domain_proofs.check_domain(SYSTEM, organisation)
    if proof.problem:
        reason = sentence_of_code(proof.problem, language())
        said = _("{domain} does not confirm it. {reason} [{code}]")
        say(said, domain=proof.domain, reason=reason, code=proof.problem)
        raise SystemExit(1)
    say(_("{domain} confirms the organisation."), domain=proof.domain)


def _version() -> int:
    from umiem.services.verifying import trust_lists

    return trust_lists.own().version


def _count(document: bytes) -> int:
    from umiem.engine.trust_list import read_trust_list

    return len(read_trust_list(document).content.issuers) if document else 0


def _keys(data: bytes) -> dict[str, str]:
    from umiem.engine.trust_list import read_trust_list

    return dict(read_trust_list(data).content.keys)


def _names(given: tuple[str, ...]) -> dict[str, str]:
    names = dict(part.split("=", 1) for part in given if "=" in part)
    if len(names) != len(given):
        raise click.BadParameter(_("write it as pl=Nazwa"), param_hint="--name")
    return names


def _read(file: Path) -> bytes:
    try:
        with file.open("rb") as stream:
            data = stream.read(LARGEST_FILE + 1)
    except OSError as problem:
        raise MalformedInputError("file-unreadable", path=str(file)) from problem
    if len(data) > LARGEST_FILE:
        raise MalformedInputError("upload-too-large", size=len(data), limit=LARGEST_FILE)
    return data
