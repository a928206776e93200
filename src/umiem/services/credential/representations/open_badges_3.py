"""One award as an Open Badges 3.0 credential on the Verifiable Credentials Data Model 2.0.

Open Badges names the definition *Achievement*. Its texts are plain strings: they are given in the first of
the asked languages, which ``inLanguage`` names; all languages are in the ``umiem`` extension. Open Badges 3.0
final release, sections B.1 to B.6; VCDM 2.0, section 4. No Django, no clock, no randomness: the same award
gives the same document.

What is *not* checked here: that the definition is complete (``assess_definition``), that the learner passed
(``assess_award``), and that the document conforms (``prepare_credential``).
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import Any

from umiem.domain.award import AwardRecord, EvidenceItem, IssuerIdentity, Learner
from umiem.domain.definition import AchievementSpecification, LearningOutcome, SkillLink
from umiem.domain.text import LocalizedText
from umiem.domain.vocabularies import COUNTRIES, EQF_LEVELS, FIELDS_OF_STUDY, PRK_LEVELS, REGIONS, Vocabulary
from umiem.engine.status.bitstring import StatusEntry
from umiem.errors import RefusedError
from umiem.services.credential.representations.microcredential_extension import (
    microcredential,
    microcredential_award,
)

CONTEXTS = (
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json",
    "https://w3id.org/umiem/microcredential/v1",
)
SCHEMA = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"
MIN_SALT_CHARACTERS = 22  # 128 bits in base64url; 32 in hexadecimal

Json = dict[str, Any]


def open_badge_document(
    award: AwardRecord,
    issuer: IssuerIdentity,
    *,
    status_entries: Sequence[StatusEntry],
    credential_id: str,
    valid_from: datetime,
    valid_until: datetime | None,
    languages: Sequence[str],
    image: str = "",
) -> Json:
    """Return the credential of ``award``, not yet secured, with every Annex I element.

    ``languages``: the first is the language of the plain texts, where the definition has it. ``image`` is
    an address of the badge image. ``status_entries``: the Open Badges JSON Schema admits one
    ``credentialStatus``; the entry of suspension stands under the extension's second name for that property
    (docs/decisions/0054), and further ones make it a list, as VCDM 2.0 allows.

    Raises ``RefusedError`` (salt-too-short) when the e-mail digest would be guessable, (no-awarding-body)
    or (learner-not-identified) when a mandatory element cannot be stated.
    """
    language = _language(award.definition, languages)
    title = award.definition.title.best(language)[0]
    achievement_id = award.definition_url or derived_achievement_id(award.definition, issuer.did)
    document: Json = {
        "@context": list(CONTEXTS),
        "id": credential_id,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": title,
        "description": award.definition.description.best(language)[0] or None,
        "issuer": _issuer(issuer, language),
        "validFrom": _instant(valid_from),
        "validUntil": _instant(valid_until) if valid_until is not None else None,
        "awardedDate": _day(award.awarded_on),
        "credentialSubject": _subject(award, credential_id, achievement_id, language, image),
        "evidence": [_evidence(item) for item in award.evidence],
        "credentialStatus": _status(status_entries, suspension=False),
        "suspensionStatus": _status(status_entries, suspension=True),
        "credentialSchema": [{"id": SCHEMA, "type": "1EdTechJsonSchemaValidator2019"}],
    }
    return _stated(document)


def derived_achievement_id(definition: AchievementSpecification, issuer_did: str) -> str:
    """Return a stable URN for a definition that is published nowhere: the same for the same version."""
    name = f"{issuer_did}#{definition.identifier}/{definition.version}"
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, name)}"


def email_identity_hash(email: str, salt: str) -> str:
    """Return the Open Badges ``identityHash``: SHA-256 of the lower-case address and the salt."""
    return "sha256$" + hashlib.sha256((email.strip().lower() + salt).encode()).hexdigest()


def _language(definition: AchievementSpecification, languages: Sequence[str]) -> str:
    wanted = (*languages, definition.primary_language)
    return next((tag for tag in wanted if definition.title.has(tag)), definition.title.best("")[1])


def _stated(node: Mapping[str, Any]) -> Json:
    return {name: value for name, value in node.items() if value not in (None, "", [], {})}


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z")


def _day(day: date) -> str:
    return _instant(datetime.combine(day, time(), tzinfo=UTC))


def _status(entries: Sequence[StatusEntry], *, suspension: bool) -> Any:
    plain = [entry.as_json() for entry in entries if (entry.purpose == "suspension") == suspension]
    return plain[0] if len(plain) == 1 else plain


def _label(vocabulary: Vocabulary, code: str, language: str) -> str:
    concept = vocabulary.find(code)
    return concept.labels.best(language)[0] if concept is not None else code


# --- issuer: M3 and M4 ---------------------------------------------------------------------------------


def _issuer(issuer: IssuerIdentity, language: str) -> Json:
    legal = issuer.legal_identifier
    return _stated(
        {
            "id": issuer.did,
            "type": ["Profile"],
            "name": issuer.name.best(language)[0],
            "url": issuer.homepage,
            "email": issuer.email,
            "address": _stated(
                {
                    "type": ["Address"],
                    "addressCountry": _label(COUNTRIES, issuer.country, language),
                    "addressCountryCode": issuer.country,
                    "addressRegion": _label(REGIONS, issuer.region, language),
                    "addressLocality": issuer.locality,
                }
            ),
            "otherIdentifier": [
                {
                    "type": "IdentifierEntry",
                    "identifier": legal.value,
                    "identifierType": f"ext:{legal.scheme}" if legal.scheme else "identifier",
                }
            ]
            if legal is not None and legal.value
            else [],
        }
    )


# --- subject: M1, M5, O3 -------------------------------------------------------------------------------


def _subject(
    award: AwardRecord,
    credential_id: str,
    achievement_id: str,
    language: str,
    image: str,
) -> Json:
    return _stated(
        {
            "id": award.learner.did,
            "type": ["AchievementSubject"],
            "identifier": _identifiers(award.learner, award),
            "creditsEarned": _credits(award.definition),
            "narrative": award.narrative.best(language)[0],
            "achievement": _achievement(award, achievement_id, language, image),
            "result": list(_results(award, achievement_id)),
            "microcredentialAward": microcredential_award(award, credential_id, achievement_id),
        }
    )


def _identifiers(learner: Learner, award: AwardRecord) -> list[Json]:
    if not learner.full_name:
        raise RefusedError("learner-not-identified", element="M1")
    entries = [_identity("name", learner.full_name)]
    if learner.email:
        if len(award.identity_salt) < MIN_SALT_CHARACTERS:
            raise RefusedError("salt-too-short", least=MIN_SALT_CHARACTERS)
        digest = email_identity_hash(learner.email, award.identity_salt)
        entries.append({**_identity("emailAddress", digest), "hashed": True, "salt": award.identity_salt})
    if learner.identifier and "student-number" in award.definition.learner_identification:
        entries.append(_identity("sisSourcedId", learner.identifier))
    return entries


def _identity(kind: str, value: str) -> Json:
    return {"type": "IdentityObject", "hashed": False, "identityHash": value, "identityType": kind}


def _credits(definition: AchievementSpecification) -> int | float | None:
    ects = definition.workload.ects
    if ects is None:
        return None
    return int(ects) if ects == int(ects) else float(ects)


def _results(award: AwardRecord, achievement_id: str) -> Iterable[Json]:
    for result in award.results:
        yield _stated(
            {
                "type": ["Result"],
                "resultDescription": f"{achievement_id}#result-{result.outcome_id}",
                "status": result.status.value,
                "value": result.value,
            }
        )
    if award.grade:
        yield {
            "type": ["Result"],
            "resultDescription": f"{achievement_id}#result-final-grade",
            "value": award.grade,
        }


def _evidence(item: EvidenceItem) -> Json:
    return _stated({"id": item.url, "type": ["Evidence"], "name": item.name, "narrative": item.narrative})


# --- achievement: M2, M4, M6 to M9 ---------------------------------------------------------------------


def _achievement(award: AwardRecord, achievement_id: str, language: str, image: str) -> Json:
    definition = award.definition
    title = definition.title.best(language)[0]
    return _stated(
        {
            "id": achievement_id,
            "type": ["Achievement"],
            "achievementType": "MicroCredential",
            "name": title,
            "description": definition.description.best(language)[0] or title,
            "inLanguage": language,
            "humanCode": definition.identifier,
            "version": str(definition.version),
            "image": _image(image or definition.image),
            "creator": _creator(definition, language),
            "criteria": _criteria(definition, achievement_id, language),
            "creditsAvailable": _credits(definition),
            "fieldOfStudy": ", ".join(
                _label(FIELDS_OF_STUDY, code, language) for code in definition.fields_of_study
            ),
            "alignment": list(_alignments(definition, language)),
            "resultDescription": list(_result_descriptions(award, achievement_id, language)),
            "related": [
                {"id": target.reference, "type": ["Related"]}
                for target in definition.stackability.towards
                if target.reference.startswith("https://")
            ],
            "tag": list(definition.tags),
            "microcredential": microcredential(definition, achievement_id),
        }
    )


def _image(address: str) -> Json | None:
    return {"id": address, "type": "Image"} if address else None


def _creator(definition: AchievementSpecification, language: str) -> Json:
    """M4: the awarding body, under its web address. The issuer's DID stays with the issuer alone."""
    if not definition.awarding_bodies:
        raise RefusedError("no-awarding-body", element="M4")
    body = definition.awarding_bodies[0]
    address = body.homepage or f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, repr(body))}"
    return {"id": address, "type": ["Profile"], "name": body.legal_name.best(language)[0]}


