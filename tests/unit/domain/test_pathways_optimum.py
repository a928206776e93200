"""The planner against brute force: on small worlds nothing may beat it, and it may invent nothing."""

from __future__ import annotations

import itertools
import random
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
    Pathway,
    Preferences,
    Requirement,
    Target,
    Weights,
    plan_pathway,
)
from umiem.domain.pathways.formulation import Model, _keep_cohorts_apart
from umiem.domain.pathways.options import Choice
from umiem.domain.skills import GraphSource, SkillGraph
from umiem.domain.solver import Program
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


WEIGHTS = st.builds(
    Weights,
    hours=st.sampled_from([0.0, 1.0]),
    cost=st.sampled_from([0.0, 0.02, 0.1]),
    weeks=st.sampled_from([0.0, 5.0]),
).filter(lambda weights: weights.hours or weights.cost or weights.weeks)


@settings(max_examples=100)
@given(
    catalogue=catalogues(4),
    held=st.sets(st.sampled_from(SKILLS), max_size=2),
    weights=WEIGHTS,
    most_cost=st.sampled_from([None, None, 400.0, 900.0]),
    most_hours=st.sampled_from([None, None, 8.0, 15.0]),
    days=st.sampled_from([None, None, 30, 60]),
)
def test_no_plan_beats_it(
    catalogue: Catalogue,
    held: set[str],
    weights: Weights,
    most_cost: float | None,
    most_hours: float | None,
    days: int | None,
) -> None:
    finish = None if days is None else START + timedelta(days=days)
    wishes = Preferences(
        starts=START,
        weights=weights,
        most_cost=most_cost,
        most_hours=most_hours,
        finish_by=finish,
        solver_seconds=60,
    )
    plan = _the_best_plan(catalogue, held, wishes)
    assert plan.outcome is not Outcome.BEST_FOUND
    assert plan.gap == 0


def _the_best_plan(catalogue: Catalogue, held: set[str], wishes: Preferences) -> Pathway:
    """Plan, and hold what the plan covers and costs against brute force."""
    plan = plan_pathway(
        Held(skills=frozenset(held)),
        Target(essential=SKILLS),
        catalogue=catalogue,
        preferences=wishes,
        graph=EMPTY_GRAPH,
    )
    covered, points = _brute_force(catalogue, held, SKILLS, wishes)
    assert len(plan.covered) == covered
    assert plan.points == pytest.approx(points, abs=0.01)
    return plan


def _made_journey(seed: int) -> tuple[Catalogue, set[str], Preferences]:
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


# Journeys whose plan was once not the best, said to be proven, or a few hours too late.
_ONCE_WRONG = (320, 649, 881, 1236, 2033, 2139, 2351, 3470, 4944, 5363, 6475, 7118)


@pytest.mark.parametrize("seed", [*range(200), *_ONCE_WRONG])
def test_no_plan_beats_it_in_made_worlds(seed: int) -> None:
    catalogue, held, wishes = _made_journey(seed)
    assert _the_best_plan(catalogue, held, wishes).outcome is not Outcome.BEST_FOUND


@settings(max_examples=60)
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


@settings(max_examples=40)
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


def _course(
    name: str, skill: str, days: float, *, needs: tuple[str, ...] = (), day: int | None = None
) -> CatalogueEntry:
    hours = days * 8 / 7
    offering = (
        Offering(name) if day is None else Offering(name, starts=START + timedelta(days=day), weeks=days / 7)
    )
    requires = (Requirement(needs),) if needs else ()
    return CatalogueEntry(
        name, LocalizedText({"en": name}), "p", frozenset({skill}), hours, requires, (offering,)
    )


def test_of_two_that_open_the_way_one_is_done_before_the_cohort_and_one_after() -> None:
    taught = ("s0", "s1", "s2", "s3", "s4")
    catalogue = Catalogue(
        (
            _course("short", "s0", 18),
            _course("long", "s1", 54),
            _course("other", "s2", 64),
            _course("first cohort", "s3", 14, needs=("short", "long"), day=48),
            _course("second cohort", "s4", 25, needs=("other",), day=142),
        )
    )
    plan = plan_pathway(
        Held(),
        Target(essential=taught),
        catalogue=catalogue,
        preferences=Preferences(starts=START),
        graph=EMPTY_GRAPH,
    )
    assert plan.outcome is Outcome.OPTIMAL
    assert plan.covered == taught
    ends = {step.entry.identifier: step.last_day for step in plan.steps}
    assert ends["short"] <= START + timedelta(days=48)
    assert ends["long"] > START + timedelta(days=142 + 25)


@pytest.mark.parametrize("seconds", [0.0, 60.0])
def test_without_time_for_the_solver_there_is_still_a_plan(seconds: float) -> None:
    """Everything requires something, in a chain: a hundred courses of which ten are wanted."""
    entries = tuple(
        _course(
            f"c{number}", f"skill {number}", 2 + number % 5, needs=(f"skill {number - 1}",) * (number > 0)
        )
        for number in range(100)
    )
    wanted = tuple(f"skill {number}" for number in range(5, 15))
    plan = plan_pathway(
        Held(),
        Target(essential=wanted),
        catalogue=Catalogue(entries),
        preferences=Preferences(starts=START, solver_seconds=seconds),
        graph=EMPTY_GRAPH,
    )
    assert plan.covered == wanted
    assert len(plan.steps) == 15
    assert plan.points >= plan.bound > 0


def test_a_program_too_large_for_the_solver_is_narrowed_and_its_bound_still_holds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    as_much = 0
    for seed in range(40):
        catalogue, held, wishes = _made_journey(seed)
        given = {"catalogue": catalogue, "preferences": wishes, "graph": EMPTY_GRAPH}
        having, wanted = Held(skills=frozenset(held)), Target(essential=SKILLS)
        whole = plan_pathway(having, wanted, **given)  # type: ignore[arg-type]
        with monkeypatch.context() as patch:
            patch.setattr("umiem.domain.pathways.model._MOST_CHOICES", 0)
            narrowed = plan_pathway(having, wanted, **given)  # type: ignore[arg-type]
        assert narrowed.outcome is not Outcome.OPTIMAL or not whole.covered
        assert len(narrowed.covered) <= len(whole.covered)
        if len(narrowed.covered) == len(whole.covered):
            as_much += 1
            assert narrowed.points + 0.01 >= whole.points >= narrowed.bound - 0.01
    assert as_much >= 30


def _cohort(number: int, day: int, days: float) -> Choice:
    entry = CatalogueEntry(f"e{number}", LocalizedText({"en": "e"}), "p", frozenset({"s0"}), days, (), ())
    return Choice(entry=entry, offering=Offering(f"o{number}"), points=1.0, day=day, days=days, is_fixed=True)


@given(spans=st.lists(st.tuples(st.integers(0, 12), st.sampled_from([0.5, 1.0, 2.5, 4.0, 9.0])), max_size=8))
def test_the_rows_that_keep_cohorts_apart_forbid_overlaps_and_nothing_else(
    spans: list[tuple[int, float]],
) -> None:
    choices = [_cohort(number, *span) for number, span in enumerate(spans)]
    model = Model(Program(), choices, {}, {}, None)
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
