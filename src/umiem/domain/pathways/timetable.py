"""When the steps of a plan happen: one thing at a time, cohorts on their days, the rest around them.

A learner studies one micro-credential at a time; one without a fixed start may be interrupted by a
cohort. Cohorts must not overlap, and what a step requires must be finished before it begins.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from umiem.domain.pathways.options import Choice, Need, is_met

_ROUNDING = 1e-6


@dataclass(frozen=True, slots=True)
class Timetable:
    """Days (from the start) on which each chosen entry begins and ends; ``late`` could not begin in time."""

    begins: Mapping[str, float]
    ends: Mapping[str, float]
    late: frozenset[str]

    @property
    def length(self) -> float:
        return max(self.ends.values(), default=0.0)


def make_timetable(chosen: Sequence[Choice], needs: Mapping[str, tuple[Need, ...]]) -> Timetable:
    """Place the chosen entries in time without leaving a day idle that could be used."""
    names = {choice.entry.identifier for choice in chosen}
    due = _due_days(chosen, needs)
    waiting = {choice.entry.identifier: choice for choice in chosen}
    cohorts = {name: choice for name, choice in waiting.items() if choice.is_fixed}
    left = {name: choice.days for name, choice in waiting.items()}
    unmet = {name: [need for need in needs[name] if not is_met(need, ())] for name in waiting}
    unready = {name: found for name, found in unmet.items() if found}
    begins: dict[str, float] = {}
    ends: dict[str, float] = {}
    now = 0.0
    while waiting:
        ready = [each for name, each in waiting.items() if name not in unready]
        if any(_is_missed(each, now, is_ready=name not in unready) for name, each in cohorts.items()):
            break
        coming = min((each.day for each in cohorts.values() if each.day > now), default=None)
        current = _next_to_study(ready, now, due, begins)
        if current is None and coming is None:
            break
        if current is None or (
            not current.is_fixed
            and coming is not None
            and coming < now + left[current.entry.identifier] - _ROUNDING
        ):
            assert coming is not None
            if current is not None:
                begins.setdefault(current.entry.identifier, now)
                left[current.entry.identifier] -= coming - now
            now = float(coming)
            continue
        name = current.entry.identifier
        begins.setdefault(name, now)
        now += left[name]
        ends[name] = now
        del waiting[name]
        cohorts.pop(name, None)
        unready = _still_unready(unready, ends.keys(), name)
    return Timetable(begins, ends, frozenset(names - ends.keys()))


def _still_unready(
    unready: Mapping[str, list[Need]], done: Collection[str], finished: str
) -> dict[str, list[Need]]:
    """Return what still waits for something when ``finished`` was added to ``done``."""
    found = {}
    for name, needs in unready.items():
        left = [
            need
            for need in needs
            if not any(finished in providers for _, providers in need.items) or not is_met(need, done)
        ]
        if left:
            found[name] = left
    return found


def _is_missed(cohort: Choice, now: float, *, is_ready: bool) -> bool:
    return cohort.day < now - _ROUNDING or (cohort.day <= now + _ROUNDING and not is_ready)


def _due_days(chosen: Sequence[Choice], needs: Mapping[str, tuple[Need, ...]]) -> dict[str, float]:
    """Return by when each chosen entry must be finished for the cohorts that build on it."""
    due = {
        choice.entry.identifier: choice.day + choice.days if choice.is_fixed else math.inf
        for choice in chosen
    }
    days = {choice.entry.identifier: choice.days for choice in chosen}
    for _ in chosen:
        changed = False
        for choice in chosen:
            name = choice.entry.identifier
            latest_begin = due[name] - days[name]
            for provider in (each for need in needs[name] for _, found in need.items for each in found):
                if provider in due and latest_begin < due[provider]:
                    due[provider], changed = latest_begin, True
        if not changed:
            break
    return due


def _next_to_study(
    ready: Sequence[Choice], now: float, due: Mapping[str, float], begins: Mapping[str, float]
) -> Choice | None:
    """Cohorts that begin now come first, then what is due first, then what was begun, then the shortest."""
    starting = [each for each in ready if each.is_fixed and abs(each.day - now) <= _ROUNDING]
    if starting:
        return min(starting, key=lambda each: each.entry.identifier)
    free = [each for each in ready if not each.is_fixed]
    return min(
        free,
        key=lambda each: (
            due[each.entry.identifier],
            each.entry.identifier not in begins,
            each.days,
            each.entry.identifier,
        ),
        default=None,
    )
