"""The ``umiem`` extension: every Annex I element in a credential, in all its languages, with addresses.

Open Badges 3.0 has one language per achievement and no place for workload hours, participation, quality
assurance and more. They go into ``achievement.microcredential`` and
``credentialSubject.microcredentialAward`` under Umiem's own JSON-LD context, so that nothing is lost and
the proof covers it.

Concepts of controlled vocabularies are given by address only: the lists, with their labels, are public.
Every node has an ``id`` of its own below that of the achievement: it can be cited, and the canonical form
needs no labels for it. The values of a grading scale stand only in Open Badges' own ``allowedValue``: two
equal lists would need the slow general algorithm of canonicalisation.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from umiem.domain.award import AwardRecord
from umiem.domain.definition import (
    AchievementSpecification,
    AssessmentSpecification,
    AwardingBody,
    Grading,
    LearningOutcome,
    Level,
    Participation,
    QualityAssurance,
    SkillLink,
    Stackability,
    Workload,
)
from umiem.domain.text import LocalizedText
from umiem.domain.vocabularies import (
    ASSESSMENT_TYPES,
    COUNTRIES,
    CYCLES,
    EQF_LEVELS,
    FIELDS_OF_STUDY,
    LANGUAGES,
    LEARNER_IDENTIFICATION,
    LEARNING_ACTIVITIES,
    LEARNING_MODES,
    LEARNING_OPPORTUNITIES,
    LEARNING_SCHEDULES,
    LEARNING_SETTINGS,
    OUTCOME_KINDS,
    PRK_LEVELS,
    QUALITY_ASSURANCE_TYPES,
    REGIONS,
    STACKABILITY,
    SUPERVISION,
    Vocabulary,
)

Json = dict[str, Any]


def microcredential(definition: AchievementSpecification, achievement_id: str) -> Json:
    """Return the node ``microcredential`` of an achievement: the definition's side of Annex I."""
    at = _Below(achievement_id)
    return _stated(
        {
            "id": at("microcredential"),
            "type": ["MicrocredentialDescription"],
            "definitionVersion": definition.version,
            "languageOfRecord": definition.primary_language,
            "title": _texts(definition.title),
            "summary": _texts(definition.description),
            "learnerIdentifiedBy": _uris(LEARNER_IDENTIFICATION, definition.learner_identification),
            "awardingBody": [
                _awarding_body(body, at(f"awarding-body-{number}"))
                for number, body in enumerate(definition.awarding_bodies, start=1)
            ],
            "learningOutcome": [
                _outcome(outcome, order, at)
                for order, outcome in enumerate(definition.learning_outcomes, start=1)
            ],
            "workload": _workload(definition.workload, at("workload")),
            "level": _level(definition.level, at("level")),
            "assessment": [
                _assessment(assessment, order, at)
                for order, assessment in enumerate(definition.assessments, start=1)
            ],
            "participation": _participation(definition.participation, at("participation")),
            "qualityAssurance": _quality(definition.quality_assurance, at),
            "prerequisites": _texts(definition.prerequisites),
            "gradingScheme": _grading(definition.grading, at("grading-scheme")),
            "stackability": _stackability(definition.stackability, at),
            "furtherInformation": _texts(definition.further_information),
            **_usefulness(definition, at),
        }
    )


def microcredential_award(award: AwardRecord, credential_id: str, achievement_id: str) -> Json:
    """Return the node ``microcredentialAward`` of a subject: M1, M5, O3 and the place, as awarded."""
    definition = award.definition
    return _stated(
        {
            "id": f"{credential_id}#award",
            "type": ["MicrocredentialAward"],
            "givenName": award.learner.given_name,
            "familyName": award.learner.family_name,
            "learnerNumber": award.learner.identifier if _wanted(definition, "student-number") else None,
            "awardedOn": award.awarded_on.isoformat(),
            "place": award.place,
            "grade": award.grade,
            "gradingScheme": f"{achievement_id}#grading-scheme"
            if award.grade and definition.grading
            else None,
            "creditsAwarded": _decimal(definition.workload.ects),
            "statement": _texts(award.narrative),
        }
    )


