"""What one learner was awarded: the person, the results, the day, as plain data for every representation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from umiem.domain.definition import AchievementSpecification, LegalIdentifier
from umiem.domain.text import EMPTY_TEXT, LocalizedText


class ResultStatus(StrEnum):
    """How an outcome ended; the values are those of Open Badges 3.0, ResultStatusType."""

    COMPLETED = "Completed"
    FAILED = "Failed"
    PROVISIONAL = "Provisional"


@dataclass(frozen=True, kw_only=True)
class Learner:
    """The person (M1). ``identifier`` is the institution's number, ``did`` the key of their wallet."""

    given_name: str
    family_name: str
    email: str = ""
    identifier: str | None = None
    did: str | None = None

    @property
    def full_name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()


@dataclass(frozen=True, kw_only=True)
class Result:
    """The result of one learning outcome: its ``id``, the status, and points in percent or a mark."""

    outcome_id: str
    status: ResultStatus = ResultStatus.COMPLETED
    value: str = ""


@dataclass(frozen=True, kw_only=True)
class EvidenceItem:
    """Something that shows the achievement: a link, a text, or both."""

    name: str = ""
    url: str = ""
    narrative: str = ""


@dataclass(frozen=True, kw_only=True)
class IssuerIdentity:
    """Who signs: the issuer as verifiers see it (M3, M4; Annex II 9).

    ``did`` is did:web or did:key. ``country`` is ISO 3166-1 alpha-2, ``region`` one of it.
    """

    did: str
    name: LocalizedText
    country: str
    region: str = ""
    locality: str = ""
    homepage: str = ""
    email: str = ""
    legal_identifier: LegalIdentifier | None = None


@dataclass(frozen=True, kw_only=True)
class AwardRecord:
    """Everything about one award, from which each representation is made.

    ``awarded_on`` is the day of the decision (M5). ``identity_salt`` salts the digest of the e-mail
    address: at least 128 bits from a random source, made once per award by whoever stores it.
    ``definition_url`` is where the definition is published, when it is.
    """

    definition: AchievementSpecification
    learner: Learner
    results: tuple[Result, ...]
    awarded_on: date
    identity_salt: str
    grade: str = ""
    narrative: LocalizedText = EMPTY_TEXT
    evidence: tuple[EvidenceItem, ...] = ()
    definition_url: str = ""
    place: str = ""


def issuer_from_definition(definition: AchievementSpecification, did: str) -> IssuerIdentity:
    """Return the first awarding body of ``definition`` as issuer under ``did``.

    For files made without a server; an installation knows its organisation itself. Does not check that
    there is a body: ``assess_definition`` does.
    """
    body = definition.awarding_bodies[0]
    return IssuerIdentity(
        did=did,
        name=body.legal_name,
        country=body.country,
        region=body.region,
        locality=body.locality,
        homepage=body.homepage,
        email=body.email,
        legal_identifier=body.legal_identifier,
    )
