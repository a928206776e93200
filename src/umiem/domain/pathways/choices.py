"""What is on the table for one plan: the entries and offerings that may be chosen, and what each needs."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Set
from dataclasses import dataclass, replace

from umiem.domain.pathways.catalogue import Catalogue, CatalogueEntry, Offering, Requirement
from umiem.domain.pathways.options import Choice, Need
from umiem.domain.pathways.preferences import Preferences
from umiem.domain.pathways.relevance import Candidate, Relevance

# Among plans with equal points the shorter one with fewer steps wins; too small to change any other choice.
_TIE_BREAK = 1e-5
_ROUNDING = 1e-6


@dataclass(frozen=True, slots=True)
class Table:
    """The choices by entry, the open needs by entry, and the entries refused by the preferences."""

    choices: Mapping[str, tuple[Choice, ...]]
    needs: Mapping[str, tuple[Need, ...]]
    ready: Mapping[str, float]  # day before which what an entry requires cannot be finished
    not_wanted: frozenset[str]
    not_reachable: frozenset[str]

    def teaching(self, catalogue: Catalogue, skill: str) -> list[str]:
        """Return the identifiers of the entries on the table that teach ``skill``."""
        return [
            entry.identifier
            for entry in catalogue.by_skill.get(skill, ())
            if entry.identifier in self.choices
        ]


def lay_table(
    catalogue: Catalogue,
    *,
    wanted: Iterable[str],
    owned: frozenset[str],
    preferences: Preferences,
    without: frozenset[str] = frozenset(),
) -> Table:
    """Gather the entries that teach a wanted skill, and those that what they require leads to.

    ``owned`` holds the skills and the credentials (identifiers) the learner already has; what only
    repeats them or cannot be reached is left out, and so are the entries in ``without``.
    """
    seen: dict[str, Candidate | None] = {}
    not_wanted: set[str] = set()

    def look_up(name: str) -> Candidate | None:
        if name not in seen:
            seen[name] = None
            entry = catalogue.by_identifier[name]
            if name not in owned and name not in without:
                admissible = _choices_of(entry, preferences)
                if admissible:
                    seen[name] = Candidate(name, admissible, _open_needs(entry, catalogue, owned))
                else:
                    not_wanted.add(name)
        return seen[name]

    teaching = {entry.identifier for skill in wanted for entry in catalogue.by_skill.get(skill, ())}
    kept = [look_up(name) for name in sorted(Relevance(look_up, preferences).kept(teaching))]
    choices = {each.name: each.choices for each in kept if each is not None}
    needs = {each.name: each.needs for each in kept if each is not None}
    ready = _earliest(choices, needs)
    reachable = {name for name, day in ready.items() if _in_time(choices[name], day)}
    return Table(
        choices={name: _in_time(choices[name], ready[name]) for name in sorted(reachable)},
        needs={name: _within(needs[name], reachable) for name in sorted(reachable)},
        ready=ready,
        not_wanted=frozenset(not_wanted),
        not_reachable=frozenset(choices.keys() - reachable),
    )


def narrow_table(table: Table, names: Collection[str]) -> Table:
    """Return the table with the entries in ``names`` only."""
    kept = {name for name in table.choices if name in names}
    return replace(
        table,
        choices={name: found for name, found in table.choices.items() if name in kept},
        needs={name: _within(needs, kept) for name, needs in table.needs.items() if name in kept},
    )


def _choices_of(entry: CatalogueEntry, preferences: Preferences) -> tuple[Choice, ...]:
    found = [
        choice
        for offering in entry.offerings
        if _suits(offering, preferences)
        for choice in [_choice(entry, offering, preferences)]
        if choice.day >= 0
        and (preferences.most_days is None or choice.day + choice.days <= preferences.most_days)
    ]
    return _undominated(found)


def _undominated(found: Iterable[Choice]) -> tuple[Choice, ...]:
    """Leave out what another choice of the entry, one that starts on any day, is never worse than.

    It can be put into the time of any other that takes as long.
    """
    kept: list[Choice] = []
    for choice in sorted(
        found,
        key=lambda each: (
            each.points,
            each.offering.price,
            each.days,
            each.is_fixed,
            each.day,
            each.offering.identifier,
        ),
    ):
        if not any(
            not each.is_fixed and each.days <= choice.days and each.offering.price <= choice.offering.price
            for each in kept
        ):
            kept.append(choice)
    return tuple(kept)


def _suits(offering: Offering, wishes: Preferences) -> bool:
    dearest = min(
        (limit for limit in (wishes.most_for_one, wishes.most_cost) if limit is not None), default=math.inf
    )
    return (
        (not wishes.languages or offering.language in wishes.languages)
        and (not wishes.modes or offering.mode in wishes.modes)
        and (not wishes.regions or not offering.region or offering.region in wishes.regions)
        and (offering.price == 0 or offering.currency == wishes.currency)
        and offering.price <= dearest
    )


def _choice(entry: CatalogueEntry, offering: Offering, preferences: Preferences) -> Choice:
    weights = preferences.weights
    points = weights.hours * entry.hours + weights.cost * offering.price
    study_days = entry.hours / preferences.hours_per_week * 7
    too_heavy = offering.starts is not None and offering.weeks > 0 and study_days > offering.weeks * 7 * 1.001
    day = 0 if offering.starts is None else (offering.starts - preferences.starts).days
    return Choice(
        entry=entry,
        offering=offering,
        points=points + _TIE_BREAK * (1 + entry.hours / 1000),
        # A cohort that asks for more hours a week than the learner has cannot be taken at all.
        day=-1 if too_heavy else day,
        days=max(study_days, offering.weeks * 7),
        is_fixed=offering.starts is not None,
    )


def _open_needs(entry: CatalogueEntry, catalogue: Catalogue, owned: frozenset[str]) -> tuple[Need, ...]:
    return tuple(
        need for requirement in entry.requires for need in _needs_of(requirement, entry, catalogue, owned)
    )


def _needs_of(
    requirement: Requirement, entry: CatalogueEntry, catalogue: Catalogue, owned: frozenset[str]
) -> list[Need]:
    missing = [item for item in dict.fromkeys(requirement.items) if item not in owned]
    at_least = requirement.at_least - (len(set(requirement.items)) - len(missing))
    if at_least <= 0:
        return []
    items = [
        (item, frozenset(each.identifier for each in catalogue.providing(item)) - {entry.identifier})
        for item in missing
    ]
    if at_least >= len(items):
        return [Need(1, (item,)) for item in items] if at_least == len(items) else [Need(1, ())]
    if at_least == 1:
        providers = frozenset(identifier for _, found in items for identifier in found)
        return [Need(1, ((" ".join(missing), providers),))]
    return [Need(at_least, tuple(items))]


def _earliest(
    choices: Mapping[str, tuple[Choice, ...]], needs: Mapping[str, tuple[Need, ...]]
) -> dict[str, float]:
    """Return the day before which each entry's needs cannot be met, infinite when they never can.

    A circle of needs supports nobody. Time shared with other entries is not counted, so the true day
    may be later, never earlier.
    """
    ready = dict.fromkeys(choices, math.inf)
    ends = dict.fromkeys(choices, math.inf)
    needed_by: dict[str, list[str]] = {}
    for name in choices:
        for provider in {each for need in needs[name] for _, found in need.items for each in found}:
            needed_by.setdefault(provider, []).append(name)
    waiting = dict.fromkeys(choices)
    while waiting:
        again: dict[str, None] = {}
        for name in waiting:
            day = max((_met_by(need, ends) for need in needs[name]), default=0.0)
            ready[name] = min(ready[name], day)
            end = min(
                (max(each.day, day) + each.days for each in _in_time(choices[name], day)), default=math.inf
            )
            if end < ends[name]:
                ends[name] = end
                again |= dict.fromkeys(needed_by.get(name, ()))
        waiting = again
    return ready


def _met_by(need: Need, ends: Mapping[str, float]) -> float:
    days = sorted(
        min((ends.get(each, math.inf) for each in found), default=math.inf) for _, found in need.items
    )
    return days[need.at_least - 1] if len(days) >= need.at_least else math.inf


def _in_time(found: tuple[Choice, ...], ready: float) -> tuple[Choice, ...]:
    """Return the choices that can still begin when what they require is finished."""
    return tuple(
        each for each in found if ready < math.inf and (not each.is_fixed or each.day >= ready - _ROUNDING)
    )


def _within(needs: tuple[Need, ...], reachable: Set[str]) -> tuple[Need, ...]:
    return tuple(
        Need(need.at_least, tuple((item, providers & reachable) for item, providers in need.items))
        for need in needs
    )
