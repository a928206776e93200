"""Checks on the European Digital Credential inside a seal: who, shape, period, status.

ELM 3 (EDC application profile), VC Data Model 1.1, and the way in which Umiem states a Bitstring
Status List entry in an EDC: as an ``Identifier``, because the profile's shapes admit no object as
``credentialStatus`` (docs/decisions/0051).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from cryptography import x509

from umiem.engine.limits import MAX_CLOCK_SKEW_SECONDS
from umiem.engine.profiles.european_digital_credential import (
    CONTEXTS,
    SPEC,
    faults_of,
    is_european_digital_credential,
)
from umiem.engine.report import Check, Outcome
from umiem.engine.seals.certificates import holder_of

if TYPE_CHECKING:
    from umiem.engine.verify import Sources, VerificationPolicy

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
    yield from _status(document, policy=policy, at=at, sources=sources)


def _issuer_binding(document: Mapping[str, Any], certificate: x509.Certificate) -> Check:
    """The issuer named in the document is the organisation named in the certificate."""
    stated, sealed = legal_identifier(document), holder_of(certificate).identifier
    params: dict[str, object] = {"issuer": stated, "certificate": sealed}
    spec = "ETSI EN 319 412-1, 5.1.4; ELM eidasLegalIdentifier"
    if stated is not None and stated == sealed:
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
    early = any(moments[name] > at + _SKEW for name in _STARTS if name in moments)
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


def _status(
    document: Mapping[str, Any], *, policy: VerificationPolicy, at: datetime, sources: Sources
) -> Iterator[Check]:
    yield from ()
