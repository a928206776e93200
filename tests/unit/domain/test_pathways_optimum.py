"""The planner against brute force: on small worlds nothing may beat it, and it may invent nothing."""

from __future__ import annotations

import itertools
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.domain.small_journeys import (
    EMPTY_GRAPH,
    SKILLS,
    START,
    brute_force,
    catalogues,
    is_met,
    made_journey,
)
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
from umiem.domain.solver import Program
from umiem.domain.text import LocalizedText

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
    covered, points = brute_force(catalogue, held, SKILLS, wishes)
    assert len(plan.covered) == covered
    assert plan.points == pytest.approx(points, abs=0.01)
    return plan


# Journeys whose plan was once not the best, said to be proven, or a few hours too late.
_ONCE_WRONG = (320, 649, 881, 1236, 2033, 2139, 2351, 3470, 4944, 5363, 6475, 7118)


@pytest.mark.parametrize("seed", [*range(200), *_ONCE_WRONG])
def test_no_plan_beats_it_in_made_worlds(seed: int) -> None:
    catalogue, held, wishes = made_journey(seed)
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
    known, added = set(held), list[str]()
    for step in plan.steps:  # as they begin; a skill is added by the step that ends first with it
        assert is_met(step.entry, known)
        assert step.adds == tuple(skill for skill in SKILLS if skill in step.adds)
        assert set(step.adds) <= step.entry.skills - held
        added += step.adds
        known |= {step.entry.identifier, *step.entry.skills}
    assert sorted(added) == sorted(skill for skill in SKILLS if skill in known - held)
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
        catalogue, held, wishes = made_journey(seed)
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
