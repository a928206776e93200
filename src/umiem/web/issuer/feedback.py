"""Feedback for the staff: invite a peer, end a link, hide a text."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from umiem.errors import MalformedInputError, RefusedError
from umiem.services.definition import definition_feedback as service
from umiem.services.definition import definitions
from umiem.web.forms.errors import put_error
from umiem.web.forms.feedback import HideForm, PeerForm
from umiem.web.issuer.staff import Staff, show, staff_page


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def feedback(request: HttpRequest, staff: Staff, slug: str) -> HttpResponse:
    """Show every opinion; make a link for a peer, whose address is on this one page and nowhere else."""
    view = definitions.get_definition(staff.actor, staff.slug, slug)
    initial = {"language": get_language()}
    form = PeerForm(request.POST or None, initial=initial)
    made = None
    if request.method == "POST" and form.is_valid():
        try:
            made = service.invite_peer(staff.actor, staff.slug, slug, **form.cleaned_data)
        except (MalformedInputError, RefusedError) as error:
            if error.code == "permission-missing":
                raise
            put_error(form, error)
        else:
            form = PeerForm(initial=initial)
    summary = service.feedback_of(staff.actor, staff.slug, slug)
    return show(
        request,
        "feedback",
        staff,
        view=view,
        form=form,
        made=made,
        feedback=summary,
        hide_form=HideForm(),
        status=422 if form.errors else 200,
    )


@require_POST
@staff_page
def end_invitation(request: HttpRequest, staff: Staff, peer: uuid.UUID) -> HttpResponse:
    """End a link."""
    slug = service.end_invitation(staff.actor, staff.slug, peer)
    messages.success(request, _("The link works no more. What was said stays."))
    return redirect("issuer:definition-feedback", staff.slug, slug)


@require_POST
@staff_page
def hide(request: HttpRequest, staff: Staff, opinion: uuid.UUID) -> HttpResponse:
    """Hide a text."""
    slug = service.hide_feedback(staff.actor, staff.slug, opinion, reason=request.POST.get("reason", ""))
    messages.success(request, _("The text is hidden. The reason is in the records."))
    return redirect("issuer:definition-feedback", staff.slug, slug)
