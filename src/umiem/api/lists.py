"""Lists of learners in four steps: bring a file, say what its columns hold, mend rows, confirm."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Body, File, Form, Router, Status
from ninja.files import UploadedFile

from umiem.api import parameters
from umiem.api.auth import actor
from umiem.api.awards import answered
from umiem.api.files import answers_file, file_answer
from umiem.api.shapes.lists import (
    BringIn,
    ConfirmedOut,
    ConfirmIn,
    ListDraftOut,
    ListRowIn,
    ListRowOut,
    ListRowPage,
    MappingIn,
    NoteOut,
    ReadingIn,
    RowProblemOut,
    UndoneOut,
)
from umiem.domain.lists.table import column_letter
from umiem.services.award import idempotency
from umiem.services.award.lists import (
    confirming,
    documents,
    exporting,
    fixing,
    importing,
    mapping,
    preview,
)
from umiem.services.award.lists.importing import DraftView, Reading
from umiem.services.award.lists.judging import LEFT_OUT
from umiem.services.award.lists.rows import ListRow
from umiem.storage.models import ListState

router = Router()


@router.post("", response={201: ListDraftOut}, summary="Bring a file of learners")
def start_list(
    request: HttpRequest,
    organisation: parameters.Organisation,
    file: File[UploadedFile],
    fields: Form[BringIn],
) -> Status[ListDraftOut]:
    """Read CSV, TSV, XLSX or ODS and guess what the columns hold. Nothing is awarded."""
    view = importing.start_list(
        actor(request),
        organisation,
        fields.definition,
        data=file.read(),
        file_name=file.name or "",
        run=fields.run,
    )
    return Status(201, draft_answer(view))


@router.get("", response=list[ListDraftOut], summary="The newest lists")
def recent_lists(request: HttpRequest, organisation: parameters.Organisation) -> list[ListDraftOut]:
    """Return drafts and confirmed lists, newest first."""
    found = importing.recent_lists(actor(request), organisation)
    return [draft_answer(importing.get_list(actor(request), organisation, one.public_id)) for one in found]


@router.get(
    "/templates/{definition}",
    summary="An empty list for a definition",
    openapi_extra=answers_file("text/csv"),
)
def template(
    request: HttpRequest,
    organisation: parameters.Organisation,
    definition: parameters.Slug,
    program: parameters.Program = "csv",
    language: parameters.FileLanguage = "pl",
) -> HttpResponse:
    """Return CSV with the right headers; `excel` for a spreadsheet with Polish settings."""
    found = exporting.template_file(actor(request), organisation, definition, kind=program, language=language)
    return file_answer(found)


@router.get("/{list_id}", response=ListDraftOut, summary="One list")
def get_list(
    request: HttpRequest, organisation: parameters.Organisation, list_id: parameters.ListId
) -> ListDraftOut:
    """Return how a list was read, what its columns hold, and how its rows were judged."""
    return draft_answer(importing.get_list(actor(request), organisation, list_id))


@router.delete("/{list_id}", response={204: None}, summary="Delete a draft")
def discard_list(
    request: HttpRequest, organisation: parameters.Organisation, list_id: parameters.ListId
) -> Status[None]:
    """Delete a draft with its file; a confirmed list stays."""
    importing.discard_list(actor(request), organisation, list_id)
    return Status(204, None)


@router.put("/{list_id}/reading", response=ListDraftOut, summary="Read the file in another way")
def read_again(
    request: HttpRequest, organisation: parameters.Organisation, list_id: parameters.ListId, body: ReadingIn
) -> ListDraftOut:
    """Choose encoding, separator, sheet or header row by hand; 0 is: there is no header."""
    reading = Reading(**body.model_dump())
    return draft_answer(importing.read_again(actor(request), organisation, list_id, reading))


@router.put("/{list_id}/mapping", response=ListDraftOut, summary="Say what the columns hold")
def map_list(
    request: HttpRequest, organisation: parameters.Organisation, list_id: parameters.ListId, body: MappingIn
) -> ListDraftOut:
    """Correct the guess where it is wrong, and have every row judged."""
    view = importing.get_list(actor(request), organisation, list_id)
    columns = mapping.corrected_columns(view.draft, body.columns)
    return draft_answer(
        mapping.map_list(
            actor(request),
            organisation,
            list_id,
            columns,
            run=body.run,
            awarded_on=body.awarded_on,
        )
    )


@router.get("/{list_id}/rows", response=ListRowPage, summary="Judged rows")
def rows(
    request: HttpRequest,
    organisation: parameters.Organisation,
    list_id: parameters.ListId,
    shown: parameters.RowState = "all",
    query: parameters.RowWords = "",
    page: parameters.PageNumber = 1,
    size: parameters.PageSize = 50,
) -> ListRowPage:
    """Return one page, filtered by state and by words in the cells."""
    found = preview.page_of_rows(
        actor(request), organisation, list_id, shown=shown, query=query, page=page, size=size
    )
    return ListRowPage(
        items=[_row(row) for row in found.items],
        page=found.number,
        pages=found.pages,
        total=found.total,
        counts=dict(found.counts),
    )


@router.patch("/{list_id}/rows/{row}", response=ListRowOut, summary="Mend a row")
def fix_row(
    request: HttpRequest,
    organisation: parameters.Organisation,
    list_id: parameters.ListId,
    row: parameters.RowNumber,
    body: ListRowIn,
) -> ListRowOut:
    """Put new texts into cells, or leave the row out; it is judged at once."""
    changes = dict(body.values)
    if body.left_out is not None:
        changes[LEFT_OUT] = "1" if body.left_out else ""
    return _row(fixing.fix_rows(actor(request), organisation, list_id, {row: changes})[0])


@router.get(
    "/{list_id}/rows/{row}/credential",
    summary="The credential a row would become",
    openapi_extra=answers_file("application/json"),
)
def row_credential(
    request: HttpRequest,
    organisation: parameters.Organisation,
    list_id: parameters.ListId,
    row: parameters.RowNumber,
) -> HttpResponse:
    """Return the exact document, without identifier in a status list and without proof."""
    return file_answer(documents.row_document(actor(request), organisation, list_id, row))


@router.get(
    "/{list_id}/rows/{row}/certificate",
    summary="The certificate a row would become",
    openapi_extra=answers_file("application/pdf"),
)
def row_certificate(
    request: HttpRequest,
    organisation: parameters.Organisation,
    list_id: parameters.ListId,
    row: parameters.RowNumber,
) -> HttpResponse:
    """Return the PDF as it would look; it says that nothing was issued."""
    return file_answer(documents.row_certificate(actor(request), organisation, list_id, row))


@router.post("/{list_id}/undo", response=UndoneOut, summary="Undo the last mending")
def undo(
    request: HttpRequest,
    organisation: parameters.Organisation,
    list_id: parameters.ListId,
    row: parameters.OneRow = None,
) -> UndoneOut:
    """Undo the newest mending of the list, or of one row."""
    found = fixing.undo(actor(request), organisation, list_id, number=row)
    return UndoneOut(row=None if found is None else _row(found))


@router.get(
    "/{list_id}/rejected",
    summary="Rows that are not awarded, with reasons",
    openapi_extra=answers_file("text/csv"),
)
def rejected(
    request: HttpRequest,
    organisation: parameters.Organisation,
    list_id: parameters.ListId,
    language: parameters.FileLanguage = "en",
) -> HttpResponse:
    """Return CSV; cells that a spreadsheet would take for formulas begin with an apostrophe."""
    return file_answer(exporting.rejected_rows(actor(request), organisation, list_id, language=language))


@router.get(
    "/{list_id}/file",
    summary="The file as it was brought",
    openapi_extra=answers_file(*importing.MEDIA_TYPES.values()),
)
def original_file(
    request: HttpRequest, organisation: parameters.Organisation, list_id: parameters.ListId
) -> HttpResponse:
    """Return the exact bytes."""
    return file_answer(importing.original_file(actor(request), organisation, list_id))


@router.post("/{list_id}/confirm", response=ConfirmedOut, summary="Award the rows that are ready")
def confirm(
    request: HttpRequest,
    organisation: parameters.Organisation,
    list_id: parameters.ListId,
    body: Annotated[ConfirmIn, Body(default_factory=ConfirmIn)],
    idempotency_key: parameters.IdempotencyKey = None,
) -> HttpResponse:
    """Hand over every fine row. Twice is once, with or without an `Idempotency-Key`."""

    def action() -> idempotency.Answer:
        done = confirming.confirm_list(
            actor(request),
            organisation,
            list_id,
            notify=body.notify,
            language=body.language,
            start_at=body.start_at,
        )
        made = ConfirmedOut(id=list_id, awarded=done.awarded, batches=list(done.batches))
        return 200, made.model_dump(mode="json")

    return answered(request, organisation, idempotency_key, action)


def draft_answer(view: DraftView) -> ListDraftOut:
    """Return a list as the API tells it."""
    draft, shown = view.draft, view.draft.reading
    columns = mapping.columns_of(draft)
    return ListDraftOut(
        id=draft.public_id,
        definition=draft.definition.slug,
        state=ListState(draft.state),
        file_name=draft.file_name,
        digest=draft.digest,
        kind=draft.kind,
        encoding=draft.encoding,
        delimiter=draft.delimiter,
        sheets=shown["sheets"],
        sheet=draft.sheet,
        header_row=draft.header_row,
        headers=shown["headers"],
        first_rows=shown["first"],
        rows=shown["rows"],
        notes=[NoteOut(code=code, params=params) for code, params in shown["notes"]],
        columns={column_letter(index): name for index, name in columns.items()},
        missing=mapping.missing_parts(columns),
        run=draft.run,
        awarded_on=draft.awarded_on,
        counts=draft.counts,
        earlier=view.earlier.public_id if view.earlier else None,
        batches=[str(one) for one in draft.batches],
    )


def _row(row: ListRow) -> ListRowOut:
    problems, warnings = (
        [RowProblemOut(code=one.code, part=one.column, params=dict(one.params)) for one in found]
        for found in (row.problems, row.warnings)
    )
    return ListRowOut(
        number=row.number, state=row.state, values=row.values, problems=problems, warnings=warnings
    )
