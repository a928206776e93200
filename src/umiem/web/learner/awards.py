"""What the learner was awarded: overview, one award, accept, download."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from umiem.services import access
from umiem.services.holder import claims, imported_skills, imports, portfolio, sharing
from umiem.services.notice import reports
from umiem.web.forms.share import ShareForm
from umiem.web.learner.claim import accepted_message, declined_message
from umiem.web.learner.skills import skills_of
from umiem.web.learner.timeline import timeline
from umiem.web.responses import attachment
from umiem.web.words import REASONS


@require_safe
@login_required
@never_cache
def awards(request: HttpRequest) -> HttpResponse:
    """Show all awards of the person, waiting ones first."""
    actor = access.actor_of(request.user)
    held = portfolio.held(actor)
    waiting = [item for item in held if item.award.standing == "awarded"]
    declined = [item for item in held if item.award.standing == "declined"]
    kept = [item for item in held if item.award.state not in ("awarded", "withdrawn")]
    foreign = imports.imported(actor)
    context = {
        "waiting": waiting,
        "declined": declined,
        "kept": kept,
        "imported": foreign,
        "skills": skills_of(kept, imported_skills.skills_from_elsewhere(actor)),
        "timeline": timeline(kept, foreign) if request.GET.get("view") == "timeline" else (),
    }
    return render(request, "learner/awards.html", context)


@require_safe
@login_required
@never_cache
def award(request: HttpRequest, award: uuid.UUID) -> HttpResponse:
    """Show one award with what is shared of it."""
    return award_page(request, award, ShareForm())


@require_POST
@login_required
def accept(request: HttpRequest, award: uuid.UUID) -> HttpResponse:
    """Accept an award."""
    portfolio.accept(access.actor_of(request.user), award)
    messages.success(request, accepted_message())
    return redirect("learner:award", award)


@require_POST
@login_required
def decline(request: HttpRequest, award: uuid.UUID) -> HttpResponse:
    """Decline an award that waits."""
    claims.decline(access.actor_of(request.user), award)
    messages.info(request, declined_message())
    return redirect("learner:award", award)


@require_safe
@login_required
def credential(request: HttpRequest, award: uuid.UUID) -> HttpResponse:
    """Hand out the exact signed bytes."""
    return attachment(portfolio.download(access.actor_of(request.user), award))


def award_page(
    request: HttpRequest, award: uuid.UUID, form: Form, *, status: int = 200, **more: Any
) -> HttpResponse:
    """Render the page of one award; the share form may carry errors, ``more`` a link just made."""
    actor = access.actor_of(request.user)
    held = portfolio.get_held(actor, award)
    context = {
        "held": held,
        "told": reports.last_report_of(actor, held),
        "shares": sharing.shares(actor, award),
        "form": form,
        "now": timezone.now(),
        "reasons": REASONS,
    }
    return render(request, "learner/award.html", context | more, status=status)
