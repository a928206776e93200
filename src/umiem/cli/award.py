"""``umiem award``: award a list of learners in the installation of this machine."""

from __future__ import annotations

import sys
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from umiem.cli.exit_codes import ExitCode
from umiem.cli.files import read_bytes, write_atomically
from umiem.cli.installed import open_installation
from umiem.cli.messages import _, language, ngettext, say

if TYPE_CHECKING:
    from umiem.services.award.lists.importing import DraftView

_MOST_ROWS_DOUBTED = 20
_MOST_ROWS_TOLD = 50
_PATH = click.Path(path_type=Path, dir_okay=False)


@click.command()
@click.argument("file", type=_PATH)
@click.option("--organisation", help="Short name of the organisation. Default: the only one there is.")
@click.option("--definition", required=True, help="Short name of the published definition.")
@click.option("--run", default="", help="The edition, for instance 2026/27-Z.")
@click.option("--map", "pairs", multiple=True, metavar="HEADER=PART", help="What a column holds; repeat it.")
@click.option("--sheet", default="", help="The sheet of the workbook. Default: the first with an address.")
@click.option("--header-row", type=click.IntRange(0, 1_048_576), help="Row of the header, 0 for none.")
@click.option("--encoding", default="", help="utf-8, cp1250, iso8859-2, utf-16-le or utf-16-be.")
@click.option("--rejected", type=_PATH, help="Write the rows that are left out, with reasons, to this file.")
@click.option("--dry-run", is_flag=True, help="Only say what would happen.")
@click.option("--yes", is_flag=True, help="Do not ask before awarding.")
@click.option("--watch", is_flag=True, help="Show how far it is, with rate and estimated end.")
@click.option("--no-notice", is_flag=True, help="Send no mail to the learners.")
@click.option(
    "--at",
    type=click.DateTime(("%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M")),
    help="Begin at this time, for instance 2026-12-01T08:00, and not now.",
)
@click.option("--language", default="", help="Language of the notices, pl or en. Default: the definition's.")
def award(
    file: Path, organisation: str | None, definition: str, pairs: tuple[str, ...], **options: Any
) -> None:
    """Award every good row of FILE (XLSX, ODS, CSV, TSV); the same file twice awards nothing twice."""
    from umiem.domain.lists.table import MAX_BYTES

    data = read_bytes(file, limit=MAX_BYTES)
    open_installation()
    from umiem.services.access import SYSTEM
    from umiem.services.award.lists import importing

    slug = organisation or importing.only_organisation(definition)
    view = _judged(slug, definition, file.name, data, pairs, options)
    ident = view.draft.public_id
    _tell_reading(view)
    _tell_rows(slug, view)
    if options["rejected"]:
        from umiem.services.award.lists.exporting import rejected_rows

        content = rejected_rows(SYSTEM, slug, ident, language=language())
        write_atomically(options["rejected"], content.data, force=True)
    _settle(slug, view, options)
    if view.draft.counts["problem"]:
        sys.exit(ExitCode.INVALID)


def _judged(
    organisation: str,
    definition: str,
    name: str,
    data: bytes,
    pairs: tuple[str, ...],
    options: dict[str, Any],
) -> DraftView:
    """Read and judge the file; what cannot be mapped leaves no draft behind."""
    from umiem.errors import UmiemError
    from umiem.services.access import SYSTEM
    from umiem.services.award.lists import importing, mapping

    changes = dict(_pair(text) for text in pairs)
    reading = importing.Reading(
        encoding=options["encoding"], sheet=options["sheet"], header_row=options["header_row"]
    )
    view = importing.start_list(
        SYSTEM, organisation, definition, data=data, file_name=name, run=options["run"], reading=reading
    )
    try:
        columns = mapping.corrected_columns(view.draft, changes)
        return mapping.map_list(
            SYSTEM, organisation, view.draft.public_id, columns, to_be_remembered=not options["dry_run"]
        )
    except UmiemError:
        importing.discard_list(SYSTEM, organisation, view.draft.public_id)
        raise


def _pair(text: str) -> tuple[str, str]:
    from umiem.errors import MalformedInputError

    header, equals, part = text.rpartition("=")
    if not equals or not header.strip():
        raise MalformedInputError("list-map-wrong", text=text[:80])
    return header.strip(), part.strip()


