"""``umiem organisation seal``: the certificate with which an organisation seals credentials and PDFs."""

from __future__ import annotations

from pathlib import Path

import click

from umiem.cli.installed import open_installation
from umiem.cli.messages import _, say

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("seal")
@click.argument("slug")
@click.option("--certificate", type=_FILE, help="PKCS#12, or PEM with the chain and the private key.")
@click.option("--passphrase-file", type=_FILE, help="File whose first line opens the certificate's key.")
@click.option("--time-stamps", default="", help="Address of an RFC 3161 service, for baseline B-T.")
@click.option(
    "--test", is_flag=True, help="Make a certificate of the demonstration authority: not qualified."
)
@click.option("--remove", is_flag=True, help="Seal no more; what was sealed stays sealed.")
def seal(
    slug: str,
    certificate: Path | None,
    passphrase_file: Path | None,
    time_stamps: str,
    *,
    test: bool,
    remove: bool,
) -> None:
    """Set, make or remove the seal of the organisation SLUG; without an option show it."""
    if sum((certificate is not None, test, remove)) > 1:
        raise click.UsageError(_("Give one of --certificate, --test and --remove."))
    open_installation()
    from umiem.services.access import SYSTEM
    from umiem.services.credential import seals
    from umiem.services.organisations import public_organisation

    if certificate is not None:
        passphrase = _first_line(passphrase_file)
        data = certificate.read_bytes()
        seals.install_seal(SYSTEM, slug, data=data, passphrase=passphrase, time_stamp_url=time_stamps)
    elif test:
        seals.install_test_seal(SYSTEM, slug)
    elif remove:
        seals.remove_seal(SYSTEM, slug)
    row = seals.seal_row(public_organisation(slug))
    if row is None or row.valid_until is None:
        say(_("{organisation} does not seal."), organisation=slug)
        return
    day = row.valid_until.date().isoformat()
    say(_("{organisation} seals as {holder} until {day}."), organisation=slug, holder=row.holder, day=day)
    if row.is_test:
        say(_("This certificate is for demonstrations: it is not qualified."))


def _first_line(path: Path | None) -> str:
    if path is None:
        return ""
    return path.read_text("utf-8").partition("\n")[0].rstrip("\r")
