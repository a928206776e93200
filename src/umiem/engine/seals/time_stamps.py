"""Electronic time stamps in a seal: RFC 3161 tokens, read and checked against what they stamp.

RFC 3161, RFC 5652, RFC 5816 and ETSI TS 119 182-1, 5.3.4. NOT checked: revocation of the time-stamping
authority's certificate. Whether the authority is trusted is said apart (``TimeStamp.trusted``).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from asn1crypto import cms as untyped_cms
from asn1crypto import tsp as untyped_tsp
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID

from umiem.engine.seals.certificates import anchored, der, issued_by, load_certificate, valid_at
from umiem.errors import MalformedInputError

# asn1crypto has no type annotations: its modules are taken as Any.
_cms: Any = untyped_cms
_tsp: Any = untyped_tsp

_HASHES: dict[str, hashes.HashAlgorithm] = {
    "sha256": hashes.SHA256(),
    "sha384": hashes.SHA384(),
    "sha512": hashes.SHA512(),
}


@dataclass(frozen=True, kw_only=True)
class TimeStamp:
    """A good time stamp: when, by whom, and whether the authority leads to a trust anchor."""

    moment: datetime
    authority: str
    trusted: bool


def read_time_stamp(token: bytes, *, stamped: bytes, anchors: Sequence[bytes]) -> TimeStamp:
    """Check the time-stamp ``token`` over ``stamped`` and return what it says.

    1. the token is a CMS SignedData around a TSTInfo; 2. its imprint is the hash of ``stamped``;
    3. its signed attributes bind that TSTInfo and the certificate; 4. the certificate may time-stamp,
    was valid at that time, and its key made the signature. Raises ``MalformedInputError`` with the
    code of the first step that fails.
    """
    try:
        signed, info, raw_info = _open(token)
        _check_imprint(info, stamped)
        certificate, others = _signer_certificate(signed)
        _check_attributes(signed["signer_infos"][0], raw_info, certificate)
        _check_signature(signed["signer_infos"][0], certificate)
        moment = info["gen_time"].native
    except (ValueError, TypeError, KeyError, IndexError, AttributeError) as error:
        raise MalformedInputError("time-stamp-unreadable") from error
    _check_certificate(certificate, moment)
    chain = _chain(certificate, others)
    return TimeStamp(
        moment=moment,
        authority=certificate.subject.rfc4514_string(),
        trusted=anchored(chain, anchors, moment),
    )


def _open(token: bytes) -> tuple[Any, Any, bytes]:
    content = _cms.ContentInfo.load(token, strict=True)
    signed = content["content"]
    inner = signed["encap_content_info"]
    if content["content_type"].native != "signed_data" or inner["content_type"].native != "tst_info":
        raise MalformedInputError("time-stamp-unreadable")
    if len(signed["signer_infos"]) != 1:
        raise MalformedInputError("time-stamp-signers")
    raw = (
        bytes(inner["content"].native)
        if isinstance(inner["content"].native, bytes)
        else inner["content"].contents
    )
    return signed, _tsp.TSTInfo.load(raw), raw


def _check_imprint(info: Any, stamped: bytes) -> None:
    name = info["message_imprint"]["hash_algorithm"]["algorithm"].native
    if name not in _HASHES:
        raise MalformedInputError("time-stamp-hash", algorithm=name)
    if hashlib.new(name, stamped).digest() != info["message_imprint"]["hashed_message"].native:
        raise MalformedInputError("time-stamp-not-of-this-document")


def _signer_certificate(signed: Any) -> tuple[x509.Certificate, list[x509.Certificate]]:
    wanted = signed["signer_infos"][0]["sid"].chosen
    found = [load_certificate(entry.chosen.dump()) for entry in signed["certificates"]]
    for certificate in found:
        if (
            certificate.serial_number == wanted["serial_number"].native
            and certificate.issuer.public_bytes() == wanted["issuer"].dump()
        ):
            return certificate, [other for other in found if other is not certificate]
    raise MalformedInputError("time-stamp-certificate-missing")


def _check_attributes(signer: Any, raw_info: bytes, certificate: x509.Certificate) -> None:
    attributes = {entry["type"].native: entry["values"][0] for entry in signer["signed_attrs"]}
    digest = signer["digest_algorithm"]["algorithm"].native
    if digest not in _HASHES or attributes["message_digest"].native != hashlib.new(digest, raw_info).digest():
        raise MalformedInputError("time-stamp-spoilt")
    if attributes["content_type"].native != "tst_info" or not _names(attributes, der(certificate)):
        raise MalformedInputError("time-stamp-certificate-not-bound")


def _names(attributes: dict[str, Any], certificate: bytes) -> bool:
    """Say whether the signing-certificate attribute (RFC 5816; the older one of RFC 2634) names it."""
    if "signing_certificate_v2" in attributes:
        entry = attributes["signing_certificate_v2"]["certs"][0]
        name = entry["hash_algorithm"]["algorithm"].native
        return name in _HASHES and hashlib.new(name, certificate).digest() == entry["cert_hash"].native
    if "signing_certificate" in attributes:
        named: bytes = attributes["signing_certificate"]["certs"][0]["cert_hash"].native
        return hashlib.sha1(certificate, usedforsecurity=False).digest() == named
    return False


def _check_signature(signer: Any, certificate: x509.Certificate) -> None:
    algorithm = signer["signature_algorithm"]
    name = signer["digest_algorithm"]["algorithm"].native
    if algorithm.signature_algo not in ("rsassa_pkcs1v15", "ecdsa"):
        raise MalformedInputError("time-stamp-algorithm", algorithm=algorithm.signature_algo)
    data, signature, key = (
        signer["signed_attrs"].untag().dump(),
        signer["signature"].native,
        certificate.public_key(),
    )
    try:
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, data, padding.PKCS1v15(), _HASHES[name])
        elif isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, data, ec.ECDSA(_HASHES[name]))
        else:
            raise MalformedInputError("time-stamp-algorithm", algorithm=algorithm.signature_algo)
    except InvalidSignature as error:
        raise MalformedInputError("time-stamp-spoilt") from error


def _check_certificate(certificate: x509.Certificate, moment: datetime) -> None:
    try:
        usage = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except (x509.ExtensionNotFound, ValueError) as error:
        raise MalformedInputError("time-stamp-certificate-usage") from error
    if ExtendedKeyUsageOID.TIME_STAMPING not in usage:
        raise MalformedInputError("time-stamp-certificate-usage")
    if not valid_at((certificate,), moment):
        raise MalformedInputError("time-stamp-certificate-period")


def _chain(certificate: x509.Certificate, others: list[x509.Certificate]) -> list[x509.Certificate]:
    chain, rest = [certificate], list(others)
    while step := next((other for other in rest if issued_by(chain[-1], other)), None):
        chain.append(step)
        rest.remove(step)
    return chain
