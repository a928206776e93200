"""Awarding a list, screen three: look at every row, mend cells, see what a row would become."""

from __future__ import annotations

import uuid
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from umiem.errors import MalformedInputError, RefusedError
from umiem.services.award.lists import documents, exporting, fixing, importing, preview
from umiem.services.award.lists.rows import ListRow
from umiem.storage.models import ListState
from umiem.web.forms.errors import put_error
from umiem.web.forms.lists import RowForm, encoding_name
from umiem.web.issuer.drafts import LIST_CONFIRMED, while_a_draft
from umiem.web.issuer.staff import Staff, show, staff_page
from umiem.web.paging import page_number
from umiem.web.responses import attachment
from umiem.web.words import LIST_FILTERS

_ON_ONE_PAGE = 50
_CELL, _SHOWN = "cell-", "shown-"


@require_safe
@staff_page
def rows(request: HttpRequest, staff: Staff, list: uuid.UUID) -> HttpResponse:
    """Show a page of rows, filtered; cells that need mending are fields."""
    view = importing.get_list(staff.actor, staff.slug, list)
    if view.draft.state == ListState.CONFIRMED:
        return redirect("issuer:list-confirm", staff.slug, list)
    if view.draft.state == ListState.READ:
        return redirect("issuer:list-columns", staff.slug, list)
    page = preview.page_of_rows(
        staff.actor,
        staff.slug,
        list,
        shown=request.GET.get("shown", preview.ALL),
        query=request.GET.get("q", ""),
        page=page_number(request),
        size=_ON_ONE_PAGE,
    )
    counts = {**page.counts, "all": sum(page.counts.values()), "fine": page.will_be_awarded}
    tabs = [
        (code, word, counts[code], code == page.shown)
        for code, word in LIST_FILTERS.items()
        if counts[code] or code in (preview.ALL, page.shown)
    ]
    return show(
        request,
        "list_rows",
        staff,
        view=page.view,
        draft=page.view.draft,
        encoding=encoding_name(page.view.draft.encoding),
        page=page,
        tabs=tabs,
        chosen={"shown": page.shown, "q": request.GET.get("q", "")[: preview.LONGEST_QUERY]},
        mendable=any(row.problems and not row.left_out for row in page.items),
    )


@require_POST
@staff_page
@while_a_draft
def fix(request: HttpRequest, staff: Staff, list: uuid.UUID) -> HttpResponse:
    """Take the mended cells of a page; go back to the same page."""
    changes: dict[int, dict[str, str]] = {}
    for name, value in request.POST.items():
        number, _, column = name.removeprefix(_CELL).partition("-")
        if not name.startswith(_CELL) or not number.isascii() or not number.isdigit() or len(number) > 7:
            continue
        if str(value) != request.POST.get(f"{_SHOWN}{number}-{column}"):
            changes.setdefault(int(number), {})[column] = str(value)
    mended = fixing.fix_rows(staff.actor, staff.slug, list, changes) if changes else []
    _tell(request, mended)
    return _back(request, staff, list)


@require_POST
@staff_page
@while_a_draft
def undo(request: HttpRequest, staff: Staff, list: uuid.UUID) -> HttpResponse:
    """Undo the newest mending, of the whole list or of one row."""
    text = request.POST.get("row", "")
    number = int(text) if text.isascii() and text.isdigit() and len(text) <= 7 else None
    row = fixing.undo(staff.actor, staff.slug, list, number=number)
    if row is None:
        messages.info(request, _("There is nothing to undo."))
    else:
        messages.success(request, _("Undone in row {row}.").format(row=row.number))
    return _back(request, staff, list)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
@while_a_draft
def row(request: HttpRequest, staff: Staff, list: uuid.UUID, row: int) -> HttpResponse:
    """Show one row with all its cells, to mend it or to leave it out."""
    found = preview.get_row(staff.actor, staff.slug, list, row)
    if found.view.draft.state == ListState.CONFIRMED:
        return redirect("issuer:list-confirm", staff.slug, list)
    if request.method == "POST" and "left_out" in request.POST:
        fixing.leave_out(staff.actor, staff.slug, list, row, left_out=request.POST["left_out"] == "1")
        return redirect("issuer:list-row", staff.slug, list, row)
    form = RowForm(found, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            changes = form.changes()
            mended = fixing.fix_rows(staff.actor, staff.slug, list, {row: changes}) if changes else []
        except (MalformedInputError, RefusedError) as error:
            if error.code == LIST_CONFIRMED:
                raise
            put_error(form, error)
        else:
            _tell(request, mended)
            return redirect("issuer:list-row", staff.slug, list, row)
    return show(
        request,
        "list_row",
        staff,
        found=found,
        draft=found.view.draft,
        form=form,
        document="" if found.row.problems else _document_text(staff, list, row),
        status=422 if form.errors else 200,
    )


@require_safe
@staff_page
def document(request: HttpRequest, staff: Staff, list: uuid.UUID, row: int) -> HttpResponse:
    """Show the exact credential that a row would become."""
    return attachment(documents.row_document(staff.actor, staff.slug, list, row))


@require_safe
@staff_page
def certificate(request: HttpRequest, staff: Staff, list: uuid.UUID, row: int) -> HttpResponse:
    """Show the certificate that a row would become."""
    return attachment(documents.row_certificate(staff.actor, staff.slug, list, row))


@require_safe
@staff_page
def rejected(request: HttpRequest, staff: Staff, list: uuid.UUID) -> HttpResponse:
    """Hand out the rows that were not accepted, with the reasons."""
    language = get_language() or "pl"
    return attachment(exporting.rejected_rows(staff.actor, staff.slug, list, language=language))


def _document_text(staff: Staff, list: uuid.UUID, row: int) -> str:
    return documents.row_document(staff.actor, staff.slug, list, row).data.decode()


def _tell(request: HttpRequest, mended: list[ListRow]) -> None:
    if not mended:
        messages.info(request, _("Nothing was changed."))
        return
    left = sum(1 for row in mended if row.state == "problem")
    done = len(mended) - left
    if done:
        text = ngettext("{n} row is in order now.", "{n} rows are in order now.", done)
        messages.success(request, text.format(n=done))
    if left:
        text = ngettext("{n} row still needs attention.", "{n} rows still need attention.", left)
        messages.warning(request, text.format(n=left))


def _back(request: HttpRequest, staff: Staff, list: uuid.UUID) -> HttpResponse:
    if request.POST.get("back") == "row" and request.POST.get("row", "").isdigit():
        return redirect("issuer:list-row", staff.slug, list, int(request.POST["row"][:7]))
    kept: dict[str, Any] = {
        name: request.POST.get(name, "")[: preview.LONGEST_QUERY] for name in ("shown", "q", "page")
    }
    address = redirect("issuer:list-rows", staff.slug, list)
    kept = {name: value for name, value in kept.items() if value}
    if kept:
        address["Location"] += "?" + urlencode(kept)
    return address