class _Below:
    """Makes the addresses of parts: fragments of the achievement's own."""

    def __init__(self, achievement_id: str) -> None:
        self._base = achievement_id

    def __call__(self, part: str) -> str:
        return f"{self._base}#{part}"


def _stated(node: Mapping[str, Any]) -> Json:
    """Leave out what is not stated: JSON-LD has no empty values."""
    return {name: value for name, value in node.items() if value not in (None, "", [], {})}


def _node(node: Mapping[str, Any]) -> Json | None:
    """Leave out a node of which nothing but its address and type is stated."""
    stated = _stated(node)
    return stated if len(stated) > len(("id", "type")) else None


def _texts(text: LocalizedText) -> Json:
    return {tag: text[tag] for tag in text if text.has(tag)}


def _uri(vocabulary: Vocabulary, code: str) -> str | None:
    concept = vocabulary.find(code)
    return concept.uri if concept is not None else None


def _uris(vocabulary: Vocabulary, codes: Iterable[str]) -> list[str]:
    return [uri for code in codes if (uri := _uri(vocabulary, code)) is not None]


def _decimal(number: Decimal | None) -> str | None:
    """A decimal as text: JSON numbers with a fraction would become floating point in RDF."""
    if number is None:
        return None
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _wanted(definition: AchievementSpecification, way: str) -> bool:
    return way in definition.learner_identification


def _awarding_body(body: AwardingBody, address: str) -> Json:
    legal = body.legal_identifier
    return _stated(
        {
            "id": address,
            "type": ["AwardingBody"],
            "legalName": _texts(body.legal_name),
            "country": _uri(COUNTRIES, body.country),
            "region": _uri(REGIONS, body.region),
            "locality": body.locality,
            "homepage": body.homepage,
            "contactAddress": body.email,
            "legalIdentifier": _node(
                {
                    "id": f"{address}-identifier",
                    "type": ["LegalIdentifier"],
                    "scheme": legal.scheme,
                    "notation": legal.value,
                }
            )
            if legal is not None
            else None,
        }
    )


def _outcome(outcome: LearningOutcome, order: int, at: _Below) -> Json:
    proficiency = outcome.proficiency
    return _stated(
        {
            "id": at(f"outcome-{outcome.id}"),
            "type": ["LearningOutcome"],
            "order": order,
            "statement": _texts(outcome.statement),
            "outcomeKind": _uri(OUTCOME_KINDS, outcome.kind),
            "skill": [
                linked_concept(skill, at(f"outcome-{outcome.id}-skill-{number}"))
                for number, skill in enumerate(outcome.skills, start=1)
            ],
            "proficiencyScale": proficiency.scale if proficiency is not None else None,
            "proficiencyStep": proficiency.step if proficiency is not None else None,
            "assessedBy": [at(f"assessment-{id_}") for id_ in outcome.assessed_by],
            "criteria": _texts(outcome.criteria),
            "thresholdPercent": outcome.threshold_percent,
        }
    )


def linked_concept(link: SkillLink, address: str) -> Json:
    """Return a link to a skill or occupation, with the label and the hours that the definition gives it.

    The link has an address of its own: two outcomes may lead to one skill, and nothing is said about the
    concept itself, which is ESCO's.
    """
    return _stated(
        {
            "id": address,
            "type": ["LinkedConcept"],
            "concept": link.uri,
            "label": _texts(link.label),
            "hours": link.hours,
        }
    )


def _workload(workload: Workload, address: str) -> Json | None:
    return _node(
        {
            "id": address,
            "type": ["Workload"],
            "ects": _decimal(workload.ects),
            "hours": workload.hours,
            "contactHours": workload.contact_hours,
            "selfStudyHours": workload.self_study_hours,
        }
    )


def _level(level: Level, address: str) -> Json | None:
    return _node(
        {
            "id": address,
            "type": ["QualificationLevel"],
            "eqfLevel": _uri(EQF_LEVELS, str(level.eqf)),
            "nationalLevel": _uri(PRK_LEVELS, str(level.prk)),
            "cycle": _uri(CYCLES, level.cycle),
            "notApplicable": _texts(level.not_applicable),
        }
    )