def _tell_reading(view: DraftView) -> None:
    from umiem.sentences.lists import note_sentence, part_name
    from umiem.services.award.lists.mapping import columns_of

    draft = view.draft
    how = draft.encoding or draft.sheet
    held = ", ".join(
        f"{draft.reading['headers'][index] or index + 1} → {part_name(name, language())}"
        for index, name in columns_of(draft).items()
    )
    say(_("Read as {kind}, {how}. {held}"), kind=draft.kind.upper(), how=how, held=held, error=True)
    for code, params in draft.reading["notes"]:
        say(note_sentence(code, params, language()), error=True)


def _tell_rows(organisation: str, view: DraftView) -> None:
    from umiem.sentences.rows import row_sentence
    from umiem.services.access import SYSTEM
    from umiem.services.award.lists import preview

    page = preview.page_of_rows(
        SYSTEM, organisation, view.draft.public_id, shown="problem", size=_MOST_ROWS_TOLD
    )
    for row in page.items:
        for problem in row.problems:
            say(row_sentence(problem, language()), error=True)
    more = page.total - len(page.items)
    if more > 0:
        sentence = ngettext(
            "{more} more row needs attention; --rejected FILE writes them all.",
            "{more} more rows need attention; --rejected FILE writes them all.",
            more,
        )
        say(sentence, more=more, error=True)
    _tell_doubts(organisation, view)


def _tell_doubts(organisation: str, view: DraftView) -> None:
    """Name the rows that are awarded although they deserve a look."""
    from umiem.sentences.rows import row_sentence
    from umiem.services.access import SYSTEM
    from umiem.services.award.lists import preview

    page = preview.page_of_rows(
        SYSTEM, organisation, view.draft.public_id, shown="warning", size=_MOST_ROWS_DOUBTED
    )
    if page.total:
        sentence = ngettext(
            "{count} row deserves a look before it is awarded.",
            "{count} rows deserve a look before they are awarded.",
            page.total,
        )
        say(sentence, count=page.total, error=True)
    for row in page.items:
        for warning in row.warnings:
            say(row_sentence(warning, language()), error=True)
    if page.total > len(page.items):
        say("…", error=True)


def _settle(organisation: str, view: DraftView, options: dict[str, Any]) -> None:
    from umiem.services.access import SYSTEM
    from umiem.services.award.lists import confirming, importing

    counts, ident = view.draft.counts, view.draft.public_id
    told: dict[str, Any] = {
        "fine": view.draft.awarded,
        "already": counts["already-awarded"],
        "problems": counts["problem"],
    }
    if options["dry_run"] or not view.draft.awarded or not _agreed(view.draft.awarded, options["yes"]):
        importing.discard_list(SYSTEM, organisation, ident)
        if options["dry_run"]:
            say(_("Would be awarded: {fine}. Awarded already: {already}. To be settled: {problems}."), **told)
        else:
            say(
                _("Awarded: {awarded}. Awarded already: {already}. Left out: {problems}."),
                awarded=0,
                already=told["already"],
                problems=told["problems"],
            )
        return
    start = _moment(options["at"])
    done = confirming.confirm_list(
        SYSTEM,
        organisation,
        ident,
        notify=not options["no_notice"],
        language=options["language"],
        start_at=start,
    )
    if start is not None and start > datetime.now(UTC):
        for batch in done.batches:
            moment = f"{options['at']:%Y-%m-%d %H:%M}"
            say(_("The batch {batch} begins on {moment}."), batch=batch, moment=moment)
        return
    awarded, already, refused = _work(organisation, done.batches, watch=options["watch"])
    say(
        _("Awarded: {awarded}. Awarded already: {already}. Left out: {problems}."),
        awarded=awarded,
        already=counts["already-awarded"] + already,
        problems=counts["problem"] + refused,
    )


def _moment(at: datetime | None) -> datetime | None:
    """The time of day is that of the institution."""
    from django.utils import timezone

    return None if at is None else timezone.make_aware(at)


def _work(organisation: str, batches: Sequence[str], *, watch: bool) -> tuple[int, int, int]:
    """Work off the batches here, beside any server; return the rows awarded, awarded already, refused."""
    from umiem.cli.watch import say_end, watch_batch

    awarded = already = refused = 0
    for batch in batches:
        progress = watch_batch(organisation, uuid.UUID(batch), lines=watch)
        rested = progress.batch
        awarded, already = awarded + rested.awarded, already + rested.already
        refused += rested.refused
        if watch or not progress.is_done:
            say_end(progress)
    return awarded, already, refused


def _agreed(count: int, yes: bool) -> bool:
    """Ask before awarding where somebody is there to answer."""
    if yes or not sys.stdin.isatty():
        return True
    question = ngettext("Award and sign {count} credential?", "Award and sign {count} credentials?", count)
    return click.confirm(question.format(count=count))