def _criteria(definition: AchievementSpecification, achievement_id: str, language: str) -> Json:
    """M6 and M9 in Open Badges' words: one line for each outcome with its criterion, as Markdown."""
    lines = [_criterion(outcome, language) for outcome in definition.learning_outcomes]
    page = definition.homepage if definition.homepage != achievement_id else ""
    return _stated({"id": page, "narrative": "\n".join(lines)})


def _criterion(outcome: LearningOutcome, language: str) -> str:
    statement, criteria = outcome.statement.best(language)[0], outcome.criteria.best(language)[0]
    return f"- {statement} {criteria}".rstrip()


def _alignments(definition: AchievementSpecification, language: str) -> Iterable[Json]:
    """M6 and M8: each ESCO skill and occupation once, and the levels."""
    skills = {
        skill.uri: skill for outcome in definition.learning_outcomes for skill in outcome.skills if skill.uri
    }
    for skill in skills.values():
        yield _esco(skill, "ext:ESCOSkill", language)
    for occupation in definition.relevance.occupations:
        if occupation.uri:
            yield _esco(occupation, "ext:ESCOOccupation", language)
    level = definition.level
    yield from _level(EQF_LEVELS, level.eqf, "EQF", language)
    yield from _level(PRK_LEVELS, level.prk, "PRK", language)


