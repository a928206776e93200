"""M11: the quality assurance behind it; Annex II 1 (quality) and 8 (learner-centred)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from umiem.domain.definition import Accreditation, AchievementSpecification, QualityAssurance
from umiem.domain.gate.finding import Finding, found
from umiem.domain.vocabularies import QUALITY_ASSURANCE_TYPES

_PATH = "quality_assurance"
_INTERNAL = "internal-quality-system"
_BY_OUTSIDE_BODY = {
    "institutional-license",
    "institutional-quality-assurance",
    "program-license",
    "program-quality-assurance",
    "qualifications-system",
}


def quality(definition: AchievementSpecification, on: date) -> Iterator[Finding]:
    """Types and a statement must be there; decisions named must hold; learners and peers are heard."""
    assurance = definition.quality_assurance
    if not assurance.types:
        yield found("quality-type-missing", f"{_PATH}.types")
    for index, code in enumerate(assurance.types):
        if code not in QUALITY_ASSURANCE_TYPES:
            yield found("quality-type-unknown", f"{_PATH}.types[{index}]", code=code)
    if not assurance.statement:
        yield found("quality-statement-missing", f"{_PATH}.statement")
    if not assurance.procedure:
        yield found("quality-procedure-missing", f"{_PATH}.procedure")
    if not assurance.learner_feedback:
        yield found("learner-feedback-missing", f"{_PATH}.learner_feedback")
    if not assurance.peer_review:
        yield found("peer-review-missing", f"{_PATH}.peer_review")
    yield from _internal_and_external(assurance)
    for index, accreditation in enumerate(assurance.accreditations):
        yield from _accreditation(accreditation, f"{_PATH}.accreditations[{index}]", on)


def _internal_and_external(assurance: QualityAssurance) -> Iterator[Finding]:
    outside = [code for code in assurance.types if code in _BY_OUTSIDE_BODY]
    if outside and _INTERNAL not in assurance.types:
        yield found("quality-only-external", f"{_PATH}.types")
    if outside and not assurance.accreditations:
        yield found("accreditation-claimed-without-decision", f"{_PATH}.accreditations", code=outside[0])


def _accreditation(accreditation: Accreditation, path: str, on: date) -> Iterator[Finding]:
    if not accreditation.title or not accreditation.agent or not accreditation.type:
        yield found("accreditation-incomplete", path)
    elif accreditation.type not in QUALITY_ASSURANCE_TYPES:
        yield found("quality-type-unknown", f"{path}.type", code=accreditation.type)
    if accreditation.valid_until is not None and accreditation.valid_until < on:
        yield found("accreditation-expired", f"{path}.valid_until", date=accreditation.valid_until)
