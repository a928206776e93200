"""Definitions: the list, one with its findings, upload, publish, archive, the exact file."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from umiem.errors import MalformedInputError, RefusedError
from umiem.services.credential.documents import definition_sheet
from umiem.services.definition import definitions as service
from umiem.services.definition.definition_review import waiting_for
from umiem.web.forms.definition import DefinitionFileForm
from umiem.web.forms.errors import put_error
from umiem.web.issuer.staff import Staff, show, staff_page
from umiem.web.responses import attachment


@require_safe
@staff_page
def definitions(request: HttpRequest, staff: Staff) -> HttpResponse:
    """List the definitions of the organisation."""
    known = service.list_definitions(staff.actor, staff.slug)
    waiting = waiting_for(staff.actor, staff.slug)
    return show(request, "definitions", staff, definitions=known, waiting=waiting)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def upload(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Store an uploaded file as a draft and show what it lacks."""
    form = DefinitionFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            view = service.import_definition(staff.actor, staff.slug, data=file.read(), file_name=file.name)
        except (MalformedInputError, RefusedError) as error:
            put_error(form, error)
        else:
            messages.success(request, _("The file was stored. Here is what we found in it."))
            _tell_of_comments(request, service.comments_in_file(view))
            return redirect("issuer:definition", staff.slug, view.definition.slug)
    return show(request, "definition_upload", staff, form=form, status=422 if form.errors else 200)


def _tell_of_comments(request: HttpRequest, count: int) -> None:
    if count:
        said = ngettext(
            "The file has {n} comment. Changing the draft here writes the file anew, without it; the "
            "uploaded file stays in the list of saves.",
            "The file has {n} comments. Changing the draft here writes the file anew, without them; the "
            "uploaded file stays in the list of saves.",
            count,
        )
        messages.info(request, said.format(n=count))


@require_safe
@staff_page
def definition(request: HttpRequest, staff: Staff, slug: str) -> HttpResponse:
    """Show a definition with what blocks it and what would make it better."""
    return show(request, "definition", staff, view=service.get_definition(staff.actor, staff.slug, slug))


@require_POST
@staff_page
def publish(request: HttpRequest, staff: Staff, slug: str) -> HttpResponse:
    """Publish the draft."""
    service.publish_definition(staff.actor, staff.slug, slug)
    messages.success(request, _("Published. It is in the catalogue now and can be awarded."))
    return redirect("issuer:definition", staff.slug, slug)


@require_POST
@staff_page
def archive(request: HttpRequest, staff: Staff, slug: str) -> HttpResponse:
    """Take a published definition out of use."""
    service.archive_definition(staff.actor, staff.slug, slug)
    messages.success(request, _("Archived. Awards made on it stay as they are."))
    return redirect("issuer:definition", staff.slug, slug)


@require_safe
@staff_page
def file(request: HttpRequest, staff: Staff, slug: str) -> HttpResponse:
    """Hand out the exact file."""
    return attachment(service.export_definition(staff.actor, staff.slug, slug))


@require_safe
@staff_page
def sheet(request: HttpRequest, staff: Staff, slug: str) -> HttpResponse:
    """Hand out the quality sheet as PDF, in the reader's language."""
    language = "pl" if (get_language() or "").startswith("pl") else "en"
    return attachment(definition_sheet(staff.actor, staff.slug, slug, language=language))
