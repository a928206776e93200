"""Four eyes in the browser: who wrote it, what the gate found, what was decided, and the next decision."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from umiem.domain.principles import score_principles
from umiem.errors import MalformedInputError, NotFoundError, RefusedError
from umiem.services.definition import definition_editing, definition_feedback, definitions
from umiem.services.definition import definition_review as service
from umiem.web.forms.errors import put_error
from umiem.web.forms.review import DecisionForm, RuleForm, SubmitForm
from umiem.web.issuer.diff import shown_changes
from umiem.web.issuer.staff import Staff, show, staff_page
from umiem.web.words import APPROVAL_RULES, ROLE_NAMES

_LARGEST_NUMBER = 2**31 - 1


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def review(request: HttpRequest, staff: Staff, slug: str) -> HttpResponse:
    """Show the version in review to whoever decides, and take the decision."""
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            service.decide_definition(staff.actor, staff.slug, slug, **form.cleaned_data)
        except (MalformedInputError, RefusedError) as error:
            if error.code == "permission-missing":
                raise
            put_error(form, error)
        else:
            messages.success(request, _("Your decision is recorded."))
            return redirect("issuer:definition-review", staff.slug, slug)
    return _show(request, staff, slug, form)


def _show(request: HttpRequest, staff: Staff, slug: str, form: DecisionForm) -> HttpResponse:
    found = service.get_review(staff.actor, staff.slug, slug)
    view = found.definition
    number = view.version.version
    versions = definition_editing.versions_of(staff.actor, staff.slug, slug)
    earlier = next((row.version for row in versions if row.version < number and row.published_at), None)
    changes = (
        shown_changes(
            definition_editing.changes_between(staff.actor, staff.slug, slug, before=earlier, after=number)
        )
        if earlier is not None
        else ()
    )
    return show(
        request,
        "review",
        staff,
        form=form,
        submit_form=SubmitForm(),
        review=found,
        feedback=definition_feedback.feedback_of(staff.actor, staff.slug, slug),
        view=view,
        principles=score_principles(view.findings),
        rules=APPROVAL_RULES,
        role_names=ROLE_NAMES,
        changes=changes,
        earlier=earlier,
        status=422 if form.errors else 200,
    )


@require_POST
@staff_page
def submit(request: HttpRequest, staff: Staff, slug: str) -> HttpResponse:
    """Hand the draft in."""
    form = SubmitForm(request.POST)
    note = form.cleaned_data["note"] if form.is_valid() else ""
    service.submit_definition(staff.actor, staff.slug, slug, note_to_reviewers=note)
    messages.success(request, _("Handed in. Nothing changes until the reviewers answer."))
    return redirect("issuer:definition-review", staff.slug, slug)


@require_POST
@staff_page
def withdraw(request: HttpRequest, staff: Staff, slug: str) -> HttpResponse:
    """Take it back from review."""
    service.withdraw_definition(staff.actor, staff.slug, slug)
    messages.success(request, _("Taken back. It is a draft again."))
    return redirect("issuer:definition", staff.slug, slug)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def rule(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Choose who must agree before a definition is published."""
    form = RuleForm(request.POST or None, initial={"rule": staff.organisation.approval_rule})
    if request.method == "POST" and form.is_valid():
        service.set_rule(staff.actor, staff.slug, form.cleaned_data["rule"])
        messages.success(request, _("The rule was changed. The change is in the records."))
        return redirect("issuer:approval-rule", staff.slug)
    return show(request, "approval_rule", staff, form=form, status=422 if form.errors else 200)


@require_safe
@staff_page
def quality(request: HttpRequest, staff: Staff, slug: str) -> HttpResponse:
    """The sheet for the quality office: the sixteen elements and the ten principles, with every finding."""
    view = definitions.get_definition(staff.actor, staff.slug, slug)
    return show(request, "quality_sheet", staff, view=view, principles=score_principles(view.findings))


@require_safe
@staff_page
def versions(request: HttpRequest, staff: Staff, slug: str) -> HttpResponse:
    """Every version with its decisions, and what changed between two of them."""
    rows = definition_editing.versions_of(staff.actor, staff.slug, slug)
    newest = rows[0].version
    after = _number(request, "after", newest)
    before = _number(request, "before", max(1, after - 1))
    try:
        changes = definition_editing.changes_between(
            staff.actor, staff.slug, slug, before=before, after=after
        )
    except NotFoundError:
        return redirect("issuer:definition-versions", staff.slug, slug)
    view = definitions.get_definition(staff.actor, staff.slug, slug)
    return show(
        request,
        "versions",
        staff,
        view=view,
        versions=rows,
        before=before,
        after=after,
        changes=shown_changes(changes),
        role_names=ROLE_NAMES,
    )


@require_POST
@staff_page
def begin_version(request: HttpRequest, staff: Staff, slug: str) -> HttpResponse:
    """Begin the next version."""
    view = definition_editing.begin_version(staff.actor, staff.slug, slug)
    messages.success(
        request,
        _("Version {number} is a draft now. The published one stays until this one replaces it.").format(
            number=view.version.version
        ),
    )
    return redirect("issuer:definition", staff.slug, slug)


def _number(request: HttpRequest, name: str, otherwise: int) -> int:
    given = request.GET.get(name, "")
    return (
        int(given)
        if given.isascii() and given.isdigit() and int(given[:12]) <= _LARGEST_NUMBER
        else otherwise
    )
