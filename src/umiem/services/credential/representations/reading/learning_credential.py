"""Read a learning credential (SD-JWT VC) back into an award record: what was disclosed, and nothing more.

The type holds texts in one language and names instead of codes. Names of the controlled lists are looked
up; what is not on a list is left out, so that the other representation names the element that is missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from umiem.domain.award import AwardRecord, IssuerIdentity, Learner
from umiem.domain.definition import (
    AchievementSpecification,
    AssessmentSpecification,
    AwardingBody,
    LearningOutcome,
    Level,
    Participation,
    QualityAssurance,
    Stackability,
    Workload,
)
from umiem.domain.text import LocalizedText
from umiem.domain.vocabularies import ASSESSMENT_TYPES, LEARNING_MODES, QUALITY_ASSURANCE_TYPES, Vocabulary
from umiem.services.credential.representations.completeness import element_missing
from umiem.services.credential.representations.reading.nodes import Node, day, decimal, string, strings, whole
from umiem.services.credential.representations.sd_jwt_learning import (
    ASSESSMENT_CLAIM,
    LEVEL_CLAIM,
    NO_LEVEL_CLAIM,
    PARTICIPATION_CLAIM,
)

_HOURS = re.compile(r"(?<![\d.,])(\d{1,5})\s*(?:h|godz|hours?)\b", re.IGNORECASE)
_ECTS = re.compile(r"(?<![\d.,])(\d{1,3}(?:[.,]\d{1,2})?)\s*ECTS\b", re.IGNORECASE)
_MOST_OUTCOMES = 200


def read_learning_credential(claims: Node) -> tuple[AwardRecord, IssuerIdentity]:
    """Return the award and the issuer of a learning credential, from its processed claims.

    Raises ``RefusedError`` ("representation-element-missing", M5) when it has no date of issuance.
    """
    awarded_on = day(claims, "date_of_issuance")
    if awarded_on is None:
        raise element_missing("M5", representation="sd-jwt")
    tag = _language(claims)
    issuer = IssuerIdentity(
        did=string(claims, "iss"),
        name=_text(string(claims, "issuing_authority"), tag),
        country=string(claims, "issuing_country"),
    )
    return (
        AwardRecord(
            definition=_definition(claims, issuer, tag),
            learner=_learner(claims),
            results=(),
            awarded_on=awarded_on,
            identity_salt="",
            grade=string(claims, "assessment_grade"),
        ),
        issuer,
    )


def _definition(claims: Node, issuer: IssuerIdentity, tag: str) -> AchievementSpecification:
    title = string(claims, "achievement_title")
    statements = strings(claims, "learning_outcomes")[:_MOST_OUTCOMES]
    assessments = enumerate(_codes(ASSESSMENT_TYPES, strings(claims, ASSESSMENT_CLAIM)), start=1)
    whether = claims.get("integration_stackability_options")
    return AchievementSpecification(
        identifier=string(claims, "jti"),
        primary_language=tag,
        title=_text(title, tag),
        description=_text(string(claims, "achievement_description"), tag),
        awarding_bodies=(AwardingBody(legal_name=issuer.name, country=issuer.country),),
        learning_outcomes=tuple(
            LearningOutcome(id=f"LO{number}", statement=_text(statement, tag))
            for number, statement in enumerate(statements, start=1)
        ),
        workload=_workload(string(claims, "expected_study_time")),
        level=Level(eqf=_level(claims), not_applicable=_text(string(claims, NO_LEVEL_CLAIM), tag)),
        assessments=tuple(
            AssessmentSpecification(id=f"A{number}", type=code) for number, code in assessments
        ),
        participation=Participation(
            modes=tuple(_codes(LEARNING_MODES, strings(claims, PARTICIPATION_CLAIM))),
            languages=strings(claims, "language_of_classes"),
        ),
        quality_assurance=QualityAssurance(
            types=tuple(_codes(QUALITY_ASSURANCE_TYPES, strings(claims, "types_of_quality_assurance")))
        ),
        prerequisites=_text("; ".join(strings(claims, "prerequisites_to_enroll")), tag),
        stackability=Stackability(type="stackable" if whether is True else ""),
    )


def _learner(claims: Node) -> Learner:
    known_by = string(claims, "learner_identification")
    given, family = string(claims, "given_name"), string(claims, "family_name")
    is_name = known_by == f"{given} {family}".strip()
    is_address, is_did = "@" in known_by, known_by.startswith("did:")
    return Learner(
        given_name=given,
        family_name=family,
        email=known_by if is_address else "",
        did=known_by if is_did else None,
        identifier=None if is_address or is_did or is_name else known_by or None,
    )


def _level(claims: Node) -> int | None:
    level = whole(claims, LEVEL_CLAIM)
    return level if level is not None and 1 <= level <= 8 else None


def _workload(text: str) -> Workload:
    hours, ects = _HOURS.search(text), _ECTS.search(text)
    return Workload(
        hours=int(hours[1]) if hours else None,
        ects=decimal(ects[1]) if ects else None,
    )


def _language(claims: Node) -> str:
    """Tell the language of the texts by the names of the controlled lists, which the type has in one only."""
    for vocabulary, name in ((LEARNING_MODES, PARTICIPATION_CLAIM), (ASSESSMENT_TYPES, ASSESSMENT_CLAIM)):
        for label in strings(claims, name):
            for concept in vocabulary.concepts:
                for tag, text in concept.labels.items():
                    if text.casefold() == label.casefold():
                        return tag
    return "en"


def _codes(vocabulary: Vocabulary, names: tuple[str, ...]) -> Iterator[str]:
    for name in names:
        for concept in vocabulary.concepts:
            if name.casefold() in (text.casefold() for text in concept.labels.values()):
                yield concept.code
                break


def _text(text: str, tag: str) -> LocalizedText:
    return LocalizedText({tag: text} if text.strip() else {})
