"""Verify a JAdES seal and the European Digital Credential in it, check by check.

ETSI TS 119 182-1, RFC 7515, RFC 7797; ETSI EN 319 102-1 for the question of *when* a certificate had
to be valid: at the time of a trusted time stamp, or, without one, now. NOT checked: revocation of
certificates, the European trusted lists, and archive time stamps (``xVals``, ``rVals``, ``arcTst`` of
baseline LT and LTA are named in the report, not read).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from umiem.engine.canonical.strict_json import parse_json_object
from umiem.engine.limits import MAX_CLOCK_SKEW_SECONDS
from umiem.engine.policy import Sources, VerificationPolicy
from umiem.engine.profiles.european_digital_credential import is_european_digital_credential
from umiem.engine.report import Check, Outcome, VerificationReport
from umiem.engine.seals.algorithms import signature_holds
from umiem.engine.seals.certificates import (
    CERTIFICATE,
    anchored,
    chain_fault,
    fingerprint,
    holder_of,
    valid_at,
)
from umiem.engine.seals.credential_checks import credential_checks, legal_identifier
from umiem.engine.seals.header import Seal, decode_base64url, entries_of, read_seal
from umiem.engine.seals.time_stamps import TimeStamp, read_time_stamp
from umiem.errors import MalformedInputError, UmiemError, UnsupportedError

FORMAT = "edc+jades"
UNSEALED = "edc"
MAX_SEALED_BYTES = 8 * 1024 * 1024
JADES = "ETSI TS 119 182-1"
_SKEW = timedelta(seconds=MAX_CLOCK_SKEW_SECONDS)


@dataclass(frozen=True, kw_only=True)
class _Opened:
    """The serialisation taken apart: the payload's exact text and the seals over it."""

    payload: str
    seals: tuple[Seal, ...]


def is_sealed(value: object) -> bool:
    """Say whether a parsed JSON value looks like a JWS JSON serialisation (for recognition only)."""
    return (
        isinstance(value, dict)
        and isinstance(value.get("payload"), str)
        and ("signatures" in value or "signature" in value)
    )


def is_unsealed(value: object) -> bool:
    """Say whether a parsed JSON value is a European Digital Credential without seal and without proof.

    The form in which the Commission's issuer takes credentials in, ``{"credential": {…}}``, is one, too.
    """
    if isinstance(value, dict) and set(value) == {"credential"}:
        return is_unsealed(value["credential"])
    return isinstance(value, dict) and is_european_digital_credential(value) and "proof" not in value


def verify_unsealed(
    data: bytes, *, policy: VerificationPolicy, at: datetime, sources: Sources
) -> VerificationReport:
    """Return the report on a European Digital Credential that nobody sealed: it proves nothing."""
    checks = (
        Check(code="format", outcome=Outcome.PASSED, params={"format": UNSEALED}, spec="ELM 3"),
        _failed("proof", "seal-missing", f"{JADES}, 5"),
    )
    return VerificationReport(format=UNSEALED, checks=checks, at=at)


def verify_seal(
    data: bytes, *, policy: VerificationPolicy, at: datetime, sources: Sources
) -> VerificationReport:
    """Verify a sealed European Digital Credential and return the report (format ``edc+jades``).

    1. open the serialisation; 2. check each signature over the exact payload text; 3. the
    certificates and time stamps; 4. the credential itself: legal identifier of the issuer against the
    certificate, shape, period, status. Without ``sources.trust_anchors`` the seal can be good while
    "issuer-known" says that nobody vouches for its holder.
    Never raises for bad input: what cannot be read is a failed check "format".
    """
    try:
        opened = _open(data)
    except UnsupportedError as error:
        return _unreadable(error, Outcome.UNKNOWN, at)
    except MalformedInputError as error:
        return _unreadable(error, Outcome.FAILED, at)
    checks = [Check(code="format", outcome=Outcome.PASSED, params={"format": FORMAT}, spec=f"{JADES}, 5")]
    for number, seal in enumerate(opened.seals, start=1):
        checks += _seal_checks(opened.payload, seal, number=number, at=at, anchors=sources.trust_anchors)
    document = _document(opened.payload)
    if document is None:
        checks.append(_failed("schema", "payload-not-a-document", JADES))
        return VerificationReport(format=FORMAT, checks=tuple(checks), at=at)
    chain = opened.seals[0].chain
    checks += credential_checks(document, chain[0], policy=policy, at=at, sources=sources)
    checks.append(_issuer_known(opened.seals[0], sources))
    proved = all(check.outcome is Outcome.PASSED for check in checks if check.code == "proof")
    return VerificationReport(
        format=FORMAT,
        checks=tuple(checks),
        at=at,
        issuer=legal_identifier(document),
        secured_claims=document if proved else None,
    )


def _unreadable(error: UmiemError, outcome: Outcome, at: datetime) -> VerificationReport:
    params = {"reason": error.code, **error.params}
    check = Check(code="format", outcome=outcome, params=params, spec=f"{JADES}, 5")
    return VerificationReport(format=FORMAT, checks=(check,), at=at)


def _failed(code: str, reason: str, spec: str, **params: object) -> Check:
    return Check(code=code, outcome=Outcome.FAILED, params={"reason": reason, **params}, spec=spec)


