"""The choice as a mixed-integer program: which entries, in which offering, at the fewest points.

Rows: one offering for each entry; every wanted skill taught; what an entry requires is chosen too;
budgets; cohorts that overlap exclude each other; the end is no earlier than the work allows:
``end ≥ day(k)·k + Σ days of everything that cannot begin before day(k)``. Circles of requirements and
orders that come too late are cut off when a solution shows them, so the result stays exact.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from umiem.domain.pathways.choices import Choice, Need, Table, is_met
from umiem.domain.pathways.preferences import Preferences
from umiem.domain.pathways.solver import Program, Solution, Solved
from umiem.domain.pathways.timetable import Timetable, make_timetable

_HALF_A_DAY = 0.5
_MOST_ROUNDS = 40
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


def select(table: Table, goal: Goal, *, teaching: Mapping[str, Sequence[str]], preferences: Preferences) -> Selection:
    """Return the best selection: the most essential skills, then the fewest points.

    ``teaching`` gives for each skill of the goal the entries on the table that teach it.
    """
    model = _build(table, goal, teaching, preferences)
    everything = {column: 1.0 for skill in goal.essential for column in [model.covered[skill]]}
    seconds = preferences.solver_seconds
    if everything:
        free = _costs_for_coverage(model, everything)
        if _is_limited(model, preferences):
            found, spent = _run(model, table, seconds, costs=free)
            seconds -= spent
            reached = sum(round(found.values[column]) for column in everything) if found.values else 0
            model.program.add_row(everything, at_least=reached)
        else:
            model.program.add_row(everything, at_least=len(everything))
    found, _ = _run(model, table, seconds, costs=None)
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


def _is_limited(model: _Model, preferences: Preferences) -> bool:
    """Say whether covering everything might be impossible: budgets, a last day, or cohorts."""
    limits = (preferences.most_hours, preferences.most_cost, preferences.finish_by)
    return any(limit is not None for limit in limits) or any(choice.is_fixed for choice in model.choices)


def _costs_for_coverage(model: _Model, everything: Mapping[int, float]) -> list[float]:
    return [-1.0 if column in everything else 0.0 for column in range(len(model.program.costs))]


def _build(table: Table, goal: Goal, teaching: Mapping[str, Sequence[str]], preferences: Preferences) -> _Model:
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
    fixed = [(column, choice) for column, choice in enumerate(model.choices) if choice.is_fixed]
    for day in sorted({choice.day for _, choice in fixed}):
        running = {column: 1.0 for column, each in fixed if each.day <= day < each.day + each.days}
        if len(running) > 1:
            model.program.add_row(running, at_most=1)


def _measure_time(model: _Model, preferences: Preferences) -> None:
    if preferences.weights.weeks == 0 and preferences.most_days is None:
        return
    latest = _LONGEST if preferences.most_days is None else float(preferences.most_days)
    model.end = end = model.program.add_column(preferences.weights.weeks / 7, upper=latest, whole=False)
    by_day = sorted(enumerate(model.choices), key=lambda each: -each[1].day)
    after: dict[int, float] = {}
    position = 0
    for column, choice in by_day:
        while position < len(by_day) and by_day[position][1].day >= choice.day:
            after[by_day[position][0]] = -by_day[position][1].days
            position += 1
        if choice.is_fixed:
            model.program.add_row(after | {column: after[column] - choice.day, end: 1.0}, at_least=0)
    model.program.add_row(after | {end: 1.0}, at_least=0)


def _run(
    model: _Model, table: Table, seconds: float, *, costs: list[float] | None
) -> tuple[Solution, float]:
    """Solve, cut off what cannot be carried out, and solve again until it can."""
    spent = 0.0
    usable: Solution | None = None
    for _ in range(_MOST_ROUNDS):
        found = model.program.solve(seconds=seconds - spent, costs=_padded(model, costs))
        spent += found.seconds
        if not found.values:
            break
        if not _cut_off(model, table, found, only_order=costs is not None):
            return found, spent
        if not _is_impossible(model, table, found):
            usable = found
        if spent >= seconds:
            break
    if usable is not None and found.values:
        # Carried out, but longer than the program thought: the last bound still holds, the end does not.
        return replace(usable, status=Solved.FEASIBLE, bound=found.bound), spent
    return (replace(found, values=()) if found.status is not Solved.INFEASIBLE else found), spent


def _padded(model: _Model, costs: list[float] | None) -> list[float] | None:
    return None if costs is None else costs + [0.0] * (len(model.program.costs) - len(costs))


def _chosen(model: _Model, found: Solution) -> tuple[Choice, ...]:
    return tuple(choice for column, choice in enumerate(model.choices) if found.values[column] > 0.5)


def _is_impossible(model: _Model, table: Table, found: Solution) -> bool:
    return bool(make_timetable(_chosen(model, found), table.needs).late)


def _cut_off(model: _Model, table: Table, found: Solution, *, only_order: bool) -> bool:
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
        _forbid(model, table, chosen)
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
    return {provider for name in names for need in needs[name] for _, found in need.items for provider in found}


def _others(model: _Model, table: Table, core: Sequence[Choice], chosen: Sequence[Choice]) -> dict[int, float]:
    """Columns that are not chosen and would change the order: other ways to meet the needs of the core."""
    taken = set(map(id, chosen))
    names = {choice.entry.identifier for choice in core}
    columns = _columns(model.columns_of, _providers(names, table.needs))
    return {column: 1.0 for column in columns if id(model.choices[column]) not in taken}


def _own_columns(model: _Model, chosen: Sequence[Choice]) -> dict[int, float]:
    wanted = set(map(id, chosen))
    return {column: 1.0 for column, choice in enumerate(model.choices) if id(choice) in wanted}


def _forbid(model: _Model, table: Table, chosen: Sequence[Choice]) -> None:
    core = _core(chosen, table)
    others = {column: -1.0 for column in _others(model, table, core, chosen)}
    own = _own_columns(model, core)
    model.program.add_row(own | others, at_most=len(own) - 1)


def _core(chosen: Sequence[Choice], table: Table) -> Sequence[Choice]:
    """Return as few of the chosen as still cannot be carried out; what the core builds on stays in it."""
    core = list(chosen)
    for choice in chosen:
        fewer = [each for each in core if each is not choice]
        names = {each.entry.identifier for each in fewer}
        if choice.entry.identifier in _providers(names, table.needs):
            continue
        if not _in_circle(names, table.needs) and make_timetable(fewer, table.needs).late:
            core = fewer
    return core


def _lengthen(model: _Model, table: Table, chosen: Sequence[Choice], length: float) -> None:
    assert model.end is not None
    own = dict.fromkeys(_own_columns(model, chosen), -length)
    others = dict.fromkeys(_others(model, table, chosen, chosen), length)
    model.program.add_row({model.end: 1.0} | own | others, at_least=length * (1 - len(own)))
