"""What the classes of a European Digital Credential must hold, as a table of facts.

ELM 3, application profile ``edc-generic-full`` (with ``edc-generic-no-cv``), version 1.1.0. A rule reads
``property minimum..maximum kind``; a kind is ``text`` (language map), a literal type, ``Concept`` with
the list it must come from after ``@``, or the classes allowed. Three properties are spelt differently
by the JSON-LD context and by the shapes (``nationalID``, ``resultDestribution``, ``areaDialingCode``),
so no SHACL processor ever sees them: here they are checked as the shapes mean them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_SNB = "http://data.europa.eu/snb/"
_AUTHORITY = "http://publications.europa.eu/resource/authority/"

SCHEMES: dict[str, str] = {
    **{
        name: f"{_SNB}{name}/25831c2"
        for name in (
            "accreditation",
            "assessment",
            "claim-type",
            "credential",
            "education-credit",
            "encoding",
            "entitlement-status",
            "eqf",
            "evidence-type",
            "isced-f",
            "learning-setting",
            "qdr",
            "skill-reuse-level",
            "skill-type",
            "verification",
            "verification-status",
        )
    },
    **{name: _AUTHORITY + name for name in ("atu", "country", "currency", "file-type", "language")},
    "esco-skills": "http://data.europa.eu/esco/concept-scheme/skills",
    "esco-occupations": "http://data.europa.eu/esco/concept-scheme/occupations",
}

_CLASSES = {
    "$agent": "Agent|Organisation|Person",
    "$claim": "LearningAchievement|LearningActivity|LearningAssessment|LearningEntitlement|Claim",
    "$identifier": "Identifier|LegalIdentifier",
    "$specification": "LearningAchievementSpecification|Qualification",
}

# "Class < $family: rules" has the rules of the family as well.
_TABLE = """
$claim: title 1..* text; description 0..* text; awardedBy 1..1 AwardingProcess; dcType 0..* Concept;
    additionalNote 0..* Note; identifier 0..* $identifier
$specification: title 1..* text; description 0..* text; dcType 0..* Concept; thematicArea 0..*
    Concept@isced-f; language 0..* Concept@language; learningSetting 0..1 Concept@learning-setting; mode
    0..* Concept; creditPoint 0..* CreditPoint; volumeOfLearning 0..1 duration; maximumDuration 0..1
    duration; learningOutcome 0..* LearningOutcome; learningOutcomeSummary 0..1 Note; entryRequirement
    0..1 Note; additionalNote 0..* Note; homepage 0..* WebResource; targetGroup 0..* Concept;
    supplementaryDocument 0..* WebResource; educationLevel 0..* Concept; identifier 0..* $identifier;
    provenBy 0..* LearningAssessmentSpecification; influencedBy 0..* LearningActivitySpecification
EuropeanDigitalCredential: credentialProfiles 1..* Concept@credential; displayParameter 1..1
    DisplayParameter; issuer 1..1 $agent; credentialSubject 1..1 $agent; issued 1..1 dateTime; validFrom
    1..1 dateTime; issuanceDate 0..1 dateTime; validUntil 0..1 dateTime; expirationDate 0..1 dateTime;
    credentialSchema 1..* ShaclValidator2017; evidence 0..* Evidence; attachment 0..* MediaObject;
    identifier 0..* $identifier
Person: hasClaim 1..* $claim; fullName 0..1 text; givenName 0..1 text; familyName 0..1 text; nationalID
    0..1 LegalIdentifier; dateOfBirth 0..1 dateTime; citizenshipCountry 0..* Concept@country; gender 0..1
    Concept; contactPoint 0..* ContactPoint; identifier 0..* $identifier; location 0..1 Location;
    placeOfBirth 0..1 Location
