"""The award as a European Digital Credential: ELM 3, EDC application profile, VC Data Model 1.1.

Modelled on the Commission's Annex I sample: the generic profile, a LearningAchievement specified by a
Qualification, proven by assessments, influenced by an activity. The status entry is stated as an
identifier of the credential, because the profile's shapes admit no object as ``credentialStatus``.
Sealing is ``engine.seals.jades``; the structure is checked by ``engine.profiles``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from umiem.domain.award import AwardRecord, IssuerIdentity, Result, ResultStatus
from umiem.domain.definition import AssessmentSpecification, AwardingBody
from umiem.domain.text import LocalizedText
from umiem.domain.vocabularies import REGIONS, SUPERVISION
from umiem.engine.profiles.european_digital_credential import CONTEXTS, SCHEMA, TYPES
from umiem.engine.seals.certificates import organisation_identifier
from umiem.engine.seals.credential_checks import STATUS_SCHEME
from umiem.engine.status.bitstring import StatusEntry
from umiem.errors import RefusedError
from umiem.services.credential.representations.completeness import element_missing, require_elements
from umiem.services.credential.representations.elm_nodes import (
    Names,
    Node,
    concept,
    concept_node,
    contact_point,
    country,
    identifier,
    language,
    legal_identifier,
    location,
    note,
    png_picture,
    texts,
    web_resource,
)
from umiem.services.credential.representations.elm_specification import (
    activity_specification,
    assessment_specification,
    assessment_title,
    qualification,
)
from umiem.services.credential.representations.open_badges_3 import MIN_SALT_CHARACTERS, email_identity_hash

REPRESENTATION = "edc"
CREDENTIAL_SCHEME = "Credential identifier"
EMAIL_SCHEME = "E-mail digest with salt"
FINAL_GRADE = "urn:epass:learningAssessment:final"
_CREDENTIAL_LIST = "http://data.europa.eu/snb/credential/"
_GENERIC = concept_node(
    f"{_CREDENTIAL_LIST}e34929035b",
    f"{_CREDENTIAL_LIST}25831c2",
    {"en": "Generic", "pl": "Ogólny"},
)
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)
_STATUS_TEXT = {
    ResultStatus.COMPLETED: {"pl": "zaliczone", "en": "passed"},
    ResultStatus.FAILED: {"pl": "niezaliczone", "en": "not passed"},
    ResultStatus.PROVISIONAL: {"pl": "ocena tymczasowa", "en": "provisional"},
}
_FINAL_TITLE = {"pl": "Ocena końcowa", "en": "Final grade"}
_IS_CONFIRMED = {
    "pl": "Mikropoświadczenie – zgodne z załącznikiem I do zalecenia Rady 2022/C 243/02",
    "en": "Micro-credential – described as in Annex I of Council Recommendation 2022/C 243/02",
}


def european_digital_credential_document(
    award: AwardRecord,
    issuer: IssuerIdentity,
    *,
    credential_id: str,
    issued_at: datetime,
    pictures: Mapping[str, bytes],
    status_entries: Sequence[StatusEntry] = (),
    valid_from: datetime | None = None,
    valid_until: datetime | None = None,
) -> dict[str, Any]:
    """Return the unsealed document of one award.

    ``pictures`` holds a PNG per language tag (``pl``, ``en``): the profile demands a rendered image for
    each language shown. ``status_entries`` are those of the other representations. Raises
    ``RefusedError`` ("representation-element-missing") naming the Annex I element that the award lacks;
    the issuer's legal identifier counts as M4.
    """
    require_elements(award, issuer, representation=REPRESENTATION)
    if not pictures:
        raise RefusedError("representation-picture-missing", representation=REPRESENTATION)
    names = Names()
    issued = _date_time(issued_at)
    document: dict[str, Any] = {
        "@context": list(CONTEXTS),
        "id": edc_identifier(credential_id),
        "type": list(TYPES),
        "credentialProfiles": [_GENERIC],
        "credentialSchema": [{"id": SCHEMA, "type": "ShaclValidator2017"}],
        "displayParameter": _display(award, names, pictures),
        "identifier": _credential_identifiers(credential_id, status_entries, names),
        "issuer": _issuer(issuer, names),
        "issuanceDate": issued,
        "issued": issued,
        "validFrom": _date_time(valid_from or issued_at),
        "credentialSubject": _person(award, issuer, names),
    }
    if valid_until is not None:
        document["validUntil"] = document["expirationDate"] = _date_time(valid_until)
    return document


def edc_identifier(credential_id: str) -> str:
    """Return the identifier in the form EDC uses, ``urn:credential:<uuid>``, where there is a UUID in it."""
    found = _UUID.findall(credential_id)
    return f"urn:credential:{found[-1].lower()}" if found else credential_id


def _date_time(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _display(award: AwardRecord, names: Names, pictures: Mapping[str, bytes]) -> Node:
    tags = [tag for tag in pictures if language(tag) is not None]
    primary = award.definition.primary_language
    return {
        "id": names.next("displayParameter"),
        "type": "DisplayParameter",
        "title": texts(award.definition.title),
        "description": dict(_IS_CONFIRMED),
        "primaryLanguage": language(primary if primary in tags else tags[0]),
        "language": [language(tag) for tag in tags],
        "individualDisplay": [
            {
                "id": names.next("individualDisplay"),
                "type": "IndividualDisplay",
                "language": language(tag),
                "displayDetail": [
                    {
                        "id": names.next("displayDetail"),
                        "type": "DisplayDetail",
                        "image": png_picture(names, pictures[tag]),
                        "page": 1,
                    }
                ],
            }
            for tag in tags
        ],
    }


def _credential_identifiers(
    credential_id: str, status_entries: Sequence[StatusEntry], names: Names
) -> list[Node]:
    own = identifier(names, scheme_name=CREDENTIAL_SCHEME, notation=credential_id)
    return [own] + [
        identifier(
            names,
            scheme_name=f"{STATUS_SCHEME} {entry.purpose}",
            scheme_id=entry.list_url,
            notation=str(entry.index),
        )
        for entry in status_entries
    ]


def _issuer(issuer: IssuerIdentity, names: Names) -> Node:
    if issuer.legal_identifier is None or not issuer.legal_identifier.value:
        raise element_missing("M4", representation=REPRESENTATION)
    node = _organisation(
        issuer.did,
        issuer.name,
        names,
        country_code=issuer.country,
        region=issuer.region,
        locality=issuer.locality,
        homepage=issuer.homepage,
        email=issuer.email,
    )
    notation = organisation_identifier(
        scheme=issuer.legal_identifier.scheme, country=issuer.country, value=issuer.legal_identifier.value
    )
    node["eIDASIdentifier"] = legal_identifier(names, notation=notation, country_code=issuer.country)
    return node


def _awarding_body(body: AwardingBody, names: Names) -> Node:
    node = _organisation(
        names.next("org"),
        body.legal_name,
        names,
        country_code=body.country,
        region=body.region,
        locality=body.locality,
        homepage=body.homepage,
        email=body.email,
    )
    if body.legal_identifier is not None and body.legal_identifier.value:
        node["registration"] = legal_identifier(
            names,
            notation=body.legal_identifier.value,
            country_code=body.country,
            scheme_name=body.legal_identifier.scheme,
        )
    return node


def _organisation(
    name: str,
    legal_name: LocalizedText,
    names: Names,
    *,
    country_code: str,
    region: str,
    locality: str,
    homepage: str,
    email: str,
) -> Node:
    if country(country_code) is None:
        raise element_missing("M3", representation=REPRESENTATION)
    address = dict.fromkeys(texts(legal_name), locality) if locality else None
    node: Node = {
        "id": name,
        "type": "Organisation",
        "legalName": texts(legal_name),
        "location": [
            location(names, country_code=country_code, region=concept(REGIONS, region), address=address)
        ],
    }
    if homepage:
        node["homepage"] = [web_resource(names, homepage)]
    if email:
        node["contactPoint"] = [contact_point(names, email)]
    return node


def _person(award: AwardRecord, issuer: IssuerIdentity, names: Names) -> Node:
    """M1: the learner by name; address, number and wallet key where the award has them."""
    learner, tag = award.learner, award.definition.primary_language
    node: Node = {"id": learner.did or names.next("person"), "type": "Person"}
    for key, value in (
        ("givenName", learner.given_name),
        ("familyName", learner.family_name),
        ("fullName", learner.full_name),
    ):
        if value:
            node[key] = {tag: value}
    known_by = list(_known_by(award, issuer, names))
    if known_by:
        node["identifier"] = known_by
    node["hasClaim"] = [_achievement(award, issuer, names)]
    return node


def _known_by(award: AwardRecord, issuer: IssuerIdentity, names: Names) -> Iterator[Node]:
    """The learner's number and e-mail digest, where the definition says that it identifies so.

    Never the address itself: whoever reads the credential could write to it.
    """
    learner, ways = award.learner, award.definition.learner_identification
    if learner.identifier and "student-number" in ways:
        scheme_name = issuer.name.best(award.definition.primary_language)[0]
        yield identifier(names, scheme_name=scheme_name, notation=learner.identifier)
    if learner.email and "email" in ways and len(award.identity_salt) >= MIN_SALT_CHARACTERS:
        digest = email_identity_hash(learner.email, award.identity_salt)
        yield identifier(names, scheme_name=f"{EMAIL_SCHEME} {award.identity_salt}", notation=digest)


def _achievement(award: AwardRecord, issuer: IssuerIdentity, names: Names) -> Node:
    definition = award.definition
    awarding = _awarding(award, issuer, names)
    specifications = [assessment_specification(one, names) for one in definition.assessments]
    node: Node = {
        "id": names.next("learningAchievement"),
        "type": "LearningAchievement",
        "title": texts(definition.title),
        "awardedBy": awarding,
        "specifiedBy": qualification(award, names, specifications),
        "provenBy": [
            _assessment(award, one, specification, awarding, names)
            for one, specification in zip(definition.assessments, specifications, strict=True)
        ],
        "influencedBy": [
            {
                "id": names.next("activity"),
                "type": "LearningActivity",
                "title": texts(definition.title),
                "awardedBy": awarding,
                "specifiedBy": activity_specification(definition, names),
            }
        ],
    }
    if award.grade:
        node["provenBy"].append(_final_grade(award, awarding, names))
    if award.narrative:
        node["description"] = texts(award.narrative)
    links = [web_resource(names, one.url, _named(award, one.name)) for one in award.evidence if one.url]
    if links:
        node["supplementaryDocument"] = links
    told = [one.narrative for one in award.evidence if one.narrative]
    if told:
        node["additionalNote"] = [note(names, {definition.primary_language: text}) for text in told]
    return node


def _named(award: AwardRecord, name: str) -> dict[str, str]:
    return {award.definition.primary_language: name} if name else {}


def _awarding(award: AwardRecord, issuer: IssuerIdentity, names: Names) -> Node:
    """M4 and M5: who awarded, on which day, where (Annex II 9)."""
    node: Node = {
        "id": names.next("awardingProcess"),
        "type": "AwardingProcess",
        "awardingBody": [_awarding_body(body, names) for body in award.definition.awarding_bodies],
        "awardingDate": f"{award.awarded_on.isoformat()}T00:00:00Z",
    }
    if award.place:
        address = {award.definition.primary_language: award.place}
        node["location"] = location(names, country_code=issuer.country, address=address)
    return node


def _assessment(
    award: AwardRecord,
    assessment: AssessmentSpecification,
    specification: Node,
    awarding: Node,
    names: Names,
) -> Node:
    """M9, O2: one assessment that proves the achievement, with the results it gave."""
    node: Node = {
        "id": names.next("learningAssessment"),
        "type": "LearningAssessment",
        "title": assessment_title(assessment),
        "awardedBy": awarding,
        "grade": note(names, _result_text(award, assessment)),
        "specifiedBy": specification,
        "identifier": [identifier(names, scheme_name="Assessment", notation=assessment.id)],
    }
    supervision = SUPERVISION.find(assessment.supervision)
    if supervision is not None and supervision.local:  # Europass refuses codes that its list has not
        said = concept(SUPERVISION, assessment.supervision)
        node["additionalNote"] = [note(names, texts(supervision.labels), said)]
    elif supervision is not None:
        node["idVerification"] = concept(SUPERVISION, assessment.supervision)
    return node


def _result_text(award: AwardRecord, assessment: AssessmentSpecification) -> dict[str, str]:
    proved = {
        outcome.id for outcome in award.definition.learning_outcomes if assessment.id in outcome.assessed_by
    }
    results = [result for result in award.results if result.outcome_id in proved]
    if any(result.value for result in results):
        return {tag: "; ".join(_one_result(result, tag) for result in results) for tag in ("pl", "en")}
    return _STATUS_TEXT[_worst(results)]


def _one_result(result: Result, tag: str) -> str:
    return f"{result.outcome_id}: {result.value or _STATUS_TEXT[result.status][tag]}"


def _worst(results: Sequence[Result]) -> ResultStatus:
    order = (ResultStatus.FAILED, ResultStatus.PROVISIONAL)
    found = {result.status for result in results}
    return next((status for status in order if status in found), ResultStatus.COMPLETED)


def _final_grade(award: AwardRecord, awarding: Node, names: Names) -> Node:
    """O3: the final grade, as an assessment of its own with the grading scale."""
    specification: Node = {
        "id": names.next("learningAssessmentSpec"),
        "type": "LearningAssessmentSpecification",
        "title": dict(_FINAL_TITLE),
    }
    grading = award.definition.grading
    if grading is not None and grading.title:
        specification["gradingScheme"] = {
            "id": names.next("gradingScheme"),
            "type": "GradingScheme",
            "title": texts(grading.title),
            "description": dict.fromkeys(texts(grading.title), " · ".join(grading.values)),
        }
    return {
        "id": FINAL_GRADE,
        "type": "LearningAssessment",
        "title": dict(_FINAL_TITLE),
        "awardedBy": awarding,
        "grade": note(names, {award.definition.primary_language: award.grade}),
        "specifiedBy": specification,
    }
