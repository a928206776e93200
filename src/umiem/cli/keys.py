"""``umiem keys``: make a key file, and show what is public about one."""

from __future__ import annotations

from pathlib import Path

import click

from umiem.cli import key_ceremony, key_compromise, key_log, organisation_keys
from umiem.cli.messages import _, say

ALGORITHMS = ("Ed25519", "P-256", "P-384")


@click.group()
def keys() -> None:
    """Keys of organisations: list, rotate, ceremony, compromise. Key files for issuing without a server."""


@keys.command("new")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--algorithm",
    type=click.Choice(ALGORITHMS),
    default="Ed25519",
    show_default=True,
    help="Kind of the key.",
)
@click.option(
    "--passphrase", envvar="UMIEM_KEY_PASSPHRASE", help="Encrypt the file; or set UMIEM_KEY_PASSPHRASE."
)
def new(file: Path, algorithm: str, passphrase: str | None) -> None:
    """Write a new private key to FILE, readable by you only; an existing file is never overwritten."""
    from umiem.adapters.keys.file import generate, write_key_file

    write_key_file(file, generate(algorithm), passphrase=passphrase)
    say(
        _("A new {algorithm} key is in {file}. Keep it secret, and keep a copy."),
        algorithm=algorithm,
        file=file,
    )
    _show(file, passphrase)


@keys.command("show")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--passphrase", envvar="UMIEM_KEY_PASSPHRASE", help="Of the file; or set UMIEM_KEY_PASSPHRASE.")
def show(file: Path, passphrase: str | None) -> None:
    """Print what may be told to everyone about the key in FILE."""
    _show(file, passphrase)


def _show(file: Path, passphrase: str | None) -> None:
    from umiem.adapters.keys.file import load_key_file

    signer = load_key_file(file, passphrase=passphrase)
    say(_("Algorithm:            {value}"), value=signer.public_key.algorithm)
    say(_("Issuer identifier:    {value}"), value=signer.did)
    say(_("Verification method:  {value}"), value=signer.verification_method)


for _command in (organisation_keys.listed, organisation_keys.rotate, organisation_keys.history):
    keys.add_command(_command)
for _command in (key_ceremony.ceremony, key_ceremony.transcript, key_compromise.compromised, key_log.log):
    keys.add_command(_command)
