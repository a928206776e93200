"""The way to a new occupation, for anyone: the form, the plan, its documents and a link to it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from umiem.domain.pathways import Wish
from umiem.errors import UmiemError
from umiem.services import access
from umiem.services.skill import plan_documents, planning, saved_plans, skill_profile, skills
from umiem.web.forms.errors import put_error
from umiem.web.planning.form import PlanForm, form_for, query_of
from umiem.web.planning.view import PlanView, view_of
from umiem.web.responses import attachment

_MOST_NAMES = 30
_FEW = 60  # so many occupations or fewer are all offered while one types


@require_safe
@never_cache
def plan(request: HttpRequest) -> HttpResponse:
    """Ask where from and where to; with an answer, show the way."""
    if not request.GET or "change" in request.GET:
        return _ask(request, _changed(request))
    form = PlanForm(request.GET)
    if not form.is_valid():
        return _ask(request, form, status=422)
    wish = form.wish()
    try:
        found = planning.make_plan(wish, _possession(request))
    except UmiemError as error:
        put_error(form, error)
        return _ask(request, form, status=422)
    context = {"view": view_of(found), "query_string": query_of(wish)}
    return render(request, "planning/plan_page.html", context)


@require_safe
def names(request: HttpRequest) -> HttpResponse:
    """Give the names of occupations that answer what is being typed, best first.

    Browsers hide a name that does not hold the very words typed, so the words stand beside such a name.
    """
    words = (request.GET.get("now") or request.GET.get("goal") or "").strip()[: skills.LONGEST_QUERY]
    language = get_language() or "pl"
    options = skills.search_occupations(words, language=language, limit=_MOST_NAMES) if words else ()
    return render(
        request,
        "planning/names.html",
        {"options": [(each.label, _hint(each.label, words)) for each in options]},
    )


def _hint(label: str, words: str) -> str:
    return "" if words.casefold() in label.casefold() else f"{words} → {label}"


@require_safe
@never_cache
def document(request: HttpRequest) -> HttpResponse:
    """Hand out the plan as PDF."""
    view = _view(request)
    return attachment(plan_documents.plan_pdf(view.plan, language=get_language() or "pl"))


@require_safe
@never_cache
def calendar(request: HttpRequest) -> HttpResponse:
    """Hand out the plan as a calendar file."""
    view = _view(request)
    return attachment(plan_documents.plan_calendar(view.plan, language=get_language() or "pl"))


@require_POST
def link(request: HttpRequest) -> HttpResponse:
    """Make a link to the plan, for whoever is not signed in: it ends after a month."""
    made = saved_plans.link_wish(_wish(request))
    return render(request, "planning/link_made.html", {"made": made})


@require_safe
@never_cache
def shared(request: HttpRequest, plan_token: str) -> HttpResponse:
    """Show the plan behind a link, computed now."""
    shown = saved_plans.open_link(plan_token)
    context = {"view": view_of(shown.plan), "is_shared": True, "query_string": query_of(shown.plan.wish)}
    return render(request, "planning/plan_page.html", context)


def _changed(request: HttpRequest) -> PlanForm:
    """Return the empty form, or the one filled in with the wish to be changed."""
    if "change" not in request.GET:
        return PlanForm()
    form = PlanForm(request.GET)
    return form_for(form.wish()) if form.is_valid() else form


def _ask(request: HttpRequest, form: PlanForm, *, status: int = 200) -> HttpResponse:
    graph = skills.library().graph
    language = get_language() or "pl"
    few = graph.occupations if len(graph.occupations) <= _FEW else {}
    context = {
        "form": form,
        "occupations": sorted(graph.label(uri, language)[0] for uri in few),
        "possession": _possession(request),
        "is_starter": graph.source.is_starter,
    }
    return render(request, "planning/ask.html", context, status=status)


def _possession(request: HttpRequest) -> planning.Possession:
    return skill_profile.possession_of(access.actor_of(request.user))


def _wish(request: HttpRequest) -> Wish:
    """Return the wish in the address, which a plan's buttons carry along; an empty one if it is wrong."""
    form = PlanForm(request.GET)
    return form.wish() if form.is_valid() else Wish()


def _view(request: HttpRequest) -> PlanView:
    return view_of(planning.make_plan(_wish(request), _possession(request)))