Organisation: legalName 1..* text; location 1..* Location; altLabel 0..* text; eIDASIdentifier 0..1
    LegalIdentifier; registration 0..1 LegalIdentifier; vatIdentifier 0..* LegalIdentifier; taxIdentifier
    0..* LegalIdentifier; homepage 0..* WebResource; contactPoint 0..* ContactPoint; logo 0..1
    MediaObject; accreditation 0..* Accreditation; identifier 0..* $identifier; additionalNote 0..* Note;
    groupMemberOf 0..* Group; subOrganizationOf 0..1 Organisation
LearningAchievement < $claim: specifiedBy 0..1 $specification; provenBy 0..* LearningAssessment;
    influencedBy 0..* LearningActivity; creditReceived 0..* CreditPoint; entitlesTo 0..*
    LearningEntitlement; hasPart 0..* LearningAchievement; isPartOf 0..* LearningAchievement;
    learningOpportunity 0..1 LearningOpportunity
LearningAssessment < $claim: grade 1..1 Note; gradeStatus 0..1 Concept; idVerification 0..1 Concept;
    assessedBy 0..* $agent; specifiedBy 0..1 LearningAssessmentSpecification; issued 0..1 dateTime;
    shortenedGrading 0..1 ShortenedGrading; resultDestribution 0..1 ResultDistribution
LearningActivity < $claim: directedBy 0..* $agent; specifiedBy 0..1 LearningActivitySpecification;
    workload 0..1 duration; temporal 0..* PeriodOfTime; location 0..* Location
LearningEntitlement < $claim: specifiedBy 0..1 LearningEntitlementSpecification
Claim < $claim: dcType 1..* Concept@claim-type
Qualification < $specification: eqfLevel 0..1 Concept@eqf; nqfLevel 0..* Concept@qdr;
    isPartialQualification 0..1 boolean; accreditation 0..* Accreditation; isPartOf 0..* Qualification;
    hasPart 0..* Qualification
LearningAchievementSpecification < $specification: isPartOf 0..* $specification; hasPart 0..*
    $specification
LearningAssessmentSpecification: title 1..* text; dcType 0..* Concept; mode 0..* Concept; language 0..*
    Concept@language; gradingScheme 0..1 GradingScheme; additionalNote 0..* Note; description 0..* text
LearningActivitySpecification: title 1..* text; dcType 0..* Concept; mode 0..* Concept; language 0..*
    Concept@language; volumeOfLearning 0..1 duration; contactHour 0..* string; description 0..* text
LearningEntitlementSpecification: title 1..* text; dcType 1..1 Concept; entitlementStatus 1..1
    Concept@entitlement-status; limitJurisdiction 0..* Concept@atu; limitOccupation 0..*
    Concept@esco-occupations
LearningOpportunity: title 1..* text; providedBy 1..* Organisation
LearningOutcome: title 1..* text; dcType 0..1 Concept@skill-type; reusabilityLevel 0..1
    Concept@skill-reuse-level; relatedESCOSkill 0..* Concept@esco-skills; relatedSkill 0..* Concept;
    additionalNote 0..* Note; identifier 0..* $identifier
AwardingProcess: awardingBody 1..* $agent; awardingDate 0..1 dateTime; location 0..1 Location;
    description 0..* text
AwardingOpportunity: awardingBody 1..* $agent; location 0..1 Location
Accreditation: title 1..* text; dcType 1..1 Concept@accreditation; accreditingAgent 1..1 Organisation;
    limitField 0..* Concept@isced-f; limitEQFLevel 0..* Concept@eqf; limitJurisdiction 0..* Concept@atu;
    expiryDate 0..1 dateTime
Evidence: dcType 1..1 Concept@evidence-type; accreditation 0..1 Accreditation; evidenceStatement 0..1
    string
DisplayParameter: title 1..* text; primaryLanguage 1..1 Concept@language; language 1..* Concept@language;
    individualDisplay 1..* IndividualDisplay; description 0..* text; summaryDisplay 0..1 string
