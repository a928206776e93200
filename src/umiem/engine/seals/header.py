"""The protected header of a JAdES seal and the JWS JSON serialisation around it.

RFC 7515 (7.2, general and flattened), RFC 7797 (``b64``: false), ETSI TS 119 182-1 (5.1, 5.2: ``sigT``,
``adoTst``, ``x5t#S256``, ``crit``). What the unprotected header holds is not covered by the seal; only
``etsiU`` is admitted there, as an array of base64url strings (as the Commission's software writes it)
or of plain objects.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from cryptography import x509

from umiem.engine.seals.algorithms import ALGORITHMS
from umiem.engine.seals.certificates import der, fingerprint, issuer_serial, read_chain
from umiem.errors import MalformedInputError, UnsupportedError

MAXIMUM_SEALS = 8
UNDERSTOOD_CRITICAL = frozenset({"b64", "sigT", "adoTst"})
_BASE64URL = re.compile(r"[A-Za-z0-9_-]+\Z")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\Z")


@dataclass(frozen=True, kw_only=True)
class Seal:
    """One signature of the serialisation, read but not believed."""

    protected: str
    algorithm: str
    chain: tuple[x509.Certificate, ...]
    sealed_at: datetime
    raw_payload: bool
    signature: bytes
    signature_text: str
    content_time_stamps: tuple[bytes, ...]
    signature_time_stamps: tuple[bytes, ...]
    not_read: tuple[str, ...]


def protected_header(
    *,
    algorithm: str,
    certificates: Sequence[x509.Certificate],
    sealed_at: datetime,
    content_token: bytes | None,
) -> dict[str, Any]:
    """Compose the header of a baseline B-B seal in the order in which the Commission's software writes it."""
    leaf = certificates[0]
    header: dict[str, Any] = {
        "alg": algorithm,
        "cty": "octet-stream",
        "kid": issuer_serial(leaf),
        "x5t#S256": fingerprint(leaf),
        "x5c": [base64.b64encode(der(certificate)).decode() for certificate in certificates],
        "typ": "jose+json",
        "b64": False,
        "sigT": sealed_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    }
    if content_token is not None:
        header["adoTst"] = {"tstTokens": [{"val": base64.b64encode(content_token).decode()}]}
    header["crit"] = [name for name in ("b64", "sigT", "adoTst") if name in header]
    return header


def encode_base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def decode_base64url(text: object, *, code: str) -> bytes:
    """Decode strict unpadded base64url; raises ``MalformedInputError`` with ``code``."""
    if not isinstance(text, str) or not _BASE64URL.match(text):
        raise MalformedInputError(code)
    try:
        data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except binascii.Error as error:
        raise MalformedInputError(code) from error
    if encode_base64url(data) != text:
        raise MalformedInputError(code)
    return data


def entries_of(envelope: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the signature objects of the general or the flattened serialisation (RFC 7515, 7.2)."""
    general = "signatures" in envelope
    if general and ("signature" in envelope or "protected" in envelope):
        raise MalformedInputError("seal-serialisation-mixed")
    entries = envelope["signatures"] if general else [envelope]
    if not isinstance(entries, list) or not 1 <= len(entries) <= MAXIMUM_SEALS:
        raise MalformedInputError("seal-signatures")
    if not all(isinstance(entry, dict) for entry in entries):
        raise MalformedInputError("seal-signatures")
    return entries


def read_seal(entry: Mapping[str, Any], header: Mapping[str, Any], unprotected: Sequence[Any]) -> Seal:
    """Read one signature: ``header`` is its parsed protected header, ``unprotected`` the parsed etsiU.

    Raises ``MalformedInputError`` or ``UnsupportedError`` (unknown algorithm or critical parameter).
    """
    algorithm = header.get("alg")
    if not isinstance(algorithm, str) or algorithm not in ALGORITHMS:
        raise UnsupportedError("seal-algorithm-unsupported", algorithm=str(algorithm)[:40])
    _check_critical(header)
    x5c = header.get("x5c")
    if not isinstance(x5c, list):
        raise MalformedInputError("seal-certificate-missing")
    chain = read_chain(x5c)
    if header.get("x5t#S256") != fingerprint(chain[0]):
        raise MalformedInputError("seal-certificate-digest")
    return Seal(
        protected=str(entry["protected"]),
        algorithm=algorithm,
        chain=chain,
        sealed_at=_sealed_at(header.get("sigT")),
        raw_payload=header.get("b64", True) is False,
        signature=decode_base64url(entry.get("signature"), code="seal-signature-unreadable"),
        signature_text=str(entry.get("signature")),
        content_time_stamps=_tokens(header.get("adoTst")),
        signature_time_stamps=tuple(
            token for item in unprotected if "sigTst" in item for token in _tokens(item["sigTst"])
        ),
        not_read=tuple(sorted({name for item in unprotected for name in item if name != "sigTst"})),
    )


def _check_critical(header: Mapping[str, Any]) -> None:
    """RFC 7515, 4.1.11 and RFC 7797, 6: ``crit`` is understood, its parameters are there, b64 is in it."""
    critical = header.get("crit", [])
    if not isinstance(critical, list) or ("crit" in header and not critical):
        raise MalformedInputError("seal-critical-malformed")
    unknown = [name for name in critical if name not in UNDERSTOOD_CRITICAL]
    if unknown:
        raise UnsupportedError("seal-critical-unsupported", names=[str(name)[:40] for name in unknown])
    if len(set(critical)) != len(critical) or any(name not in header for name in critical):
        raise MalformedInputError("seal-critical-malformed")
    if "b64" in header and ("b64" not in critical or not isinstance(header["b64"], bool)):
        raise MalformedInputError("seal-critical-malformed")


def _sealed_at(value: object) -> datetime:
    if not isinstance(value, str) or not _TIME.match(value):
        raise MalformedInputError("seal-time-malformed")
    try:
        return datetime.strptime(value, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    except ValueError as error:
        raise MalformedInputError("seal-time-malformed") from error


def _tokens(container: object) -> tuple[bytes, ...]:
    """Return the RFC 3161 tokens of a tstContainer (TS 119 182-1, 5.4.3.3)."""
    if container is None:
        return ()
    tokens = container.get("tstTokens") if isinstance(container, dict) else None
    if not isinstance(tokens, list) or not 1 <= len(tokens) <= MAXIMUM_SEALS:
        raise MalformedInputError("time-stamp-unreadable")
    try:
        return tuple(base64.b64decode(token["val"], validate=True) for token in tokens)
    except (KeyError, TypeError, ValueError) as error:
        raise MalformedInputError("time-stamp-unreadable") from error
