"""Plans people would ask for: the demonstration journey, limits, explanations, refusals."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from umiem.adapters.esco import starter_library
from umiem.domain.pathways import (
    Catalogue,
    Held,
    Outcome,
    Pathway,
    Preferences,
    Target,
    Weights,
    WhyUncovered,
    add_alternatives,
    plan_pathway,
)
from umiem.domain.pathways.catalogue_file import load_catalogue
from umiem.domain.skills import Strength
from umiem.errors import MalformedInputError, RefusedError
from umiem.services.skill.skill_planning import demo_catalogue, held_of, target_of

LIBRARY = starter_library()
GRAPH = LIBRARY.graph
CATALOGUE = demo_catalogue()
WISHES = Preferences(starts=date(2027, 1, 4))
CLERK = held_of(LIBRARY, start="pracownik biurowy", skills=(), language="pl")
DESIGNER = target_of(LIBRARY, name="projektant interfejsu użytkownika", language="pl")


def _plan(wishes: Preferences = WISHES, held: Held = CLERK, catalogue: Catalogue = CATALOGUE) -> Pathway:
    return plan_pathway(held, DESIGNER, catalogue=catalogue, preferences=wishes, graph=GRAPH)


def test_from_office_clerk_to_interface_designer() -> None:
    plan = _plan()
    assert plan.outcome is Outcome.OPTIMAL
    assert plan.gap == 0
    assert set(plan.covered) == set(DESIGNER.essential)
    assert plan.uncovered == ()
    assert plan.hours == sum(step.entry.hours for step in plan.steps)
    order = [step.entry.identifier for step in plan.steps]
    assert order.index("html-i-css-od-podstaw") < order.index("programowanie-stron")


def test_each_step_says_what_it_would_cost_without_it() -> None:
    plan = add_alternatives(_plan(), CLERK, DESIGNER, catalogue=CATALOGUE, preferences=WISHES, graph=GRAPH)
    assert [each.without for each in plan.alternatives] == [step.entry.identifier for step in plan.steps]
    assert any(each.possible for each in plan.alternatives)
    assert all(each.points >= plan.points for each in plan.alternatives if each.possible)


def test_alternatives_keep_to_their_time() -> None:
    given = {"catalogue": CATALOGUE, "preferences": WISHES, "graph": GRAPH}
    plan = add_alternatives(_plan(), CLERK, DESIGNER, seconds=0.0, **given)  # type: ignore[arg-type]
    assert plan.steps
    assert plan.alternatives == ()


def test_a_budget_leaves_something_uncovered_and_says_so() -> None:
    plan = _plan(replace(WISHES, most_cost=3000.0))
    assert plan.cost <= 3000
    assert 0 < len(plan.covered) < 26
    assert {each.why for each in plan.uncovered} == {WhyUncovered.LIMITS}


def test_a_language_nobody_teaches_in_helps_nobody() -> None:
    plan = _plan(replace(WISHES, languages=frozenset({"fr"})))
    assert plan.outcome is Outcome.NOTHING_HELPS
    assert {each.why for each in plan.uncovered} == {WhyUncovered.PREFERENCES}
    assert all(each.nearest for each in plan.uncovered)


def test_an_empty_catalogue_helps_nobody() -> None:
    plan = _plan(catalogue=Catalogue(()))
    assert plan.outcome is Outcome.NOTHING_HELPS
    assert {each.why for each in plan.uncovered} == {WhyUncovered.NOBODY_TEACHES}


def test_nothing_is_needed_when_all_is_held() -> None:
    plan = _plan(held=Held(skills=frozenset(DESIGNER.essential)))
    assert plan.outcome is Outcome.NOTHING_NEEDED
    assert plan.steps == ()
    assert set(plan.held) >= set(DESIGNER.essential)


def test_weaker_matches_count_only_when_allowed() -> None:
    strict, lenient = _plan(), _plan(replace(WISHES, accept=Strength.GROUP))
    assert {match.strength for match in strict.close} == {Strength.GROUP}
    assert strict.accepted == ()
    assert {match.strength for match in lenient.accepted} == {Strength.GROUP}
    assert lenient.points <= strict.points


def test_a_held_credential_is_not_taken_again() -> None:
    plan = _plan(held=replace(CLERK, credentials=frozenset({"html-i-css-od-podstaw"})))
    assert "html-i-css-od-podstaw" not in {step.entry.identifier for step in plan.steps}


def test_optional_skills_are_taken_when_they_are_worth_it() -> None:
    worth = replace(WISHES, weights=Weights(optional=100.0))
    added = [skill for step in _plan(worth).steps for skill in step.adds_optional]
    assert len(added) > sum(len(step.adds_optional) for step in _plan().steps)


@pytest.mark.parametrize(
    ("wishes", "code"),
    [
        (replace(WISHES, finish_by=date(2027, 1, 4)), "preferences-finish-before-start"),
        (replace(WISHES, starts=date(9999, 12, 31)), "preferences-start-out-of-range"),
        (replace(WISHES, hours_per_week=0.0), "preferences-no-hours-per-week"),
        (replace(WISHES, hours_per_week=1e-9), "preferences-no-hours-per-week"),
        (replace(WISHES, most_cost=float("nan")), "preferences-negative-limit"),
        (replace(WISHES, weights=Weights(cost=float("nan"))), "preferences-negative-weight"),
        (replace(WISHES, weights=Weights(cost=float("inf"))), "preferences-negative-weight"),
        (replace(WISHES, most_cost=-1.0), "preferences-negative-limit"),
        (replace(WISHES, weights=Weights(cost=-1.0)), "preferences-negative-weight"),
        (replace(WISHES, weights=Weights(hours=0, cost=0)), "preferences-no-weight"),
    ],
)
def test_contradictory_wishes_are_refused(wishes: Preferences, code: str) -> None:
    with pytest.raises(RefusedError) as refused:
        _plan(wishes)
    assert refused.value.code == code


def test_a_target_without_skills_is_refused() -> None:
    with pytest.raises(RefusedError) as refused:
        plan_pathway(CLERK, Target(essential=()), catalogue=CATALOGUE, preferences=WISHES, graph=GRAPH)
    assert refused.value.code == "target-without-skills"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a: [", "catalogue-not-yaml"),
        ("a: 1", "not-a-catalogue"),
        ("umiem_catalogue: 1\nentries: [{identifier: x}]", "catalogue-field"),
        ("umiem_catalogue: 1\nentries: [&a {}, *a]", "catalogue-alias"),
    ],
)
def test_a_broken_catalogue_is_named(text: str, code: str) -> None:
    with pytest.raises(MalformedInputError) as broken:
        load_catalogue(text.encode(), "c.yaml")
    assert broken.value.code == code
    assert broken.value.params["name"] == "c.yaml"
