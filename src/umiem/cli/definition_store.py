"""Definitions of files into the database of this installation, and back."""

from __future__ import annotations

from pathlib import Path

import click

from umiem.cli.files import read_bytes, write_atomically
from umiem.cli.installed import open_installation
from umiem.cli.messages import _, ngettext, say
from umiem.domain.source import MAX_BYTES


def import_draft(file: Path, organisation: str) -> None:
    """Store ``file`` as a draft of ``organisation`` and say how many findings block publishing."""
    data = read_bytes(file, limit=MAX_BYTES)
    open_installation()
    from umiem.services.access import SYSTEM
    from umiem.services.definition.definitions import comments_in_file, import_definition

    view = import_definition(SYSTEM, organisation, data=data, file_name=file.name)
    version = view.version.version
    say(
        _("Stored as a draft: {identifier}, version {version}."),
        identifier=view.definition.slug,
        version=version,
    )
    if comments := comments_in_file(view):
        say(
            ngettext(
                "Its {count} comment stays in the file; changing the draft in the editor drops it.",
                "Its {count} comments stay in the file; changing the draft in the editor drops them.",
                comments,
            ),
            count=comments,
        )
    blocked = len(view.blocking)
    if blocked:
        say(
            ngettext("{count} finding blocks publishing.", "{count} findings block publishing.", blocked),
            count=blocked,
        )


def export_version(
    identifier: str, organisation: str, *, version: int | None, out: Path | None, force: bool
) -> None:
    """Write the exact file of a stored version to ``out``, or print it."""
    open_installation()
    from umiem.services.access import SYSTEM
    from umiem.services.definition.definitions import export_definition

    exported = export_definition(SYSTEM, organisation, identifier, version=version)
    if out is None:
        click.echo(exported.data, nl=False)
        return
    write_atomically(out, exported.data, force=force)
    say(_("Written: {file}"), file=out)
