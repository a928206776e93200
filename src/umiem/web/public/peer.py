"""A peer reads a definition by a link of their own and says what they think of it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from umiem.errors import MalformedInputError
from umiem.services.definition import definition_feedback as service
from umiem.web.forms.errors import put_error
from umiem.web.forms.feedback import OpinionForm
from umiem.web.learner.feedback import initial_of


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def peer(request: HttpRequest, invitation: str) -> HttpResponse:
    """Show the version the peer was asked about, with the form below."""
    asked, view, said = service.invited(invitation)
    form = OpinionForm(request.POST or None, initial=initial_of(said))
    if request.method == "POST" and form.is_valid():
        try:
            service.give_peer_feedback(invitation, form.opinion())
        except MalformedInputError as error:
            put_error(form, error)
        else:
            messages.success(request, _("Thank you. You can change your answer while the link works."))
            return redirect("public:peer", invitation)
    context = {"form": form, "asked": asked, "view": view, "said": said}
    return render(request, "public/peer.html", context, status=422 if form.errors else 200)
