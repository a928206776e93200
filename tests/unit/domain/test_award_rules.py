"""What stands against an award: each outcome needs a recorded, passing result."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from tests.examples import TODAY, award_of, example
from umiem.domain.award import AwardRecord, Learner, Result, ResultStatus
from umiem.domain.award_rules import assess_award, grade_on_scale, points, results_from
from umiem.domain.dates import months_after
from umiem.domain.findings import FINDING_KINDS
from umiem.sentences.findings import finding_sentence

PASSED = tuple(Result(outcome_id=f"eu{n}", value="80") for n in range(1, 5))

AGAINST: dict[str, dict[str, Any]] = {
    "award-learner-unnamed": {"learner": Learner(given_name="", family_name="Żółć", email="a@example.org")},
    "award-learner-not-reachable": {"learner": Learner(given_name="Anna", family_name="Żółć")},
    "award-date-in-future": {"awarded_on": date(2026, 11, 23)},
    "award-result-missing": {"results": PASSED[1:]},
    "award-result-of-unknown-outcome": {"results": (*PASSED, Result(outcome_id="eu9"))},
    "award-result-above-scale": {"results": (*PASSED[1:], Result(outcome_id="eu1", value="101"))},
    "award-result-unreadable": {"results": (*PASSED[1:], Result(outcome_id="eu1", value="abc"))},
    "award-outcome-failed": {
        "definition": replace(
            example(),
            learning_outcomes=tuple(
                replace(outcome, threshold_percent=None) for outcome in example().learning_outcomes
            ),
        ),
        "results": (*PASSED[1:], Result(outcome_id="eu1", value="nzal", status=ResultStatus.FAILED)),
    },
    "award-outcome-not-reached": {
        "results": (*PASSED[1:], Result(outcome_id="eu1", value="40", status=ResultStatus.FAILED))
    },
    "award-grade-missing": {"grade": ""},
    "award-grade-not-on-scale": {"grade": "A"},
    "award-grade-not-passing": {"grade": "2,0"},
}


def award(**changes: Any) -> AwardRecord:
    return replace(award_of(example()), **changes)


def test_a_good_award_has_nothing_against_it() -> None:
    assert assess_award(award(), on=TODAY) == ()


@pytest.mark.parametrize("code", AGAINST)
def test_each_rule(code: str) -> None:
    found = assess_award(award(**AGAINST[code]), on=TODAY)
    assert [finding.code for finding in found] == [code]
    assert "{" not in finding_sentence(found[0], "pl")
    assert "…" not in finding_sentence(found[0], "en")


def test_every_kind_is_tested() -> None:
    assert set(AGAINST) == {code for code in FINDING_KINDS if code.startswith("award-")}


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        ("80", "80"),
        ("80 %", "80"),
        ("80,5", "80.5"),
        ("100", "100"),
        ("17/20", "85"),
        ("83.3333333333", "83.3333"),
        ("80 pkt", "80"),
        ("zal", "zal"),
        ("", ""),
    ],
)
def test_results_as_lists_hold_them(value: str, wanted: str) -> None:
    result = results_from(example(), {"eu1": value})[0]
    assert (result.value, result.status) == (wanted, ResultStatus.COMPLETED)


@pytest.mark.parametrize(
    "value",
    [
        "59",
        "59,9 %",
        "0",
        "11/20",
        "59.999999999",
        "nzal",
        "Niezaliczone",
        "failed",
        "nb.",
        "-",
        "nie zaliczył",
    ],
)
def test_a_result_below_the_threshold_fails(value: str) -> None:
    assert results_from(example(), {"eu1": value})[0].status is ResultStatus.FAILED


@pytest.mark.parametrize("value", ["abc", "-5", "8 5", "1e2", "5/0", "3,5"])
def test_a_result_that_says_nothing_of_the_threshold_is_no_passing_one(value: str) -> None:
    found = assess_award(award(results=results_from(example(), {"eu1": value})), on=TODAY)
    assert [finding.path for finding in found] == ["results.eu1"]


@pytest.mark.parametrize("value", ["Zaliczone", "zal.", "tak", "passed", "+", "", "60", "12/20"])
def test_a_result_that_says_passed(value: str) -> None:
    assert assess_award(award(results=results_from(example(), {"eu1": value})), on=TODAY) == ()


def test_points() -> None:
    assert points("1e9") is None
    assert points("٣") is None
    assert points("80,5%") == Decimal("80.5")


@pytest.mark.parametrize(
    ("given", "wanted"), [("4", "4,0"), ("4.5", "4,5"), ("5,0", "5,0"), ("A", "A"), ("", "")]
)
def test_grades_are_written_as_the_scale_does(given: str, wanted: str) -> None:
    assert grade_on_scale(example(), given) == wanted


def test_months_after_keeps_to_the_calendar() -> None:
    assert months_after(datetime(2024, 8, 31, tzinfo=UTC), 6) == datetime(2025, 2, 28, tzinfo=UTC)
    assert months_after(datetime(2026, 11, 22, tzinfo=UTC), 36) == datetime(2029, 11, 22, tzinfo=UTC)
