"""Checks on the European Digital Credential inside a seal: who, shape, period, status.

ELM 3 (EDC application profile), VC Data Model 1.1, and the way in which Umiem states a Bitstring
Status List entry in an EDC: as an ``Identifier``, because the profile's shapes admit no object as
``credentialStatus`` (docs/decisions/0051).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography import x509

from umiem.engine.limits import MAX_CLOCK_SKEW_SECONDS
from umiem.engine.policy import Sources, VerificationPolicy
from umiem.engine.profiles.european_digital_credential import (
    CONTEXTS,
    SPEC,
    faults_of,
    is_european_digital_credential,
)
from umiem.engine.report import Check, Outcome, VerificationReport
from umiem.engine.seals.certificates import holder_of
from umiem.engine.seals.legal_identifiers import names_holder
from umiem.engine.status.bitstring import ENTRY_TYPE
from umiem.engine.status.checks import check_status
from umiem.engine.verify import verify_credential

STATUS_SCHEME = ENTRY_TYPE
"""An Identifier of the credential whose scheme is this word and a purpose states a status entry."""

_SKEW = timedelta(seconds=MAX_CLOCK_SKEW_SECONDS)
_STARTS = ("issued", "issuanceDate", "validFrom")
_ENDS = ("validUntil", "expirationDate")


def legal_identifier(document: Mapping[str, Any]) -> str | None:
    """Return the issuer's legal identifier (ETSI EN 319 412-1, 5.1.4), or None."""
    issuer = document.get("issuer")
    identifier = issuer.get("eIDASIdentifier") if isinstance(issuer, dict) else None
    notation = identifier.get("notation") if isinstance(identifier, dict) else None
    return notation if isinstance(notation, str) and notation else None


def credential_checks(
    document: Mapping[str, Any],
    certificate: x509.Certificate,
    *,
    policy: VerificationPolicy,
    at: datetime,
    sources: Sources,
) -> Iterator[Check]:
    """Yield the checks of the sealed document; each stands for itself and none stops the others."""
    yield _issuer_binding(document, certificate)
    yield _context(document)
    yield _schema(document)
    yield _period(document, at)
    if policy.status:
        yield from _status(document, policy=policy, at=at, sources=sources)


def _issuer_binding(document: Mapping[str, Any], certificate: x509.Certificate) -> Check:
    """The issuer named in the document is the organisation named in the certificate."""
    holder, issuer = holder_of(certificate), document.get("issuer")
    params: dict[str, object] = {"issuer": legal_identifier(document), "certificate": holder.identifier}
    spec = "ETSI EN 319 412-1, 5.1.4; ELM eidasLegalIdentifier"
    if isinstance(issuer, dict) and names_holder(issuer, holder):
        return Check(code="issuer-binding", outcome=Outcome.PASSED, params=params, spec=spec)
    params["reason"] = "issuer-not-the-certificate-holder"
    return Check(code="issuer-binding", outcome=Outcome.FAILED, params=params, spec=spec)


def _context(document: Mapping[str, Any]) -> Check:
    spec = "VCDM 1.1, 4.1; ELM 3"
    if document.get("@context") == list(CONTEXTS):
        return Check(code="context", outcome=Outcome.PASSED, spec=spec)
    return Check(
        code="context", outcome=Outcome.FAILED, params={"reason": "context-not-that-of-the-format"}, spec=spec
    )


def _schema(document: Mapping[str, Any]) -> Check:
    if not is_european_digital_credential(document):
        params = {"reason": "edc-type"}
        return Check(code="schema", outcome=Outcome.FAILED, params=params, spec=SPEC)
    faults = [f"{fault.code} {fault.path}" for fault in faults_of(document)]
    if faults:
        params_of_faults = {"reason": "edc-not-conformant", "faults": faults[:10], "count": len(faults)}
        return Check(code="schema", outcome=Outcome.FAILED, params=params_of_faults, spec=SPEC)
    return Check(code="schema", outcome=Outcome.PASSED, spec=SPEC)


def _period(document: Mapping[str, Any], at: datetime) -> Check:
    spec = "VCDM 1.1, 4.6; ELM validFrom, validUntil"
    moments: dict[str, datetime] = {}
    for name in (*_STARTS, *_ENDS):
        if name in document:
            moment = _moment(document[name])
            if moment is None:
                params = {"reason": "date-time-malformed", "property": name}
                return Check(code="validity-period", outcome=Outcome.FAILED, params=params, spec=spec)
            moments[name] = moment
    shown = {name: moment.isoformat() for name, moment in moments.items()}
    early = any(moments[name] - at > _SKEW for name in _STARTS if name in moments)
    late = any(moments[name] < at for name in _ENDS if name in moments)
    if not early and not late and "validFrom" in moments:
        return Check(code="validity-period", outcome=Outcome.PASSED, params=shown, spec=spec)
    reason = "not-yet-valid" if early else "expired" if late else "no-validity-period"
    return Check(
        code="validity-period", outcome=Outcome.FAILED, params={"reason": reason, **shown}, spec=spec
    )


def _moment(value: object) -> datetime | None:
    """Read an xsd:dateTime; without a zone (which xsd admits) it is taken as UTC."""
    if not isinstance(value, str) or "T" not in value:
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)


def stated_status(document: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the Bitstring Status List entries that the credential states as identifiers."""
    identifiers = document.get("identifier", [])
    return [
        {
            "type": ENTRY_TYPE,
            "statusPurpose": str(one["schemeName"]).removeprefix(STATUS_SCHEME).strip(),
            "statusListIndex": one.get("notation"),
            "statusListCredential": one.get("schemeId"),
        }
        for one in (identifiers if isinstance(identifiers, list) else [identifiers])
        if isinstance(one, dict) and str(one.get("schemeName", "")).startswith(f"{STATUS_SCHEME} ")
    ]


def _status(
    document: Mapping[str, Any], *, policy: VerificationPolicy, at: datetime, sources: Sources
) -> Iterator[Check]:
    """Read the stated status; a ``credentialStatus`` object of another issuer's making is read as well."""
    list_policy = replace(policy, status=False)

    def verify_list(data: bytes) -> VerificationReport:
        return verify_credential(data, policy=list_policy, at=at, sources=sources)

    own = document.get("credentialStatus", [])
    entries = stated_status(document) + (own if isinstance(own, list) else [own])
    issuer = document.get("issuer")
    yield from check_status(
        {"credentialStatus": entries},
        issuer=str(issuer.get("id")) if isinstance(issuer, dict) else None,
        sources=sources,
        verify_list=verify_list,
        issuer_binding=policy.issuer_binding,
    )
