"""What a finding is, and the table of all kinds: code → severity, Annex I element, Annex II principle.

Council Recommendation 2022/C 243/02, Annexes I and II.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Severity(StrEnum):
    """How grave a finding is."""

    BLOCKS = "blocks"
    WARNS = "warns"
    ADVISES = "advises"


_NO_PARAMS: Mapping[str, object] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to settle.

    ``element`` is the Annex I element (M1–M11, O1–O5), ``principle`` the number of the Annex II
    principle (1–10); ``path`` says where in the definition; ``params`` fill the sentence.
    """

    code: str
    severity: Severity
    element: str | None
    principle: int | None
    path: str
    params: Mapping[str, object]


def found(code: str, path: str, /, **params: object) -> Finding:
    """Make the finding ``code``; its severity, element and principle come from the table of kinds."""
    severity, element, principle = FINDING_KINDS[code]
    return Finding(code, severity, element, principle, path, params or _NO_PARAMS)


_B, _W, _A = Severity.BLOCKS, Severity.WARNS, Severity.ADVISES

# code → severity, Annex I element, Annex II principle.
FINDING_KINDS: Mapping[str, tuple[Severity, str | None, int | None]] = MappingProxyType(
    {
        # M1 identification of the learner
        "learner-name-not-recorded": (_B, "M1", 9),
        "learner-contact-not-recorded": (_W, "M1", 9),
        "learner-data-excessive": (_W, "M1", 7),
        "learner-identification-unknown": (_B, "M1", 2),
        # M2 title, and the identifier
        "title-missing": (_B, "M2", 2),
        "title-names-a-protected-document": (_B, "M2", 2),
        "title-too-long": (_W, "M2", 2),
        "title-too-short": (_W, "M2", 2),
        "title-says-certificate-of-attendance": (_W, "M2", 4),
        "identifier-missing": (_B, "M2", 2),
        "identifier-not-a-slug": (_B, "M2", 2),
        # M3 country or region, M4 awarding body
        "country-missing": (_B, "M3", 9),
        "country-unknown": (_B, "M3", 2),
        "region-missing": (_A, "M3", 9),
        "region-unknown": (_W, "M3", 2),
        "region-outside-country": (_B, "M3", 2),
        "awarding-body-missing": (_B, "M4", 9),
        "awarding-body-name-missing": (_B, "M4", 9),
        "awarding-body-without-legal-identifier": (_W, "M4", 9),
        "awarding-body-without-homepage": (_A, "M4", 2),
        # M5 date of issuing
        "validity-not-positive": (_B, "M5", 9),
        "validity-very-short": (_W, "M5", 7),
        # M6 learning outcomes
        "outcomes-missing": (_B, "M6", 2),
        "outcomes-too-many": (_W, "M6", 3),
        "outcome-statement-missing": (_B, "M6", 2),
        "outcome-id-missing": (_B, "M6", 4),
        "outcome-id-repeated": (_B, "M6", 4),
        "outcome-kind-missing": (_W, "M6", 2),
        "outcome-kind-unknown": (_B, "M6", 2),
        "outcome-repeated": (_W, "M6", 2),
        "outcome-too-short": (_W, "M6", 2),
        "outcome-too-long": (_A, "M6", 2),
        "outcome-verb-not-measurable": (_W, "M6", 4),
        "outcome-describes-content": (_W, "M6", 2),
        "outcome-without-skill-link": (_W, "M6", 3),
        "skill-link-empty": (_B, "M6", 3),
        "skill-link-not-esco": (_A, "M6", 3),
        "skill-hours-not-positive": (_B, "M6", 2),
        "proficiency-outside-scale": (_B, "M6", 2),
        # M7 workload
        "workload-missing": (_B, "M7", 2),
        "workload-without-ects": (_A, "M7", 2),
        "workload-not-positive": (_B, "M7", 2),
        "workload-hours-contradict-ects": (_B, "M7", 2),
        "workload-parts-contradict-total": (_B, "M7", 2),
        "workload-not-small": (_W, "M7", 5),
        "ects-step-unusual": (_A, "M7", 2),
        "skill-hours-exceed-workload": (_B, "M7", 2),
        # M8 level
        "level-missing": (_B, "M8", 2),
        "level-and-not-applicable": (_B, "M8", 2),
        "level-outside-scale": (_B, "M8", 2),
        "level-prk-contradicts-eqf": (_W, "M8", 2),
        "cycle-unknown": (_B, "M8", 2),
        "cycle-contradicts-level": (_W, "M8", 2),
        # M9 assessment
        "assessment-missing": (_B, "M9", 4),
        "assessment-id-missing": (_B, "M9", 4),
        "assessment-id-repeated": (_B, "M9", 4),
        "assessment-type-missing": (_B, "M9", 4),
        "assessment-type-unknown": (_B, "M9", 2),
        "assessment-mode-missing": (_A, "M9", 4),
        "assessment-mode-unknown": (_B, "M9", 2),
        "assessment-only-attendance": (_B, "M9", 4),
        "assessment-without-outcome": (_W, "M9", 4),
        "assessment-weights-contradict": (_W, "M9", 4),
        "assessment-description-missing": (_A, "M9", 4),
        "outcome-without-assessment": (_B, "M9", 4),
        "outcome-assessment-unknown": (_B, "M9", 4),
        "outcome-criteria-missing": (_B, "M9", 4),
        "outcome-threshold-missing": (_A, "M9", 4),
        "outcome-threshold-outside-scale": (_B, "M9", 4),
        # M10 participation
        "participation-missing": (_B, "M10", 2),
        "participation-mode-unknown": (_B, "M10", 2),
        "setting-missing": (_W, "M10", 2),
        "setting-unknown": (_B, "M10", 2),
        "informal-without-validation": (_W, "M10", 5),
        "activity-unknown": (_W, "M10", 2),
        "schedule-unknown": (_W, "M10", 2),
        "learning-language-missing": (_W, "M10", 2),
        "learning-language-unknown": (_W, "M10", 2),
        "place-missing": (_A, "M10", 9),
        # M11 quality assurance
        "quality-type-missing": (_B, "M11", 1),
        "quality-type-unknown": (_B, "M11", 1),
        "quality-statement-missing": (_B, "M11", 1),
        "quality-procedure-missing": (_A, "M11", 1),
        "quality-only-external": (_W, "M11", 1),
        "accreditation-incomplete": (_W, "M11", 1),
        "accreditation-expired": (_B, "M11", 1),
        "accreditation-claimed-without-decision": (_W, "M11", 1),
        "learner-feedback-missing": (_W, "M11", 8),
        "peer-review-missing": (_A, "M11", 1),
        # O1 to O5
        "prerequisites-missing": (_A, "O1", 8),
        "requirement-unnamed": (_W, "O1", 8),
        "requirement-reference-wrong": (_B, "O1", 5),
        "requirement-is-itself": (_B, "O1", 5),
        "supervision-missing": (_W, "O2", 9),
        "supervision-unknown": (_B, "O2", 2),
        "supervision-weak": (_A, "O2", 9),
        "grading-without-scale": (_W, "O3", 2),
        "grading-pass-not-on-scale": (_B, "O3", 2),
        "stackability-missing": (_A, "O4", 5),
        "stackability-unknown": (_B, "O4", 2),
        "stackability-without-target": (_W, "O4", 5),
        "stackability-target-unnamed": (_B, "O4", 5),
        "stand-alone-with-target": (_W, "O4", 5),
        "stackability-promises-entitlement": (_W, "O4", 5),
        "stackability-conditions-missing": (_A, "O4", 6),
        "component-group-unnamed": (_W, "O4", 5),
        "component-group-empty": (_B, "O4", 5),
        "component-reference-wrong": (_B, "O4", 5),
        "component-is-itself": (_B, "O4", 5),
        "component-repeated": (_W, "O4", 5),
        "component-number-impossible": (_B, "O4", 5),
        "composition-limit-not-positive": (_B, "O4", 5),
        "composition-level-outside-scale": (_B, "O4", 5),
        "composition-without-components": (_B, "O4", 5),
        "composition-larger-than-whole": (_W, "O4", 2),
        "description-missing": (_W, "O5", 2),
        # principles without an element of their own
        "primary-language-missing": (_B, None, 2),
        "language-version-missing": (_W, None, 10),
        "text-missing-in-language": (_W, None, 10),
        "relevance-missing": (_W, None, 3),
        "relevance-without-occupation": (_A, None, 3),
        "employers-not-consulted": (_A, None, 3),
        "review-date-missing": (_W, None, 3),
        "review-overdue": (_W, None, 3),
        "review-too-far": (_A, None, 3),
        "field-of-study-missing": (_A, None, 2),
        "field-of-study-unknown": (_W, None, 2),
        "prior-learning-route-missing": (_A, None, 5),
        "target-group-missing": (_A, None, 8),
        "guidance-missing": (_A, None, 10),
        "homepage-missing": (_A, None, 2),
        "address-not-https": (_W, None, 7),
        # the award itself: see umiem.domain.award_rules
        "award-learner-unnamed": (_B, "M1", 9),
        "award-learner-not-reachable": (_W, "M1", 9),
        "award-date-in-future": (_B, "M5", 9),
        "award-result-missing": (_B, "M9", 4),
        "award-result-of-unknown-outcome": (_B, "M6", 4),
        "award-result-above-scale": (_B, "M9", 4),
        "award-result-unreadable": (_B, "M9", 4),
        "award-outcome-failed": (_B, "M9", 4),
        "award-outcome-not-reached": (_B, "M9", 4),
        "award-grade-missing": (_W, "O3", 2),
        "award-grade-not-on-scale": (_B, "O3", 2),
        "award-grade-not-passing": (_B, "O3", 4),
    }
)
