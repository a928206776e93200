"""A simple plan, quickly made: what to show if the solver finds none, and what it must not be worse than.

Again and again it takes what costs the fewest points for each new skill, with all it requires. What opens
the way is taken in offerings that start on any day, so the order is never in doubt.
"""

from __future__ import annotations

import heapq
from collections.abc import Collection, Iterable, Mapping, Sequence

from umiem.domain.pathways.choices import Table
from umiem.domain.pathways.options import Choice, Need, is_met
from umiem.domain.pathways.preferences import Preferences
from umiem.domain.pathways.timetable import make_timetable

_Chain = tuple[Choice, ...]


class Chains:
    """For each entry the cheapest way to it: itself on any day, and what it requires, likewise."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._own = {
            name: min((each for each in found if not each.is_fixed), key=lambda each: each.points)
            for name, found in table.choices.items()
            if any(not each.is_fixed for each in found)
        }
        self.points = self._points()

    def _points(self) -> dict[str, float]:
        """Return the least points of each entry with its chain; what several steps share counts for each."""
        needed_by: dict[str, list[str]] = {}
        for name in self._own:
            for provider in {each for need in self._table.needs[name] for each in need.providers}:
                needed_by.setdefault(provider, []).append(name)
        known: dict[str, float] = {}
        waiting = [(each.points, name) for name, each in self._own.items() if not self._table.needs[name]]
        heapq.heapify(waiting)
        while waiting:
            points, name = heapq.heappop(waiting)
            if name in known:
                continue
            known[name] = points
            for other in needed_by.get(name, ()):
                if other not in known and all(is_met(need, known) for need in self._table.needs[other]):
                    below = sum(known[each] for each in self._below(other, known))
                    heapq.heappush(waiting, (self._own[other].points + below, other))
        return known

    def _below(self, name: str, known: Mapping[str, float], taken: Collection[str] = ()) -> set[str]:
        """Return the entries that meet the needs of ``name`` at the fewest points."""
        found: set[str] = set()
        for need in self._table.needs[name]:
            if not is_met(need, {*taken, *found}):
                found.update(_cheapest(need, known))
        return found

    def of(self, choice: Choice, taken: Collection[str]) -> _Chain | None:
        """Return ``choice`` with all it requires that is not ``taken``, or ``None`` if that cannot be had."""
        found: dict[str, Choice] = {}
        waiting = [choice]
        while waiting:
            current = waiting.pop()
            name = current.entry.identifier
            if name in found or name in taken:
                continue
            found[name] = current
            if not all(is_met(need, {*taken, *self.points}) for need in self._table.needs[name]):
                return None
            below = self._below(name, self.points, {*taken, *found} - {name})
            waiting += [self._own[each] for each in sorted(below)]
        return tuple(found.values())


def _cheapest(need: Need, points: Mapping[str, float]) -> Iterable[str]:
    best = sorted(
        min((points[each], each) for each in providers if each in points)
        for _, providers in need.items
        if not providers.isdisjoint(points)
    )
    return [name for _, name in best[: need.at_least]]


def simple_plan(
    table: Table,
    essential: Sequence[str],
    teaching: Mapping[str, Sequence[str]],
    *,
    chains: Chains,
    preferences: Preferences,
) -> tuple[Choice, ...]:
    """Return a plan that can be carried out within the limits; it need not be the best, nor cover all."""
    missing, chosen = set(essential), dict[str, Choice]()
    waiting = [
        (0.0, number, choice)
        for number, choice in enumerate(
            choice
            for name in sorted({name for skill in essential for name in teaching[skill]})
            for choice in table.choices[name]
        )
    ]
    while waiting and missing:
        _, number, choice = heapq.heappop(waiting)
        chain = chains.of(choice, chosen)
        gained = len({skill for each in chain or () for skill in each.entry.skills} & missing)
        if not chain or not gained:
            continue
        score = sum(each.points for each in chain) / gained
        if waiting and score > waiting[0][0]:
            heapq.heappush(waiting, (score, number, choice))
        elif _is_possible((*chosen.values(), *chain), table, preferences):
            chosen |= {each.entry.identifier: each for each in chain}
            missing -= {skill for each in chain for skill in each.entry.skills}
    return _without_spare(chosen, table, essential)


def _is_possible(chosen: Sequence[Choice], table: Table, preferences: Preferences) -> bool:
    hours = sum(each.entry.hours for each in chosen)
    cost = sum(each.offering.price for each in chosen)
    if preferences.most_hours is not None and hours > preferences.most_hours:
        return False
    if preferences.most_cost is not None and cost > preferences.most_cost:
        return False
    if preferences.most_days is None and not any(each.is_fixed for each in chosen):
        return True
    timetable = make_timetable(chosen, table.needs)
    return not timetable.late and timetable.length <= (preferences.most_days or timetable.length)


def _without_spare(
    chosen: Mapping[str, Choice], table: Table, essential: Sequence[str]
) -> tuple[Choice, ...]:
    """Drop, the dearest first, what a plan covers as much without."""
    kept = dict(chosen)
    for name in sorted(kept, key=lambda each: (-kept[each].points, each)):
        others = {other: choice for other, choice in kept.items() if other != name}
        taught = {skill for choice in others.values() for skill in choice.entry.skills}
        still = kept[name].entry.skills.intersection(essential) <= taught
        met = still and all(is_met(need, others) for other in others for need in table.needs[other])
        if met and not make_timetable(tuple(others.values()), table.needs).late:
            kept = others
    return tuple(kept.values())
