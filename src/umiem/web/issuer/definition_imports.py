"""Definitions and badges from elsewhere: one file in, drafts out, with a report for each."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from umiem.errors import MalformedInputError, NotFoundError, RefusedError
from umiem.services.access import Permission
from umiem.services.definition import foreign_definitions
from umiem.web.forms.definition import ForeignDefinitionForm
from umiem.web.forms.errors import put_error
from umiem.web.issuer.staff import Staff, show, staff_page


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def import_file(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Ask for a file; after that, show what came in and what each definition lacks."""
    if Permission.DEFINE not in staff.may:
        raise RefusedError("permission-missing", permission=str(Permission.DEFINE))
    form = ForeignDefinitionForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            reports = foreign_definitions.import_from_elsewhere(
                staff.actor, staff.slug, data=form.cleaned_data["file"].read()
            )
        except (MalformedInputError, NotFoundError, RefusedError) as error:
            put_error(form, error)
        else:
            return show(request, "definition_imported", staff, reports=reports)
    return show(request, "definition_import", staff, form=form, status=422 if form.errors else 200)
