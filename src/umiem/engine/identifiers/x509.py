"""Certificate chains in ``x5c`` (RFC 7515 section 4.1.6): parse, check against given roots, take the key.

The part of RFC 5280 section 6 that a seal certificate needs: an ordered chain, validity at a given
time, names that link, signatures, basic constraints, path length and key usage. Unknown critical
extensions and name constraints are refused. **Not checked:** revocation (CRL, OCSP), certificate
policies, and whether the certificate is a qualified one; whoever relies on those must ask for them.
"""

from __future__ import annotations

import binascii
from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise
from typing import TypeVar

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from umiem.engine.identifiers.jwk import MAX_RSA_BITS
from umiem.engine.keys import MIN_RSA_BITS
from umiem.engine.ports import PublicKey
from umiem.errors import MalformedInputError, UnsupportedError

_Extension = TypeVar("_Extension", bound=x509.ExtensionType)

MAX_CHAIN = 5
MAX_CERTIFICATE_BYTES = 16 * 1024
_STRONG_DIGESTS = frozenset({"sha256", "sha384", "sha512"})
_CURVES = {"secp256r1": "P-256", "secp384r1": "P-384"}
_UNDERSTOOD_CRITICAL = frozenset(
    {
        x509.BasicConstraints.oid,
        x509.KeyUsage.oid,
        x509.ExtendedKeyUsage.oid,
        x509.SubjectAlternativeName.oid,
        x509.CertificatePolicies.oid,
    }
)


def parse_x5c(value: object) -> tuple[x509.Certificate, ...]:
    """Parse the ``x5c`` header parameter: standard base64 of DER, the signer's certificate first.

    Raises ``MalformedInputError``: no array, too many, too large, not base64, not a certificate.
    """
    if not isinstance(value, list) or not 1 <= len(value) <= MAX_CHAIN:
        raise MalformedInputError("x5c-malformed")
    return tuple(_parse_certificate(entry) for entry in value)


def load_trust_anchors(certificates: Sequence[bytes]) -> tuple[x509.Certificate, ...]:
    """Parse roots given as DER; raises ``MalformedInputError``."""
    return tuple(_load(der) for der in certificates)


def chain_fault(
    chain: Sequence[x509.Certificate], anchors: Sequence[x509.Certificate], *, at: datetime
) -> str | None:
    """Say why ``chain`` does not lead to one of ``anchors`` at time ``at``, or None (RFC 5280 section 6.1).

    The anchor itself need not be in the chain. An anchor that *is* the signer's certificate is
    trusted as it stands, in date.
    """
    path = _path_to_anchor(chain, anchors)
    if path is None:
        return "certificate-not-trusted"
    for certificate in path:
        if not certificate.not_valid_before_utc <= at <= certificate.not_valid_after_utc:
            return "certificate-not-in-date"
    try:
        return _leaf_fault(path[0]) or _issuers_fault(path)
    except (ValueError, UnsupportedAlgorithm, x509.DuplicateExtension):
        return "certificate-malformed"


def leaf_key(certificate: x509.Certificate) -> PublicKey:
    """Return the public key of a certificate.

    Raises ``MalformedInputError`` (broken or RSA of a wrong size) or ``UnsupportedError``.
    """
    try:
        key = certificate.public_key()
    except (ValueError, UnsupportedAlgorithm) as error:
        raise MalformedInputError("x5c-malformed") from error
    if isinstance(key, ed25519.Ed25519PublicKey):
        return PublicKey(algorithm="Ed25519", raw=key.public_bytes_raw())
    if isinstance(key, ec.EllipticCurvePublicKey) and key.curve.name in _CURVES:
        raw = key.public_bytes(Encoding.X962, PublicFormat.CompressedPoint)
        return PublicKey(algorithm=_CURVES[key.curve.name], raw=raw)
    if isinstance(key, rsa.RSAPublicKey):
        if not MIN_RSA_BITS <= key.key_size <= MAX_RSA_BITS:
            raise MalformedInputError("rsa-key-size", bits=key.key_size)
        raw = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        return PublicKey(algorithm="RSA", raw=raw)
    raise UnsupportedError("key-algorithm", algorithm=type(key).__name__)