def _assessment(assessment: AssessmentSpecification, order: int, at: _Below) -> Json:
    return _stated(
        {
            "id": at(f"assessment-{assessment.id}"),
            "type": ["AssessmentSpecification"],
            "order": order,
            "title": _texts(assessment.title),
            "assessmentType": _uri(ASSESSMENT_TYPES, assessment.type),
            "assessmentMode": _uri(LEARNING_MODES, assessment.mode),
            "supervision": _uri(SUPERVISION, assessment.supervision),
            "explanation": _texts(assessment.description),
            "weightPercent": assessment.weight_percent,
        }
    )


def _participation(part: Participation, address: str) -> Json | None:
    return _node(
        {
            "id": address,
            "type": ["Participation"],
            "participationMode": _uris(LEARNING_MODES, part.modes),
            "learningSetting": _uri(LEARNING_SETTINGS, part.setting),
            "learningActivity": _uris(LEARNING_ACTIVITIES, part.activities),
            "languageOfLearning": _uris(LANGUAGES, part.languages),
            "schedule": _uri(LEARNING_SCHEDULES, part.schedule),
            "place": _texts(part.place),
        }
    )


def _quality(quality: QualityAssurance, at: _Below) -> Json | None:
    return _node(
        {
            "id": at("quality-assurance"),
            "type": ["QualityAssurance"],
            "qualityAssuranceType": _uris(QUALITY_ASSURANCE_TYPES, quality.types),
            "statement": _texts(quality.statement),
            "procedure": quality.procedure,
            "accreditation": [
                _stated(
                    {
                        "id": at(f"accreditation-{number}"),
                        "type": ["Accreditation"],
                        "title": _texts(accreditation.title),
                        "accreditationType": _uri(QUALITY_ASSURANCE_TYPES, accreditation.type),
                        "agent": _texts(accreditation.agent),
                        "reference": accreditation.reference,
                        "expiryDate": accreditation.valid_until and accreditation.valid_until.isoformat(),
                    }
                )
                for number, accreditation in enumerate(quality.accreditations, start=1)
            ],
            "learnerFeedback": _texts(quality.learner_feedback),
            "peerReview": _texts(quality.peer_review),
        }
    )


def _grading(grading: Grading | None, address: str) -> Json | None:
    if grading is None:
        return None
    return _node(
        {
            "id": address,
            "type": ["GradingScheme"],
            "title": _texts(grading.title),
            "lowestPass": grading.lowest_pass,
        }
    )


def _stackability(stack: Stackability, at: _Below) -> Json | None:
    return _node(
        {
            "id": at("stackability"),
            "type": ["Stackability"],
            "stackabilityType": _uri(STACKABILITY, stack.type),
            "towards": [
                _stated(
                    {
                        "id": at(f"stacking-target-{number}"),
                        "type": ["StackingTarget"],
                        "title": _texts(target.title),
                        "reference": target.reference,
                    }
                )
                for number, target in enumerate(stack.towards, start=1)
            ],
            "conditions": _texts(stack.conditions),
        }
    )


def _usefulness(definition: AchievementSpecification, at: _Below) -> Json:
    review = definition.review
    return {
        "targetGroup": _texts(definition.target_group),
        "relevance": _texts(definition.relevance.statement),
        "consulted": _texts(definition.relevance.consulted),
        "occupation": [
            linked_concept(occupation, at(f"occupation-{number}"))
            for number, occupation in enumerate(definition.relevance.occupations, start=1)
        ],
        "priorLearning": _texts(definition.prior_learning),
        "guidance": _texts(definition.guidance),
        "fieldOfStudy": _uris(FIELDS_OF_STUDY, definition.fields_of_study),
        "opportunityType": _uri(LEARNING_OPPORTUNITIES, definition.opportunity_type),
        "homepage": definition.homepage,
        "validityMonths": definition.validity_months,
        "reviewedOn": review.last.isoformat() if review.last else None,
        "reviewBy": review.by.isoformat() if review.by else None,
    }
