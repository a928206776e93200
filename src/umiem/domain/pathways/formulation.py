"""The choice as a mixed-integer program: which entries, in which offering, at the fewest points.

Rows: one offering for each entry; every wanted skill taught; what an entry requires is chosen too;
budgets; cohorts that run at the same time exclude each other; the end is no earlier than the work allows.
What else the order of things forbids is added when a solution shows it (``cuts.py``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from umiem.domain.pathways.choices import Table
from umiem.domain.pathways.options import Choice, Need
from umiem.domain.pathways.preferences import Preferences
from umiem.domain.solver import Program, Solution

MOMENT = 1e-3  # days; what the solver rounds
_LONGEST = 36_500.0  # days; no plan is longer than a century


@dataclass
class Model:
    """The program with what its columns mean.

    ``done_by`` holds for days of cohorts the columns "this choice is finished by then", ``spans`` the
    stretches between two days that have their rows. Once it ``has_guessed``, a row may be too strict.
    """

    program: Program
    choices: list[Choice]
    columns_of: dict[str, list[int]]
    covered: dict[str, int]
    end: int | None
    done_by: dict[int, dict[int, int]] = field(default_factory=dict)
    spans: set[tuple[float, int]] = field(default_factory=set)
    has_guessed: bool = False


@dataclass(frozen=True, slots=True)
class Goal:
    """Skills to cover (all that can be) and optional ones that are worth points."""

    essential: tuple[str, ...]
    optional: tuple[str, ...]


def build(table: Table, goal: Goal, teaching: Mapping[str, Sequence[str]], preferences: Preferences) -> Model:
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
    model = Model(program, choices, columns_of, covered, None)
    _finish_before_cohorts(model, table)
    _limit_budgets(model, preferences)
    _keep_cohorts_apart(model)
    _measure_time(model, preferences)
    return model


def columns_for(columns_of: Mapping[str, list[int]], names: Iterable[str]) -> dict[int, float]:
    return {column: 1.0 for name in names for column in columns_of.get(name, ())}


def _require(program: Program, columns_of: Mapping[str, list[int]], name: str, need: Need) -> None:
    own = dict.fromkeys(columns_of[name], -float(need.at_least))
    if len(need.items) == 1:
        program.add_row(columns_for(columns_of, need.items[0][1]) | own, at_least=0)
        return
    counted: dict[int, float] = {}
    for _, providers in need.items:
        item = program.add_column(0.0, whole=False)
        program.add_row(columns_for(columns_of, providers) | {item: -1.0}, at_least=0)
        counted[item] = 1.0
    program.add_row(counted | own, at_least=0)


def _finish_before_cohorts(model: Model, table: Table) -> None:
    """A cohort needs a provider that can be finished before its first day."""
    for column, choice in enumerate(model.choices):
        if not choice.is_fixed:
            continue
        for need in table.needs[choice.entry.identifier]:
            if need.at_least == 1:
                names = {name for _, found in need.items for name in found}
                early = {
                    each: 1.0
                    for each in columns_for(model.columns_of, names)
                    if earliest_end(model.choices[each], table) <= choice.day + MOMENT
                }
                model.program.add_row(early | {column: -1.0}, at_least=0)


def earliest_end(choice: Choice, table: Table) -> float:
    return max(choice.day, table.ready[choice.entry.identifier]) + choice.days


def _limit_budgets(model: Model, preferences: Preferences) -> None:
    if preferences.most_hours is not None:
        hours = {column: choice.entry.hours for column, choice in enumerate(model.choices)}
        model.program.add_row(hours, at_most=preferences.most_hours)
    if preferences.most_cost is not None:
        prices = {column: choice.offering.price for column, choice in enumerate(model.choices)}
        model.program.add_row(prices, at_most=preferences.most_cost)


def _keep_cohorts_apart(model: Model) -> None:
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


def _measure_time(model: Model, preferences: Preferences) -> None:
    if preferences.weights.weeks == 0 and preferences.most_days is None:
        return
    latest = _LONGEST if preferences.most_days is None else float(preferences.most_days)
    model.end = end = model.program.add_column(preferences.weights.weeks / 7, upper=latest, whole=False)
    work = {column: -choice.days for column, choice in enumerate(model.choices)}
    model.program.add_row(work | {end: 1.0}, at_least=0)
    for column, choice in enumerate(model.choices):
        if choice.is_fixed:
            model.program.add_row({column: -(choice.day + choice.days), end: 1.0}, at_least=0)


def chosen_in(model: Model, found: Solution) -> tuple[Choice, ...]:
    return tuple(choice for column, choice in enumerate(model.choices) if found.values[column] > 0.5)
