"""When the steps of a plan happen: one thing at a time, cohorts on their days, the rest around them.

A learner studies one micro-credential at a time; one without a fixed start may be interrupted by a
cohort. Cohorts must not overlap, and what a step requires must be finished before it begins. Where
several chosen entries could meet a requirement, one is enough: which of them is done first is searched.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from umiem.domain.pathways.options import Choice, Need, is_met

_ROUNDING = 1e-6
_MOST_TRIES = 100

_Place = tuple[str, int]  # an entry and which of its needs
_Ways = Mapping[_Place, tuple[frozenset[str], ...]]


@dataclass(frozen=True, slots=True)
class Timetable:
    """Days (from the start) on which each chosen entry begins and ends; ``late`` could not begin in time.

    Not ``is_certain`` if some order was not tried that might have left nothing late.
    """

    begins: Mapping[str, float]
    ends: Mapping[str, float]
    late: frozenset[str]
    is_certain: bool = True

    @property
    def length(self) -> float:
        return max(self.ends.values(), default=0.0)


def make_timetable(chosen: Sequence[Choice], needs: Mapping[str, tuple[Need, ...]]) -> Timetable:
    """Place the chosen entries in time without leaving a day idle that could be used.

    With it settled what meets which need, studying what is due first is the best order. It is settled
    only for the needs that make a cohort late, one after the other, every way in turn.
    """
    ways = {
        (choice.entry.identifier, number): _ways_to_meet(need, chosen)
        for choice in chosen
        for number, need in enumerate(needs[choice.entry.identifier])
    }
    waiting: list[Mapping[_Place, frozenset[str]]] = [
        {place: found[0] for place, found in ways.items() if len(found) == 1}
    ]
    for _ in range(_MOST_TRIES):
        settled = waiting.pop()
        timetable = _place(chosen, needs, _due_days(chosen, settled))
        if not timetable.late:
            return timetable
        missed = min(
            (each for each in chosen if each.is_fixed and each.entry.identifier in timetable.late),
            key=lambda each: each.day,
            default=None,
        )
        open_need = (
            None if missed is None else _open_need(missed.entry.identifier, timetable, needs, ways, settled)
        )
        if open_need is not None:
            waiting += [{**settled, open_need: way} for way in reversed(ways[open_need])]
        if not waiting:
            return timetable
    return Timetable(timetable.begins, timetable.ends, timetable.late, is_certain=False)


def _ways_to_meet(need: Need, chosen: Sequence[Choice]) -> tuple[frozenset[str], ...]:
    """Return the smallest sets of chosen entries that meet a need, those with the least work first."""
    days = {choice.entry.identifier: choice.days for choice in chosen}
    items = [sorted(providers & days.keys()) for _, providers in need.items]
    ways = {
        frozenset(way)
        for some in itertools.combinations([each for each in items if each], need.at_least)
        for way in itertools.product(*some)
    }
    return tuple(sorted(ways, key=lambda way: (sum(days[each] for each in way), sorted(way))))


def _open_need(
    missed: str,
    timetable: Timetable,
    needs: Mapping[str, tuple[Need, ...]],
    ways: _Ways,
    settled: Mapping[_Place, frozenset[str]],
) -> _Place | None:
    """Return a need behind a missed cohort for which it is not settled yet what meets it."""
    seen: set[str] = set()
    waiting = [missed]
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        for number, need in enumerate(needs[name]):
            place = name, number
            if is_met(need, timetable.ends.keys()):
                continue
            if place not in settled and ways[place]:
                return place
            waiting += settled.get(place, ())
    return None


def _place(
    chosen: Sequence[Choice], needs: Mapping[str, tuple[Need, ...]], due: Mapping[str, float]
) -> Timetable:
    names = {choice.entry.identifier for choice in chosen}
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


def _due_days(chosen: Sequence[Choice], settled: Mapping[_Place, frozenset[str]]) -> dict[str, float]:
    """Return by when each chosen entry must be finished for the cohorts that build on it."""
    due = {
        choice.entry.identifier: choice.day + choice.days if choice.is_fixed else math.inf
        for choice in chosen
    }
    days = {choice.entry.identifier: choice.days for choice in chosen}
    for _ in chosen:
        changed = False
        for (name, _), providers in settled.items():
            latest_begin = due[name] - days[name]
            for provider in providers:
                if latest_begin < due[provider]:
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