IndividualDisplay: language 1..1 Concept@language; displayDetail 1..* DisplayDetail
DisplayDetail: image 1..1 MediaObject; page 1..1 integer
MediaObject: content 1..1 string; contentEncoding 1..1 Concept@encoding; contentType 1..1
    Concept@file-type; title 0..* text; description 0..* text
Location: address 1..* Address; spatialCode 0..* Concept; geographicName 0..* text; description 0..* text
Address: countryCode 1..1 Concept@country; fullAddress 0..1 Note
LegalIdentifier: notation 1..1 string; spatial 1..1 Concept@country; schemeName 0..1 string
Identifier: notation 1..1 string; schemeName 0..1 string; schemeId 0..1 string
CreditPoint: framework 1..1 Concept@education-credit; point 1..1 string
Note: noteLiteral 1..* text; subject 0..1 Concept; noteFormat 0..1 Concept
WebResource: contentURL 1..1 string; language 0..1 Concept@language; title 0..* text
ContactPoint: emailAddress 0..* Mailbox; address 0..* Address; phone 0..* Phone
Phone: areaDialingCode 0..1 string; countryDialing 0..1 string; dialNumber 0..1 string; phoneNumber 0..1
    string
GradingScheme: title 1..* text; description 0..* text
Grant: title 1..* text
Group: prefLabel 1..* text
Amount: unit 1..1 Concept@currency; value 1..1 number
ShortenedGrading: percentageEqual 1..1 integer; percentageHigher 1..1 integer; percentageLower 1..1
    integer
ResultDistribution: resultCategory 0..* ResultCategory; description 0..* text
ResultCategory: count 1..1 integer; label 1..1 string
VerificationCheck: dcType 1..1 Concept@verification; verificationStatus 1..1 Concept@verification-status
PeriodOfTime: startDate 0..1 dateTime; endDate 0..1 dateTime; prefLabel 0..* text
Concept: prefLabel 0..* text; inScheme 0..* ConceptScheme; definition 0..* text
"""


@dataclass(frozen=True)
class Rule:
    """One property of a class: how often (``maximum`` None: without limit) and what it may hold."""

    name: str
    minimum: int
    maximum: int | None
    kinds: frozenset[str]
    scheme: str | None
    is_text: bool
    literal: str | None


_LITERALS = {"string", "dateTime", "duration", "integer", "number", "boolean"}
_RULE = re.compile(r"(\w+) (\d)\.\.(\d|\*) ([\w|$]+)(?:@([\w-]+))?\Z")


def _rule(text: str) -> Rule:
    match = _RULE.match(" ".join(text.split()))
    if match is None:
        raise ValueError(text)
    name, minimum, maximum, kinds, scheme = match.groups()
    allowed = frozenset(_CLASSES.get(kinds, kinds).split("|"))
    return Rule(
        name=name,
        minimum=int(minimum),
        maximum=None if maximum == "*" else int(maximum),
        kinds=allowed,
        is_text="text" in allowed,
        literal=next(iter(allowed & _LITERALS), None),
        scheme=SCHEMES[scheme] if scheme else None,
    )


def _read_table() -> dict[str, dict[str, Rule]]:
    blocks: dict[str, dict[str, Rule]] = {}
    for block in re.split(r"\n(?=\S)", _TABLE.strip()):
        head, rules = block.split(":", 1)
        name, _, family = head.partition(" < ")
        own = (_rule(rule) for rule in rules.split(";") if rule.strip())
        blocks[name] = blocks.get(family, {}) | {rule.name: rule for rule in own}
    return {name: rules for name, rules in blocks.items() if not name.startswith("$")}


RULES: dict[str, dict[str, Rule]] = _read_table()
"""Class → property → rule."""

REQUIRED: dict[str, tuple[str, ...]] = {
    kind: tuple(rule.name for rule in rules.values() if rule.minimum) for kind, rules in RULES.items()
}
"""Class → the properties without which it does not conform."""
