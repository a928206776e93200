"""Small worlds for the planner, drawn and made, and the best plan of each by trying everything."""

from __future__ import annotations

import itertools
import random
from datetime import date, timedelta

from hypothesis import strategies as st

from umiem.domain.pathways import (
    Catalogue,
    CatalogueEntry,
    Offering,
    Preferences,
    Requirement,
    Weights,
)
from umiem.domain.skills import GraphSource, SkillGraph
from umiem.domain.text import LocalizedText

START = date(2026, 9, 1)
SKILLS = tuple(f"s{number}" for number in range(5))
EMPTY_GRAPH = SkillGraph(GraphSource("test", (), is_starter=True), {}, {}, {}, {}, {}, {}, {}, {})


@st.composite
def offerings(draw: st.DrawFn, entry: int) -> tuple[Offering, ...]:
    found = []
    for number in range(draw(st.integers(1, 2))):
        is_cohort = draw(st.booleans())
        found.append(
            Offering(
                f"o{entry}.{number}",
                price=draw(st.integers(0, 6)) * 100.0,
                starts=START + timedelta(days=draw(st.integers(0, 40))) if is_cohort else None,
                weeks=draw(st.integers(1, 3)) if is_cohort else draw(st.sampled_from([0, 0, 4])),
            )
        )
    return tuple(found)


@st.composite
def catalogues(draw: st.DrawFn, most: int) -> Catalogue:
    count = draw(st.integers(1, most))
    entries = []
    for number in range(count):
        items = tuple(
            sorted(draw(st.sets(st.sampled_from([*SKILLS, *(f"e{n}" for n in range(count))]), max_size=2)))
        )
        requires = (Requirement(items, draw(st.integers(1, len(items)))),) if items else ()
        entries.append(
            CatalogueEntry(
                f"e{number}",
                LocalizedText({"en": f"e{number}"}),
                "p",
                frozenset(draw(st.sets(st.sampled_from(SKILLS), min_size=1, max_size=3))),
                hours=float(draw(st.integers(1, 10))),
                requires=requires if draw(st.booleans()) else (),
                offerings=draw(offerings(number)),
            )
        )
    return Catalogue(tuple(entries))


def is_met(entry: CatalogueEntry, known: set[str]) -> bool:
    return all(len(known.intersection(each.items)) >= each.at_least for each in entry.requires)


def _shortest(
    taken: list[tuple[CatalogueEntry, Offering]], held: set[str], hours_per_week: float
) -> float | None:
    """Try every order of importance, an eighth of a day at a time; return the least number of days."""
    best = None
    for order in itertools.permutations(taken):
        length = _simulate(list(order), held, hours_per_week)
        if length is not None and (best is None or length < best):
            best = length
    return best


def _simulate(
    order: list[tuple[CatalogueEntry, Offering]], held: set[str], hours_per_week: float
) -> float | None:
    known, now = set(held), 0.0
    left = {entry.identifier: max(entry.hours / hours_per_week * 7, each.weeks * 7) for entry, each in order}
    while order:
        fixed = [
            (entry, each, (each.starts - START).days) for entry, each in order if each.starts is not None
        ]
        if any(day < now - 1e-9 for _, _, day in fixed):
            return None
        due = [(entry, each) for entry, each, day in fixed if abs(day - now) < 1e-9]
        later = [day for _, _, day in fixed if day > now + 1e-9]
        ready = [(entry, each) for entry, each in order if each.starts is None and is_met(entry, known)]
        if due:
            current, until = due[0], now + left[due[0][0].identifier]
            if not is_met(current[0], known):
                return None
        elif ready:
            current = ready[0]
            until = min([now + left[current[0].identifier], *later])
        elif later:
            now = min(later)
            continue
        else:
            return None
        left[current[0].identifier] -= until - now
        now = until
        if left[current[0].identifier] < 1e-9:
            order = [each for each in order if each[0] is not current[0]]
            known |= {current[0].identifier, *current[0].skills}
    return now


def brute_force(
    catalogue: Catalogue, held: set[str], wanted: tuple[str, ...], wishes: Preferences
) -> tuple[int, float]:
    """Return the most skills covered and the fewest points for that."""
    weights, best = wishes.weights, (0, 0.0)
    options = [[None, *entry.offerings] for entry in catalogue.entries]
    for picked in itertools.product(*options):
        taken = [
            (entry, each) for entry, each in zip(catalogue.entries, picked, strict=True) if each is not None
        ]
        hours, cost = sum(entry.hours for entry, _ in taken), sum(each.price for _, each in taken)
        if wishes.most_cost is not None and cost > wishes.most_cost:
            continue
        if wishes.most_hours is not None and hours > wishes.most_hours:
            continue
        if any(
            each.starts and entry.hours / wishes.hours_per_week > each.weeks * 1.001 for entry, each in taken
        ):
            continue
        days = _shortest(taken, held, wishes.hours_per_week)
        if days is None or (wishes.most_days is not None and days > wishes.most_days + 1e-6):
            continue
        covered = len({skill for entry, _ in taken for skill in entry.skills} & (set(wanted) - held))
        points = weights.hours * hours + weights.cost * cost + weights.weeks * days / 7
        if (-covered, points) < (-best[0], best[1]):
            best = (covered, points)
    return best


def made_journey(seed: int) -> tuple[Catalogue, set[str], Preferences]:
    """A small world whose budgets, days and requirements are tight more often than hypothesis draws them."""
    dice = random.Random(seed)
    count = dice.randint(2, 5)
    catalogue = Catalogue(tuple(_made_entry(dice, number, count) for number in range(count)))
    weights = dice.choice(
        [
            Weights(hours=hours, cost=cost, weeks=weeks)
            for hours in (0.0, 1.0)
            for cost in (0.0, 0.02, 0.1)
            for weeks in (0.0, 5.0)
            if hours or cost or weeks
        ]
    )
    days = dice.choice([None, None, 30, 60])
    wishes = Preferences(
        starts=START,
        weights=weights,
        most_cost=dice.choice([None, None, 400.0, 900.0]),
        most_hours=dice.choice([None, None, 8.0, 15.0]),
        finish_by=None if days is None else START + timedelta(days=days),
        solver_seconds=60,
    )
    return catalogue, set(dice.sample(SKILLS, dice.randint(0, 2))), wishes


def _made_entry(dice: random.Random, number: int, count: int) -> CatalogueEntry:
    others = [*SKILLS, *(f"e{each}" for each in range(count))]
    items = tuple(sorted(dice.sample(others, dice.randint(0, 2))))
    found = []
    for each in range(dice.randint(1, 2)):
        is_cohort = dice.random() < 0.5
        found.append(
            Offering(
                f"o{number}.{each}",
                price=dice.randint(0, 6) * 100.0,
                starts=START + timedelta(days=dice.randint(0, 40)) if is_cohort else None,
                weeks=dice.randint(1, 3) if is_cohort else dice.choice([0, 0, 4]),
            )
        )
    return CatalogueEntry(
        f"e{number}",
        LocalizedText({"en": f"e{number}"}),
        "p",
        frozenset(dice.sample(SKILLS, dice.randint(1, 3))),
        float(dice.randint(1, 10)),
        (Requirement(items, dice.randint(1, len(items))),) if items and dice.random() < 0.6 else (),
        tuple(found),
    )
