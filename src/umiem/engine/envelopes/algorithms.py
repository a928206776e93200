"""Which JOSE algorithm goes with which key, and how its signatures are checked.

The key decides, never the header (RFC 8725 section 3.1): each kind of key has exactly one
algorithm, and a header that names another one is refused. ``none``, HMAC, RSA-PSS and RSA below
2048 bits have no place in the table. Signatures have one fixed length; ECDSA is raw r||s
(RFC 7518 section 3.4), never DER.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.serialization import load_der_public_key

from umiem.engine.identifiers.jwk import MAX_RSA_BITS, MIN_RSA_BITS
from umiem.engine.ports import PublicKey
from umiem.errors import MalformedInputError, UnsupportedError


@dataclass(frozen=True, kw_only=True)
class JoseAlgorithm:
    """One row of the table: ``name`` is what we write, ``accepted`` what a header may say."""

    name: str
    accepted: frozenset[str]
    matches: Callable[[bytes, bytes, bytes], bool]
    """(raw public key, signature, signed bytes) → whether the signature is right."""


DEFAULT_ALGORITHMS = frozenset({"EdDSA", "ES256", "ES384", "RS256"})
"""What a verifier takes unless its caller names others; ES512 is there for those who ask for it."""


def algorithm_for(key: PublicKey) -> JoseAlgorithm:
    """Return the one algorithm of this kind of key; raises ``UnsupportedError`` when it signs nothing."""
    algorithm = _BY_KEY.get(key.algorithm)
    if algorithm is None:
        raise UnsupportedError("key-algorithm-unsupported", algorithm=key.algorithm)
    return algorithm


def _ed25519(raw: bytes, signature: bytes, data: bytes) -> bool:
    if len(signature) != 64 or raw in _SMALL_ORDER_POINTS:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(raw).verify(signature, data)
    except (InvalidSignature, ValueError):
        return False
    return True


def _ecdsa(curve: ec.EllipticCurve, digest: hashes.HashAlgorithm) -> Callable[[bytes, bytes, bytes], bool]:
    size = (curve.key_size + 7) // 8
    scheme = ec.ECDSA(digest)

    def matches(raw: bytes, signature: bytes, data: bytes) -> bool:
        if len(signature) != 2 * size:
            return False
        r, s = int.from_bytes(signature[:size], "big"), int.from_bytes(signature[size:], "big")
        der = encode_dss_signature(r, s)
        try:
            _load_ec(curve.name, raw).verify(der, data, scheme)
        except (InvalidSignature, ValueError):
            return False
        return True

    return matches


def _rs256(raw: bytes, signature: bytes, data: bytes) -> bool:
    try:
        key = _load_rsa(raw)
        if len(signature) != (key.key_size + 7) // 8:
            return False
        key.verify(signature, data, padding.PKCS1v15(), hashes.SHA256())
    except (InvalidSignature, ValueError):
        return False
    return True


# Loading is a pure function of the bytes; unpacking a compressed point costs a third of a check.
@lru_cache(maxsize=256)
def _load_ec(curve_name: str, raw: bytes) -> ec.EllipticCurvePublicKey:
    return ec.EllipticCurvePublicKey.from_encoded_point(_CURVES[curve_name], raw)


@lru_cache(maxsize=256)
def _load_rsa(raw: bytes) -> rsa.RSAPublicKey:
    key = load_der_public_key(raw)
    if not isinstance(key, rsa.RSAPublicKey) or not MIN_RSA_BITS <= key.key_size <= MAX_RSA_BITS:
        raise MalformedInputError("rsa-key-size")
    return key


_CURVES: dict[str, ec.EllipticCurve] = {
    "secp256r1": ec.SECP256R1(),
    "secp384r1": ec.SECP384R1(),
    "secp521r1": ec.SECP521R1(),
}

# Points of order 1, 2, 4 and 8, canonical and not: a key here lets anyone make signatures (RFC 8032).
_SMALL_ORDER_POINTS = frozenset(
    bytes.fromhex(point)
    for point in (
        "01" + "00" * 31,
        "01" + "00" * 30 + "80",
        "00" * 32,
        "00" * 31 + "80",
        "ec" + "ff" * 30 + "7f",
        "ec" + "ff" * 31,
        "ed" + "ff" * 30 + "7f",
        "ed" + "ff" * 31,
        "ee" + "ff" * 30 + "7f",
        "ee" + "ff" * 31,
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
    )
)

_BY_KEY: dict[str, JoseAlgorithm] = {
    # RFC 9864 calls EdDSA over Ed25519 simply "Ed25519"; both names mean this key.
    "Ed25519": JoseAlgorithm(name="EdDSA", accepted=frozenset({"EdDSA", "Ed25519"}), matches=_ed25519),
    "P-256": JoseAlgorithm(
        name="ES256", accepted=frozenset({"ES256"}), matches=_ecdsa(ec.SECP256R1(), hashes.SHA256())
    ),
    "P-384": JoseAlgorithm(
        name="ES384", accepted=frozenset({"ES384"}), matches=_ecdsa(ec.SECP384R1(), hashes.SHA384())
    ),
    "P-521": JoseAlgorithm(
        name="ES512", accepted=frozenset({"ES512"}), matches=_ecdsa(ec.SECP521R1(), hashes.SHA512())
    ),
    "RSA": JoseAlgorithm(name="RS256", accepted=frozenset({"RS256"}), matches=_rs256),
}
