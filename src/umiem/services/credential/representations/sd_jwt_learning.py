"""The award as a learning credential of EUDI wallets (SD-JWT VC).

The European reference type ``urn:eu.europa.ec.eudi:learning:credential:1`` holds Annex I but for M9 and
M10, which are added under Umiem's own names, and makes M6 optional, which here it is not. It cannot do
without a level as a number: an award to which no level applies (M8) has a type of Umiem's own, which says
why instead. What says something about the person is selectively disclosable. Signing is
``engine.envelopes.sd_jwt_vc``. A university without the status of a trust service provider issues a
non-qualified attestation.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from umiem.domain.annexes import ELEMENT_NAMES
from umiem.domain.award import AwardRecord, IssuerIdentity, Learner
from umiem.domain.text import LocalizedText
from umiem.domain.vocabularies import ASSESSMENT_TYPES, LEARNING_MODES, QUALITY_ASSURANCE_TYPES, Vocabulary
from umiem.engine.envelopes.sd_jwt.issuing import DisclosurePlan
from umiem.services.credential.representations.annex_one import both
from umiem.services.credential.representations.completeness import element_missing, require_elements
from umiem.services.credential.representations.elm_nodes import LOCAL

REPRESENTATION = "sd-jwt"
VCT = "urn:eu.europa.ec.eudi:learning:credential:1"
ASSESSMENT_CLAIM = f"{LOCAL}type_of_assessment"
PARTICIPATION_CLAIM = f"{LOCAL}form_of_participation"
VCT_WITHOUT_LEVEL = f"{LOCAL}learning-credential-without-level-1"
LEVEL_CLAIM = "level_of_learning_experience"
NO_LEVEL_CLAIM = f"{LOCAL}level_not_applicable"
TYPES = (VCT, VCT_WITHOUT_LEVEL)


@dataclass(frozen=True, kw_only=True)
class LearningClaim:
    """One claim of the type: whether the holder may withhold it, whether it must be there, its label."""

    name: str
    disclosable: bool
    mandatory: bool
    label: LocalizedText


CLAIMS: tuple[LearningClaim, ...] = tuple(
    LearningClaim(name=name, disclosable=disclosable, mandatory=mandatory, label=label)
    for name, disclosable, mandatory, label in (
        ("issuing_authority", False, True, ELEMENT_NAMES["M4"]),
        ("issuing_country", False, True, ELEMENT_NAMES["M3"]),
        ("date_of_issuance", False, True, ELEMENT_NAMES["M5"]),
        ("date_of_expiry", False, False, both("Data ważności", "Date of expiry")),
        ("achievement_title", False, True, ELEMENT_NAMES["M2"]),
        ("achievement_description", False, False, both("Opis", "Description")),
        ("language_of_classes", False, True, both("Język zajęć", "Language of classes")),
        (ASSESSMENT_CLAIM, False, True, ELEMENT_NAMES["M9"]),
        (PARTICIPATION_CLAIM, False, True, ELEMENT_NAMES["M10"]),
        ("family_name", True, True, both("Nazwisko", "Family name")),
        ("given_name", True, False, both("Imię", "Given name")),
        ("learner_identification", True, True, ELEMENT_NAMES["M1"]),
        ("learning_outcomes", True, True, ELEMENT_NAMES["M6"]),
        ("assessment_grade", True, False, ELEMENT_NAMES["O3"]),
        ("expected_study_time", True, True, ELEMENT_NAMES["M7"]),
        (LEVEL_CLAIM, True, True, ELEMENT_NAMES["M8"]),
        (NO_LEVEL_CLAIM, True, True, both("Dlaczego nie ma poziomu", "Why there is no level")),
        ("types_of_quality_assurance", True, True, ELEMENT_NAMES["M11"]),
        ("prerequisites_to_enroll", True, False, ELEMENT_NAMES["O1"]),
        ("integration_stackability_options", True, False, ELEMENT_NAMES["O4"]),
    )
)


def learning_credential_claims(
    award: AwardRecord,
    issuer: IssuerIdentity,
    *,
    credential_id: str,
    issued_at: datetime,
    expires_at: datetime | None = None,
    holder_key: Mapping[str, Any] | None = None,
    status: Mapping[str, Any] | None = None,
    language: str | None = None,
) -> dict[str, Any]:
    """Return the claims of the learning credential.

    Texts are in ``language`` (default: the definition's language of record), or in the one there is.
    ``holder_key`` is the wallet's public JWK for ``cnf``; without it nobody can prove to be the holder.
    ``status`` is the Token Status List reference. ``iat`` is coarse (the day), so that it does not
    identify a person. An award without a level (M8 "not applicable") is of the type
    ``VCT_WITHOUT_LEVEL``. Raises ``RefusedError`` ("representation-element-missing").
    """
    require_elements(award, issuer, representation=REPRESENTATION)
    if not award.definition.participation.languages:  # the type has "language of classes" as mandatory
        raise element_missing("M10", representation=REPRESENTATION)
    tag = language or award.definition.primary_language
    day = issued_at.replace(hour=0, minute=0, second=0, microsecond=0)
    claims: dict[str, Any] = {
        "iss": issuer.did,
        "jti": credential_id,
        "iat": int(day.timestamp()),
        "vct": VCT_WITHOUT_LEVEL if _level(award) is None else VCT,
        **_about_the_achievement(award, issuer, tag),
        **_about_the_learner(award),
    }
    if expires_at is not None:
        claims["exp"] = int(expires_at.timestamp())
        claims["date_of_expiry"] = expires_at.date().isoformat()
    if holder_key is not None:
        claims["cnf"] = {"jwk": dict(holder_key)}
    if status is not None:
        claims["status"] = dict(status)
    return claims


def readable_claims(award: AwardRecord, issuer: IssuerIdentity, *, language: str) -> dict[str, Any]:
    """Return the claims that say something to people, also of an award that the type cannot hold."""
    claims = {**_about_the_achievement(award, issuer, language), **_about_the_learner(award)}
    return {name: value for name, value in claims.items() if value not in (None, "", [])}


def disclosure_plan(claims: Mapping[str, Any]) -> DisclosurePlan:
    """Return what the holder may withhold, for the claims that are there."""
    return DisclosurePlan.of(
        [(claim.name,) for claim in CLAIMS if claim.disclosable and claim.name in claims]
    )


def _about_the_achievement(award: AwardRecord, issuer: IssuerIdentity, tag: str) -> dict[str, Any]:
    definition = award.definition
    bodies = (body.legal_name.best(tag)[0] for body in definition.awarding_bodies)
    claims: dict[str, Any] = {
        "issuing_authority": "; ".join(bodies),
        "issuing_country": issuer.country,
        "date_of_issuance": award.awarded_on.isoformat(),
        "achievement_title": definition.title.best(tag)[0],
        "language_of_classes": list(definition.participation.languages),
        ASSESSMENT_CLAIM: _labels(ASSESSMENT_TYPES, (one.type for one in definition.assessments), tag),
        PARTICIPATION_CLAIM: _labels(LEARNING_MODES, definition.participation.modes, tag),
        "learning_outcomes": [outcome.statement.best(tag)[0] for outcome in definition.learning_outcomes],
        "expected_study_time": _study_time(award),
        **_about_the_level(award, tag),
        "types_of_quality_assurance": _labels(
            QUALITY_ASSURANCE_TYPES, definition.quality_assurance.types, tag
        ),
    }
    if definition.description:
        claims["achievement_description"] = definition.description.best(tag)[0]
    if definition.prerequisites:
        claims["prerequisites_to_enroll"] = [definition.prerequisites.best(tag)[0]]
    if definition.stackability.type:
        claims["integration_stackability_options"] = definition.stackability.type == "stackable"
    return claims


def _about_the_learner(award: AwardRecord) -> dict[str, Any]:
    learner = award.learner
    claims: dict[str, Any] = {
        "family_name": learner.family_name or learner.given_name,
        "learner_identification": _identification(learner),
    }
    if learner.family_name and learner.given_name:
        claims["given_name"] = learner.given_name
    if award.grade:
        claims["assessment_grade"] = award.grade
    return claims


def _identification(learner: Learner) -> str:
    return learner.identifier or learner.email or learner.did or learner.full_name


def _level(award: AwardRecord) -> int | None:
    level = award.definition.level
    return level.eqf if level.eqf is not None else level.prk


def _about_the_level(award: AwardRecord, tag: str) -> dict[str, Any]:
    level, reason = _level(award), award.definition.level.not_applicable
    claims: dict[str, Any] = {} if level is None else {LEVEL_CLAIM: level}
    return {**claims, NO_LEVEL_CLAIM: reason.best(tag)[0]} if reason else claims


def _study_time(award: AwardRecord) -> str:
    load = award.definition.workload
    parts = (
        f"{load.hours} h" if load.hours is not None else "",
        f"{format(load.ects.normalize(), 'f')} ECTS" if load.ects is not None else "",
    )
    return ", ".join(part for part in parts if part)


def _labels(vocabulary: Vocabulary, codes: Iterable[str], tag: str) -> list[str]:
    found = (vocabulary.find(code) for code in dict.fromkeys(codes) if code)
    return [concept.labels.best(tag)[0] for concept in found if concept is not None]


def type_metadata(vct: str = VCT) -> dict[str, Any]:
    """Return the metadata of one of ``TYPES`` (SD-JWT VC draft, section 6), labels in Polish and English."""
    of_the_other = NO_LEVEL_CLAIM if vct == VCT else LEVEL_CLAIM
    return {
        "vct": vct,
        "name": "Micro-credential learning credential",
        "description": "Micro-credential with the elements of Council Recommendation 2022/C 243/02.",
        "display": [
            {"locale": "pl", "name": "Mikropoświadczenie"},
            {"locale": "en", "name": "Micro-credential"},
        ],
        "claims": [
            {
                "path": [claim.name],
                "sd": "always" if claim.disclosable else "never",
                "mandatory": claim.mandatory and not claim.disclosable,  # what may be withheld may be absent
                "display": [{"locale": tag, "label": label} for tag, label in claim.label.items()],
            }
            for claim in CLAIMS
            if claim.name != of_the_other
        ],
    }