def certificate_names(certificate: x509.Certificate) -> tuple[str, ...]:
    """Return the URIs and DNS names (as ``https://name``) that a certificate says its subject has."""
    try:
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except (x509.ExtensionNotFound, ValueError, x509.DuplicateExtension):
        return ()
    uris = names.get_values_for_type(x509.UniformResourceIdentifier)
    hosts = names.get_values_for_type(x509.DNSName)
    return (*uris, *(f"https://{host}" for host in hosts if not host.startswith("*")))


def _parse_certificate(entry: object) -> x509.Certificate:
    if not isinstance(entry, str) or not entry.isascii() or len(entry) > MAX_CERTIFICATE_BYTES * 4 // 3 + 4:
        raise MalformedInputError("x5c-malformed")
    try:
        der = binascii.a2b_base64(entry, strict_mode=True)
    except binascii.Error as error:
        raise MalformedInputError("x5c-malformed") from error
    return _load(der)


def _load(der: bytes) -> x509.Certificate:
    if len(der) > MAX_CERTIFICATE_BYTES:
        raise MalformedInputError("x5c-malformed")
    try:
        return x509.load_der_x509_certificate(der)
    except (ValueError, UnsupportedAlgorithm) as error:
        raise MalformedInputError("x5c-malformed") from error


def _path_to_anchor(
    chain: Sequence[x509.Certificate], anchors: Sequence[x509.Certificate]
) -> list[x509.Certificate] | None:
    path: list[x509.Certificate] = []
    for certificate in chain:
        path.append(certificate)
        if certificate in anchors:
            return path
    last = path[-1]
    for anchor in anchors:
        if anchor.subject == last.issuer and _is_issued_by(last, anchor):
            return [*path, anchor]
    return None


def _leaf_fault(leaf: x509.Certificate) -> str | None:
    if _unknown_critical(leaf):
        return "certificate-extension-unknown"
    usage = _extension(leaf, x509.KeyUsage)
    if usage is not None and not (usage.digital_signature or usage.content_commitment):
        return "certificate-not-for-signing"
    return None


def _issuers_fault(path: Sequence[x509.Certificate]) -> str | None:
    for depth, (subject, issuer) in enumerate(pairwise(path)):
        if _unknown_critical(issuer):
            return "certificate-extension-unknown"
        constraints, usage = _extension(issuer, x509.BasicConstraints), _extension(issuer, x509.KeyUsage)
        if constraints is None or not constraints.ca or (usage is not None and not usage.key_cert_sign):
            return "certificate-not-an-authority"
        # ``depth`` intermediates stand between this authority and the signer's certificate.
        if constraints.path_length is not None and constraints.path_length < depth:
            return "certificate-path-too-long"
        if subject.issuer != issuer.subject or not _is_issued_by(subject, issuer):
            return "certificate-chain-broken"
    return None


def _is_issued_by(subject: x509.Certificate, issuer: x509.Certificate) -> bool:
    try:
        digest, key = subject.signature_hash_algorithm, issuer.public_key()
        subject.verify_directly_issued_by(issuer)
    except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm):
        return False
    # Collisions can be made for older digests, and short keys can be broken.
    weak = isinstance(key, rsa.RSAPublicKey) and key.key_size < MIN_RSA_BITS
    return not weak and (digest is None or digest.name in _STRONG_DIGESTS)


def _unknown_critical(certificate: x509.Certificate) -> bool:
    return any(
        extension.critical and extension.oid not in _UNDERSTOOD_CRITICAL
        for extension in certificate.extensions
    )


def _extension(certificate: x509.Certificate, kind: type[_Extension]) -> _Extension | None:
    try:
        return certificate.extensions.get_extension_for_class(kind).value
    except x509.ExtensionNotFound:
        return None
