"""Where each European standard element goes in each format, and what is lost there.

The table is data for people: the manual prints it (``docs/mapping.md``) and the editor shows it field by
field. A test makes all formats from one award and looks up every place named here, in both directions, so
that the table cannot drift from the code that writes the formats.
"""

from __future__ import annotations

from dataclasses import dataclass

from umiem.domain.annexes import ELEMENT_NAMES
from umiem.domain.text import EMPTY_TEXT, LocalizedText

FORMATS = ("open-badges-3", "european-digital-credential", "sd-jwt")
FORMAT_NAMES = {
    "open-badges-3": "Open Badges 3.0",
    "european-digital-credential": "European Digital Credential (ELM 3)",
    "sd-jwt": "EUDI learning credential (SD-JWT VC)",
}


@dataclass(frozen=True, kw_only=True)
class MappedField:
    """One field of a definition or award, and the properties that hold it: paths from the credential's root.

    An empty tuple means that the format does not hold the field; ``lost`` says in words what is lost.
    """

    field: str
    element: str | None
    open_badges: tuple[str, ...] = ()
    european: tuple[str, ...] = ()
    sd_jwt: tuple[str, ...] = ()
    lost: LocalizedText = EMPTY_TEXT

    def places(self, name: str) -> tuple[str, ...]:
        """Return the properties of this field in the format ``name``."""
        return dict(zip(FORMATS, (self.open_badges, self.european, self.sd_jwt), strict=True))[name]


_S = "credentialSubject"
_A = f"{_S}.achievement"
_U = f"{_A}.microcredential"
_W = f"{_S}.microcredentialAward"
_C = f"{_S}.hasClaim"
_Q = f"{_C}.specifiedBy"
_TYPE_CLAIM = "https://w3id.org/umiem/microcredential#type_of_assessment"
_MODE_CLAIM = "https://w3id.org/umiem/microcredential#form_of_participation"


def _lost(english: str, polish: str) -> LocalizedText:
    return LocalizedText({"en": english, "pl": polish})


_ONE_LANGUAGE = _lost("SD-JWT: one language only", "SD-JWT: tylko jeden język")
_NOT_IN_WALLET = _lost("SD-JWT: no claim for it", "SD-JWT: brak odpowiedniego pola")

