"""The guided editor: nine steps, each saved as it goes, with and without scripts."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from umiem.domain.catalogue import CatalogueQuery
from umiem.errors import MalformedInputError, NotFoundError, RefusedError
from umiem.services.definition import definition_drafts, definition_editing, definition_feedback, definitions
from umiem.services.definition.definition_editing import ChangedElsewhereError
from umiem.services.skill import catalogue, skill_suggestions
from umiem.storage.models import DefinitionState
from umiem.web.editor.field import Step
from umiem.web.editor.paths import id_of
from umiem.web.editor.posted import act, posted_part
from umiem.web.editor.sheet import Sheet, make_sheet, posted_sheet
from umiem.web.editor.steps import BY_NAME, following
from umiem.web.editor.steps_content import OUTCOMES
from umiem.web.forms.editor import CopyForm, NewDefinitionForm
from umiem.web.forms.errors import put_error
from umiem.web.issuer.staff import Staff, show, staff_page

_FOUND = ("search", "suggest")


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def new(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Ask what it is to be, and its title; then the editor opens."""
    form = NewDefinitionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            view = definition_editing.create_draft(staff.actor, staff.slug, **form.draft())
        except (MalformedInputError, RefusedError) as error:
            if error.code == "permission-missing":
                raise
            put_error(form, error)
        else:
            return redirect("issuer:definition-edit", staff.slug, view.definition.slug, "purpose")
    return show(request, "editor/new", staff, form=form, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def copy(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Choose a published definition, of any organisation, and begin with a copy of it."""
    query = request.GET.get("q", "")[:200]
    form = CopyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        view = definition_editing.copy_definition(staff.actor, staff.slug, **form.source())
        messages.success(
            request, _("Copied. The awarding body is your organisation; check what else must be yours.")
        )
        return redirect("issuer:definition-edit", staff.slug, view.definition.slug, "purpose")
    found = catalogue.views(CatalogueQuery(words=query))
    return show(request, "editor/copy", staff, found=found, query=query, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def edit(
    request: HttpRequest, staff: Staff, slug: str, step: str, outcome: int | None = None
) -> HttpResponse:
    """One step: shown, saved, and on to the next. ``outcome`` is the place of one learning outcome."""
    chosen = BY_NAME.get(step)
    if chosen is None or (outcome is not None and chosen is not OUTCOMES):
        raise NotFoundError("page-unknown")
    view = definitions.get_definition(staff.actor, staff.slug, slug)
    if view.version.state != DefinitionState.DRAFT or "define" not in staff.may:
        if request.method == "POST" or "define" not in staff.may:
            definition_editing.refuse_editing(staff.actor, staff.slug, slug)
        return redirect("issuer:definition", staff.slug, slug)
    sheet = make_sheet(view, chosen, outcome, request)
    if request.method == "POST" and chosen.fields:
        return _save(request, staff, sheet)
    return _page(request, staff, sheet)


def _save(request: HttpRequest, staff: Staff, sheet: Sheet) -> HttpResponse:
    """Save what was posted, do what the button says, and go where it leads."""
    action = request.POST.get("act", "save")
    is_automatic = action == "autosave"
    part = posted_part(
        sheet.tree,
        sheet.fields,
        request.POST,
        language=sheet.language,
        prefix=sheet.prefix,
        is_automatic=is_automatic,
    )
    shown = act(part, action)
    skill_suggestions.name_skills(part)
    try:
        saved = definition_editing.save_part(
            staff.actor,
            staff.slug,
            sheet.slug,
            part,
            seen=request.POST.get("seen", ""),
            step=sheet.place,
            source=request.POST.get("source", "")[:40],
        )
    except ChangedElsewhereError:
        if is_automatic:
            return show(request, "editor/live", staff, sheet=sheet, view=sheet.view, is_conflict=True)
        return _page(request, staff, posted_sheet(sheet, part), status=409)
    problems = saved.problems
    after = make_sheet(saved.view, sheet.step, sheet.outcome, request, problems=problems)
    if is_automatic:
        return show(request, "editor/live", staff, sheet=after, view=saved.view)
    if problems or action.partition(":")[0] in _FOUND:
        return _page(request, staff, after, status=422 if problems else 200)
    new_language = quote(request.POST.get("new_language", ""))
    return redirect(_target(staff, after, action, shown, new_language))


def _target(staff: Staff, sheet: Sheet, action: str, shown: str, new_language: str) -> str:
    """Return where a button leads: to a step, a language, the next step, or back to the same place."""
    verb, _colon, where = action.partition(":")
    step, query = sheet.step, f"?lang={sheet.language}"
    outcome = sheet.outcome
    if verb == "next":
        step, outcome = (OUTCOMES, None) if outcome is not None else (following(step), None)
    elif verb == "step" and where in BY_NAME:
        step, outcome = BY_NAME[where], None
    elif verb == "outcome" and where.isdigit():
        outcome = int(where)
    elif verb == "lang":
        query = f"?lang={quote(where[:12])}"
    elif verb == "newlang":
        query = f"?lang={new_language[:12] or sheet.language}"
    elif verb == "add" and step is OUTCOMES and outcome is None and shown.endswith("]"):
        outcome = int(shown.rpartition("[")[2].rstrip("]"))
    anchor = f"#{id_of(shown)}" if shown and outcome == sheet.outcome else ""
    if verb == "save":
        anchor = "#saved"
    return address(staff.slug, sheet.slug, step, outcome) + query + anchor


def address(organisation: str, slug: str, step: Step, outcome: int | None = None) -> str:
    """Return the address of a step, or of one learning outcome."""
    if outcome is not None:
        return reverse("issuer:definition-outcome", args=(organisation, slug, outcome))
    return reverse("issuer:definition-edit", args=(organisation, slug, step.name))


def _page(request: HttpRequest, staff: Staff, sheet: Sheet, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {"sheet": sheet, "view": sheet.view}
    if not sheet.step.fields:
        context["feedback"] = definition_feedback.feedback_of(staff.actor, staff.slug, sheet.slug)
        return show(request, "editor/check", staff, **context)
    return show(request, "editor/step", staff, status=status, **context)


@require_POST
@staff_page
def undo(request: HttpRequest, staff: Staff, slug: str) -> HttpResponse:
    """Take the last save back."""
    if definition_drafts.undo(staff.actor, staff.slug, slug):
        messages.success(request, _("The last change was taken back."))
    else:
        messages.info(request, _("There is nothing before this."))
    back = request.POST.get("step", "")
    step = BY_NAME.get(back, BY_NAME["purpose"])
    return redirect(address(staff.slug, slug, step))


@require_safe
@staff_page
def saves(request: HttpRequest, staff: Staff, slug: str) -> HttpResponse:
    """Every save of the draft, each of which can be brought back."""
    view = definitions.get_definition(staff.actor, staff.slug, slug)
    rows = definition_drafts.revisions(staff.actor, staff.slug, slug)
    return show(request, "editor/saves", staff, view=view, revisions=rows, steps=BY_NAME)


@require_POST
@staff_page
def restore(request: HttpRequest, staff: Staff, slug: str, number: int) -> HttpResponse:
    """Bring an earlier save back."""
    definition_drafts.restore(staff.actor, staff.slug, slug, number)
    messages.success(
        request, _("The draft is as it was then. Nothing was lost: the later saves are still listed.")
    )
    return redirect("issuer:definition-saves", staff.slug, slug)
