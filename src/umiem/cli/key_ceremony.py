"""``umiem keys ceremony`` and ``transcript``: one reviewed file in, a signed transcript out."""

from __future__ import annotations

from pathlib import Path

import click

from umiem.cli.files import read_bytes
from umiem.cli.installed import open_installation
from umiem.cli.messages import _, say
from umiem.errors import ConfigurationError


@click.command("ceremony")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--transcript",
    "target",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the transcript here; default: beside FILE, with .transcript.json at the end.",
)
def ceremony(file: Path, target: Path | None) -> None:
    """Make the key that FILE describes (YAML), and write the transcript.

    With two people in FILE both confirm on the page of the keys; run the same command again afterwards.
    """
    from umiem.domain.ceremony_file import MAX_BYTES

    data = read_bytes(file, limit=MAX_BYTES)
    place = open_installation()
    from umiem.services.access import SYSTEM
    from umiem.services.key import ceremonies

    row = ceremonies.begin(SYSTEM, data)
    if row.state == "waiting":
        link = f"{place.base_url}/staff/{row.organisation.slug}/keys/ceremonies/{row.public_id}/"
        say(_("Two of the people confirm here: {link}"), link=link)
        say(_("Then run this command again for the transcript."))
        return
    found = ceremonies.transcript(SYSTEM, row.organisation.slug, row.public_id)
    written = target or file.with_name(f"{file.stem}.transcript.json")
    try:
        written.write_bytes(found.data)
    except OSError as problem:
        raise ConfigurationError("file-not-writable", path=str(written)) from problem
    say(_("{key} signs from now on."), key="" if row.key is None else row.key.fragment)
    say(_("The transcript is in {file}. Keep it."), file=written)


@click.command("transcript")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def transcript(file: Path) -> None:
    """Check the transcript of a ceremony: its digest and the signature of the key it tells about."""
    from umiem.services.key.ceremony_transcripts import MAX_BYTES, check_transcript

    told = check_transcript(read_bytes(file, limit=MAX_BYTES))
    key = told["key"]
    say(_("The transcript is unchanged and signed with the key it tells about."))
    say(_("Verification method:  {value}"), value=key["verificationMethod"])
    say(_("Algorithm:            {value}"), value=key["algorithm"])
    say(_("Public key:           {value}"), value=key["publicKeyMultibase"])
    for confirmation in told.get("confirmations", ()):
        say(_("Confirmed:            {person}, {at}"), **confirmation)
