"""Who was awarded what by whom, and when (M1 to M5 of Annex I): where the fields go in each format."""

from __future__ import annotations

from umiem.services.credential.representations.mapping.field import (
    ACHIEVEMENT,
    AWARD,
    CLAIM,
    EXTENSION,
    NOT_IN_WALLET,
    ONE_LANGUAGE,
    SPECIFICATION,
    SUBJECT,
    MappedField,
    lost_text,
)

IDENTITY: tuple[MappedField, ...] = (
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
)
