"""May this be awarded? Each learning outcome needs a recorded, passing result (Annex II 4).

``assess_award`` is the gate of the award as ``assess_definition`` is that of the definition. It checks what
is recorded, not whether the assessor was right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

from umiem.domain.award import AwardRecord, Result, ResultStatus
from umiem.domain.definition import AchievementSpecification, LearningOutcome
from umiem.domain.gate.finding import Finding, found

_POINTS = re.compile(r"(\d{1,3}(?:[.,]\d{1,20})?)\s*(?:%|pkt\.?|pts\.?|points)?", re.ASCII)
_SHARE = re.compile(r"(\d{1,4}(?:[.,]\d{1,4})?)\s*/\s*(\d{1,4}(?:[.,]\d{1,4})?)", re.ASCII)
_FAILED = """
nzal niezal niezaliczone niezaliczony niezaliczona niezaliczono ndst niedostateczny nie nb nieobecny
nieobecna nieobecność nkl nieosiągnięty nieosiągnięte fałsz brak failed fail no n false absent n/a n/d null
none - – —
"""
_PASSED = """
zal zaliczone zaliczony zaliczona zaliczono zaliczył zaliczyła zaliczenie osiągnięty osiągnięte osiągnięto
osiągnął osiągnęła spełniony spełnione tak t prawda passed pass p yes y ok true achieved completed met x + ✓ ✔
"""
_FAILED_PHRASES = (
    "nie zaliczono",
    "nie zaliczył",
    "nie zaliczyła",
    "not passed",
    "not achieved",
    "not reached",
)
_FAILED_WORDS = frozenset((*_FAILED.split(), *_FAILED_PHRASES))
_PASSED_WORDS = frozenset(_PASSED.split())


def results_from(definition: AchievementSpecification, values: Mapping[str, str]) -> tuple[Result, ...]:
    """Return one result per learning outcome from what a list or form holds.

    Points become a plain number, "17/20" is 85; a word stays as written. An outcome without a value is
    taken as passed without points: whoever awards the whole states that each part was reached.
    """
    return tuple(
        _result(outcome, values.get(outcome.id, "").strip()) for outcome in definition.learning_outcomes
    )


def _result(outcome: LearningOutcome, value: str) -> Result:
    number = points(value) if "/" not in value else _share(value)
    if number is None:
        failed = _word(value) in _FAILED_WORDS
        return Result(
            outcome_id=outcome.id,
            status=ResultStatus.FAILED if failed else ResultStatus.COMPLETED,
            value=value,
        )
    failed = outcome.threshold_percent is not None and number < outcome.threshold_percent
    status = ResultStatus.FAILED if failed else ResultStatus.COMPLETED
    return Result(outcome_id=outcome.id, status=status, value=format(number.normalize(), "f"))


def points(value: str) -> Decimal | None:
    """Return the number in "80", "80 %" or "80,5", cut to four places; None when it is none."""
    match = _POINTS.fullmatch(value.strip())
    if match is None:
        return None
    whole, _, places = match[1].replace(",", ".").partition(".")
    return Decimal(f"{whole}.{places[:4]}")  # cut, so that nothing is rounded up to a threshold


def _share(value: str) -> Decimal | None:
    """Return "17/20" in percent, 85; None when it is no share of points."""
    match = _SHARE.fullmatch(value.strip())
    if match is None:
        return None
    reached, of = (Decimal(text.replace(",", ".")) for text in match.groups())
    return None if of == 0 else round(100 * reached / of, 2)


def _word(value: str) -> str:
    folded = " ".join(value.casefold().split())
    return folded.rstrip(".") or folded


def assess_award(award: AwardRecord, *, on: date) -> tuple[Finding, ...]:
    """Return what stands against making this award on the day ``on``; empty when nothing does."""
    return (*_learner(award), *_day(award, on), *_results(award), *_grade(award))


def _learner(award: AwardRecord) -> Iterator[Finding]:
    learner = award.learner
    if not learner.given_name.strip() or not learner.family_name.strip():
        yield found("award-learner-unnamed", "learner")
    if not (learner.email or learner.did or learner.identifier):
        yield found("award-learner-not-reachable", "learner")


def _day(award: AwardRecord, on: date) -> Iterator[Finding]:
    if award.awarded_on > on:
        yield found("award-date-in-future", "awarded_on", date=award.awarded_on)


def _results(award: AwardRecord) -> Iterator[Finding]:
    results = {result.outcome_id: result for result in award.results}
    outcomes = {outcome.id: outcome for outcome in award.definition.learning_outcomes}
    for id_ in results.keys() - outcomes.keys():
        yield found("award-result-of-unknown-outcome", "results", id=id_)
    for id_, outcome in outcomes.items():
        result = results.get(id_)
        if result is None:
            yield found("award-result-missing", f"results.{id_}", id=id_)
        elif result.status is not ResultStatus.COMPLETED:
            yield _not_reached(outcome, result)
        elif (number := points(result.value)) is not None:
            if number > 100:
                yield found("award-result-above-scale", f"results.{id_}", id=id_, value=result.value)
        elif outcome.threshold_percent is not None and not _says_passed(award.definition, result.value):
            yield found("award-result-unreadable", f"results.{id_}", id=id_, value=result.value)


def _not_reached(outcome: LearningOutcome, result: Result) -> Finding:
    path, threshold = f"results.{outcome.id}", outcome.threshold_percent
    if threshold is None:
        return found("award-outcome-failed", path, id=outcome.id, value=result.value)
    return found("award-outcome-not-reached", path, id=outcome.id, value=result.value, threshold=threshold)


def _says_passed(definition: AchievementSpecification, value: str) -> bool:
    """Say whether a result in words means passed: nothing, a known word, or a passing mark of the scale."""
    if not value or _word(value) in _PASSED_WORDS:
        return True
    scale = definition.grading
    if scale is None or value not in scale.values:
        return False
    lowest = scale.values.index(scale.lowest_pass) if scale.lowest_pass in scale.values else 0
    return scale.values.index(value) >= lowest


def _grade(award: AwardRecord) -> Iterator[Finding]:
    scale = award.definition.grading
    if scale is None or not scale.values:
        return
    if not award.grade:
        yield found("award-grade-missing", "grade")
        return
    place = _place(scale.values, award.grade)
    if place is None:
        yield found("award-grade-not-on-scale", "grade", grade=award.grade, scale=" · ".join(scale.values))
    elif scale.lowest_pass in scale.values and place < scale.values.index(scale.lowest_pass):
        yield found("award-grade-not-passing", "grade", grade=award.grade, lowest=scale.lowest_pass)


def grade_on_scale(definition: AchievementSpecification, grade: str) -> str:
    """Return the grade as its scale writes it ("4" and "4.0" are "4,0"); as given when it is not on it."""
    values = definition.grading.values if definition.grading is not None else ()
    place = _place(values, grade)
    return grade if place is None else values[place]


def _place(values: tuple[str, ...], grade: str) -> int | None:
    if grade in values:
        return values.index(grade)
    number = points(grade)
    same = [place for place, value in enumerate(values) if number is not None and points(value) == number]
    return same[0] if len(same) == 1 else None
