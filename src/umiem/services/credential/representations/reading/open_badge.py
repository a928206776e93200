"""Read an Open Badges 3.0 credential back into an award record.

Umiem's own extension (``microcredential``, ``microcredentialAward``) holds every element. A badge without
it gives what plain Open Badges has: title, criteria as one outcome is *not* invented; what is missing is
named when the other representation is made.
"""

from __future__ import annotations

from umiem.domain.award import (
    AwardRecord,
    EvidenceItem,
    IssuerIdentity,
    Learner,
    Result,
    ResultStatus,
)
from umiem.domain.definition import (
    Accreditation,
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
    Review,
    SkillLink,
    Stackability,
    StackingTarget,
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
)
from umiem.services.credential.representations.completeness import element_missing
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
    whole,
)


def read_open_badge(document: Node) -> tuple[AwardRecord, IssuerIdentity]:
    """Return the award and the issuer of an OpenBadgeCredential.

    Raises ``RefusedError`` ("representation-element-missing", M5) when it has no date of award.
    """
    subject = child(document, "credentialSubject")
    achievement = child(subject, "achievement")
    described = child(achievement, "microcredential")
    awarded = child(subject, "microcredentialAward")
    definition = _definition(achievement, described)
    awarded_on = day(awarded, "awardedOn") or day(document, "awardedDate") or day(document, "validFrom")
    if awarded_on is None:
        raise element_missing("M5", representation="ob3")
    award = AwardRecord(
        definition=definition,
        learner=_learner(subject, awarded),
        results=tuple(_results(subject)),
        awarded_on=awarded_on,
        identity_salt=next(
            (string(one, "salt") for one in children(subject, "identifier") if "salt" in one), ""
        ),
        grade=string(awarded, "grade"),
        narrative=localized(awarded, "statement"),
        evidence=tuple(
            EvidenceItem(name=string(one, "name"), url=string(one, "id"), narrative=string(one, "narrative"))
            for one in children(document, "evidence")
        ),
        definition_url=url if (url := string(achievement, "id")).startswith(("https://", "http://")) else "",
        place=string(awarded, "place"),
    )
    return award, _issuer(document, definition)


def _learner(subject: Node, awarded: Node) -> Learner:
    by_type = {
        string(one, "identityType"): string(one, "identityHash")
        for one in children(subject, "identifier")
        if one.get("hashed") is False
    }
    given, family = string(awarded, "givenName"), string(awarded, "familyName")
    if not given and not family:  # a plain badge has one name: it is kept whole, not cut by guess
        family = by_type.get("name", "")
    return Learner(
        given_name=given,
        family_name=family,
        email=by_type.get("emailAddress", ""),
        identifier=string(awarded, "learnerNumber") or by_type.get("sisSourcedId") or None,
        did=string(subject, "id") or None,
    )


def _results(subject: Node) -> list[Result]:
    found = []
    for one in children(subject, "result"):
        outcome = string(one, "resultDescription").rpartition("#result-")[2]
        status = string(one, "status")
        if outcome and outcome != "final-grade" and status in set(ResultStatus):
            found.append(Result(outcome_id=outcome, status=ResultStatus(status), value=string(one, "value")))
    return found


def _issuer(document: Node, definition: AchievementSpecification) -> IssuerIdentity:
    node = child(document, "issuer")
    did = string(node, "id") or string(document, "issuer")
    name = string(node, "name")
    address = child(node, "address")
    body = next(
        (one for one in definition.awarding_bodies if name in one.legal_name.values()),
        None,
    )
    legal = child(node, "otherIdentifier")
    return IssuerIdentity(
        did=did,
        name=body.legal_name if body is not None else LocalizedText({definition.primary_language: name}),
        country=string(address, "addressCountryCode"),
        region=body.region if body is not None else "",
        locality=string(address, "addressLocality"),
        homepage=string(node, "url"),
        email=string(node, "email"),
        legal_identifier=LegalIdentifier(
            scheme=string(legal, "identifierType").removeprefix("ext:"), value=string(legal, "identifier")
        )
        if legal
        else None,
    )


def _definition(achievement: Node, described: Node) -> AchievementSpecification:
    language = string(described, "languageOfRecord") or string(achievement, "inLanguage")[:2] or "en"
    plain_title = LocalizedText({language: string(achievement, "name")})
    plain_text = LocalizedText({language: string(achievement, "description")})
    return AchievementSpecification(
        identifier=string(achievement, "humanCode") or string(achievement, "id"),
        version=whole(described, "definitionVersion") or 1,
        primary_language=language,
        title=localized(described, "title") or plain_title,
        description=localized(described, "summary") or plain_text,
        awarding_bodies=tuple(_body(one) for one in children(described, "awardingBody")),
        learning_outcomes=tuple(_outcome(one) for one in _ordered(described, "learningOutcome")),
        workload=_workload(child(described, "workload"), achievement),
        level=_level(child(described, "level")),
        assessments=tuple(_assessment(one) for one in _ordered(described, "assessment")),
        participation=_participation(child(described, "participation")),
        quality_assurance=_quality(child(described, "qualityAssurance")),
        prerequisites=localized(described, "prerequisites"),
        grading=_grading(child(described, "gradingScheme"), achievement),
        stackability=_stackability(child(described, "stackability")),
        further_information=localized(described, "furtherInformation"),
        target_group=localized(described, "targetGroup"),
        fields_of_study=codes(FIELDS_OF_STUDY, strings(described, "fieldOfStudy")),
        opportunity_type=code(LEARNING_OPPORTUNITIES, string(described, "opportunityType")),
        relevance=Relevance(
            statement=localized(described, "relevance"),
            occupations=tuple(
                SkillLink(uri=string(one, "concept"), label=localized(one, "label"))
                for one in children(described, "occupation")
            ),
            consulted=localized(described, "consulted"),
        ),
        prior_learning=localized(described, "priorLearning"),
        guidance=localized(described, "guidance"),
        review=Review(last=day(described, "reviewedOn"), by=day(described, "reviewBy")),
        validity_months=whole(described, "validityMonths"),
        homepage=string(described, "homepage"),
        tags=strings(achievement, "tag"),
    )


