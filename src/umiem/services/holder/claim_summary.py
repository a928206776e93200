"""The short answer of a check: who, to whom, what and when, made only of what a proof covers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from umiem.domain.text import LocalizedText
from umiem.engine import VerificationReport
from umiem.services.credential import replacements
from umiem.services.credential.replacements import Replacement
from umiem.services.holder import foreign_claims
from umiem.services.verifying.issuers import IssuerDossier, dossier


@dataclass(frozen=True, kw_only=True)
class ClaimSummary:
    """The short answer, made only of what a proof covers.

    ``issuer_name`` is what the credential says; ``vouched_name`` the name under which this installation
    knows the issuer, if it does; ``hue`` is the colour of that organisation.
    """

    issuer_id: str
    issuer_name: LocalizedText
    vouched_name: LocalizedText | None
    learner_name: str
    titles: LocalizedText
    valid_from: str
    valid_until: str
    document: Mapping[str, Any]
    hue: int | None = None
    replacement: Replacement | None = None

    @property
    def issuer_known(self) -> bool:
        return self.vouched_name is not None


DossierOf: TypeAlias = Callable[[str, LocalizedText, str], IssuerDossier]
"""Tells who an issuer is, from its DID, the name it claims and the certificate that sealed (or "")."""


def summarise(
    report: VerificationReport, *, dossier_of: DossierOf = dossier
) -> tuple[ClaimSummary | None, IssuerDossier | None]:
    """Return the short answer and who stands behind it; nothing of both when no proof holds."""
    claims = report.secured_claims
    if claims is None or report.issuer is None:
        return None, None
    subject = _first_object(claims.get("credentialSubject"))
    achievement = _first_object(subject.get("achievement"))
    issuer = claims.get("issuer")
    short = foreign_claims.read_claims(dict(claims), with_skills=False)
    claimed = _text(issuer.get("name") if isinstance(issuer, Mapping) else None) or short.issuer_name
    known = dossier_of(report.issuer, claimed, _certificate(report))
    summary = ClaimSummary(
        issuer_id=report.issuer,
        issuer_name=claimed,
        vouched_name=known.vouched_name,
        learner_name=_learner_name(subject) or short.person,
        titles=_text(achievement.get("name") or claims.get("name")) or short.title,
        valid_from=str(claims.get("validFrom") or claims.get("issuanceDate") or "") or short.valid_from,
        valid_until=str(claims.get("validUntil") or claims.get("expirationDate") or "") or short.valid_until,
        document=claims,
        hue=known.hue,
        replacement=replacements.of_document(claims),
    )
    return summary, known


def _certificate(report: VerificationReport) -> str:
    """Return the fingerprint of the certificate that sealed it; nothing for what a key of a DID signed."""
    check = report.check("certificate")
    return "" if check is None else str(check.params.get("certificate") or "unknown")


def _first_object(value: object) -> Mapping[str, Any]:
    first = value[0] if isinstance(value, list) and value else value
    return first if isinstance(first, Mapping) else {}


def _text(value: object) -> LocalizedText:
    """Read a name: a string, a language map, or VCDM's value objects (section 11.1)."""
    if isinstance(value, str):
        return LocalizedText({"und": value})
    if isinstance(value, Mapping) and "@value" in value:
        return LocalizedText({str(value.get("@language") or "und"): str(value["@value"])})
    if isinstance(value, Mapping):
        return LocalizedText({str(tag): str(text) for tag, text in value.items()})
    if isinstance(value, list):
        texts: dict[str, str] = {}
        for part in value:
            texts.update(_text(part))
        return LocalizedText(texts)
    return LocalizedText({})


def _learner_name(subject: Mapping[str, Any]) -> str:
    identifiers = subject.get("identifier")
    for entry in identifiers if isinstance(identifiers, list) else [identifiers]:
        if (
            isinstance(entry, Mapping)
            and entry.get("identityType") == "name"
            and entry.get("hashed") is not True
        ):
            return str(entry.get("identityHash", ""))
    name = subject.get("name") or " ".join(
        str(subject[part]) for part in ("givenName", "familyName") if isinstance(subject.get(part), str)
    )
    return next(iter(_text(name).values()), "")
