"""Public links to one credential: made by the learner, ended by the learner."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from umiem.errors import MalformedInputError, RefusedError
from umiem.services import access, portfolio
from umiem.web.forms.errors import put_error
from umiem.web.forms.share import ShareForm
from umiem.web.learner.awards import award_page


@require_POST
@login_required
@never_cache
def create(request: HttpRequest, award: uuid.UUID) -> HttpResponse:
    """Make a link; its address is on this one page and nowhere else."""
    form = ShareForm(request.POST)
    if not form.is_valid():
        return award_page(request, award, form, status=422)
    try:
        made = portfolio.create_share(access.actor_of(request.user), award, **form.choices())
    except (MalformedInputError, RefusedError) as error:
        put_error(form, error)
        return award_page(request, award, form, status=422)
    return award_page(request, award, ShareForm(), made=made)


@require_POST
@login_required
def stop(request: HttpRequest, share: uuid.UUID) -> HttpResponse:
    """Stop a link at once."""
    portfolio.stop_share(access.actor_of(request.user), share)
    messages.success(request, _("The link shows nothing any more. Your credential stays as it is."))
    try:
        return redirect("learner:award", uuid.UUID(request.POST.get("award", "")))
    except ValueError:
        return redirect("learner:awards")