def _esco(link: SkillLink, kind: str, language: str) -> Json:
    return {
        "type": ["Alignment"],
        "targetName": link.label.best(language)[0] or link.uri,
        "targetUrl": link.uri,
        "targetFramework": "ESCO",
        "targetType": kind,
    }


def _level(vocabulary: Vocabulary, step: int | None, framework: str, language: str) -> Iterable[Json]:
    concept = vocabulary.find(str(step)) if step is not None else None
    if concept is not None:
        yield {
            "type": ["Alignment"],
            "targetName": concept.labels.best(language)[0],
            "targetUrl": concept.uri,
            "targetCode": concept.code,
            "targetFramework": framework,
            "targetType": f"ext:{framework}Level",
        }


def _result_descriptions(award: AwardRecord, achievement_id: str, language: str) -> Iterable[Json]:
    definition = award.definition
    for outcome in definition.learning_outcomes:
        yield {
            "id": f"{achievement_id}#result-{outcome.id}",
            "type": ["ResultDescription"],
            "name": outcome.statement.best(language)[0],
            **_scale(outcome),
        }
    if award.grade or definition.grading:
        scale = definition.grading
        yield _stated(
            {
                "id": f"{achievement_id}#result-final-grade",
                "type": ["ResultDescription"],
                "name": _grade_name(scale.title if scale else LocalizedText(), definition, language),
                "resultType": "LetterGrade",
                "allowedValue": list(scale.values) if scale else [],
                "requiredValue": scale.lowest_pass if scale else "",
            }
        )


def _scale(outcome: LearningOutcome) -> Json:
    if outcome.threshold_percent is None:
        return {"resultType": "Status"}
    return {
        "resultType": "Percent",
        "valueMin": "0",
        "valueMax": "100",
        "requiredValue": str(outcome.threshold_percent),
    }


def _grade_name(title: LocalizedText, definition: AchievementSpecification, language: str) -> str:
    return title.best(language)[0] or definition.title.best(language)[0]