def _open(data: bytes) -> _Opened:
    envelope = parse_json_object(data, max_bytes=MAX_SEALED_BYTES, max_string_bytes=MAX_SEALED_BYTES)
    entries = entries_of(envelope)
    seals = tuple(read_seal(entry, _protected(entry), list(_unprotected(entry))) for entry in entries)
    payload = envelope.get("payload")
    if not isinstance(payload, str) or len({seal.raw_payload for seal in seals}) != 1:
        raise MalformedInputError("seal-payload")
    if not seals[0].raw_payload:
        raise UnsupportedError("seal-payload-encoded")
    return _Opened(payload=payload, seals=seals)


def _protected(entry: Mapping[str, Any]) -> dict[str, Any]:
    return parse_json_object(decode_base64url(entry.get("protected"), code="seal-header-unreadable"))


def _unprotected(entry: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield the entries of ``etsiU``; anything else outside the seal is refused, as nothing protects it."""
    header = entry.get("header", {})
    if not isinstance(header, dict) or set(header) - {"etsiU"}:
        raise MalformedInputError("seal-unprotected-parameter")
    members = header.get("etsiU", [])
    if not isinstance(members, list):
        raise MalformedInputError("seal-unprotected-parameter")
    for member in members:
        if isinstance(member, str):
            text = decode_base64url(member, code="seal-unprotected-parameter")
            yield parse_json_object(text, max_string_bytes=len(text))
        elif isinstance(member, dict):
            yield member
        else:
            raise MalformedInputError("seal-unprotected-parameter")


def _document(payload: str) -> dict[str, Any] | None:
    try:
        return parse_json_object(
            payload.encode(), max_bytes=MAX_SEALED_BYTES, max_string_bytes=MAX_SEALED_BYTES
        )
    except MalformedInputError:
        return None


def _seal_checks(
    payload: str, seal: Seal, *, number: int, at: datetime, anchors: Sequence[bytes]
) -> Iterator[Check]:
    yield _proof(payload, seal, number)
    stamps, stamp_check = _time_stamps(payload, seal, anchors)
    yield stamp_check
    yield _certificate(seal, at, stamps)


def _proof(payload: str, seal: Seal, number: int) -> Check:
    data = seal.protected.encode() + b"." + payload.encode()
    params = {"algorithm": seal.algorithm, "number": number, "sealed_at": seal.sealed_at.isoformat()}
    spec = "RFC 7515, 5.2; RFC 7797, 5"
    if not signature_holds(seal.algorithm, seal.chain[0].public_key(), seal.signature, data):
        return _failed("proof", "signature-invalid", spec, **params)
    return Check(code="proof", outcome=Outcome.PASSED, params=params, spec=spec)


def _time_stamps(payload: str, seal: Seal, anchors: Sequence[bytes]) -> tuple[list[TimeStamp], Check]:
    spec = f"{JADES}, 5.3.4; RFC 3161"
    try:
        content = [
            read_time_stamp(token, stamped=payload.encode(), anchors=anchors)
            for token in seal.content_time_stamps
        ]
        signature = [
            read_time_stamp(token, stamped=seal.signature_text.encode(), anchors=anchors)
            for token in seal.signature_time_stamps
        ]
    except MalformedInputError as error:
        return [], _failed("time-stamp", error.code, spec)
    params = {"not_read": list(seal.not_read), "moments": [stamp.moment.isoformat() for stamp in signature]}
    trusted = bool(signature) and all(stamp.trusted for stamp in signature)
    outcome = Outcome.PASSED if content or signature else Outcome.NOT_APPLICABLE
    return signature, Check(
        code="time-stamp", outcome=outcome, params={**params, "trusted": trusted}, spec=spec
    )


def _certificate(seal: Seal, at: datetime, stamps: Sequence[TimeStamp]) -> Check:
    holder = holder_of(seal.chain[0])
    params: dict[str, object] = {
        "holder": holder.name,
        "certificate": fingerprint(seal.chain[0]),
        "identifier": holder.identifier,
        "country": holder.country,
        "until": seal.chain[0].not_valid_after_utc.isoformat(),
        "declares_qualified_seal": holder.declares_qualified_seal,
        "not_checked": ["certificate-revocation", "trusted-lists"],
    }
    spec = "RFC 5280, 6; ETSI EN 319 102-1, 5.5"
    fault = chain_fault(seal.chain)
    if fault is None and not valid_at(seal.chain[:1], seal.sealed_at):
        fault = "seal-outside-certificate-period"
    if fault is None and seal.sealed_at - at > _SKEW:
        fault = "seal-in-the-future"
    if fault is not None:
        return _failed("certificate", fault, spec, **params)
    proved = min((stamp.moment for stamp in stamps if stamp.trusted), default=at)
    if not valid_at(seal.chain, min(proved, at)):
        params["reason"] = "certificate-expired-no-proof-of-time"
        return Check(code="certificate", outcome=Outcome.UNKNOWN, params=params, spec=spec)
    return Check(code="certificate", outcome=Outcome.PASSED, params=params, spec=spec)


def _issuer_known(seal: Seal, sources: Sources) -> Check:
    """Say who vouches: a trust anchor, or the caller's register, which names the very certificate.

    Names and legal identifiers do not count by themselves: anybody can write them into a certificate.
    """
    spec = "ETSI TS 119 615"
    holder = holder_of(seal.chain[0])
    known = sources.known_issuers or {}
    name = known.get(CERTIFICATE + fingerprint(seal.chain[0]))
    if name is None and anchored(seal.chain, sources.trust_anchors, seal.sealed_at):
        name = holder.name
    outcome = Outcome.NOT_APPLICABLE if name is None else Outcome.PASSED
    params = {"known": name is not None, "name": name, "qualified": None}
    return Check(code="issuer-known", outcome=outcome, params=params, spec=spec)
