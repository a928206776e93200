"""Read a European Digital Credential back into an award record: ours, the Commission's, and the like.

What ELM has no property for comes back from notes, by their subject (``elm_specification.SUBJECTS``).
Results per outcome, weights of assessments and review dates do not survive: see the mapping table in
the manual.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from umiem.domain.award import AwardRecord, EvidenceItem, IssuerIdentity, Learner, Result
from umiem.domain.definition import (
    AchievementSpecification,
    AssessmentSpecification,
    AwardingBody,
    Grading,
    LearningOutcome,
    LegalIdentifier,
    Level,
    Participation,
    Proficiency,
    QualityAssurance,
    Relevance,
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
from umiem.services.credential.representations.completeness import element_missing
from umiem.services.credential.representations.elm_nodes import LOCAL
from umiem.services.credential.representations.european_digital_credential import EMAIL_SCHEME, FINAL_GRADE
from umiem.services.credential.representations.reading.nodes import (
    Node,
    child,
    children,
    code,
    codes,
    day,
    decimal,
    localized,
    number_of,
    string,
    strings,
)

_HOURS = re.compile(r"PT(\d{1,5})H\Z")
_SKILL_HOURS = re.compile(r"(.+): (\d{1,5}) h", re.DOTALL)
_WHOLE = re.compile(r"[0-9]{1,5}")
_STEPS = frozenset("12345678")


def read_european_digital_credential(document: Node) -> tuple[AwardRecord, IssuerIdentity]:
    """Return the award and the issuer of an (unsealed) European Digital Credential.

    Raises ``RefusedError`` ("representation-element-missing", M5) when it has no date of award.
    """
    person = child(document, "credentialSubject")
    claim = next(
        (one for one in children(person, "hasClaim") if one.get("type") == "LearningAchievement"), {}
    )
    awarding = child(claim, "awardedBy")
    awarded_on = day(awarding, "awardingDate") or day(document, "issued") or day(document, "issuanceDate")
    if awarded_on is None:
        raise element_missing("M5", representation="edc")
    issuer = _issuer(child(document, "issuer"))
    definition = _definition(document, claim, awarding)
    place = next(
        iter(
            localized(
                child(child(child(awarding, "location"), "address"), "fullAddress"), "noteLiteral"
            ).values()
        ),
        "",
    )
    award = AwardRecord(
        definition=definition,
        learner=_learner(person),
        results=tuple(Result(outcome_id=outcome.id) for outcome in definition.learning_outcomes),
        awarded_on=awarded_on,
        identity_salt=_salt(person),
        grade=_grade(claim),
        narrative=localized(claim, "description"),
        evidence=tuple(
            EvidenceItem(name=localized(one, "title").best("pl")[0], url=string(one, "contentURL"))
            for one in children(claim, "supplementaryDocument")
        ),
        definition_url=_secure(string(child(child(claim, "specifiedBy"), "homepage"), "contentURL")),
        place=place,
    )
    return award, issuer


def _secure(url: str) -> str:
    return url if url.startswith("https://") else ""


def _first(text: LocalizedText) -> str:
    return next((value for value in text.values() if value.strip()), "")


def _ids(node: Node, key: str) -> tuple[str, ...]:
    return tuple(string(one, "id") for one in children(node, key))


def _learner(person: Node) -> Learner:
    given, family = _first(localized(person, "givenName")), _first(localized(person, "familyName"))
    if not given and not family:
        family = _first(localized(person, "fullName"))
    name, email = string(person, "id"), string(child(child(person, "contactPoint"), "emailAddress"), "id")
    return Learner(
        given_name=given,
        family_name=family,
        email=email.removeprefix("mailto:"),
        identifier=_number(person),
        did=name if name.startswith("did:") else None,
    )


def _number(person: Node) -> str | None:
    numbers = (
        string(one, "notation")
        for one in children(person, "identifier")
        if not string(one, "schemeName").startswith(EMAIL_SCHEME)
    )
    return next(numbers, None)


def _salt(person: Node) -> str:
    schemes = (string(one, "schemeName") for one in children(person, "identifier"))
    return next(
        (name.removeprefix(EMAIL_SCHEME).strip() for name in schemes if name.startswith(EMAIL_SCHEME)), ""
    )


def _grade(claim: Node) -> str:
    final = next((one for one in children(claim, "provenBy") if one.get("id") == FINAL_GRADE), None)
    assessments = [final] if final is not None else list(children(claim, "provenBy"))
    if final is None and len(assessments) != 1:
        return ""
    grade = _first(localized(child(assessments[0], "grade"), "noteLiteral"))
    ours = any(one.get("schemeName") == "Assessment" for one in children(assessments[0], "identifier"))
    return "" if ours and final is None else grade


def _place_of(organisation: Node) -> tuple[str, str, str]:
    """Return country, region and written address of an organisation."""
    location = child(organisation, "location")
    address = child(location, "address")
    return (
        code(COUNTRIES, string(child(address, "countryCode"), "id")),
        code(REGIONS, string(child(location, "spatialCode"), "id")),
        _first(localized(child(address, "fullAddress"), "noteLiteral")),
    )


def _contact(organisation: Node) -> tuple[str, str]:
    email = string(child(child(organisation, "contactPoint"), "emailAddress"), "id")
    return string(child(organisation, "homepage"), "contentURL"), email.removeprefix("mailto:")


def _issuer(node: Node) -> IssuerIdentity:
    country, region, locality = _place_of(node)
    homepage, email = _contact(node)
    notation = string(child(node, "eIDASIdentifier"), "notation")
    return IssuerIdentity(
        did=string(node, "id"),
        name=localized(node, "legalName"),
        country=country,
        region=region,
        locality=locality,
        homepage=homepage,
        email=email,
        legal_identifier=LegalIdentifier(scheme=notation[:3], value=notation) if notation else None,
    )


def _body(node: Node) -> AwardingBody:
    country, region, locality = _place_of(node)
    homepage, email = _contact(node)
    legal = child(node, "registration") or child(node, "vatIdentifier") or child(node, "eIDASIdentifier")
    return AwardingBody(
        legal_name=localized(node, "legalName"),
        country=country,
        region=region,
        locality=locality,
        homepage=homepage,
        email=email,
        legal_identifier=LegalIdentifier(scheme=string(legal, "schemeName"), value=string(legal, "notation"))
        if legal
        else None,
    )


def _definition(document: Node, claim: Node, awarding: Node) -> AchievementSpecification:
    node = child(claim, "specifiedBy")
    identifier = child(node, "identifier")
    version = string(identifier, "schemeVersion")
    language = code(LANGUAGES, string(child(child(document, "displayParameter"), "primaryLanguage"), "id"))
    notes = list(children(node, "additionalNote"))
    return AchievementSpecification(
        identifier=string(identifier, "notation") or string(node, "id") or string(document, "id"),
        version=int(version) if version.isdigit() and len(version) < 6 else 1,
        primary_language=language or "en",
        title=localized(node, "title") or localized(claim, "title"),
        description=localized(node, "description"),
        awarding_bodies=tuple(_body(one) for one in children(awarding, "awardingBody")),
        learning_outcomes=tuple(
            _outcome(one, number) for number, one in enumerate(children(node, "learningOutcome"), start=1)
        ),
        workload=_workload(node, child(child(claim, "influencedBy"), "specifiedBy")),
        level=_level(node, notes),
        assessments=tuple(_assessments(claim)),
        participation=_participation(node, claim, notes),
        quality_assurance=_quality(node, notes),
        prerequisites=localized(child(node, "entryRequirement"), "noteLiteral"),
        grading=_grading(claim),
        stackability=Stackability(
            type=_from_notes(STACKABILITY, notes),
            conditions=_note(notes, "stackability-conditions"),
        ),
        further_information=_note(notes, "further-information"),
        target_group=_note(notes, "target-group"),
        fields_of_study=codes(FIELDS_OF_STUDY, _ids(node, "thematicArea")),
        opportunity_type=code(LEARNING_OPPORTUNITIES, string(child(node, "dcType"), "id")),
        relevance=Relevance(statement=_note(notes, "relevance")),
        prior_learning=_note(notes, "prior-learning"),
        guidance=_note(notes, "guidance"),
        homepage=string(child(node, "homepage"), "contentURL"),
    )


def _note(notes: list[Node], subject: str) -> LocalizedText:
    return next(_notes_about(notes, subject), LocalizedText())


def _notes_about(notes: list[Node], subject: str) -> Iterator[LocalizedText]:
    wanted = f"{LOCAL}note-{subject}"
    return (localized(one, "noteLiteral") for one in notes if string(child(one, "subject"), "id") == wanted)


def _all_from_notes(vocabulary: Vocabulary, notes: list[Node]) -> Iterator[str]:
    for one in notes:
        name = code(vocabulary, string(child(one, "subject"), "id"))
        if name:
            yield name


def _from_notes(vocabulary: Vocabulary, notes: list[Node]) -> str:
    return next(_all_from_notes(vocabulary, notes), "")


def _outcome(node: Node, number: int) -> LearningOutcome:
    notes = list(children(node, "additionalNote"))
    kind = _from_notes(OUTCOME_KINDS, notes)
    european = "knowledge" if string(child(node, "dcType"), "id").endswith("/knowledge") else "skill"
    threshold = _first(_note(notes, "threshold"))
    hours = _skill_hours(notes)
    return LearningOutcome(
        id=string(child(node, "identifier"), "notation") or f"o{number}",
        statement=localized(node, "title"),
        kind=kind or (european if child(node, "dcType") else ""),
        skills=tuple(
            _skill(one, hours) for key in ("relatedESCOSkill", "relatedSkill") for one in children(node, key)
        ),
        proficiency=_proficiency(_first(_note(notes, "proficiency"))),
        criteria=_note(notes, "criteria"),
        threshold_percent=int(threshold) if threshold.isdigit() and len(threshold) < 4 else None,
    )


def _skill(node: Node, hours: Mapping[str, int]) -> SkillLink:
    uri, label = string(node, "id"), localized(node, "prefLabel")
    named = (name for name in (*label.values(), uri) if name in hours)
    return SkillLink(uri=uri if uri.startswith("http") else "", label=label, hours=hours.get(next(named, "")))


def _skill_hours(notes: list[Node]) -> Mapping[str, int]:
    """Return the hours for each skill by its label in every language, from the notes about them."""
    said = (one for note in _notes_about(notes, "skill-hours") for one in note.values())
    found = (_SKILL_HOURS.fullmatch(one) for one in said)
    return {match[1]: int(match[2]) for match in found if match is not None}


def _proficiency(said: str) -> Proficiency | None:
    scale, _, step = said.rpartition(" ")
    return Proficiency(scale=scale, step=int(step)) if step in _STEPS else None


def _workload(node: Node, activity: Node) -> Workload:
    contact = next(iter(strings(activity, "contactHour")), "")
    hours = _HOURS.match(string(node, "volumeOfLearning"))
    point = child(node, "creditPoint")
    return Workload(
        ects=decimal(point.get("point")),
        hours=int(hours[1]) if hours else None,
        contact_hours=int(contact) if _WHOLE.fullmatch(contact) else None,
    )


def _level(node: Node, notes: list[Node]) -> Level:
    return Level(
        eqf=number_of(EQF_LEVELS, string(child(node, "eqfLevel"), "id")),
        prk=number_of(PRK_LEVELS, string(child(node, "nqfLevel"), "id")),
        cycle=code(CYCLES, string(child(node, "educationLevel"), "id")),
        not_applicable=_note(notes, "level-not-applicable"),
    )


def _assessments(claim: Node) -> Iterator[AssessmentSpecification]:
    for number, one in enumerate(children(claim, "provenBy"), start=1):
        if one.get("id") == FINAL_GRADE:
            continue
        specification = child(one, "specifiedBy")
        supervision = code(SUPERVISION, string(child(one, "idVerification"), "id"))
        kind = child(specification, "dcType")
        yield AssessmentSpecification(
            id=string(child(one, "identifier"), "notation") or f"a{number}",
            title=localized(one, "title"),
            type=code(ASSESSMENT_TYPES, string(kind, "id")) or _by_label(ASSESSMENT_TYPES, kind),
            mode=code(LEARNING_MODES, string(child(specification, "mode"), "id")),
            supervision=supervision or _from_notes(SUPERVISION, list(children(one, "additionalNote"))),
            description=localized(specification, "description"),
        )


def _by_label(vocabulary: Vocabulary, node: Node) -> str:
    """Find a concept by its English label: the Commission's sample gives local addresses to some."""
    label = localized(node, "prefLabel").get("en", "").casefold()
    found = (one.code for one in vocabulary.concepts if one.labels.get("en", "").casefold() == label)
    return next(found, "") if label else ""


