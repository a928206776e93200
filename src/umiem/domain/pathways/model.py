"""The choice as a mixed-integer program: which entries, in which offering, at the fewest points.

Rows: one offering for each entry; every wanted skill taught; what an entry requires is chosen too;
budgets; cohorts that overlap exclude each other; the end is no earlier than the work allows:
``end ≥ day(k)·k + Σ days of everything that cannot begin before day(k)``. Circles of requirements and
orders that come too late are cut off when a solution shows them, so the result stays exact.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from umiem.domain.pathways.choices import Table
from umiem.domain.pathways.options import Choice, Need, is_met
from umiem.domain.pathways.preferences import Preferences
from umiem.domain.pathways.solver import Program, Solution, Solved, Stopwatch
from umiem.domain.pathways.timetable import Timetable, make_timetable

_HALF_A_DAY = 0.5
_MOST_ROUNDS = 25
_MOST_CUTS = 12
_FIRST_SHARE = 0.7  # of the time for covering everything; the rest is for covering the most
_COVERAGE_SHARE = 0.6
_LEAST_SECONDS = 0.05  # any run of the solver gets so much, or it could not even begin
_LONGEST = 36_500.0  # days; no plan is longer than a century


@dataclass(frozen=True, slots=True)
class Selection:
    """The chosen entries with their timetable; ``bound`` is the proven least number of points."""

    chosen: tuple[Choice, ...]
    timetable: Timetable
    covered: frozenset[str]
    bound: float
    is_proven: bool


@dataclass
class _Model:
    program: Program
    choices: list[Choice]
    columns_of: dict[str, list[int]]
    covered: dict[str, int]
    end: int | None


@dataclass(frozen=True, slots=True)
class Goal:
    """Skills to cover (all that can be) and optional ones that are worth points."""

    essential: tuple[str, ...]
    optional: tuple[str, ...]


def select(
    table: Table, goal: Goal, *, teaching: Mapping[str, Sequence[str]], preferences: Preferences
) -> Selection:
    """Return the best selection: the most essential skills, then the fewest points.

    ``teaching`` gives for each skill of the goal the entries on the table that teach it.
    """
    watch = Stopwatch()
    model = _build(table, goal, teaching, preferences)
    everything = {column: 1.0 for skill in goal.essential for column in [model.covered[skill]]}
    model.program.add_row(everything, at_least=len(everything))
    whole = len(model.program.rows) - 1
    whole_time = preferences.solver_seconds
    found = _run(model, table, whole_time * _FIRST_SHARE, costs=None)
    ran_out = found.status is Solved.NOTHING
    if ran_out:
        _ban_cohorts(model)
    if not found.values and everything:
        # Not everything can be had: first the most that can, then the fewest points for it.
        model.program.replace_row(whole, everything, at_least=0)
        part = max(_LEAST_SECONDS, (whole_time - watch.seconds) * _COVERAGE_SHARE)
        most = _run(model, table, part, costs=_costs_for_coverage(model, everything))
        reached = sum(round(most.values[column]) for column in everything) if most.values else 0
        model.program.replace_row(whole, everything, at_least=reached)
        left = max(_LEAST_SECONDS, whole_time - watch.seconds)
        found = _run(model, table, left, costs=None, start=most.values)
        if not found.values and most.values:
            found = replace(most, status=Solved.FEASIBLE, bound=0.0)
        elif (ran_out or most.status is not Solved.OPTIMAL) and found.status is Solved.OPTIMAL:
            found = replace(found, status=Solved.FEASIBLE, bound=0.0)
    if not found.values:
        return Selection((), make_timetable((), {}), frozenset(), 0.0, is_proven=False)
    chosen = _chosen(model, found)
    return Selection(
        chosen=chosen,
        timetable=make_timetable(chosen, table.needs),
        covered=frozenset(skill for choice in chosen for skill in choice.entry.skills),
        bound=found.bound,
        is_proven=found.status is Solved.OPTIMAL,
    )


def _ban_cohorts(model: _Model) -> None:
    """Leave out all with a fixed day: the last resort when the time was up without a workable order."""
    for column, choice in enumerate(model.choices):
        if choice.is_fixed:
            model.program.highest[column] = 0.0


def _costs_for_coverage(model: _Model, everything: Mapping[int, float]) -> list[float]:
    return [-1.0 if column in everything else 0.0 for column in range(len(model.program.costs))]


def _build(
    table: Table, goal: Goal, teaching: Mapping[str, Sequence[str]], preferences: Preferences
) -> _Model:
    program = Program()
    choices = [choice for name in table.choices for choice in table.choices[name]]
    columns_of: dict[str, list[int]] = {}
    for choice in choices:
        columns_of.setdefault(choice.entry.identifier, []).append(program.add_column(choice.points))
    for columns in columns_of.values():
        if len(columns) > 1:
            program.add_row(dict.fromkeys(columns, 1.0), at_most=1)
    covered = {skill: program.add_column(0.0, whole=False) for skill in goal.essential}
    worth = preferences.weights.optional
    covered |= {skill: program.add_column(-worth, whole=False) for skill in goal.optional if worth}
    for skill, column in covered.items():
        terms = {each: 1.0 for name in teaching[skill] for each in columns_of[name]}
        program.add_row(terms | {column: -1.0}, at_least=0)
    for name, needs in table.needs.items():
        for need in needs:
            _require(program, columns_of, name, need)
    model = _Model(program, choices, columns_of, covered, None)
    _finish_before_cohorts(model, table)
    _limit_budgets(model, preferences)
    _keep_cohorts_apart(model)
    _measure_time(model, preferences)
    return model


def _columns(columns_of: Mapping[str, list[int]], names: Iterable[str]) -> dict[int, float]:
    return {column: 1.0 for name in names for column in columns_of.get(name, ())}


def _require(program: Program, columns_of: Mapping[str, list[int]], name: str, need: Need) -> None:
    own = dict.fromkeys(columns_of[name], -float(need.at_least))
    if len(need.items) == 1:
        program.add_row(_columns(columns_of, need.items[0][1]) | own, at_least=0)
        return
    counted: dict[int, float] = {}
    for _, providers in need.items:
        item = program.add_column(0.0, whole=False)
        program.add_row(_columns(columns_of, providers) | {item: -1.0}, at_least=0)
        counted[item] = 1.0
    program.add_row(counted | own, at_least=0)


def _finish_before_cohorts(model: _Model, table: Table) -> None:
    """A cohort needs a provider that can be finished before its first day."""
    for column, choice in enumerate(model.choices):
        if not choice.is_fixed:
            continue
        for need in table.needs[choice.entry.identifier]:
            if need.at_least == 1:
                names = {name for _, found in need.items for name in found}
                early = {
                    each: 1.0
                    for each in _columns(model.columns_of, names)
                    if _earliest_end(model.choices[each], table) <= choice.day + _HALF_A_DAY
                }
                model.program.add_row(early | {column: -1.0}, at_least=0)


def _earliest_end(choice: Choice, table: Table) -> float:
    return max(choice.day, table.ready[choice.entry.identifier]) + choice.days


def _limit_budgets(model: _Model, preferences: Preferences) -> None:
    if preferences.most_hours is not None:
        hours = {column: choice.entry.hours for column, choice in enumerate(model.choices)}
        model.program.add_row(hours, at_most=preferences.most_hours)
    if preferences.most_cost is not None:
        prices = {column: choice.offering.price for column, choice in enumerate(model.choices)}
        model.program.add_row(prices, at_most=preferences.most_cost)


def _keep_cohorts_apart(model: _Model) -> None:
    """At most one cohort runs on any day; a day whose cohorts all run on the next one too needs no row."""
    fixed = sorted(
        (
            (choice.day, choice.day + choice.days, column)
            for column, choice in enumerate(model.choices)
            if choice.is_fixed
        )
    )
    days = sorted({day for day, _, _ in fixed})
    running: list[tuple[float, int]] = []
    position = 0
    for day, following in pairwise([*days, float("inf")]):
        running = [each for each in running if each[0] > day]
        while position < len(fixed) and fixed[position][0] == day:
            running.append(fixed[position][1:])
            position += 1
        if len(running) > 1 and any(end <= following for end, _ in running):
            model.program.add_row(dict.fromkeys((column for _, column in running), 1.0), at_most=1)


def _measure_time(model: _Model, preferences: Preferences) -> None:
    if preferences.weights.weeks == 0 and preferences.most_days is None:
        return
    latest = _LONGEST if preferences.most_days is None else float(preferences.most_days)
    model.end = end = model.program.add_column(preferences.weights.weeks / 7, upper=latest, whole=False)
    by_day: dict[int, list[int]] = {}
    for column, choice in enumerate(model.choices):
        by_day.setdefault(choice.day, []).append(column)
    later: int | None = None  # a column: the days of all that cannot begin before the day looked at
    for day in sorted(by_day, reverse=True):
        own = {column: -model.choices[column].days for column in by_day[day]}
        work = model.program.add_column(0.0, upper=_LONGEST, whole=False)
        model.program.add_row(own | ({} if later is None else {later: -1.0}) | {work: 1.0}, at_least=0)
        for column in by_day[day]:
            if model.choices[column].is_fixed:
                model.program.add_row({work: -1.0, column: -float(day), end: 1.0}, at_least=0)
        later = work
    if later is not None:
        model.program.add_row({later: -1.0, end: 1.0}, at_least=0)


def _run(
    model: _Model,
    table: Table,
    seconds: float,
    *,
    costs: list[float] | None,
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
        bound = max(bound, found.bound)
        if not _cut_off(model, table, found):
            return found
        length = _carried_out(model, table, found)
        if length is not None and (usable is None or length < usable[0]):
            usable = length, found
        if watch.seconds >= seconds:
            break
    if usable is None:
        return replace(found, status=Solved.NOTHING, values=())
    # It can be carried out but takes longer than the program thought: the bound holds, nothing is proven.
    return replace(usable[1], status=Solved.FEASIBLE, bound=bound)


def _carried_out(model: _Model, table: Table, found: Solution) -> float | None:
    """Return the objective with the true length, or ``None`` if the solution cannot be carried out."""
    timetable = make_timetable(_chosen(model, found), table.needs)
    if (
        timetable.late
        or model.end is None
        or timetable.length > model.program.highest[model.end] + _HALF_A_DAY
    ):
        return None
    return found.objective + model.program.costs[model.end] * (timetable.length - found.values[model.end])


def _padded(model: _Model, costs: list[float] | None) -> list[float] | None:
    return None if costs is None else costs + [0.0] * (len(model.program.costs) - len(costs))


def _chosen(model: _Model, found: Solution) -> tuple[Choice, ...]:
    return tuple(choice for column, choice in enumerate(model.choices) if found.values[column] > 0.5)


def _cut_off(model: _Model, table: Table, found: Solution) -> bool:
    """Add rows that exclude a selection that cannot be carried out; say whether there were any."""
    chosen = _chosen(model, found)
    names = {choice.entry.identifier for choice in chosen}
    circle = _in_circle(names, table.needs)
    if circle:
        outside = _columns(model.columns_of, _providers(circle, table.needs) - circle)
        for name in circle:
            own = dict.fromkeys(model.columns_of[name], -1.0)
            model.program.add_row(outside | own, at_least=0)
        return True
    timetable = make_timetable(chosen, table.needs)
    if timetable.late:
        _forbid_orders(model, table, chosen)
        return True
    if model.end is not None and timetable.length > found.values[model.end] + _HALF_A_DAY:
        _lengthen(model, table, chosen, timetable.length)
        return True
    return False


def _in_circle(names: set[str], needs: Mapping[str, tuple[Need, ...]]) -> set[str]:
    reached: set[str] = set()
    waiting = set(names)
    while fresh := {name for name in waiting if all(is_met(need, reached) for need in needs[name])}:
        reached |= fresh
        waiting -= fresh
    return waiting


def _providers(names: Iterable[str], needs: Mapping[str, tuple[Need, ...]]) -> set[str]:
    return {
        provider for name in names for need in needs[name] for _, found in need.items for provider in found
    }


def _others(
    model: _Model, table: Table, core: Sequence[Choice], chosen: Sequence[Choice]
) -> dict[int, float]:
    """Columns that are not chosen and would change the order: other ways to meet the needs of the core."""
    taken = set(map(id, chosen))
    names = {choice.entry.identifier for choice in core}
    columns = _columns(model.columns_of, _providers(names, table.needs))
    return {column: 1.0 for column in columns if id(model.choices[column]) not in taken}


def _own_columns(model: _Model, chosen: Sequence[Choice]) -> dict[int, float]:
    wanted = set(map(id, chosen))
    return {column: 1.0 for column, choice in enumerate(model.choices) if id(choice) in wanted}


def _forbid_orders(model: _Model, table: Table, chosen: Sequence[Choice]) -> None:
    """Forbid each core that cannot be carried out, one cohort after the other."""
    remaining = list(chosen)
    for _ in range(_MOST_CUTS):
        core = _core(remaining, table)
        others = dict.fromkeys(_others(model, table, core, chosen), -1.0)
        own = _own_columns(model, core)
        model.program.add_row(own | others, at_most=len(own) - 1)
        cohorts = [choice for choice in core if choice.is_fixed]
        if not cohorts:
            return
        last = max(cohorts, key=lambda choice: choice.day)
        remaining = [choice for choice in remaining if choice is not last]
        names = {choice.entry.identifier for choice in remaining}
        if _in_circle(names, table.needs) or not make_timetable(remaining, table.needs).late:
            return


def _core(chosen: Sequence[Choice], table: Table) -> Sequence[Choice]:
    """Return as few of the chosen as still cannot be carried out; what the core builds on stays in it."""
    core = _first_cohorts(chosen, table)
    if core is None:
        core = list(chosen)
    for choice in tuple(core):
        fewer = [each for each in core if each is not choice]
        names = {each.entry.identifier for each in fewer}
        if choice.entry.identifier in _providers(names, table.needs):
            continue
        if not _in_circle(names, table.needs) and make_timetable(fewer, table.needs).late:
            core = fewer
    return core


def _first_cohorts(chosen: Sequence[Choice], table: Table) -> list[Choice] | None:
    """Return the fewest first cohorts, with all they build on, that cannot be carried out together."""
    cohorts = sorted((choice for choice in chosen if choice.is_fixed), key=lambda choice: choice.day)
    for count in range(1, len(cohorts) + 1):
        names = {choice.entry.identifier for choice in cohorts[:count]}
        while (
            more := names | (_providers(names, table.needs) & {c.entry.identifier for c in chosen})
        ) != names:
            names = more
        core = [choice for choice in chosen if choice.entry.identifier in names]
        if not _in_circle(names, table.needs) and make_timetable(core, table.needs).late:
            return core
    return None


def _lengthen(model: _Model, table: Table, chosen: Sequence[Choice], length: float) -> None:
    assert model.end is not None
    own = dict.fromkeys(_own_columns(model, chosen), -length)
    others = dict.fromkeys(_others(model, table, chosen, chosen), length)
    model.program.add_row({model.end: 1.0} | own | others, at_least=length * (1 - len(own)))
