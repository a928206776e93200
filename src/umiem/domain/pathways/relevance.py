"""Which entries can matter at all: those teaching something wanted, and few of those that only open the way.

An entry that teaches nothing wanted serves only to meet requirements. It is left out when, for all the
requirements it could meet, ready-made chains of entries that start on any day cost no more: in points,
and in days, hours and money where these are limited. A plan with such an entry can then be rewritten
without it at no loss (put the chains in its time), so leaving it out keeps the optimum exact.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from umiem.domain.pathways.options import Choice, Need
from umiem.domain.pathways.preferences import Preferences

_DEEPEST = 6

Amounts = tuple[float, float, float, float]  # points, days, hours, money
_NOTHING: Amounts = (0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry with its admissible choices and open needs."""

    name: str
    choices: tuple[Choice, ...]
    needs: tuple[Need, ...]


@dataclass(frozen=True, slots=True)
class _Chain:
    amounts: Amounts
    members: frozenset[str]


class Relevance:
    """Finds the entries worth keeping; ``look_up`` gives a candidate by identifier, or ``None``."""

    def __init__(self, look_up: Callable[[str], Candidate | None], preferences: Preferences) -> None:
        self._look_up = look_up
        self._preferences = preferences
        self._chains: dict[Need, _Chain | None] = {}
        self._least: dict[str, Amounts | None] = {}
        self._counts = (True, True, preferences.most_hours is not None, preferences.most_cost is not None)

    def kept(self, wanted: Iterable[str]) -> set[str]:
        """Return ``wanted`` (entries that teach something wanted) and the helpers that may be of use."""
        kept = {name for name in wanted if self._look_up(name) is not None}
        needs: dict[Need, None] = {}
        saved: dict[str, Amounts] = {}
        waiting = set(kept)
        while waiting:
            found = [self._look_up(name) for name in sorted(waiting)]
            fresh = {need: None for each in found if each is not None for need in each.needs}
            fresh = {need: None for need in fresh if need not in needs}
            needs |= fresh
            worth = {name for name in self._worth_keeping(fresh, saved) if self._look_up(name) is not None}
            waiting = worth - kept
            kept |= worth
        return kept

    def _worth_keeping(self, needs: Iterable[Need], saved: dict[str, Amounts]) -> set[str]:
        """Return what further ``needs`` make worth keeping; ``saved`` is what each helper saves so far.

        That only grows, so what paid before pays still.
        """
        keep: set[str] = set()
        changed: set[str] = set()
        for need in needs:
            chain = self._chain_for(need, 0, frozenset())
            providers = {name for _, found in need.items for name in found}
            if chain is None:
                keep |= providers
                continue
            keep |= chain.members
            changed |= providers
            for name in providers:
                saved[name] = _sum(saved.get(name, _NOTHING), chain.amounts)
        return keep | {name for name in changed if name not in keep and self._pays(name, saved[name])}

    def _pays(self, name: str, saved: Amounts) -> bool:
        """Say whether an entry might cost less, in anything that counts, than the chains it saves."""
        if name not in self._least:
            candidate = self._look_up(name)
            self._least[name] = None if candidate is None else _least(candidate.choices)
        least = self._least[name]
        return least is not None and (
            least[0] < saved[0]
            or least[1] < saved[1]
            or (self._counts[2] and least[2] < saved[2])
            or (self._counts[3] and least[3] < saved[3])
        )

    def _chain_for(self, need: Need, depth: int, above: frozenset[str]) -> _Chain | None:
        if need not in self._chains:
            chain = self._search_chain(need, depth, above)
            if above and chain is None:
                return None  # perhaps only for what stands above it: do not remember
            self._chains[need] = chain
        return self._chains[need]

    def _search_chain(self, need: Need, depth: int, above: frozenset[str]) -> _Chain | None:
        if depth >= _DEEPEST:
            return None
        options = [self._cheapest(found, depth, above) for _, found in need.items]
        usable = sorted((each for each in options if each is not None), key=lambda each: each.amounts)
        if len(usable) < need.at_least:
            return None
        return _joined(usable[: need.at_least])

    def _cheapest(self, providers: frozenset[str], depth: int, above: frozenset[str]) -> _Chain | None:
        best: _Chain | None = None
        for own, candidate in self._free(providers - above):
            if best is not None and own[0] >= best.amounts[0]:
                break
            below = [self._chain_for(need, depth + 1, above | {candidate.name}) for need in candidate.needs]
            if any(each is None for each in below):
                continue
            chain = _joined([_Chain(own, frozenset({candidate.name})), *(each for each in below if each)])
            if candidate.name not in {name for each in below if each for name in each.members} and (
                best is None or chain.amounts < best.amounts
            ):
                best = chain
        return best

    def _free(self, names: Iterable[str]) -> list[tuple[Amounts, Candidate]]:
        """Return candidates that can start on any day with their cheapest such choice, cheapest first."""
        found = []
        for name in names:
            candidate = self._look_up(name)
            if candidate is not None:
                amounts = [_amounts(choice) for choice in candidate.choices if not choice.is_fixed]
                if amounts:
                    found.append((min(amounts), candidate))
        return sorted(found, key=lambda each: (each[0], each[1].name))


def _amounts(choice: Choice) -> Amounts:
    return (choice.points, choice.days, choice.entry.hours, choice.offering.price)


def _least(choices: Iterable[Choice]) -> Amounts:
    points, days, hours, money = zip(*map(_amounts, choices), strict=True)
    return (min(points), min(days), min(hours), min(money))


def _sum(one: Amounts, other: Amounts) -> Amounts:
    return (one[0] + other[0], one[1] + other[1], one[2] + other[2], one[3] + other[3])


def _joined(chains: Iterable[_Chain]) -> _Chain:
    amounts, members = _NOTHING, frozenset[str]()
    for chain in chains:
        amounts, members = _sum(amounts, chain.amounts), members | chain.members
    return _Chain(amounts, members)