def _participation(node: Node, claim: Node, notes: list[Node]) -> Participation:
    activity = child(child(claim, "influencedBy"), "specifiedBy")
    setting = code(LEARNING_SETTINGS, string(child(node, "learningSetting"), "id"))
    return Participation(
        modes=codes(LEARNING_MODES, _ids(node, "mode") or _ids(activity, "mode")),
        setting=setting or _from_notes(LEARNING_SETTINGS, notes),
        activities=codes(LEARNING_ACTIVITIES, _ids(activity, "dcType")),
        languages=codes(LANGUAGES, _ids(node, "language") or _ids(activity, "language")),
        schedule=_from_notes(LEARNING_SCHEDULES, notes),
        place=_note(notes, "place"),
    )


def _quality(node: Node, notes: list[Node]) -> QualityAssurance:
    accredited = (
        code(QUALITY_ASSURANCE_TYPES, string(child(one, "dcType"), "id"))
        for one in children(node, "accreditation")
    )
    types = (*_all_from_notes(QUALITY_ASSURANCE_TYPES, notes), *(name for name in accredited if name))
    return QualityAssurance(
        types=tuple(dict.fromkeys(types)),
        statement=_note(notes, "quality-assurance"),
        learner_feedback=_note(notes, "learner-feedback"),
        peer_review=_note(notes, "peer-review"),
    )


def _grading(claim: Node) -> Grading | None:
    for one in children(claim, "provenBy"):
        scheme = child(child(one, "specifiedBy"), "gradingScheme")
        if scheme:
            values = _first(localized(scheme, "description"))
            return Grading(
                title=localized(scheme, "title"),
                values=tuple(values.split(" · ")) if " · " in values else (),
            )
    return None
