"""Plans entrusted to a counsellor: consent of the learner, and what the counsellor sees."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from umiem.errors import MalformedInputError, RefusedError
from umiem.sentences.errors import error_sentence
from umiem.services import access
from umiem.services.skill import plan_consents
from umiem.web.learner.plans import names_of
from umiem.web.planning.view import view_of


@require_POST
@login_required
def give(request: HttpRequest) -> HttpResponse:
    """Let a counsellor see the plans."""
    try:
        consent = plan_consents.give_consent(access.actor_of(request.user), request.POST.get("email", ""))
    except (MalformedInputError, RefusedError) as error:
        messages.error(request, error_sentence(error, get_language() or "pl"))
    else:
        messages.success(
            request,
            _("{email} may see your plans now. You can withdraw that at any time.").format(
                email=consent.counsellor_email
            ),
        )
    return redirect("learner:plans")


@require_POST
@login_required
def withdraw(request: HttpRequest, consent: uuid.UUID) -> HttpResponse:
    """Withdraw a consent at once."""
    plan_consents.withdraw_consent(access.actor_of(request.user), consent)
    messages.success(request, _("Withdrawn: your plans cannot be seen there any more."))
    return redirect("learner:plans")


@require_safe
@login_required
@never_cache
def clients(request: HttpRequest) -> HttpResponse:
    """List the learners who let this person see their plans."""
    found = plan_consents.clients_of(access.actor_of(request.user))
    context = {"clients": [(each, [(row, *names_of(row)) for row in each.plans]) for each in found]}
    return render(request, "learner/clients.html", context)


@require_safe
@login_required
@never_cache
def client_plan(request: HttpRequest, plan: uuid.UUID) -> HttpResponse:
    """Show a plan of a learner who consents, computed now."""
    shown = plan_consents.plan_of_client(access.actor_of(request.user), plan)
    context = {"shown": shown, "view": view_of(shown.plan), "is_shared": True}
    return render(request, "learner/client_plan.html", context)
