"""M9 assessment and O2 supervision: every outcome assessed, against criteria that are published."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from umiem.domain.definition import AchievementSpecification, AssessmentSpecification
from umiem.domain.gate.finding import Finding, found
from umiem.domain.vocabularies import ASSESSMENT_TYPES, LEARNING_MODES, SUPERVISION

_WHOLE_PERCENT = 100
_ATTENDANCE = "level-of-attendance"
_WEAK = ("unsupervised", "supervised")


def assessments(definition: AchievementSpecification, _on: date) -> Iterator[Finding]:
    """Each assessment by itself, and all together."""
    if not definition.assessments:
        yield found("assessment-missing", "assessments")
        return
    used = {id_ for outcome in definition.learning_outcomes for id_ in outcome.assessed_by}
    seen: set[str] = set()
    for index, assessment in enumerate(definition.assessments):
        path = f"assessments[{index}]"
        if not assessment.id:
            yield found("assessment-id-missing", f"{path}.id")
        elif assessment.id in seen:
            yield found("assessment-id-repeated", f"{path}.id", id=assessment.id)
        elif assessment.id not in used:
            yield found("assessment-without-outcome", f"{path}.id", id=assessment.id)
        seen.add(assessment.id)
        yield from _kind(assessment, path)
        yield from _supervision(assessment, path)
    yield from _together(definition)


def _kind(assessment: AssessmentSpecification, path: str) -> Iterator[Finding]:
    if not assessment.type:
        yield found("assessment-type-missing", f"{path}.type")
    elif assessment.type not in ASSESSMENT_TYPES:
        yield found("assessment-type-unknown", f"{path}.type", code=assessment.type)
    if not assessment.mode:
        yield found("assessment-mode-missing", f"{path}.mode")
    elif assessment.mode not in LEARNING_MODES:
        yield found("assessment-mode-unknown", f"{path}.mode", code=assessment.mode)
    if not assessment.description:
        yield found("assessment-description-missing", f"{path}.description")


def _supervision(assessment: AssessmentSpecification, path: str) -> Iterator[Finding]:
    if not assessment.supervision:
        yield found("supervision-missing", f"{path}.supervision")
    elif assessment.supervision not in SUPERVISION:
        yield found("supervision-unknown", f"{path}.supervision", code=assessment.supervision)
    elif assessment.supervision in _WEAK:
        yield found("supervision-weak", f"{path}.supervision", code=assessment.supervision)


def _together(definition: AchievementSpecification) -> Iterator[Finding]:
    if all(assessment.type == _ATTENDANCE for assessment in definition.assessments):
        yield found("assessment-only-attendance", "assessments")
    weights = [assessment.weight_percent for assessment in definition.assessments]
    stated = [weight for weight in weights if weight is not None]
    if stated and (len(stated) < len(weights) or sum(stated) != _WHOLE_PERCENT or min(stated) < 0):
        yield found("assessment-weights-contradict", "assessments", total=sum(stated))


def outcomes_are_assessed(definition: AchievementSpecification, _on: date) -> Iterator[Finding]:
    """Annex II 4: each outcome has an assessment, criteria, and a threshold on the scale."""
    known = {assessment.id for assessment in definition.assessments}
    for index, outcome in enumerate(definition.learning_outcomes):
        path = f"learning_outcomes[{index}]"
        if not outcome.assessed_by:
            yield found("outcome-without-assessment", f"{path}.assessed_by")
        for place, id_ in enumerate(outcome.assessed_by):
            if id_ not in known:
                yield found("outcome-assessment-unknown", f"{path}.assessed_by[{place}]", id=id_)
        if not outcome.criteria:
            yield found("outcome-criteria-missing", f"{path}.criteria")
        if outcome.threshold_percent is None:
            yield found("outcome-threshold-missing", f"{path}.threshold_percent")
        elif not 0 < outcome.threshold_percent <= _WHOLE_PERCENT:
            yield found(
                "outcome-threshold-outside-scale",
                f"{path}.threshold_percent",
                value=outcome.threshold_percent,
            )
