"""``umiem convert``: another representation of a credential file."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from umiem.cli.files import read_bytes, write_atomically
from umiem.cli.messages import _, say

if TYPE_CHECKING:
    from umiem.services.credential.conversion import Conversion

_PATH = click.Path(path_type=Path, dir_okay=False)
TARGETS = ("edc", "ob3", "ob3-jwt", "sd-jwt", "pdf", "sheet", "png", "svg")
_SEALED = ("edc", "pdf")  # what a certificate seals; other targets are signed with a key file
_LANGUAGES = {"pl": ("pl",), "en": ("en",), "both": ("pl", "en")}
_LONGEST = 10 * 1024 * 1024


@click.command()
@click.argument("credential", type=_PATH)
@click.option("--to", "target", type=click.Choice(TARGETS), required=True, help="The format wanted.")
@click.option("--out", "out", type=_PATH, required=True, help="File to write.")
@click.option("--key", "key_file", type=_PATH, help="Key file; for edc, pdf: PEM or PKCS#12 certificate.")
@click.option("--passphrase", envvar="UMIEM_KEY_PASSPHRASE", help="Passphrase of the key file.")
@click.option(
    "--lang",
    "language",
    type=click.Choice(tuple(_LANGUAGES)),
    default="both",
    show_default=True,
    help="Language of certificates and badges.",
)
@click.option("--force", is_flag=True, help="Replace an existing file.")
def convert(
    credential: Path,
    target: str,
    out: Path,
    key_file: Path | None,
    passphrase: str | None,
    language: str,
    force: bool,
) -> None:
    """Write CREDENTIAL in another format.

    CREDENTIAL is Open Badges 3.0 (JSON, JWT, PNG, SVG, PDF), a European Digital Credential, or a learning
    credential (SD-JWT VC). Its proof is checked first. Where it lacks something that the new format needs,
    the element of Annex I is named and nothing is written.
    """
    from umiem.services.credential.conversion import convert as make
    from umiem.services.credential.conversion import open_credential
    from umiem.services.credential.representations.reading import is_learning_credential

    now = datetime.now(UTC).replace(microsecond=0)
    opened = open_credential(read_bytes(credential, limit=_LONGEST), at=now)
    conversion = _conversion(target, key_file, passphrase, languages=_LANGUAGES[language], now=now)
    write_atomically(out, make(opened, target, conversion), force=force)
    say(_("Written: {path} ({target})"), path=out, target=target)
    if opened.report is not None and opened.report.secured_claims is None:
        say(_("The proof of the input could not be checked without asking the network: umiem verify does."))
    if is_learning_credential(opened.document) and "status" in opened.document and target != "sd-jwt":
        say(_("The place on the status list was left out: this format cannot state it."))
    if opened.report is None:
        say(_("The input has no seal: nothing vouches for what it says."))
    if target == "edc" and conversion.seal is None:
        say(_("Not sealed. To seal it, give --key a file with the private key and its certificate."))
    elif conversion.seal is not None:
        say(_("Sealed. Whether the certificate is qualified was not checked; test certificates never are."))


def _conversion(
    target: str,
    key_file: Path | None,
    passphrase: str | None,
    *,
    languages: tuple[str, ...],
    now: datetime,
) -> Conversion:
    from umiem.services.credential.conversion import Conversion

    salt = secrets.token_hex(16)
    if key_file is None:
        return Conversion(at=now, languages=languages, new_salt=salt)
    if target in _SEALED:
        from umiem.adapters.keys.seal import load_seal_identity

        password = passphrase.encode() if passphrase else None
        seal = load_seal_identity(read_bytes(key_file, limit=_LONGEST), password=password)
        return Conversion(at=now, languages=languages, new_salt=salt, seal=seal)
    from umiem.adapters.keys.file import load_key_file

    signer = load_key_file(key_file, passphrase=passphrase)
    return Conversion(at=now, languages=languages, new_salt=salt, signer=signer)
