"""``plan_pathway``: from what a learner holds to what an occupation or a job offer asks for."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from umiem.domain.pathways.catalogue import Catalogue
from umiem.domain.pathways.choices import Table, lay_table
from umiem.domain.pathways.formulation import Goal
from umiem.domain.pathways.model import Selection, select
from umiem.domain.pathways.pathway import (
    Alternative,
    Outcome,
    Pathway,
    Step,
    Uncovered,
    WhyUncovered,
)
from umiem.domain.pathways.preferences import Preferences, check_preferences
from umiem.domain.skills import SkillGraph, SkillMatch, Strength, match_skills
from umiem.domain.solver import Stopwatch
from umiem.errors import RefusedError

_NEAREST = 3
_NO_GAP = 1e-4


@dataclass(frozen=True, kw_only=True, slots=True)
class Held:
    """What the learner has: skills (verified or declared), assumed skills, credentials by identifier."""

    skills: frozenset[str] = frozenset()
    assumed: frozenset[str] = frozenset()
    credentials: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True, slots=True)
class Target:
    """The skills wanted: all the essential ones, and optional ones by their worth."""

    essential: tuple[str, ...]
    optional: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Gap:
    accepted: tuple[SkillMatch, ...]
    close: tuple[SkillMatch, ...]
    missing: tuple[str, ...]
    optional: tuple[str, ...]


def plan_pathway(
    held: Held, target: Target, *, catalogue: Catalogue, preferences: Preferences, graph: SkillGraph
) -> Pathway:
    """Choose and order the micro-credentials that cover ``target`` at the fewest points.

    1. What is held is taken off, in the strengths the learner accepts. 2. What the preferences allow
    is laid on the table, with all it requires. 3. HiGHS chooses: the most essential skills, then the
    fewest points. 4. The choice is put in order and explained.

    Not checked: whether a held skill is truly held, and whether an offering still has places.

    Raises:
        RefusedError: contradictory preferences, or a target without any skill (``target-without-skills``).
    """
    watch = Stopwatch()
    check_preferences(preferences)
    if not target.essential and not target.optional:
        raise RefusedError("target-without-skills")
    gap = _gap(held, target, graph, preferences)
    table = _table(held, gap, catalogue, preferences)
    selection = _select(table, gap, catalogue, preferences, watch)
    return _pathway(selection, held, target, gap, table, catalogue, preferences, graph)


def add_alternatives(
    pathway: Pathway,
    held: Held,
    target: Target,
    *,
    catalogue: Catalogue,
    preferences: Preferences,
    graph: SkillGraph,
    seconds: float = math.inf,
) -> Pathway:
    """Return the plan with the best plan without each of its steps: why this step and not another.

    ``seconds`` is the limit for all of them; steps that it does not suffice for get no alternative.
    """
    gap, whole = _gap(held, target, graph, preferences), Stopwatch()
    found = []
    for step in pathway.steps:
        left = min(preferences.solver_seconds, seconds - whole.seconds)
        if left <= 0:
            break
        name, wishes, watch = step.entry.identifier, replace(preferences, solver_seconds=left), Stopwatch()
        table = _table(held, gap, catalogue, wishes, without=frozenset({name}))
        alternative = _alternative(name, _select(table, gap, catalogue, wishes, watch), pathway, gap, wishes)
        if alternative is not None:
            found.append(alternative)
    return replace(pathway, alternatives=tuple(found))


def _alternative(
    without: str, other: Selection, pathway: Pathway, gap: _Gap, preferences: Preferences
) -> Alternative | None:
    """Return what comes without a step, or ``None`` if it may only be time that was lacking for better."""
    chosen = {step.entry.identifier for step in pathway.steps}
    hours, cost, points = _sums(other, preferences, gap)
    possible = len(other.covered.intersection(gap.missing)) == len(pathway.covered) and bool(other.chosen)
    if not possible and not other.is_proven:
        return None
    return Alternative(
        without=without,
        possible=possible,
        instead=tuple(each.entry.identifier for each in other.chosen if each.entry.identifier not in chosen),
        points=points,
        hours=hours,
        cost=cost,
        weeks=round(other.timetable.length / 7, 1),
        lost=tuple(skill for skill in pathway.covered if skill not in other.covered),
    )


def _gap(held: Held, target: Target, graph: SkillGraph, preferences: Preferences) -> _Gap:
    owned = held.skills | held.assumed
    matches = match_skills(graph, wanted=(*target.essential, *target.optional), held=owned)
    accepted = tuple(each for each in matches if each.strength <= preferences.accept)
    done = {each.wanted for each in accepted}
    return _Gap(
        accepted=accepted,
        close=tuple(each for each in matches if each.strength > preferences.accept),
        missing=tuple(dict.fromkeys(skill for skill in target.essential if skill not in done)),
        optional=tuple(
            dict.fromkeys(
                each for each in target.optional if each not in done and each not in target.essential
            )
        ),
    )


def _table(
    held: Held,
    gap: _Gap,
    catalogue: Catalogue,
    preferences: Preferences,
    *,
    without: frozenset[str] = frozenset(),
) -> Table:
    wanted = (*gap.missing, *(gap.optional if preferences.weights.optional else ()))
    owned = held.skills | held.assumed | held.credentials
    return lay_table(catalogue, wanted=wanted, owned=owned, preferences=preferences, without=without)


def _select(
    table: Table, gap: _Gap, catalogue: Catalogue, preferences: Preferences, watch: Stopwatch
) -> Selection:
    teaching = {skill: table.teaching(catalogue, skill) for skill in (*gap.missing, *gap.optional)}
    goal = Goal(
        essential=tuple(skill for skill in gap.missing if teaching[skill]),
        optional=tuple(skill for skill in gap.optional if teaching[skill]),
    )
    return select(table, goal, teaching=teaching, preferences=preferences, watch=watch)


def _sums(selection: Selection, preferences: Preferences, gap: _Gap) -> tuple[float, float, float]:
    hours = sum(choice.entry.hours for choice in selection.chosen)
    cost = sum(choice.offering.price for choice in selection.chosen)
    weights = preferences.weights
    extra = len(selection.covered.intersection(gap.optional))
    points = (
        weights.hours * hours
        + weights.cost * cost
        + weights.weeks * selection.timetable.length / 7
        - weights.optional * extra
    )
    return hours, cost, points


def _pathway(
    selection: Selection,
    held: Held,
    target: Target,
    gap: _Gap,
    table: Table,
    catalogue: Catalogue,
    preferences: Preferences,
    graph: SkillGraph,
) -> Pathway:
    hours, cost, points = _sums(selection, preferences, gap)
    bound = points if selection.is_proven else min(selection.bound, points)
    share = (points - bound) / abs(points) if points else 0.0
    uncovered = tuple(
        _uncovered(skill, table, catalogue, graph) for skill in gap.missing if skill not in selection.covered
    )
    days = selection.timetable.length
    return Pathway(
        outcome=_outcome(selection, gap),
        steps=_steps(selection, held, target, gap, table, preferences),
        wanted=target.essential,
        held=tuple(sorted(held.skills & {*target.essential, *target.optional})),
        assumed=tuple(sorted((held.assumed - held.skills) & {*target.essential, *target.optional})),
        accepted=gap.accepted,
        close=tuple(each for each in gap.close if each.wanted not in selection.covered),
        covered=tuple(skill for skill in gap.missing if skill in selection.covered),
        uncovered=uncovered,
        hours=round(hours, 2),
        cost=round(cost, 2),
        weeks=round(days / 7, 1),
        finishes=preferences.starts + timedelta(days=round(days)),
        points=round(points, 4),
        bound=round(bound, 4),
        gap=0.0 if share < _NO_GAP else round(share, 4),
    )


def _outcome(selection: Selection, gap: _Gap) -> Outcome:
    if not gap.missing:
        return Outcome.NOTHING_NEEDED if not selection.chosen else Outcome.OPTIMAL
    if not selection.covered.intersection(gap.missing):
        return Outcome.NOTHING_HELPS
    return Outcome.OPTIMAL if selection.is_proven else Outcome.BEST_FOUND


def _steps(
    selection: Selection, held: Held, target: Target, gap: _Gap, table: Table, preferences: Preferences
) -> tuple[Step, ...]:
    ends, begins = selection.timetable.ends, selection.timetable.begins
    ordered = sorted(selection.chosen, key=lambda each: (ends[each.entry.identifier], each.entry.identifier))
    known = {*held.skills, *held.assumed, *(each.wanted for each in gap.accepted)}
    names = {each.entry.identifier for each in ordered}
    builds_on = {name: tuple(sorted(_providers(table, name) & names - {name})) for name in names}
    steps = []
    for choice in ordered:
        name, skills = choice.entry.identifier, choice.entry.skills
        fresh = skills - known
        steps.append(
            Step(
                entry=choice.entry,
                offering=choice.offering,
                adds=tuple(skill for skill in gap.missing if skill in fresh),
                adds_optional=tuple(skill for skill in target.optional if skill in fresh),
                repeats=tuple(sorted(skills & known)),
                needs=tuple(each for each in builds_on[name] if ends[each] <= begins[name] + 1e-6),
                opens=tuple(sorted(each for each in names if name in builds_on[each])),
                first_day=preferences.starts + timedelta(days=round(begins[name])),
                last_day=preferences.starts + timedelta(days=round(ends[name])),
            )
        )
        known |= skills
    # a skill belongs to whichever step ends first and gives it; people read the steps as they begin
    return tuple(sorted(steps, key=lambda step: (begins[step.entry.identifier], ends[step.entry.identifier])))


def _providers(table: Table, name: str) -> set[str]:
    return {provider for need in table.needs[name] for _, found in need.items for provider in found}


def _uncovered(skill: str, table: Table, catalogue: Catalogue, graph: SkillGraph) -> Uncovered:
    teaching = [entry.identifier for entry in catalogue.by_skill.get(skill, ())]
    if not teaching:
        return Uncovered(skill, WhyUncovered.NOBODY_TEACHES, _nearest(skill, catalogue, graph))
    for why, names in (
        (WhyUncovered.LIMITS, table.choices.keys()),
        (WhyUncovered.PREREQUISITES, table.not_reachable),
        (WhyUncovered.PREFERENCES, table.not_wanted),
    ):
        found = tuple(each for each in teaching if each in names)
        if found:
            return Uncovered(skill, why, found[:_NEAREST])
    return Uncovered(skill, WhyUncovered.PREFERENCES, tuple(teaching[:_NEAREST]))


def _nearest(skill: str, catalogue: Catalogue, graph: SkillGraph) -> tuple[str, ...]:
    """Return entries that teach a related skill, or else one of the same third-level group."""
    near: Mapping[str, str] = graph.neighbours(skill)
    grouped: Iterable[str] = (other for group in graph.groups_of(skill) for other in graph.in_group(group))
    found: dict[str, None] = {}
    for other in (*sorted(near), *sorted(grouped)):
        for entry in catalogue.by_skill.get(other, ()):
            found[entry.identifier] = None
            if len(found) == _NEAREST:
                return tuple(found)
    return tuple(found)


__all__ = ["Held", "Strength", "Target", "add_alternatives", "plan_pathway"]
