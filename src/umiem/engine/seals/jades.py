"""Seal a document with JAdES baseline B-B (or B-T), and verify such seals.

ETSI TS 119 182-1, as European Digital Credentials use it: JWS JSON serialisation, the payload is the
document's own text (``b64``: false), so the exact characters are sealed and nothing is re-serialised.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from umiem.engine.credential import SecuredCredential
from umiem.engine.ports import PublicKey, Signer
from umiem.engine.profiles.european_digital_credential import require_conformant
from umiem.engine.seals.algorithms import ALGORITHM_OF_KEY, signature_holds
from umiem.engine.seals.certificates import holder_of
from umiem.engine.seals.credential_checks import legal_identifier
from umiem.engine.seals.header import encode_base64url, protected_header
from umiem.engine.seals.verification import FORMAT, is_sealed, verify_seal
from umiem.errors import RefusedError, UnsupportedError

__all__ = [
    "FORMAT",
    "MEDIA_TYPE",
    "TimeStamper",
    "certificate_key_bytes",
    "is_sealed",
    "seal_text",
    "verify_seal",
]

MEDIA_TYPE = "application/jose+json"

# Asks a time-stamping authority: what is to be stamped goes in, the RFC 3161 token comes out.
TimeStamper = Callable[[bytes], bytes]


def seal_credential(
    document: Mapping[str, Any],
    *,
    signer: Signer,
    certificates: Sequence[x509.Certificate],
    sealed_at: datetime,
    time_stamper: TimeStamper | None = None,
) -> SecuredCredential:
    """Seal a European Digital Credential; the file is what Europass takes.

    1. The document conforms to its profile; 2. its issuer is the organisation that the certificate
    names; 3. ``seal_text``. Raises ``MalformedInputError`` ("edc-not-conformant"), ``RefusedError``
    ("seal-certificate-of-another-organisation"), and what ``seal_text`` raises.
    """
    require_conformant(document)
    holder = holder_of(certificates[0]).identifier if certificates else None
    if holder is None or legal_identifier(document) != holder:
        raise RefusedError(
            "seal-certificate-of-another-organisation", issuer=legal_identifier(document), certificate=holder
        )
    data = seal_text(
        json.dumps(document, ensure_ascii=False, separators=(",", ":")),
        signer=signer,
        certificates=certificates,
        sealed_at=sealed_at,
        time_stamper=time_stamper,
    )
    return SecuredCredential(data, MEDIA_TYPE)


def seal_text(
    text: str,
    *,
    signer: Signer,
    certificates: Sequence[x509.Certificate],
    sealed_at: datetime,
    time_stamper: TimeStamper | None = None,
) -> bytes:
    """Seal ``text`` and return the general JWS JSON serialisation as UTF-8.

    ``certificates`` is the chain, the signer's own first. 1. The certificate must hold the signer's
    public key and be in date at ``sealed_at``; 2. header and text are signed; 3. the signature is
    verified with the certificate before it is released; 4. with a ``time_stamper`` the signature is
    time-stamped (baseline B-T, ``sigTst``). NOT checked: whether the certificate is qualified, and
    what the text says (callers prepare it with ``profiles.european_digital_credential``).

    Raises ``RefusedError`` when certificate and key do not fit, ``UnsupportedError`` for a key type
    without a JWS algorithm, ``UnavailableError`` from the signer or the time stamper.
    """
    algorithm = ALGORITHM_OF_KEY.get(signer.public_key.algorithm)
    if algorithm is None:
        raise UnsupportedError("seal-key-unsupported", algorithm=signer.public_key.algorithm)
    _check_certificate(signer.public_key, certificates, sealed_at)
    header = protected_header(
        algorithm=algorithm, certificates=certificates, sealed_at=sealed_at, content_token=None
    )
    protected = encode_base64url(json.dumps(header, separators=(",", ":")).encode())
    data = protected.encode() + b"." + text.encode()
    signature = signer.sign(data)
    if not signature_holds(algorithm, certificates[0].public_key(), signature, data):
        raise RefusedError("seal-signature-not-confirmed")
    entry: dict[str, object] = {"protected": protected, "signature": encode_base64url(signature)}
    if time_stamper is not None:
        entry["header"] = {"etsiU": [_time_stamp_entry(time_stamper, encode_base64url(signature))]}
    sealed = {"payload": text, "signatures": [entry]}
    return json.dumps(sealed, ensure_ascii=False, separators=(",", ":")).encode()


def _time_stamp_entry(time_stamper: TimeStamper, signature_text: str) -> str:
    token = base64.b64encode(time_stamper(signature_text.encode())).decode()
    return encode_base64url(
        json.dumps({"sigTst": {"tstTokens": [{"val": token}]}}, separators=(",", ":")).encode()
    )


def _check_certificate(key: PublicKey, certificates: Sequence[x509.Certificate], sealed_at: datetime) -> None:
    if not certificates:
        raise RefusedError("seal-certificate-missing")
    leaf = certificates[0]
    if certificate_key_bytes(leaf, key.algorithm) != key.raw:
        raise RefusedError("seal-certificate-of-another-key")
    if not leaf.not_valid_before_utc <= sealed_at <= leaf.not_valid_after_utc:
        raise RefusedError("seal-certificate-period", until=leaf.not_valid_after_utc.isoformat())


def certificate_key_bytes(certificate: x509.Certificate, algorithm: str) -> bytes:
    """Return the certificate's public key as ``ports.PublicKey.raw`` holds it for ``algorithm``."""
    key = certificate.public_key()
    if algorithm == "RSA":
        return key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    try:
        if algorithm == "Ed25519":
            return key.public_bytes(Encoding.Raw, PublicFormat.Raw)
        return key.public_bytes(Encoding.X962, PublicFormat.CompressedPoint)
    except ValueError:
        return b""