def _ordered(node: Node, key: str) -> list[Node]:
    return sorted(children(node, key), key=lambda one: whole(one, "order") or 0)


def _fragment(address: str, prefix: str) -> str:
    return address.rpartition("#")[2].removeprefix(prefix)


def _body(node: Node) -> AwardingBody:
    legal = child(node, "legalIdentifier")
    return AwardingBody(
        legal_name=localized(node, "legalName"),
        country=code(COUNTRIES, string(node, "country")),
        region=code(REGIONS, string(node, "region")),
        locality=string(node, "locality"),
        homepage=string(node, "homepage"),
        email=string(node, "contactAddress"),
        legal_identifier=LegalIdentifier(scheme=string(legal, "scheme"), value=string(legal, "notation"))
        if legal
        else None,
    )


def _outcome(node: Node) -> LearningOutcome:
    step = whole(node, "proficiencyStep")
    return LearningOutcome(
        id=_fragment(string(node, "id"), "outcome-"),
        statement=localized(node, "statement"),
        kind=code(OUTCOME_KINDS, string(node, "outcomeKind")),
        skills=tuple(
            SkillLink(uri=string(one, "concept"), label=localized(one, "label"), hours=whole(one, "hours"))
            for one in children(node, "skill")
        ),
        proficiency=Proficiency(scale=string(node, "proficiencyScale"), step=step)
        if step is not None
        else None,
        assessed_by=tuple(_fragment(address, "assessment-") for address in strings(node, "assessedBy")),
        criteria=localized(node, "criteria"),
        threshold_percent=whole(node, "thresholdPercent"),
    )


def _workload(node: Node, achievement: Node) -> Workload:
    return Workload(
        ects=decimal(node.get("ects")) if node else decimal(achievement.get("creditsAvailable")),
        hours=whole(node, "hours"),
        contact_hours=whole(node, "contactHours"),
        self_study_hours=whole(node, "selfStudyHours"),
    )


def _level(node: Node) -> Level:
    return Level(
        eqf=number_of(EQF_LEVELS, string(node, "eqfLevel")),
        prk=number_of(PRK_LEVELS, string(node, "nationalLevel")),
        cycle=code(CYCLES, string(node, "cycle")),
        not_applicable=localized(node, "notApplicable"),
    )


def _assessment(node: Node) -> AssessmentSpecification:
    return AssessmentSpecification(
        id=_fragment(string(node, "id"), "assessment-"),
        title=localized(node, "title"),
        type=code(ASSESSMENT_TYPES, string(node, "assessmentType")),
        mode=code(LEARNING_MODES, string(node, "assessmentMode")),
        supervision=code(SUPERVISION, string(node, "supervision")),
        description=localized(node, "explanation"),
        weight_percent=whole(node, "weightPercent"),
    )


def _participation(node: Node) -> Participation:
    return Participation(
        modes=codes(LEARNING_MODES, strings(node, "participationMode")),
        setting=code(LEARNING_SETTINGS, string(node, "learningSetting")),
        activities=codes(LEARNING_ACTIVITIES, strings(node, "learningActivity")),
        languages=codes(LANGUAGES, strings(node, "languageOfLearning")),
        schedule=code(LEARNING_SCHEDULES, string(node, "schedule")),
        place=localized(node, "place"),
    )


def _quality(node: Node) -> QualityAssurance:
    return QualityAssurance(
        types=codes(QUALITY_ASSURANCE_TYPES, strings(node, "qualityAssuranceType")),
        statement=localized(node, "statement"),
        procedure=string(node, "procedure"),
        accreditations=tuple(
            Accreditation(
                title=localized(one, "title"),
                type=code(QUALITY_ASSURANCE_TYPES, string(one, "accreditationType")),
                agent=localized(one, "agent"),
                reference=string(one, "reference"),
                valid_until=day(one, "expiryDate"),
            )
            for one in children(node, "accreditation")
        ),
        learner_feedback=localized(node, "learnerFeedback"),
        peer_review=localized(node, "peerReview"),
    )


def _grading(node: Node, achievement: Node) -> Grading | None:
    if not node:
        return None
    final = (
        one
        for one in children(achievement, "resultDescription")
        if string(one, "id").endswith("#result-final-grade")
    )
    return Grading(
        title=localized(node, "title"),
        values=next((strings(one, "allowedValue") for one in final), ()),
        lowest_pass=string(node, "lowestPass"),
    )


def _stackability(node: Node) -> Stackability:
    return Stackability(
        type=code(STACKABILITY, string(node, "stackabilityType")),
        towards=tuple(
            StackingTarget(title=localized(one, "title"), reference=string(one, "reference"))
            for one in children(node, "towards")
        ),
        conditions=localized(node, "conditions"),
    )
