"""The skills behind what a learner holds: skills first, documents second."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from umiem.domain.definition import SkillLink
from umiem.services import access
from umiem.services.holder.imported_skills import SkillFromElsewhere
from umiem.services.holder.portfolio import HeldCredential
from umiem.services.skill import skill_map as skill_maps
from umiem.services.skill import skill_profile, skills
from umiem.web.learner.cv_line import cv_lines
from umiem.web.planning.skill_chart import draw_skill_chart

_OPTIONS = 12


@dataclass(frozen=True)
class HeldSkill:
    """One skill, the credentials in force that confirm it, and those from elsewhere that name it."""

    skill: SkillLink
    confirmed_by: tuple[HeldCredential, ...]
    elsewhere: tuple[SkillFromElsewhere, ...] = ()


def skills_of(
    held: Iterable[HeldCredential], elsewhere: Iterable[SkillFromElsewhere] = ()
) -> tuple[HeldSkill, ...]:
    """Return each skill once, the best confirmed first; only credentials in force confirm anything."""
    links: dict[str, SkillLink] = {}
    sources: dict[str, list[HeldCredential]] = {}
    for item in held:
        if item.status != "active":
            continue
        for outcome in item.definition.specification.learning_outcomes:
            for skill in outcome.skills:
                key = skill.uri or repr(skill.label)
                links.setdefault(key, skill)
                if item not in sources.setdefault(key, []):
                    sources[key].append(item)
    foreign: dict[str, list[SkillFromElsewhere]] = {}
    for one in elsewhere:
        links.setdefault(one.uri, SkillLink(uri=one.uri, label=one.label))
        foreign.setdefault(one.uri, []).append(one)
    found = (HeldSkill(links[key], tuple(sources.get(key, ())), tuple(foreign.get(key, ()))) for key in links)
    return tuple(sorted(found, key=lambda skill: (-len(skill.confirmed_by), not _is_vouched(skill))))


def _is_vouched(skill: HeldSkill) -> bool:
    return any(one.is_vouched for one in skill.elsewhere)


@require_safe
@login_required
@never_cache
def skill_map(request: HttpRequest) -> HttpResponse:
    """Show all skills of the person by area, and find skills to declare."""
    found = skill_maps.skill_map(access.actor_of(request.user))
    q = request.GET.get("q", "")[: skills.LONGEST_QUERY].strip()
    language = get_language() or "pl"
    options = skills.search_skills(q, language=language, limit=_OPTIONS) if q else ()
    context = {
        "map": found,
        "chart": draw_skill_chart(found.areas, language=language),
        "areas": [(area, [(skill, cv_lines(skill)) for skill in area.skills]) for area in found.areas],
        "q": q,
        "options": options,
        "has_own_labels": any(skill.own_languages for area in found.areas for skill in area.skills),
    }
    return render(request, "learner/skills.html", context)


@require_POST
@login_required
def declare(request: HttpRequest) -> HttpResponse:
    """Add what was ticked to the skills that the person declares."""
    skill_profile.declare(
        access.actor_of(request.user), request.POST.getlist("skill"), note=request.POST.get("note", "")
    )
    messages.success(request, _("Added. It is marked as self-declared: nobody has confirmed it yet."))
    return redirect("learner:skills")


@require_POST
@login_required
def take_back(request: HttpRequest) -> HttpResponse:
    """Remove a declared skill."""
    skill_profile.take_back(access.actor_of(request.user), request.POST.get("skill", ""))
    return redirect("learner:skills")
