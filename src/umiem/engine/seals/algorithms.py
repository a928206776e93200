"""The JWS algorithms a seal may use: one literal table from ``alg`` to key type, hash and padding.

RFC 7518, section 3, and RFC 8037. ``none`` and the HMAC algorithms are not here on purpose: a seal
must name who made it.
"""

from __future__ import annotations

from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.asymmetric.types import CertificatePublicKeyTypes
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from umiem.errors import UnsupportedError

MINIMUM_RSA_BITS = 2048


@dataclass(frozen=True)
class SealAlgorithm:
    """How one ``alg`` verifies. ``kind``: rsa, pss, ec or ed25519; ``octets``: length of r and of s."""

    kind: str
    hash: hashes.HashAlgorithm
    curve: str = ""
    octets: int = 0


ALGORITHMS: dict[str, SealAlgorithm] = {
    "RS256": SealAlgorithm("rsa", hashes.SHA256()),
    "RS384": SealAlgorithm("rsa", hashes.SHA384()),
    "RS512": SealAlgorithm("rsa", hashes.SHA512()),
    "PS256": SealAlgorithm("pss", hashes.SHA256()),
    "PS384": SealAlgorithm("pss", hashes.SHA384()),
    "PS512": SealAlgorithm("pss", hashes.SHA512()),
    "ES256": SealAlgorithm("ec", hashes.SHA256(), "secp256r1", 32),
    "ES384": SealAlgorithm("ec", hashes.SHA384(), "secp384r1", 48),
    "ES512": SealAlgorithm("ec", hashes.SHA512(), "secp521r1", 66),
    "EdDSA": SealAlgorithm("ed25519", hashes.SHA512()),
}

# What a signing key of ours is called in a seal (ports.PublicKey.algorithm -> alg).
ALGORITHM_OF_KEY = {"P-256": "ES256", "P-384": "ES384", "RSA": "RS256", "Ed25519": "EdDSA"}


def signature_holds(name: str, key: CertificatePublicKeyTypes, signature: bytes, data: bytes) -> bool:
    """Say whether ``signature`` (JWS form: raw r||s for ECDSA) over ``data`` was made with ``key``.

    Raises ``UnsupportedError`` for an unknown algorithm. A key of another type or too small gives False.
    """
    algorithm = ALGORITHMS.get(name)
    if algorithm is None:
        raise UnsupportedError("seal-algorithm-unsupported", algorithm=name)
    try:
        return _verify(algorithm, key, signature, data)
    except InvalidSignature:
        return False


def _verify(algorithm: SealAlgorithm, key: CertificatePublicKeyTypes, signature: bytes, data: bytes) -> bool:
    if algorithm.kind in ("rsa", "pss"):
        if not isinstance(key, rsa.RSAPublicKey) or key.key_size < MINIMUM_RSA_BITS:
            return False
        pss = padding.PSS(padding.MGF1(algorithm.hash), algorithm.hash.digest_size)
        key.verify(signature, data, pss if algorithm.kind == "pss" else padding.PKCS1v15(), algorithm.hash)
        return True
    if algorithm.kind == "ec":
        if not isinstance(key, ec.EllipticCurvePublicKey) or key.curve.name != algorithm.curve:
            return False
        if len(signature) != 2 * algorithm.octets:
            return False
        half = algorithm.octets
        numbers = int.from_bytes(signature[:half], "big"), int.from_bytes(signature[half:], "big")
        key.verify(encode_dss_signature(*numbers), data, ec.ECDSA(algorithm.hash))
        return True
    if not isinstance(key, ed25519.Ed25519PublicKey):
        return False
    key.verify(signature, data)
    return True