MAPPING: tuple[MappedField, ...] = (
    MappedField(
        field="learner.given_name, learner.family_name",
        element="M1",
        open_badges=(f"{_S}.identifier.identityHash", f"{_W}.givenName", f"{_W}.familyName"),
        european=(f"{_S}.fullName", f"{_S}.givenName", f"{_S}.familyName"),
        sd_jwt=("family_name", "given_name"),
    ),
    MappedField(
        field="learner.email",
        element="M1",
        open_badges=(f"{_S}.identifier.salt",),
        european=(f"{_S}.identifier",),
        sd_jwt=("learner_identification",),
        lost=_lost(
            "Open Badges: a salted digest, the address itself is not in it",
            "Open Badges: skrót z solą, bez samego adresu",
        ),
    ),
    MappedField(
        field="learner_identification",
        element="M1",
        open_badges=(f"{_U}.learnerIdentifiedBy",),
        lost=_lost(
            "ELM, SD-JWT: shown by the identifiers that are there",
            "ELM, SD-JWT: wynika z obecnych identyfikatorów",
        ),
    ),
    MappedField(
        field="title",
        element="M2",
        open_badges=("name", f"{_A}.name", f"{_U}.title"),
        european=(f"{_C}.title", f"{_Q}.title", "displayParameter.title"),
        sd_jwt=("achievement_title",),
        lost=_lost(
            "Open Badges: “name” has one language, the extension has all; SD-JWT: one language only",
            "Open Badges: „name” w jednym języku, rozszerzenie we wszystkich; SD-JWT: tylko jeden język",
        ),
    ),
    MappedField(
        field="identifier",
        element="M2",
        open_badges=(f"{_A}.humanCode",),
        european=(f"{_Q}.identifier.notation",),
        lost=_NOT_IN_WALLET,
    ),
    MappedField(
        field="version",
        element=None,
        open_badges=(f"{_A}.version", f"{_U}.definitionVersion"),
        european=(f"{_Q}.identifier.schemeVersion",),
        lost=_NOT_IN_WALLET,
    ),
    MappedField(
        field="awarding_bodies[].country, region, locality",
        element="M3",
        open_badges=(
            "issuer.address.addressCountryCode",
            "issuer.address.addressRegion",
            "issuer.address.addressLocality",
            f"{_U}.awardingBody.country",
            f"{_U}.awardingBody.region",
            f"{_U}.awardingBody.locality",
        ),
        european=("issuer.location.address.countryCode", f"{_C}.awardedBy.awardingBody.location.spatialCode"),
        sd_jwt=("issuing_country",),
        lost=_lost("SD-JWT: the region", "SD-JWT: region"),
    ),
    MappedField(
        field="awarding_bodies[].legal_name",
        element="M4",
        open_badges=("issuer.name", f"{_A}.creator.name", f"{_U}.awardingBody.legalName"),
        european=(f"{_C}.awardedBy.awardingBody.legalName", "issuer.legalName"),
        sd_jwt=("issuing_authority",),
        lost=_ONE_LANGUAGE,
    ),
    MappedField(
        field="awarding_bodies[].legal_identifier",
        element="M4",
        open_badges=("issuer.otherIdentifier.identifier", f"{_U}.awardingBody.legalIdentifier"),
        european=("issuer.eIDASIdentifier.notation", f"{_C}.awardedBy.awardingBody.registration.notation"),
        lost=_NOT_IN_WALLET,
    ),
    MappedField(
        field="awarding_bodies[].homepage, email",
        element="M4",
        open_badges=(
            "issuer.url",
            "issuer.email",
            f"{_U}.awardingBody.homepage",
            f"{_U}.awardingBody.contactAddress",
        ),
        european=("issuer.homepage.contentURL",),
        lost=_NOT_IN_WALLET,
    ),
    MappedField(
        field="awarded_on",
        element="M5",
        open_badges=("awardedDate", "validFrom", f"{_W}.awardedOn"),
        european=("issued", "issuanceDate", "validFrom", f"{_C}.awardedBy.awardingDate"),
        sd_jwt=("date_of_issuance", "iat"),
    ),
    MappedField(
        field="place",
        element="M5",
        open_badges=(f"{_W}.place",),
        european=(f"{_C}.awardedBy.location",),
        lost=_NOT_IN_WALLET,
    ),
    MappedField(
        field="learning_outcomes[].statement",
        element="M6",
        open_badges=(
            f"{_A}.criteria.narrative",
            f"{_A}.resultDescription.name",
            f"{_U}.learningOutcome.statement",
            f"{_U}.learningOutcome.order",
        ),
        european=(f"{_Q}.learningOutcome.title",),
        sd_jwt=("learning_outcomes",),
        lost=_ONE_LANGUAGE,
    ),
    MappedField(
        field="learning_outcomes[].kind, proficiency",
        element="M6",
        open_badges=(
            f"{_U}.learningOutcome.outcomeKind",
            f"{_U}.learningOutcome.proficiencyScale",
            f"{_U}.learningOutcome.proficiencyStep",
        ),
        european=(f"{_Q}.learningOutcome.dcType", f"{_Q}.learningOutcome.additionalNote"),
        lost=_lost(
            "ELM: social competence and proficiency are notes; SD-JWT: no claim for them",
            "ELM: kompetencje społeczne i stopień biegłości jako uwagi; SD-JWT: brak pól",
        ),
    ),
    MappedField(
        field="learning_outcomes[].skills",
        element="M6",
        open_badges=(f"{_A}.alignment.targetUrl", f"{_U}.learningOutcome.skill"),
        european=(f"{_Q}.learningOutcome.relatedESCOSkill",),
        lost=_NOT_IN_WALLET,
    ),
    MappedField(
        field="workload",
        element="M7",
        open_badges=(
            f"{_A}.creditsAvailable",
            f"{_S}.creditsEarned",
            f"{_U}.workload.ects",
            f"{_U}.workload.hours",
            f"{_U}.workload.contactHours",
            f"{_U}.workload.selfStudyHours",
            f"{_W}.creditsAwarded",
        ),
        european=(f"{_Q}.creditPoint.point", f"{_Q}.volumeOfLearning"),
        sd_jwt=("expected_study_time",),
    ),
    MappedField(
        field="level",
        element="M8",
        open_badges=(
            f"{_A}.alignment.targetCode",
            f"{_U}.level.eqfLevel",
            f"{_U}.level.nationalLevel",
            f"{_U}.level.cycle",
        ),
        european=(f"{_Q}.eqfLevel", f"{_Q}.nqfLevel"),
        sd_jwt=("level_of_learning_experience",),
        lost=_lost(
            "SD-JWT: the EQF number only; an award whose level is “not applicable” cannot be expressed",
            "SD-JWT: tylko numer ERK; nie da się wyrazić poziomu, który „nie ma zastosowania”",
        ),
    ),
    MappedField(
        field="assessments[].type, mode, title, description, weight_percent",
        element="M9",
        open_badges=(
            f"{_U}.assessment.assessmentType",
            f"{_U}.assessment.assessmentMode",
            f"{_U}.assessment.title",
            f"{_U}.assessment.explanation",
            f"{_U}.assessment.weightPercent",
            f"{_U}.assessment.order",
        ),
        european=(f"{_C}.provenBy.specifiedBy.dcType", f"{_Q}.provenBy.dcType", f"{_Q}.provenBy.title"),
        sd_jwt=(_TYPE_CLAIM,),
        lost=_lost(
            "ELM, SD-JWT: the weights; SD-JWT: all but the type",
            "ELM, SD-JWT: wagi; SD-JWT: wszystko poza rodzajem",
        ),
    ),
    MappedField(
        field="learning_outcomes[].criteria, threshold_percent, assessed_by",
        element="M9",
        open_badges=(
            f"{_A}.resultDescription.requiredValue",
            f"{_U}.learningOutcome.criteria",
            f"{_U}.learningOutcome.thresholdPercent",
            f"{_U}.learningOutcome.assessedBy",
        ),
        european=(f"{_Q}.learningOutcome.additionalNote",),
        lost=_NOT_IN_WALLET,
    ),
    MappedField(
        field="participation.modes",
        element="M10",
        open_badges=(f"{_U}.participation.participationMode",),
        european=(f"{_Q}.mode",),
        sd_jwt=(_MODE_CLAIM,),
    ),
    MappedField(
        field="participation.setting, activities, schedule, place",
        element="M10",
        open_badges=(
            f"{_U}.participation.learningSetting",
            f"{_U}.participation.learningActivity",
            f"{_U}.participation.schedule",
            f"{_U}.participation.place",
        ),
        european=(f"{_Q}.learningSetting",),
        lost=_NOT_IN_WALLET,
    ),
    MappedField(
        field="participation.languages",
        element="M10",
        open_badges=(f"{_U}.participation.languageOfLearning",),
        european=(f"{_Q}.language",),
        sd_jwt=("language_of_classes",),
    ),
    MappedField(
        field="quality_assurance.types",
        element="M11",
        open_badges=(f"{_U}.qualityAssurance.qualityAssuranceType",),
        european=(f"{_Q}.additionalNote",),
        sd_jwt=("types_of_quality_assurance",),
        lost=_lost("ELM: as a note with the concept", "ELM: jako uwaga z pojęciem"),
    ),
    MappedField(
        field="quality_assurance.accreditations",
        element="M11",
        open_badges=(f"{_U}.qualityAssurance.accreditation",),
        european=(f"{_Q}.additionalNote",),
        lost=_lost("ELM: as text; SD-JWT: no claim for it", "ELM: jako tekst; SD-JWT: brak pola"),
    ),
    MappedField(
        field="quality_assurance.statement, procedure, learner_feedback, peer_review",
        element="M11",
        open_badges=(
            f"{_U}.qualityAssurance.statement",
            f"{_U}.qualityAssurance.procedure",
            f"{_U}.qualityAssurance.learnerFeedback",
            f"{_U}.qualityAssurance.peerReview",
        ),
        european=(f"{_Q}.additionalNote",),
        lost=_NOT_IN_WALLET,
    ),
    MappedField(
        field="prerequisites",
        element="O1",
        open_badges=(f"{_U}.prerequisites",),
        european=(f"{_Q}.entryRequirement",),
        sd_jwt=("prerequisites_to_enroll",),
        lost=_ONE_LANGUAGE,
    ),
    MappedField(
        field="assessments[].supervision",
        element="O2",
        open_badges=(f"{_U}.assessment.supervision",),
        european=(f"{_C}.provenBy.idVerification",),
        lost=_NOT_IN_WALLET,
    ),
    MappedField(
        field="results",
        element="O3",
        open_badges=(f"{_S}.result.value", f"{_S}.result.status", f"{_S}.result.resultDescription"),
        european=(f"{_C}.provenBy.grade",),
        lost=_NOT_IN_WALLET,
    ),
    MappedField(
        field="grade, grading",
        element="O3",
        open_badges=(
            f"{_W}.grade",
            f"{_W}.gradingScheme",
            f"{_U}.gradingScheme",
            f"{_A}.resultDescription.allowedValue",
        ),
        european=(f"{_C}.provenBy.specifiedBy.gradingScheme",),
        sd_jwt=("assessment_grade",),
        lost=_lost("SD-JWT: the scale", "SD-JWT: skala ocen"),
    ),
    MappedField(
        field="stackability",
        element="O4",
        open_badges=(
            f"{_A}.related",
            f"{_U}.stackability.stackabilityType",
            f"{_U}.stackability.towards",
            f"{_U}.stackability.conditions",
        ),
        european=(f"{_Q}.isPartialQualification", f"{_Q}.additionalNote"),
        sd_jwt=("integration_stackability_options",),
        lost=_lost("SD-JWT: yes or no only", "SD-JWT: tylko tak lub nie"),
    ),
    MappedField(
        field="description",
        element="O5",
        open_badges=("description", f"{_A}.description", f"{_U}.summary"),
        european=(f"{_Q}.description", "displayParameter.description"),
        sd_jwt=("achievement_description",),
        lost=_ONE_LANGUAGE,
    ),
    MappedField(
        field="further_information",
        element="O5",
        open_badges=(f"{_U}.furtherInformation",),
        european=(f"{_Q}.additionalNote",),
        lost=_NOT_IN_WALLET,
    ),
    MappedField(
        field="evidence",
        element="O5",
        open_badges=("evidence.id", "evidence.name", "evidence.narrative"),
        european=(f"{_C}.supplementaryDocument",),
        lost=_NOT_IN_WALLET,
    ),
    MappedField(
        field="primary_language",
        element=None,
        open_badges=(f"{_A}.inLanguage", f"{_U}.languageOfRecord"),
        european=("displayParameter.primaryLanguage",),
        lost=_NOT_IN_WALLET,
    ),
    MappedField(
        field="homepage",
        element=None,
        open_badges=(f"{_A}.criteria.id", f"{_U}.homepage"),
        european=(f"{_Q}.homepage.contentURL",),
        lost=_NOT_IN_WALLET,
    ),
    MappedField(
        field="fields_of_study",
        element=None,
        open_badges=(f"{_A}.fieldOfStudy", f"{_U}.fieldOfStudy"),
        european=(f"{_Q}.thematicArea",),
        lost=_NOT_IN_WALLET,
    ),
    MappedField(
        field="opportunity_type",
        element=None,
        open_badges=(f"{_U}.opportunityType",),
        european=(f"{_Q}.dcType",),
        lost=_NOT_IN_WALLET,
    ),
    MappedField(
        field="target_group, relevance, prior_learning, guidance",
        element=None,
        open_badges=(
            f"{_U}.targetGroup",
            f"{_U}.relevance",
            f"{_U}.consulted",
            f"{_U}.occupation",
            f"{_U}.priorLearning",
            f"{_U}.guidance",
        ),
        lost=_lost("ELM, SD-JWT: no property for it", "ELM, SD-JWT: brak odpowiedniej właściwości"),
    ),
    MappedField(
        field="review",
        element=None,
        open_badges=(f"{_U}.reviewedOn", f"{_U}.reviewBy"),
        lost=_lost("ELM, SD-JWT: no property for it", "ELM, SD-JWT: brak odpowiedniej właściwości"),
    ),
    MappedField(
        field="tags",
        element=None,
        open_badges=(f"{_A}.tag",),
        lost=_lost("ELM, SD-JWT: no property for it", "ELM, SD-JWT: brak odpowiedniej właściwości"),
    ),
)


def mapping_page() -> str:
    """Return the table as a page of the manual, in Markdown."""
    lines = [_INTRODUCTION, "| Element | Field | " + " | ".join(FORMAT_NAMES.values()) + " | What is lost |"]
    lines.append("|" + "---|" * (len(FORMATS) + 3))
    lines += [_line(row) for row in MAPPING]
    return "\n".join(lines) + "\n"


_INTRODUCTION = """# Where each element goes

This page is generated: `umiem definition mapping > docs/mapping.md`. Do not edit it by hand.

One award becomes several credentials. Each row names a field of the definition or the award, the element of
Annex I of the Council Recommendation 2022/C 243/02 that it belongs to, and the properties that hold it. A
dash means that the format has no place for it.
"""


def _line(row: MappedField) -> str:
    element = f"{row.element} {ELEMENT_NAMES[row.element]['en']}" if row.element else "–"
    cells = [element, _code(row.field.split(", "))]
    cells += [_code(row.places(name)) for name in FORMATS]
    return "| " + " | ".join((*cells, row.lost.best("en")[0] or "–")) + " |"


def _code(names: tuple[str, ...] | list[str]) -> str:
    return "<br>".join(f"`{name}`" for name in names) or "–"
