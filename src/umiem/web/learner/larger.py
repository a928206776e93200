"""Larger micro-credentials: how far one is, applying for one, taking an application back."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from umiem.errors import MalformedInputError, RefusedError
from umiem.services.access import actor_of
from umiem.services.definition.definitions import public_titles
from umiem.services.stacking import applications, progress
from umiem.web.forms.errors import put_error
from umiem.web.forms.stacking import ApplicationForm
from umiem.web.stacking import shown_way


@require_safe
@login_required
@never_cache
def larger(request: HttpRequest) -> HttpResponse:
    """List what the person is on the way to, and what they applied for."""
    actor = actor_of(request.user)
    context = {
        "ways": [shown_way(way) for way in progress.on_the_way(actor)],
        "applications": [(row, public_titles(row.definition)) for row in applications.applications_of(actor)],
    }
    return render(request, "learner/larger.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def one(request: HttpRequest, organisation: str, slug: str) -> HttpResponse:
    """Show how far the person is towards one, and apply for it."""
    actor = actor_of(request.user)
    form = ApplicationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            applications.apply(actor, organisation, slug, message=form.cleaned_data["message"])
        except (MalformedInputError, RefusedError) as error:
            put_error(form, error)
        else:
            messages.success(request, _("You have applied. The answer comes by mail and stands here."))
            return redirect("learner:larger")
    context = {
        "shown": shown_way(progress.towards(actor, organisation, slug)),
        "waiting": applications.open_application(actor, organisation, slug),
        "form": form,
    }
    return render(request, "learner/larger_one.html", context, status=422 if form.errors else 200)


@require_POST
@login_required
def withdraw(request: HttpRequest, application: uuid.UUID) -> HttpResponse:
    """Take an application back."""
    applications.withdraw(actor_of(request.user), application)
    messages.success(request, _("Taken back. The organisation no longer sees what you showed."))
    return redirect("learner:larger")
