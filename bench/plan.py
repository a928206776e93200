"""How fast and how good the planner is: ``python -m bench.plan [JOURNEYS]``.

Prints the time to the proven optimum over random journeys, and the saving against a greedy plan. Beside
the time on the clock stands the processor's own, which a busy machine does not lengthen.
"""

from __future__ import annotations

import math
import random
import statistics
import sys
import time
from collections.abc import Iterable

from bench.plan_world import START, make_catalogue, make_target
from umiem.domain.pathways import (
    Catalogue,
    CatalogueEntry,
    Held,
    Outcome,
    Preferences,
    Target,
    Weights,
    plan_pathway,
)
from umiem.domain.pathways.wish import WEIGHTS, Aim
from umiem.domain.skills import GraphSource, SkillGraph

_NO_GRAPH = SkillGraph(GraphSource("bench", (), is_starter=True), {}, {}, {}, {}, {}, {}, {}, {})
_TARGET_SECONDS = 0.3
JOURNEYS = 500


def points_of(entry: CatalogueEntry, weights: Weights) -> float:
    """Points of an entry in its cheapest offering that starts on any day (infinite without one)."""
    prices = [each.price for each in entry.offerings if each.starts is None]
    return weights.hours * entry.hours + weights.cost * min(prices, default=float("inf"))


def greedy(catalogue: Catalogue, wanted: Iterable[str], weights: Weights) -> tuple[int, float]:
    """Take, again and again, the entry with the fewest points for each new skill, with what it requires."""
    missing, known, total, covered = set(wanted), set[str](), 0.0, 0
    candidates = {each.identifier: each for skill in missing for each in catalogue.by_skill.get(skill, ())}
    while True:
        best: tuple[float, list[CatalogueEntry]] | None = None
        for entry in candidates.values():
            chain = _with_required(entry, catalogue, known, weights)
            gained = len({skill for each in chain for skill in each.skills} & missing)
            cost = sum(points_of(each, weights) for each in chain)
            if gained and cost < float("inf") and (best is None or cost / gained < best[0]):
                best = (cost / gained, chain)
        if best is None:
            return covered, total
        for entry in best[1]:
            covered += len(entry.skills & missing)
            missing -= entry.skills
            known |= {entry.identifier, *entry.skills}
            total += points_of(entry, weights)


def _with_required(
    entry: CatalogueEntry, catalogue: Catalogue, known: set[str], weights: Weights, depth: int = 4
) -> list[CatalogueEntry]:
    chain: list[CatalogueEntry] = []
    for need in entry.requires:
        if known.intersection(need.items):
            continue
        options = [each for item in need.items for each in catalogue.providing(item) if each is not entry]
        if not options or depth == 0:
            return []
        cheapest = min(options, key=lambda each: points_of(each, weights))
        before = _with_required(cheapest, catalogue, known, weights, depth - 1)
        if not before:
            return []
        chain += [each for each in before if each not in chain]
    return [*chain, entry]


def main(journeys: int = JOURNEYS) -> None:
    """Run the journeys and print the figures."""
    catalogue = make_catalogue(1)
    assert catalogue.by_skill
    assert catalogue.by_identifier
    print(f"{journeys} journeys, 14,000 skills, {len(catalogue.entries):,} definitions, targets of 60 skills")
    print("Hours and cost count:")
    run(catalogue, journeys)
    for aim in (Aim.COST, Aim.WEEKS):
        print(f"The learner spares most: {aim}")
        run(catalogue, max(1, journeys // 5), weights=WEIGHTS[aim])


def run(catalogue: Catalogue, journeys: int, *, weights: Weights | None = None) -> None:
    """Run journeys with ``weights``, or with hours and various weights of cost, and print the figures."""
    dice, proven, savings, worse = random.Random(2), 0, [], 0
    seconds: list[float] = []
    processor: list[float] = []
    for _ in range(journeys):
        wanted = make_target(dice)
        counted = weights or Weights(hours=1.0, cost=dice.choice([0.0, 0.02, 0.1]))
        wishes = Preferences(starts=START, weights=counted)
        began, worked = time.perf_counter(), time.process_time()
        plan = plan_pathway(
            Held(), Target(essential=wanted), catalogue=catalogue, preferences=wishes, graph=_NO_GRAPH
        )
        seconds.append(time.perf_counter() - began)
        processor.append(time.process_time() - worked)
        proven += plan.outcome is Outcome.OPTIMAL
        if counted.weeks == 0:
            covered, cost = greedy(catalogue, wanted, counted)
            if covered == len(plan.covered):
                savings.append(1 - plan.points / cost)
            worse += covered > len(plan.covered) or (
                covered == len(plan.covered) and plan.points > cost + 0.01
            )
    print(f"  proven optimal: {proven / journeys:.1%}")
    for what, each in (("on the clock", seconds), ("of processor time", processor)):
        print(f"  {_times(each)} {what}")
    if not savings:
        return
    print(
        f"  against a greedy plan that covers as much ({len(savings)} journeys): "
        f"{statistics.mean(savings):.1%} fewer points on average, {max(savings):.1%} at most; "
        f"worse in {worse}"
    )


def _times(seconds: list[float]) -> str:
    in_time = sum(each <= _TARGET_SECONDS for each in seconds) / len(seconds)
    most = sorted(seconds)[math.ceil(len(seconds) * 0.95) - 1]
    return (
        f"within 300 ms: {in_time:.1%}; median {statistics.median(seconds) * 1000:.0f} ms, "
        f"95 % {most * 1000:.0f} ms, longest {max(seconds) * 1000:.0f} ms"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else JOURNEYS)
