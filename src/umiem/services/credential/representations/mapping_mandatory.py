"""The mandatory elements of Annex I, M1 to M11: where their fields go in each format."""

from __future__ import annotations

from umiem.services.credential.representations.mapped_field import (
    ACHIEVEMENT,
    AWARD,
    CLAIM,
    EXTENSION,
    IN_BADGES_ONLY,
    MODE_CLAIM,
    NOT_IN_WALLET,
    NOTE_ONLY,
    ONE_LANGUAGE,
    SPECIFICATION,
    SUBJECT,
    TYPE_CLAIM,
    MappedField,
    lost_text,
)

MANDATORY: tuple[MappedField, ...] = (
    MappedField(
        field="learner.given_name, learner.family_name",
        element="M1",
        open_badges=(f"{SUBJECT}.identifier.identityHash", f"{AWARD}.givenName", f"{AWARD}.familyName"),
        european=(f"{SUBJECT}.fullName", f"{SUBJECT}.givenName", f"{SUBJECT}.familyName"),
        sd_jwt=("family_name", "given_name"),
    ),
    MappedField(
        field="learner.email",
        element="M1",
        open_badges=(f"{SUBJECT}.identifier.salt",),
        european=(f"{SUBJECT}.identifier",),
        sd_jwt=("learner_identification",),
        lost=lost_text(
            "Open Badges: a salted digest, the address itself is not in it",
            "Open Badges: skrót z solą, bez samego adresu",
        ),
    ),
    MappedField(
        field="learner_identification",
        element="M1",
        open_badges=(f"{EXTENSION}.learnerIdentifiedBy",),
        lost=lost_text(
            "ELM, SD-JWT: shown by the identifiers that are there",
            "ELM, SD-JWT: wynika z obecnych identyfikatorów",
        ),
    ),
    MappedField(
        field="title",
        element="M2",
        open_badges=("name", f"{ACHIEVEMENT}.name", f"{EXTENSION}.title"),
        european=(f"{CLAIM}.title", f"{SPECIFICATION}.title", "displayParameter.title"),
        sd_jwt=("achievement_title",),
        lost=lost_text(
            "Open Badges: “name” has one language, the extension has all; SD-JWT: one language only",
            "Open Badges: „name” w jednym języku, rozszerzenie we wszystkich; SD-JWT: tylko jeden język",
        ),
    ),
    MappedField(
        field="identifier",
        element="M2",
        open_badges=(f"{ACHIEVEMENT}.humanCode",),
        european=(f"{SPECIFICATION}.identifier.notation",),
        lost=NOT_IN_WALLET,
    ),
    MappedField(
        field="awarding_bodies[].country",
        element="M3",
        open_badges=(
            "issuer.address.addressCountryCode",
            f"{EXTENSION}.awardingBody.country",
        ),
        european=(
            "issuer.location.address.countryCode",
            f"{CLAIM}.awardedBy.awardingBody.location.address.countryCode",
        ),
        sd_jwt=("issuing_country",),
    ),
    MappedField(
        field="awarding_bodies[].region, locality",
        element="M3",
        open_badges=(
            "issuer.address.addressRegion",
            "issuer.address.addressLocality",
            f"{EXTENSION}.awardingBody.region",
            f"{EXTENSION}.awardingBody.locality",
        ),
        european=(
            f"{CLAIM}.awardedBy.awardingBody.location.spatialCode",
            f"{CLAIM}.awardedBy.awardingBody.location.address.fullAddress",
        ),
        lost=NOT_IN_WALLET,
    ),
    MappedField(
        field="awarding_bodies[].legal_name",
        element="M4",
        open_badges=("issuer.name", f"{ACHIEVEMENT}.creator.name", f"{EXTENSION}.awardingBody.legalName"),
        european=(f"{CLAIM}.awardedBy.awardingBody.legalName", "issuer.legalName"),
        sd_jwt=("issuing_authority",),
        lost=ONE_LANGUAGE,
    ),
    MappedField(
        field="awarding_bodies[].legal_identifier",
        element="M4",
        open_badges=("issuer.otherIdentifier.identifier", f"{EXTENSION}.awardingBody.legalIdentifier"),
        european=("issuer.eIDASIdentifier.notation", f"{CLAIM}.awardedBy.awardingBody.registration.notation"),
        lost=NOT_IN_WALLET,
    ),
    MappedField(
        field="awarding_bodies[].homepage",
        element="M4",
        open_badges=(
            "issuer.url",
            f"{EXTENSION}.awardingBody.homepage",
        ),
        european=(
            "issuer.homepage.contentURL",
            f"{CLAIM}.awardedBy.awardingBody.homepage.contentURL",
        ),
        lost=NOT_IN_WALLET,
    ),
    MappedField(
        field="awarding_bodies[].email",
        element="M4",
        open_badges=(
            "issuer.email",
            f"{EXTENSION}.awardingBody.contactAddress",
        ),
        european=("issuer.contactPoint.emailAddress.id",),
        lost=NOT_IN_WALLET,
    ),
    MappedField(
        field="awarded_on",
        element="M5",
        open_badges=("awardedDate", "validFrom", f"{AWARD}.awardedOn"),
        european=("issued", "issuanceDate", "validFrom", f"{CLAIM}.awardedBy.awardingDate"),
        sd_jwt=("date_of_issuance", "iat"),
    ),
    MappedField(
        field="place",
        element="M5",
        open_badges=(f"{AWARD}.place",),
        european=(f"{CLAIM}.awardedBy.location",),
        lost=NOT_IN_WALLET,
    ),
    MappedField(
        field="learning_outcomes[].id",
        element="M6",
        open_badges=(
            f"{ACHIEVEMENT}.resultDescription.id",
            f"{SUBJECT}.result.resultDescription",
        ),
        european=(f"{SPECIFICATION}.learningOutcome.identifier.notation",),
        lost=NOT_IN_WALLET,
    ),
    MappedField(
        field="learning_outcomes[].statement",
        element="M6",
        open_badges=(
            f"{ACHIEVEMENT}.criteria.narrative",
            f"{ACHIEVEMENT}.resultDescription.name",
            f"{EXTENSION}.learningOutcome.statement",
            f"{EXTENSION}.learningOutcome.order",
        ),
        european=(f"{SPECIFICATION}.learningOutcome.title",),
        sd_jwt=("learning_outcomes",),
        lost=ONE_LANGUAGE,
    ),
    MappedField(
        field="learning_outcomes[].kind, proficiency",
        element="M6",
        open_badges=(
            f"{EXTENSION}.learningOutcome.outcomeKind",
            f"{EXTENSION}.learningOutcome.proficiencyScale",
            f"{EXTENSION}.learningOutcome.proficiencyStep",
        ),
        european=(
            f"{SPECIFICATION}.learningOutcome.dcType",
            f"{SPECIFICATION}.learningOutcome.additionalNote",
        ),
        lost=lost_text(
            "ELM: social competence and proficiency are notes; SD-JWT: no claim for them",
            "ELM: kompetencje społeczne i stopień biegłości jako uwagi; SD-JWT: brak pól",
        ),
    ),
    MappedField(
        field="learning_outcomes[].skills",
        element="M6",
        open_badges=(
            f"{ACHIEVEMENT}.alignment.targetUrl",
            f"{EXTENSION}.learningOutcome.skill.concept",
            f"{EXTENSION}.learningOutcome.skill.label",
        ),
        european=(
            f"{SPECIFICATION}.learningOutcome.relatedESCOSkill",
            f"{SPECIFICATION}.learningOutcome.relatedSkill",
        ),
        lost=NOT_IN_WALLET,
    ),
    MappedField(
        field="learning_outcomes[].skills[].hours",
        element="M7",
        open_badges=(f"{EXTENSION}.learningOutcome.skill.hours",),
        european=(f"{SPECIFICATION}.learningOutcome.additionalNote",),
        lost=lost_text(
            "ELM: as a note; SD-JWT: no claim for it", "ELM: jako uwaga; SD-JWT: brak odpowiedniego pola"
        ),
    ),
    MappedField(
        field="workload.ects, hours",
        element="M7",
        open_badges=(
            f"{ACHIEVEMENT}.creditsAvailable",
            f"{SUBJECT}.creditsEarned",
            f"{EXTENSION}.workload.ects",
            f"{EXTENSION}.workload.hours",
            f"{AWARD}.creditsAwarded",
        ),
        european=(
            f"{SPECIFICATION}.creditPoint.point",
            f"{SPECIFICATION}.volumeOfLearning",
            f"{CLAIM}.influencedBy.specifiedBy.volumeOfLearning",
        ),
        sd_jwt=("expected_study_time",),
    ),
    MappedField(
        field="workload.contact_hours",
        element="M7",
        open_badges=(f"{EXTENSION}.workload.contactHours",),
        european=(f"{CLAIM}.influencedBy.specifiedBy.contactHour",),
        lost=NOT_IN_WALLET,
    ),
    MappedField(
        field="workload.self_study_hours",
        element="M7",
        open_badges=(f"{EXTENSION}.workload.selfStudyHours",),
        lost=IN_BADGES_ONLY,
    ),
    MappedField(
        field="level.eqf",
        element="M8",
        open_badges=(
            f"{ACHIEVEMENT}.alignment.targetCode",
            f"{EXTENSION}.level.eqfLevel",
        ),
        european=(f"{SPECIFICATION}.eqfLevel",),
        sd_jwt=("level_of_learning_experience",),
    ),
    MappedField(
        field="level.prk",
        element="M8",
        open_badges=(f"{EXTENSION}.level.nationalLevel",),
        european=(f"{SPECIFICATION}.nqfLevel",),
        lost=lost_text(
            "SD-JWT: only where there is no EQF level, as its number",
            "SD-JWT: tylko gdy nie ma poziomu ERK, jako jego numer",
        ),
    ),
    MappedField(
        field="level.cycle",
        element="M8",
        open_badges=(f"{EXTENSION}.level.cycle",),
        european=(f"{SPECIFICATION}.educationLevel",),
        lost=NOT_IN_WALLET,
    ),
    MappedField(
        field="level.not_applicable",
        element="M8",
        open_badges=(f"{EXTENSION}.level.notApplicable",),
        european=(f"{SPECIFICATION}.additionalNote",),
        lost=lost_text(
            "ELM: as a note; SD-JWT: an award whose level is “not applicable” cannot be expressed",
            "ELM: jako uwaga; SD-JWT: nie da się wyrazić poziomu, który „nie ma zastosowania”",
        ),
    ),
    MappedField(
        field="assessments[].id",
        element="M9",
        open_badges=(
            f"{EXTENSION}.assessment.id",
            f"{EXTENSION}.assessment.order",
        ),
        european=(f"{CLAIM}.provenBy.identifier.notation",),
        lost=NOT_IN_WALLET,
    ),
    MappedField(
        field="assessments[].type",
        element="M9",
        open_badges=(f"{EXTENSION}.assessment.assessmentType",),
        european=(
            f"{CLAIM}.provenBy.specifiedBy.dcType",
            f"{SPECIFICATION}.provenBy.dcType",
        ),
        sd_jwt=(TYPE_CLAIM,),
    ),
    MappedField(
        field="assessments[].mode, title, description",
        element="M9",
        open_badges=(
            f"{EXTENSION}.assessment.assessmentMode",
            f"{EXTENSION}.assessment.title",
            f"{EXTENSION}.assessment.explanation",
        ),
        european=(
            f"{SPECIFICATION}.provenBy.mode",
            f"{SPECIFICATION}.provenBy.title",
            f"{SPECIFICATION}.provenBy.description",
        ),
        lost=NOT_IN_WALLET,
    ),
    MappedField(
        field="assessments[].weight_percent",
        element="M9",
        open_badges=(f"{EXTENSION}.assessment.weightPercent",),
        lost=IN_BADGES_ONLY,
    ),
    MappedField(
        field="learning_outcomes[].criteria, threshold_percent",
        element="M9",
        open_badges=(
            f"{ACHIEVEMENT}.resultDescription.requiredValue",
            f"{EXTENSION}.learningOutcome.criteria",
            f"{EXTENSION}.learningOutcome.thresholdPercent",
        ),
        european=(f"{SPECIFICATION}.learningOutcome.additionalNote",),
        lost=NOT_IN_WALLET,
    ),
    MappedField(
        field="learning_outcomes[].assessed_by",
        element="M9",
        open_badges=(f"{EXTENSION}.learningOutcome.assessedBy",),
        european=(f"{CLAIM}.provenBy.grade",),
        lost=lost_text(
            "ELM: the result of an outcome stands with its assessment; SD-JWT: no claim for it",
            "ELM: wynik efektu stoi przy jego ocenie; SD-JWT: brak odpowiedniego pola",
        ),
    ),
    MappedField(
        field="participation.modes",
        element="M10",
        open_badges=(f"{EXTENSION}.participation.participationMode",),
        european=(f"{SPECIFICATION}.mode",),
        sd_jwt=(MODE_CLAIM,),
    ),
    MappedField(
        field="participation.setting, activities",
        element="M10",
        open_badges=(
            f"{EXTENSION}.participation.learningSetting",
            f"{EXTENSION}.participation.learningActivity",
        ),
        european=(
            f"{SPECIFICATION}.learningSetting",
            f"{CLAIM}.influencedBy.specifiedBy.dcType",
        ),
        lost=NOT_IN_WALLET,
    ),
    MappedField(
        field="participation.schedule, place",
        element="M10",
        open_badges=(
            f"{EXTENSION}.participation.schedule",
            f"{EXTENSION}.participation.place",
        ),
        european=(f"{SPECIFICATION}.additionalNote",),
        lost=NOTE_ONLY,
    ),
    MappedField(
        field="participation.languages",
        element="M10",
        open_badges=(f"{EXTENSION}.participation.languageOfLearning",),
        european=(f"{SPECIFICATION}.language",),
        sd_jwt=("language_of_classes",),
    ),
    MappedField(
        field="quality_assurance.types",
        element="M11",
        open_badges=(f"{EXTENSION}.qualityAssurance.qualityAssuranceType",),
        european=(f"{SPECIFICATION}.additionalNote",),
        sd_jwt=("types_of_quality_assurance",),
        lost=lost_text("ELM: as a note with the concept", "ELM: jako uwaga z pojęciem"),
    ),
    MappedField(
        field="quality_assurance.accreditations",
        element="M11",
        open_badges=(f"{EXTENSION}.qualityAssurance.accreditation",),
        european=(f"{SPECIFICATION}.additionalNote",),
        lost=lost_text("ELM: as text; SD-JWT: no claim for it", "ELM: jako tekst; SD-JWT: brak pola"),
    ),
    MappedField(
        field="quality_assurance.accreditations[].type",
        element="M11",
        open_badges=(f"{EXTENSION}.qualityAssurance.accreditation.accreditationType",),
        lost=IN_BADGES_ONLY,
    ),
    MappedField(
        field="quality_assurance.statement, learner_feedback, peer_review",
        element="M11",
        open_badges=(
            f"{EXTENSION}.qualityAssurance.statement",
            f"{EXTENSION}.qualityAssurance.learnerFeedback",
            f"{EXTENSION}.qualityAssurance.peerReview",
        ),
        european=(f"{SPECIFICATION}.additionalNote",),
        lost=NOTE_ONLY,
    ),
    MappedField(
        field="quality_assurance.procedure",
        element="M11",
        open_badges=(f"{EXTENSION}.qualityAssurance.procedure",),
        lost=IN_BADGES_ONLY,
    ),
)
