"""Import: the file is read, kept as it came, and a first guess of its columns is made."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from umiem.adapters.spreadsheets.tables import read_any_table
from umiem.domain.definition import AchievementSpecification
from umiem.domain.lists.columns import guess_columns, name_in_capitals
from umiem.domain.lists.headers import Headed, find_header, under_header
from umiem.domain.lists.pesel import pesel_columns
from umiem.domain.lists.table import MAX_ROWS, ListTable, column_letter
from umiem.errors import MalformedInputError, NotFoundError, RefusedError
from umiem.services import audit
from umiem.services.access import Actor, Permission, authorise
from umiem.services.award.lists.memory import remembered
from umiem.services.award.requests import checked_run
from umiem.services.definition.definitions import DefinitionView, awardable, view_of
from umiem.services.files import File
from umiem.storage.models import ListDraft, ListFile, ListState, Organisation

SHOWN_ROWS = 5
MAX_DRAFTS = 200  # of one organisation at a time
LONGEST_CELL_SHOWN = 120
MEDIA_TYPES = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}


@dataclass(frozen=True, kw_only=True)
class Reading:
    """How the file is read; "" and None leave it to be found out."""

    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    header_row: int | None = None


@dataclass(frozen=True, kw_only=True)
class DraftView:
    """A list with the definition it is awarded on."""

    draft: ListDraft
    organisation: Organisation
    definition: DefinitionView
    earlier: ListDraft | None = None

    @property
    def outcomes(self) -> dict[str, Sequence[str]]:
        return outcomes_of(self.definition.specification)


def read_table(data: bytes, reading: Reading | None = None) -> ListTable:
    """Read a table out of a file of any kind that is known."""
    reading = reading or Reading()
    return read_any_table(data, encoding=reading.encoding, delimiter=reading.delimiter, sheet=reading.sheet)


def start_list(
    actor: Actor,
    organisation: str,
    definition: str,
    *,
    data: bytes,
    file_name: str,
    run: str = "",
    reading: Reading | None = None,
) -> DraftView:
    """Read a file and keep it as a draft; nothing is awarded. The columns are guessed.

    Raises ``MalformedInputError`` and ``UnsupportedError`` when the file is no table of learners,
    ``RefusedError`` when the definition is not published or too many drafts lie around.
    """
    found = authorise(actor, organisation, Permission.AWARD)
    view = awardable(found, definition)
    run = checked_run(run)
    table = read_table(data, reading)
    if found.list_drafts.exclude(state=ListState.CONFIRMED).count() >= MAX_DRAFTS:
        raise RefusedError("list-too-many-drafts", limit=MAX_DRAFTS)
    draft = ListDraft(
        organisation=found,
        definition=view.definition,
        created_by=actor.name,
        file_name=_file_name(file_name),
        digest=hashlib.sha256(data).hexdigest(),
        size=len(data),
        run=run,
        awarded_on=None,
    )
    take_table(draft, table, view, reading or Reading())
    with transaction.atomic():
        draft.save()
        ListFile.objects.create(draft=draft, data=data)
        audit.record(actor, found, "list-imported", str(draft.public_id), digest=draft.digest)
    return _view(found, draft)


def read_again(actor: Actor, organisation: str, public_id: uuid.UUID, reading: Reading) -> DraftView:
    """Read the kept file in another way: encoding, separator, sheet or header row chosen by hand."""
    view = get_list(actor, organisation, public_id)
    table = read_table(file_data(view.draft), reading)
    with transaction.atomic():
        draft = locked_draft(view.draft)
        if draft.sheet != table.sheet:
            draft.fixes.filter(undone_at=None).update(undone_at=timezone.now())
        take_table(draft, table, view.definition, reading)
        draft.state, draft.counts, draft.touched_at = ListState.READ, {}, timezone.now()
        draft.save()
    return _view(view.organisation, draft)


def get_list(actor: Actor, organisation: str, public_id: uuid.UUID) -> DraftView:
    """Return a list of this organisation; raises ``NotFoundError`` for any other."""
    found = authorise(actor, organisation, Permission.AWARD)
    draft = found.list_drafts.filter(public_id=public_id).select_related("definition").first()
    if draft is None:
        raise NotFoundError("list-unknown")
    return _view(found, draft)


def recent_lists(actor: Actor, organisation: str, *, limit: int = 20) -> tuple[ListDraft, ...]:
    """Return the newest lists of the organisation, drafts and confirmed ones."""
    found = authorise(actor, organisation, Permission.AWARD)
    return tuple(found.list_drafts.select_related("definition")[:limit])


def discard_list(actor: Actor, organisation: str, public_id: uuid.UUID) -> None:
    """Delete a draft with its file; a confirmed list stays."""
    view = get_list(actor, organisation, public_id)
    with transaction.atomic():
        draft = locked_draft(view.draft)
        audit.record(actor, view.organisation, "list-discarded", str(draft.public_id))
        draft.delete()


def original_file(actor: Actor, organisation: str, public_id: uuid.UUID) -> File:
    """Return the file exactly as it was brought."""
    draft = get_list(actor, organisation, public_id).draft
    media_type = MEDIA_TYPES.get(draft.kind, "application/octet-stream")
    return File(name=draft.file_name, media_type=media_type, data=file_data(draft))


def outcomes_of(specification: AchievementSpecification) -> dict[str, Sequence[str]]:
    """Return outcome id → its statements, for recognising columns."""
    return {outcome.id: tuple(outcome.statement.values()) for outcome in specification.learning_outcomes}


def file_data(draft: ListDraft) -> bytes:
    """Return the bytes of the kept file; raises ``NotFoundError`` when it was deleted after its time."""
    kept = ListFile.objects.filter(draft=draft).first()
    if kept is None:
        raise NotFoundError("list-file-deleted")
    return bytes(kept.data)


def locked_draft(draft: ListDraft) -> ListDraft:
    """Lock a list inside a transaction; raises ``RefusedError`` list-confirmed when it is settled."""
    found = ListDraft.objects.select_for_update(no_key=True).filter(pk=draft.pk).first()
    if found is None:
        raise NotFoundError("list-unknown")
    if found.state == ListState.CONFIRMED:
        raise RefusedError("list-confirmed")
    return found


def reading_of(draft: ListDraft) -> Reading:
    """Return how the draft was read, to read it alike once more."""
    return Reading(
        encoding=draft.encoding, delimiter=draft.delimiter, sheet=draft.sheet, header_row=draft.header_row
    )


def take_table(draft: ListDraft, table: ListTable, view: DefinitionView, reading: Reading) -> None:
    """Put what was read into the draft and guess its columns; does not save."""
    outcomes = outcomes_of(view.specification)
    row = reading.header_row if reading.header_row is not None else find_header(table, outcomes)
    headed = under_header(table, row)
    if not headed.rows:
        raise MalformedInputError("list-only-header")
    if len(headed.rows) > MAX_ROWS:
        raise MalformedInputError("list-too-many-rows", limit=MAX_ROWS)
    columns = guess_columns(
        headed.headers,
        outcomes,
        sample=headed.sample,
        remembered=remembered(draft.organisation, headed.headers),
    )
    draft.kind, draft.encoding, draft.delimiter = table.kind, table.encoding, table.delimiter
    draft.sheet, draft.header_row = table.sheet[:200], headed.row
    draft.columns = {str(index): name for index, name in sorted(columns.items())}
    draft.reading = _shown(table, headed, columns)


def _shown(table: ListTable, headed: Headed, columns: Mapping[int, str]) -> dict[str, Any]:
    notes: list[tuple[str, dict[str, object]]] = [(note.code, dict(note.params)) for note in table.notes]
    if headed.twice:
        notes.append(("list-headers-twice", {"names": ", ".join(headed.twice[:5])}))
    if found := pesel_columns(headed.headers, headed.sample):
        names = ", ".join(f"{column_letter(index)} {headed.headers[index]}".strip() for index in found[:5])
        notes.append(("list-pesel", {"names": names}))
    if example := name_in_capitals(headed.sample, columns):
        notes.append(("list-names-in-capitals", {"example": example[:40]}))
    return {
        "sheets": list(table.sheets),
        "notes": notes,
        "headers": [header[:LONGEST_CELL_SHOWN] for header in headed.headers],
        "first": [[cell[:LONGEST_CELL_SHOWN] for cell in cells] for _, cells in headed.rows[:SHOWN_ROWS]],
        "rows": len(headed.rows),
        "above": [
            [number, " · ".join(filter(str.strip, cells))[:LONGEST_CELL_SHOWN]]
            for number, cells in table.rows[:SHOWN_ROWS]
        ],
    }


def _file_name(name: str) -> str:
    plain = name.replace("\\", "/").rpartition("/")[2]
    return "".join(sign for sign in plain if sign.isprintable())[-200:] or "list.csv"


def _view(organisation: Organisation, draft: ListDraft) -> DraftView:
    published = draft.definition.versions.filter(state="published").first()
    version = published or draft.definition.versions.first()
    if version is None:
        raise NotFoundError("definition-unknown", slug=draft.definition.slug)
    earlier = (
        organisation.list_drafts.filter(
            digest=draft.digest, state=ListState.CONFIRMED, definition=draft.definition
        )
        .exclude(pk=draft.pk)
        .first()
    )
    return DraftView(draft=draft, organisation=organisation, definition=view_of(version), earlier=earlier)


def only_organisation(definition: str) -> str:
    """Return the one organisation with this definition; raises ``NotFoundError`` organisation-not-named."""
    slugs = Organisation.objects.filter(definitions__slug=definition).values_list("slug", flat=True)[:2]
    if len(slugs) != 1:
        raise NotFoundError("organisation-not-named", slug=definition)
    return str(slugs[0])


def default_day(draft: ListDraft) -> date:
    """Return the day of the award for rows that name none."""
    return draft.awarded_on or timezone.localdate()
