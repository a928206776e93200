"""Rows that a solution shows to be missing: circles of requirements, orders too late, ends too early.

A solution that cannot be carried out, or takes longer than the program thought, gets rows that every plan
that can be carried out meets, so the result stays exact.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from umiem.domain.pathways.choices import Table
from umiem.domain.pathways.formulation import MOMENT, Model, chosen_in, columns_for, earliest_end
from umiem.domain.pathways.options import Choice, Need, is_met
from umiem.domain.pathways.timetable import make_timetable
from umiem.domain.solver import Solution

_MOST_CUTS = 12


def cut_off(model: Model, table: Table, found: Solution) -> bool:
    """Add rows that exclude a selection that cannot be carried out; say whether there were any."""
    chosen = chosen_in(model, found)
    names = {choice.entry.identifier for choice in chosen}
    circle = _in_circle(names, table.needs)
    if circle:
        outside = columns_for(model.columns_of, _ways_out(circle, names - circle, table.needs))
        for name in circle:
            own = dict.fromkeys(model.columns_of[name], -1.0)
            model.program.add_row(outside | own, at_least=0)
        return True
    timetable = make_timetable(chosen, table.needs)
    model.has_guessed |= not timetable.is_certain
    if timetable.late:
        _forbid_orders(model, table, chosen)
        return True
    if model.end is not None and timetable.length > found.values[model.end] + MOMENT:
        if not _work_after(model, table, found):
            _lengthen(model, table, chosen, timetable.length)
        return True
    return False


def _is_late(model: Model, table: Table, chosen: Sequence[Choice]) -> bool:
    timetable = make_timetable(chosen, table.needs)
    model.has_guessed |= not timetable.is_certain
    return bool(timetable.late)


def _in_circle(names: set[str], needs: Mapping[str, tuple[Need, ...]]) -> set[str]:
    reached: set[str] = set()
    waiting = set(names)
    while fresh := {name for name in waiting if all(is_met(need, reached) for need in needs[name])}:
        reached |= fresh
        waiting -= fresh
    return waiting


def _ways_out(circle: set[str], reached: set[str], needs: Mapping[str, tuple[Need, ...]]) -> set[str]:
    """Return entries one of which must be chosen so that something in the circle can be begun first."""
    return {
        provider
        for name in circle
        for need in needs[name]
        if not is_met(need, reached)
        for _, providers in need.items
        if providers.isdisjoint(reached)
        for provider in providers - circle
    }


def _providers(names: Iterable[str], needs: Mapping[str, tuple[Need, ...]]) -> set[str]:
    return {
        provider for name in names for need in needs[name] for _, found in need.items for provider in found
    }


def _others(model: Model, table: Table, core: Sequence[Choice], chosen: Sequence[Choice]) -> dict[int, float]:
    """Columns that are not chosen and would change the order: other ways to meet the needs of the core."""
    taken = set(map(id, chosen))
    names = {choice.entry.identifier for choice in core}
    columns = columns_for(model.columns_of, _providers(names, table.needs))
    return {column: 1.0 for column in columns if id(model.choices[column]) not in taken}


def _own_columns(model: Model, chosen: Sequence[Choice]) -> dict[int, float]:
    wanted = set(map(id, chosen))
    return {column: 1.0 for column, choice in enumerate(model.choices) if id(choice) in wanted}


def _forbid_orders(model: Model, table: Table, chosen: Sequence[Choice]) -> None:
    """Forbid each core that cannot be carried out, one cohort after the other."""
    remaining = list(chosen)
    for _ in range(_MOST_CUTS):
        core = _core(model, table, remaining)
        others = dict.fromkeys(_others(model, table, core, chosen), -1.0)
        own = _own_columns(model, core)
        model.program.add_row(own | others, at_most=len(own) - 1)
        cohorts = [choice for choice in core if choice.is_fixed]
        _add_deadline(model, table, core)
        if not cohorts:
            return
        last = max(cohorts, key=lambda choice: choice.day)
        remaining = [choice for choice in remaining if choice is not last]
        names = {choice.entry.identifier for choice in remaining}
        if _in_circle(names, table.needs) or not _is_late(model, table, remaining):
            return


def _finish_by(model: Model, table: Table, day: int) -> None:
    """Demand that all that cohorts up to ``day`` build on can be studied before that day."""
    if day <= 0 or day in model.done_by:
        return
    done: dict[int, int] = {}
    waiting: list[tuple[int, int, float]] = [
        (column, column, choice.day)
        for column, choice in enumerate(model.choices)
        if choice.is_fixed and choice.day <= day
    ]
    while waiting:
        column, what, until = waiting.pop()
        for need in table.needs[model.choices[column].entry.identifier]:
            if need.at_least > 1:
                continue
            terms = {what: -1.0}
            for each in columns_for(model.columns_of, need.providers):
                provider = model.choices[each]
                if earliest_end(provider, table) > until + MOMENT:
                    continue
                if provider.is_fixed:
                    terms[each] = 1.0
                    continue
                if each not in done:
                    done[each] = model.program.add_column(0.0, whole=False)
                    model.program.add_row({each: 1.0, done[each]: -1.0}, at_least=0)
                    waiting.append((each, done[each], day - provider.days))
                terms[done[each]] = 1.0
            model.program.add_row(terms, at_least=0)
    work = {new: model.choices[column].days for column, new in done.items()}
    for column, choice in enumerate(model.choices):
        if choice.is_fixed and choice.day < day:
            work[column] = min(choice.days, day - choice.day)
    model.program.add_row(work, at_most=float(day))
    for other, those in model.done_by.items():
        for column in those.keys() & done.keys():
            first, second = (those, done) if other < day else (done, those)
            model.program.add_row({second[column]: 1.0, first[column]: -1.0}, at_least=0)
    model.done_by[day] = done


def _add_deadline(model: Model, table: Table, core: Sequence[Choice]) -> None:
    day = max((each.day for each in core if each.is_fixed and table.needs[each.entry.identifier]), default=0)
    if day <= 0:
        return
    _finish_by(model, table, day)
    needed = _providers({each.entry.identifier for each in core}, table.needs)
    for each in core:
        if each.is_fixed and each.entry.identifier in needed and each.day + each.days < day:
            _finish_between(model, table, each.day + each.days, day)


def _finish_between(model: Model, table: Table, first: float, day: int) -> None:
    """Demand that what must lie between ``first`` and ``day`` fits there."""
    if (first, day) in model.spans:
        return
    model.spans.add((first, day))
    done = model.done_by[day]
    after = {
        column: model.program.add_column(0.0, whole=False)
        for column in done
        if table.needs[model.choices[column].entry.identifier]
    }
    for column, late in after.items():
        for need in table.needs[model.choices[column].entry.identifier]:
            if need.at_least > 1:
                continue
            terms = {late: 1.0, done[column]: -1.0}
            for each in columns_for(model.columns_of, need.providers):
                if earliest_end(model.choices[each], table) > first + MOMENT:
                    continue
                if model.choices[each].is_fixed:
                    terms[each] = 1.0
                elif each in done:
                    terms[done[each]] = 1.0
                    if each in after:
                        terms[after[each]] = -1.0
            model.program.add_row(terms, at_least=0)
    work = {late: model.choices[column].days for column, late in after.items()}
    for column, choice in enumerate(model.choices):
        if choice.is_fixed and choice.day < day and choice.day + choice.days > first:
            work[column] = min(choice.day + choice.days, day) - max(first, choice.day)
    model.program.add_row(work, at_most=day - first)


def _core(model: Model, table: Table, chosen: Sequence[Choice]) -> Sequence[Choice]:
    """Return as few of the chosen as still cannot be carried out; what the core builds on stays in it."""
    core = _first_cohorts(model, table, chosen)
    if core is None:
        core = list(chosen)
    for choice in tuple(core):
        fewer = [each for each in core if each is not choice]
        names = {each.entry.identifier for each in fewer}
        if choice.entry.identifier in _providers(names, table.needs):
            continue
        if not _in_circle(names, table.needs) and _is_late(model, table, fewer):
            core = fewer
    return core


def _first_cohorts(model: Model, table: Table, chosen: Sequence[Choice]) -> list[Choice] | None:
    """Return the fewest first cohorts, with all they build on, that cannot be carried out together."""
    cohorts = sorted((choice for choice in chosen if choice.is_fixed), key=lambda choice: choice.day)
    for count in range(1, len(cohorts) + 1):
        names = {choice.entry.identifier for choice in cohorts[:count]}
        while (
            more := names | (_providers(names, table.needs) & {c.entry.identifier for c in chosen})
        ) != names:
            names = more
        core = [choice for choice in chosen if choice.entry.identifier in names]
        if not _in_circle(names, table.needs) and _is_late(model, table, core):
            return core
    return None


def _lengthen(model: Model, table: Table, chosen: Sequence[Choice], length: float) -> None:
    assert model.end is not None
    own = dict.fromkeys(_own_columns(model, chosen), -length)
    others = dict.fromkeys(_others(model, table, chosen, chosen), length)
    model.program.add_row({model.end: 1.0} | own | others, at_least=length * (1 - len(own)))


def _work_after(model: Model, table: Table, found: Solution) -> bool:
    """Add the rows that a solution breaks: after a cohort comes all that cannot begin before it."""
    assert model.end is not None
    before = len(model.program.rows)
    begins = [max(each.day, table.ready[each.entry.identifier]) for each in model.choices]
    for column, choice in enumerate(model.choices):
        if choice.is_fixed and found.values[column] > 0.5:
            after = {
                other: -each.days
                for other, each in enumerate(model.choices)
                if begins[other] >= choice.day and other != column
            }
            length = choice.day + choice.days - sum(v for o, v in after.items() if found.values[o] > 0.5)
            if length > found.values[model.end] + MOMENT:
                model.program.add_row(
                    after | {column: -(choice.day + choice.days), model.end: 1.0}, at_least=0
                )
    return len(model.program.rows) > before
