"""The plans a learner keeps: made anew whenever they are looked at."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from umiem.domain.pathways import wish_from
from umiem.services import access
from umiem.services.skill import plan_consents, plan_documents, saved_plans, skills
from umiem.services.skill.saved_plans import LINK_DAYS
from umiem.storage.models import SavedPlan
from umiem.web.planning.form import PlanForm, query_of
from umiem.web.planning.names import Named, all_named, named
from umiem.web.planning.view import view_of
from umiem.web.responses import attachment


@require_safe
@login_required
@never_cache
def plans(request: HttpRequest) -> HttpResponse:
    """List the plans of the person, and who else may see them."""
    actor = access.actor_of(request.user)
    context = {
        "plans": [(row, *names_of(row)) for row in saved_plans.plans_of(actor)],
        "consents": plan_consents.consents_of(actor),
        "has_clients": bool(plan_consents.clients_of(actor)),
    }
    return render(request, "learner/plans.html", context)


@require_POST
@login_required
def save(request: HttpRequest) -> HttpResponse:
    """Keep the plan of the address."""
    form = PlanForm(request.GET)
    if not form.is_valid():
        return redirect("public:plan")
    row = saved_plans.save_plan(access.actor_of(request.user), form.wish())
    messages.success(request, _("Kept. It is made anew whenever you look at it, with what you hold by then."))
    return redirect("learner:plan", row.public_id)


@require_safe
@login_required
@never_cache
def plan(request: HttpRequest, plan: uuid.UUID) -> HttpResponse:
    """Show one plan, computed now."""
    shown = saved_plans.show_plan(access.actor_of(request.user), plan)
    context = {
        "shown": shown,
        "view": view_of(shown.plan),
        "arrived": all_named(shown.plan.graph, shown.arrived),
        "query_string": query_of(shown.plan.wish),
        "links": shown.row.links.filter(revoked_at=None, expires_at__gt=timezone.now()),
        "link_days": LINK_DAYS,
    }
    return render(request, "learner/plan.html", context)


@require_safe
@login_required
@never_cache
def document(request: HttpRequest, plan: uuid.UUID) -> HttpResponse:
    """Hand out the plan as PDF."""
    shown = saved_plans.show_plan(access.actor_of(request.user), plan)
    return attachment(plan_documents.plan_pdf(shown.plan, language=get_language() or "pl"))


@require_safe
@login_required
@never_cache
def calendar(request: HttpRequest, plan: uuid.UUID) -> HttpResponse:
    """Hand out the plan as a calendar file."""
    shown = saved_plans.show_plan(access.actor_of(request.user), plan)
    return attachment(plan_documents.plan_calendar(shown.plan, language=get_language() or "pl"))


@require_POST
@login_required
@never_cache
def link(request: HttpRequest, plan: uuid.UUID) -> HttpResponse:
    """Make a link to the plan; its address is on this one page and nowhere else."""
    days = request.POST.get("days", "")
    number = int(days) if days.isascii() and days.isdigit() and len(days) < 5 else 0
    made = saved_plans.link_plan(access.actor_of(request.user), plan, days=number)
    return render(request, "planning/link_made.html", {"made": made})


@require_POST
@login_required
def stop_link(request: HttpRequest, plan_link: uuid.UUID) -> HttpResponse:
    """End a link at once."""
    saved_plans.stop_link(access.actor_of(request.user), plan_link)
    messages.success(request, _("The link shows nothing any more."))
    return redirect("learner:plans")


@require_POST
@login_required
def delete(request: HttpRequest, plan: uuid.UUID) -> HttpResponse:
    """Delete a plan with its links."""
    saved_plans.delete_plan(access.actor_of(request.user), plan)
    messages.success(request, _("The plan is deleted."))
    return redirect("learner:plans")


def names_of(row: SavedPlan) -> tuple[Named | None, Named | None, int]:
    """Return from where to where a kept plan leads, and how many skills it names itself."""
    wish = wish_from(row.wish)
    graph = skills.library().graph
    return (
        named(graph, wish.now) if wish.now else None,
        named(graph, wish.goal) if wish.goal else None,
        len(wish.skills),
    )
