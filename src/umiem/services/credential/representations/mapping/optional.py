"""The optional elements of Annex I, O1 to O5, and the fields beyond Annex I: where they go in each format."""

from __future__ import annotations

from umiem.services.credential.representations.mapping.field import (
    ACHIEVEMENT,
    AWARD,
    CLAIM,
    EXTENSION,
    IN_BADGES_ONLY,
    NOT_IN_WALLET,
    NOTE_ONLY,
    ONE_LANGUAGE,
    SPECIFICATION,
    SUBJECT,
    MappedField,
    lost_text,
)

OPTIONAL: tuple[MappedField, ...] = (
    MappedField(
        field="version",
        element=None,
        open_badges=(f"{ACHIEVEMENT}.version", f"{EXTENSION}.definitionVersion"),
        european=(f"{SPECIFICATION}.identifier.schemeVersion",),
        lost=NOT_IN_WALLET,
    ),
    MappedField(
        field="prerequisites",
        element="O1",
        open_badges=(f"{EXTENSION}.prerequisites",),
        european=(f"{SPECIFICATION}.entryRequirement",),
        sd_jwt=("prerequisites_to_enroll",),
        lost=ONE_LANGUAGE,
    ),
    MappedField(
        field="assessments[].supervision",
        element="O2",
        open_badges=(f"{EXTENSION}.assessment.supervision",),
        european=(f"{CLAIM}.provenBy.idVerification",),
        lost=NOT_IN_WALLET,
    ),
    MappedField(
        field="results",
        element="O3",
        open_badges=(
            f"{SUBJECT}.result.value",
            f"{SUBJECT}.result.status",
            f"{SUBJECT}.result.resultDescription",
        ),
        european=(f"{CLAIM}.provenBy.grade",),
        lost=NOT_IN_WALLET,
    ),
    MappedField(
        field="grade",
        element="O3",
        open_badges=(
            f"{AWARD}.grade",
            f"{AWARD}.gradingScheme",
        ),
        european=(f"{CLAIM}.provenBy.grade",),
        sd_jwt=("assessment_grade",),
    ),
    MappedField(
        field="grading.title, values",
        element="O3",
        open_badges=(
            f"{EXTENSION}.gradingScheme.title",
            f"{ACHIEVEMENT}.resultDescription.allowedValue",
        ),
        european=(f"{CLAIM}.provenBy.specifiedBy.gradingScheme",),
        lost=NOT_IN_WALLET,
    ),
    MappedField(
        field="grading.lowest_pass",
        element="O3",
        open_badges=(
            f"{EXTENSION}.gradingScheme.lowestPass",
            f"{ACHIEVEMENT}.resultDescription.requiredValue",
        ),
        lost=IN_BADGES_ONLY,
    ),
    MappedField(
        field="stackability.type",
        element="O4",
        open_badges=(f"{EXTENSION}.stackability.stackabilityType",),
        european=(
            f"{SPECIFICATION}.isPartialQualification",
            f"{SPECIFICATION}.additionalNote",
        ),
        sd_jwt=("integration_stackability_options",),
        lost=lost_text("SD-JWT: yes or no only", "SD-JWT: tylko tak lub nie"),
    ),
    MappedField(
        field="stackability.towards, conditions",
        element="O4",
        open_badges=(
            f"{ACHIEVEMENT}.related",
            f"{EXTENSION}.stackability.towards",
            f"{EXTENSION}.stackability.conditions",
        ),
        european=(f"{SPECIFICATION}.additionalNote",),
        lost=NOTE_ONLY,
    ),
    MappedField(
        field="description",
        element="O5",
        open_badges=("description", f"{ACHIEVEMENT}.description", f"{EXTENSION}.summary"),
        european=(f"{SPECIFICATION}.description", "displayParameter.description"),
        sd_jwt=("achievement_description",),
        lost=ONE_LANGUAGE,
    ),
    MappedField(
        field="further_information",
        element="O5",
        open_badges=(f"{EXTENSION}.furtherInformation",),
        european=(f"{SPECIFICATION}.additionalNote",),
        lost=NOT_IN_WALLET,
    ),
    MappedField(
        field="narrative",
        element="O5",
        open_badges=(f"{SUBJECT}.narrative", f"{AWARD}.statement"),
        european=(f"{CLAIM}.description",),
        lost=NOT_IN_WALLET,
    ),
    MappedField(
        field="evidence",
        element="O5",
        open_badges=("evidence.id", "evidence.name", "evidence.narrative"),
        european=(f"{CLAIM}.supplementaryDocument",),
        lost=NOT_IN_WALLET,
    ),
    MappedField(
        field="primary_language",
        element=None,
        open_badges=(f"{ACHIEVEMENT}.inLanguage", f"{EXTENSION}.languageOfRecord"),
        european=("displayParameter.primaryLanguage",),
        lost=NOT_IN_WALLET,
    ),
    MappedField(
        field="homepage",
        element=None,
        open_badges=(f"{ACHIEVEMENT}.criteria.id", f"{EXTENSION}.homepage"),
        european=(f"{SPECIFICATION}.homepage.contentURL",),
        lost=NOT_IN_WALLET,
    ),
    MappedField(
        field="fields_of_study",
        element=None,
        open_badges=(f"{ACHIEVEMENT}.fieldOfStudy", f"{EXTENSION}.fieldOfStudy"),
        european=(f"{SPECIFICATION}.thematicArea",),
        lost=NOT_IN_WALLET,
    ),
    MappedField(
        field="opportunity_type",
        element=None,
        open_badges=(f"{EXTENSION}.opportunityType",),
        european=(f"{SPECIFICATION}.dcType",),
        lost=NOT_IN_WALLET,
    ),
    MappedField(
        field="target_group, relevance.statement, prior_learning, guidance",
        element=None,
        open_badges=(
            f"{EXTENSION}.targetGroup",
            f"{EXTENSION}.relevance",
            f"{EXTENSION}.priorLearning",
            f"{EXTENSION}.guidance",
        ),
        european=(f"{SPECIFICATION}.additionalNote",),
        lost=NOTE_ONLY,
    ),
    MappedField(
        field="relevance.consulted, relevance.occupations",
        element=None,
        open_badges=(
            f"{EXTENSION}.consulted",
            f"{EXTENSION}.occupation",
        ),
        lost=IN_BADGES_ONLY,
    ),
    MappedField(
        field="review",
        element=None,
        open_badges=(
            f"{EXTENSION}.reviewedOn",
            f"{EXTENSION}.reviewBy",
        ),
        lost=IN_BADGES_ONLY,
    ),
    MappedField(
        field="tags",
        element=None,
        open_badges=(f"{ACHIEVEMENT}.tag",),
        lost=IN_BADGES_ONLY,
    ),
    MappedField(
        field="validity_months",
        element=None,
        open_badges=(
            f"{EXTENSION}.validityMonths",
            "validUntil",
        ),
        european=("validUntil",),
        sd_jwt=("exp", "date_of_expiry"),
        lost=lost_text(
            "ELM, SD-JWT: the last day of the award, not the number of months",
            "ELM, SD-JWT: ostatni dzień ważności, bez liczby miesięcy",
        ),
    ),
    MappedField(
        field="image, hue",
        element=None,
        open_badges=(f"{ACHIEVEMENT}.image",),
        european=("displayParameter.individualDisplay",),
        lost=lost_text(
            "as the picture drawn from it; SD-JWT: the type metadata may name one",
            "jako narysowany obraz; SD-JWT: może go wskazać opis typu",
        ),
    ),
    MappedField(
        field="status",
        element=None,
        open_badges=(
            "credentialStatus",
            "suspensionStatus",
        ),
        european=(
            "identifier.schemeId",
            "identifier.notation",
        ),
        sd_jwt=("status",),
        lost=lost_text(
            "Open Badges: a suspension is a term of our own context; ELM: as identifiers of the credential",
            "Open Badges: zawieszenie to pojęcie naszego kontekstu; ELM: jako identyfikatory poświadczenia",
        ),
    ),
)
