"""The planner against brute force: on small worlds nothing may beat it, and it may invent nothing."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from umiem.domain.pathways import (
    Catalogue,
    CatalogueEntry,
    Held,
    Offering,
    Outcome,
    Preferences,
    Requirement,
    Target,
    Weights,
    plan_pathway,
)
from umiem.domain.pathways.model import _keep_cohorts_apart, _Model
from umiem.domain.pathways.options import Choice
from umiem.domain.pathways.solver import Program
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
                weeks=draw(st.integers(1, 3)) if is_cohort else 0,
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


def _is_met(entry: CatalogueEntry, known: set[str]) -> bool:
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
        ready = [(entry, each) for entry, each in order if each.starts is None and _is_met(entry, known)]
        if due:
            current, until = due[0], now + left[due[0][0].identifier]
            if not _is_met(current[0], known):
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


def _brute_force(
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


WEIGHTS = st.builds(
    Weights,
    hours=st.sampled_from([0.0, 1.0]),
    cost=st.sampled_from([0.02, 0.1]),
    weeks=st.sampled_from([0.0, 0.0, 5.0]),
)


@settings(max_examples=40, deadline=None)
@given(
    catalogue=catalogues(4),
    held=st.sets(st.sampled_from(SKILLS), max_size=2),
    weights=WEIGHTS,
    most_cost=st.sampled_from([None, None, 400.0, 900.0]),
    days=st.sampled_from([None, None, 30, 60]),
)
def test_no_plan_beats_it(
    catalogue: Catalogue, held: set[str], weights: Weights, most_cost: float | None, days: int | None
) -> None:
    finish = None if days is None else START + timedelta(days=days)
    wishes = Preferences(
        starts=START, weights=weights, most_cost=most_cost, finish_by=finish, solver_seconds=60
    )
    plan = plan_pathway(
        Held(skills=frozenset(held)),
        Target(essential=SKILLS),
        catalogue=catalogue,
        preferences=wishes,
        graph=EMPTY_GRAPH,
    )
    covered, points = _brute_force(catalogue, held, SKILLS, wishes)
    assert plan.outcome is not Outcome.BEST_FOUND
    assert len(plan.covered) == covered
    assert plan.points == pytest.approx(points, abs=0.01)
    assert plan.gap == 0


@settings(max_examples=60, deadline=None)
@given(catalogue=catalogues(6), held=st.sets(st.sampled_from(SKILLS), max_size=2))
def test_a_plan_can_be_carried_out(catalogue: Catalogue, held: set[str]) -> None:
    plan = plan_pathway(
        Held(skills=frozenset(held)),
        Target(essential=SKILLS),
        catalogue=catalogue,
        preferences=Preferences(starts=START),
        graph=EMPTY_GRAPH,
    )
    known = set(held)
    for step in plan.steps:
        assert _is_met(step.entry, known)
        assert step.adds == tuple(skill for skill in SKILLS if skill in step.entry.skills - known)
        known |= {step.entry.identifier, *step.entry.skills}
    assert {*plan.covered, *(each.skill for each in plan.uncovered)} == set(SKILLS) - held
    assert plan.hours == sum(step.entry.hours for step in plan.steps)


@settings(max_examples=40, deadline=None)
@given(catalogue=catalogues(6))
def test_nothing_is_paid_twice(catalogue: Catalogue) -> None:
    plan = plan_pathway(
        Held(),
        Target(essential=SKILLS),
        catalogue=catalogue,
        preferences=Preferences(starts=START),
        graph=EMPTY_GRAPH,
    )
    added = [skill for step in plan.steps for skill in step.adds]
    assert len(added) == len(set(added))
    for step in plan.steps:
        assert step.adds or step.opens, "a step that adds nothing must open the way to one that does"


def _cohort(number: int, day: int, days: float) -> Choice:
    entry = CatalogueEntry(f"e{number}", LocalizedText({"en": "e"}), "p", frozenset({"s0"}), days, (), ())
    return Choice(entry=entry, offering=Offering(f"o{number}"), points=1.0, day=day, days=days, is_fixed=True)


@given(spans=st.lists(st.tuples(st.integers(0, 12), st.sampled_from([0.5, 1.0, 2.5, 4.0, 9.0])), max_size=8))
def test_the_rows_that_keep_cohorts_apart_forbid_overlaps_and_nothing_else(
    spans: list[tuple[int, float]],
) -> None:
    choices = [_cohort(number, *span) for number, span in enumerate(spans)]
    model = _Model(Program(), choices, {}, {}, None)
    for choice in choices:
        model.program.add_column(choice.points)
    _keep_cohorts_apart(model)
    forbidden = {pair for _, _, row in model.program.rows for pair in itertools.combinations(sorted(row), 2)}
    overlapping = {
        (one, other)
        for one, other in itertools.combinations(range(len(choices)), 2)
        if max(spans[one][0], spans[other][0]) < min(sum(spans[one]), sum(spans[other]))
    }
    assert forbidden == overlapping
