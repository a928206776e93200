"""The best selection for a plan: a simple plan first, then the solver's, never the worse of the two.

Everything shares one limit of time. A program too large for it is narrowed to what the simple plan reckons
with; then the proven bound comes from the program without requirements, which no plan can fall below.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from umiem.domain.pathways.choices import Table, narrow_table
from umiem.domain.pathways.cuts import cut_off
from umiem.domain.pathways.formulation import MOMENT, Goal, Model, build, chosen_in
from umiem.domain.pathways.greedy import Chains, simple_plan
from umiem.domain.pathways.options import Choice
from umiem.domain.pathways.preferences import Preferences
from umiem.domain.pathways.timetable import Timetable, make_timetable
from umiem.domain.solver import Solution, Solved, Stopwatch

_MOST_ROUNDS = 25
_FIRST_SHARE = 0.6  # of the time for covering everything; the rest is for covering the most
_COVERAGE_SHARE = 0.5
_BOUND_SHARE = 0.5
_LEAST_SECONDS = 0.05  # any run of the solver gets so much, or it could not even begin
_MOST_CHOICES = 2_500  # with more the solver might not even begin to search in the time it has


@dataclass(frozen=True, slots=True)
class Selection:
    """The chosen entries with their timetable; ``bound`` is the proven least number of points."""

    chosen: tuple[Choice, ...]
    timetable: Timetable
    covered: frozenset[str]
    bound: float
    is_proven: bool


@dataclass(frozen=True, slots=True)
class _Found:
    """What the search came to; ``bound`` holds for plans that cover as much, minus infinity if unknown."""

    chosen: tuple[Choice, ...]
    bound: float = -float("inf")
    is_proven: bool = False


def select(
    table: Table,
    goal: Goal,
    *,
    teaching: Mapping[str, Sequence[str]],
    preferences: Preferences,
    watch: Stopwatch,
) -> Selection:
    """Return the best selection: the most essential skills, then the fewest points.

    ``teaching`` gives for each skill of the goal the entries on the table that teach it; ``watch`` runs
    since the plan was asked for.
    """
    is_whole = sum(map(len, table.choices.values())) <= _MOST_CHOICES
    if is_whole:
        found = _search(table, goal, teaching, preferences, watch)
        if found.is_proven:
            return _selection(found, table)
    chains = Chains(table)
    simple = simple_plan(table, goal.essential, teaching, chains=chains, preferences=preferences)
    if not is_whole:
        smaller = narrow_table(table, _worth_a_try(table, teaching, chains, simple))
        found = replace(_search(smaller, goal, teaching, preferences, watch), is_proven=False)
        found = replace(found, bound=-float("inf"))
    return _best(found, simple, table, goal, teaching, preferences, watch)


def _worth_a_try(
    table: Table, teaching: Mapping[str, Sequence[str]], chains: Chains, simple: Sequence[Choice]
) -> set[str]:
    """Return what teaches something wanted, and what the cheapest ways to it lead through."""
    wanted = {name for names in teaching.values() for name in names}
    kept = wanted | {choice.entry.identifier for choice in simple}
    for name in wanted:
        chain = chains.of(table.choices[name][0], ())
        kept.update(each.entry.identifier for each in chain or ())
    return kept


def _best(
    found: _Found,
    simple: tuple[Choice, ...],
    table: Table,
    goal: Goal,
    teaching: Mapping[str, Sequence[str]],
    preferences: Preferences,
    watch: Stopwatch,
) -> Selection:
    """Return the better of two plans that nobody proved to be the best, with a bound for it."""
    others = [_rank(each, table, goal, preferences) for each in (found.chosen, simple)]
    if others[1] < others[0]:
        same_covered = others[1][0] == others[0][0]
        found = _Found(simple, found.bound if same_covered else -float("inf"))
    if not found.chosen:
        return _selection(replace(found, bound=0.0), table)
    covered = {skill for choice in found.chosen for skill in choice.entry.skills}
    reached = len(covered.intersection(goal.essential))
    loose = _loose_bound(table, goal, teaching, preferences, watch, reached)
    return _selection(replace(found, bound=max(found.bound, loose)), table)


def _rank(
    chosen: tuple[Choice, ...], table: Table, goal: Goal, preferences: Preferences
) -> tuple[int, float]:
    covered = {skill for choice in chosen for skill in choice.entry.skills}
    weights = preferences.weights
    points = sum(choice.points for choice in chosen)
    points += weights.weeks * make_timetable(chosen, table.needs).length / 7
    return (
        -len(covered.intersection(goal.essential)),
        points - weights.optional * len(covered.intersection(goal.optional)),
    )


def _loose_bound(
    table: Table,
    goal: Goal,
    teaching: Mapping[str, Sequence[str]],
    preferences: Preferences,
    watch: Stopwatch,
    reached: int,
) -> float:
    """Return points that no plan covering ``reached`` skills falls below: as if nothing were required."""
    names = {name for found in teaching.values() for name in found}
    easy = replace(
        table, choices={name: table.choices[name] for name in names}, needs=dict.fromkeys(names, ())
    )
    model = build(easy, goal, teaching, preferences)
    model.program.add_row({model.covered[skill]: 1.0 for skill in goal.essential}, at_least=reached)
    left = preferences.solver_seconds - watch.seconds
    found = model.program.solve(seconds=max(_LEAST_SECONDS, left * _BOUND_SHARE))
    least = -preferences.weights.optional * len(goal.optional)
    return max(least, found.bound) if found.status is not Solved.INFEASIBLE else least


def _selection(found: _Found, table: Table) -> Selection:
    return Selection(
        chosen=found.chosen,
        timetable=make_timetable(found.chosen, table.needs),
        covered=frozenset(skill for choice in found.chosen for skill in choice.entry.skills),
        bound=found.bound,
        is_proven=found.is_proven,
    )


def _search(
    table: Table,
    goal: Goal,
    teaching: Mapping[str, Sequence[str]],
    preferences: Preferences,
    watch: Stopwatch,
) -> _Found:
    """Cover everything at the fewest points; failing that, the most, and that at the fewest points."""
    model = build(table, goal, teaching, preferences)
    everything = {model.covered[skill]: 1.0 for skill in goal.essential}
    model.program.add_row(everything, at_least=len(everything))
    whole = len(model.program.rows) - 1
    allowed = preferences.solver_seconds

    def left(share: float = 1.0) -> float:
        return max(_LEAST_SECONDS, (allowed - watch.seconds) * share)

    found = _run(model, table, left(_FIRST_SHARE))
    bound = found.bound
    if found.status is Solved.NOTHING:
        _ban_late_cohorts(model, table)
        found = replace(_run(model, table, left(_COVERAGE_SHARE)), status=Solved.FEASIBLE, bound=bound)
    if found.values or not everything:
        return _Found(chosen_in(model, found), found.bound, found.status is Solved.OPTIMAL)
    is_certain = found.status is Solved.INFEASIBLE and not model.has_guessed
    model.program.replace_row(whole, everything, at_least=0)
    most = _run(model, table, left(_COVERAGE_SHARE), costs=_costs_for_coverage(model, everything))
    if not most.values:
        return _Found((), is_proven=is_certain and most.status is Solved.OPTIMAL)
    reached = sum(round(most.values[column]) for column in everything)
    model.program.replace_row(whole, everything, at_least=reached)
    found = _run(model, table, left(), start=most.values)
    is_certain &= most.status is Solved.OPTIMAL
    if not found.values:
        return _Found(chosen_in(model, most))
    return _Found(
        chosen_in(model, found),
        found.bound if is_certain else -float("inf"),
        is_certain and found.status is Solved.OPTIMAL,
    )


def _ban_late_cohorts(model: Model, table: Table) -> None:
    """Leave out cohorts that require something: when the time was up without an order that works."""
    for column, choice in enumerate(model.choices):
        if choice.is_fixed and table.needs[choice.entry.identifier]:
            model.program.highest[column] = 0.0


def _costs_for_coverage(model: Model, everything: Collection[int]) -> list[float]:
    return [-1.0 if column in everything else 0.0 for column in range(len(model.program.costs))]


def _run(
    model: Model,
    table: Table,
    seconds: float,
    *,
    costs: list[float] | None = None,
    start: Sequence[float] = (),
) -> Solution:
    """Solve, cut off what cannot be carried out, and solve again until it can."""
    watch, bound = Stopwatch(), -float("inf")
    usable: tuple[float, Solution] | None = None
    for _ in range(_MOST_ROUNDS):
        found = model.program.solve(seconds=seconds - watch.seconds, costs=_padded(model, costs), start=start)
        if not found.values:
            if found.status is Solved.INFEASIBLE and usable is None:
                return found
            break
        if not model.has_guessed:
            bound = max(bound, found.bound)
        if not cut_off(model, table, found):
            return replace(found, status=Solved.FEASIBLE, bound=bound) if model.has_guessed else found
        length = _carried_out(model, table, found)
        if length is not None and (usable is None or length < usable[0]):
            usable = length, found
        if watch.seconds >= seconds:
            break
    if usable is None:
        return replace(found, status=Solved.NOTHING, values=(), bound=bound)
    # It can be carried out but takes longer than the program thought: the bound holds, nothing is proven.
    return replace(usable[1], status=Solved.FEASIBLE, bound=bound)


def _carried_out(model: Model, table: Table, found: Solution) -> float | None:
    """Return the objective with the true length, or ``None`` if the solution cannot be carried out."""
    timetable = make_timetable(chosen_in(model, found), table.needs)
    if timetable.late or model.end is None or timetable.length > model.program.highest[model.end] + MOMENT:
        return None
    return found.objective + model.program.costs[model.end] * (timetable.length - found.values[model.end])


def _padded(model: Model, costs: list[float] | None) -> list[float] | None:
    return None if costs is None else costs + [0.0] * (len(model.program.costs) - len(costs))
