"""The learner says how it was: once for each award, shown to the staff without the name."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from umiem.errors import MalformedInputError
from umiem.services import access
from umiem.services.definition import definition_feedback as service
from umiem.services.definition.definitions import view_of
from umiem.web.forms.errors import put_error
from umiem.web.forms.feedback import OpinionForm


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def feedback(request: HttpRequest, award: uuid.UUID) -> HttpResponse:
    """Show what was said, and keep what is said now."""
    actor = access.actor_of(request.user)
    held, said = service.learner_feedback(actor, award)
    form = OpinionForm(request.POST or None, initial=initial_of(said))
    if request.method == "POST" and form.is_valid():
        try:
            service.give_learner_feedback(actor, award, form.opinion())
        except MalformedInputError as error:
            put_error(form, error)
        else:
            messages.success(request, _("Thank you. The people who look after the programme will read it."))
            return redirect("learner:award", award)
    context = {"form": form, "held": held, "view": view_of(held.definition_version)}
    return render(request, "learner/feedback.html", context, status=422 if form.errors else 200)


def initial_of(said: object) -> dict[str, object]:
    """Return what was said before, for the form."""
    names = (*service.MARKS, "comment")
    return {name: getattr(said, name) for name in names if said is not None and getattr(said, name)}
