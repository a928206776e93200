"""Signatures of public keys: which algorithm belongs to which key, and nothing chosen by a header."""

from __future__ import annotations

from functools import lru_cache
from typing import TypeAlias

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256, SHA384, SHA512
from cryptography.hazmat.primitives.serialization import load_der_public_key
from nacl.bindings import crypto_sign_BYTES, crypto_sign_open
from nacl.exceptions import BadSignatureError

from umiem.engine.ports import PublicKey
from umiem.errors import MalformedInputError, UnsupportedError

LoadedKey: TypeAlias = bytes | ec.EllipticCurvePublicKey | rsa.RSAPublicKey
"""A key as the library that verifies with it takes it: Ed25519 as its 32 bytes."""


MIN_RSA_BITS = 2048
_CURVES: dict[str, ec.EllipticCurve] = {
    "P-256": ec.SECP256R1(),
    "P-384": ec.SECP384R1(),
    "P-521": ec.SECP521R1(),
}
_CURVE_HASHES = {"P-256": ec.ECDSA(SHA256()), "P-384": ec.ECDSA(SHA384()), "P-521": ec.ECDSA(SHA512())}
_CURVE_BYTES = {"P-256": 32, "P-384": 48, "P-521": 66}
_CURVE_ORDERS = {
    "P-256": 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551,
    "P-384": int(
        "ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973",
        16,
    ),
    "P-521": int(
        "1fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f966b7fcc0148f709"
        "a5d03bb5c9b8899c47aebb6fb71e91386409",
        16,
    ),
}
_SMALL_ORDER_Y = frozenset(
    (
        0,
        1,
        2**255 - 20,
        2707385501144840649318225287225658788936804267575313519463743609750303402022,
        55188659117513257062467267217118295137698188065244968500265048394206261417927,
    )
)
"""y coordinates of the points of small order: under such a key anybody can sign (RFC 8032, section
5.1.7, leaves the check to the verifier)."""


def verify_signature(key: PublicKey, signature: bytes, data: bytes) -> bool:
    """Say whether ``signature`` over ``data`` was made with ``key``.

    Ed25519: 64 bytes, the equation of RFC 8032 without the cofactor, no point of small order; P-256,
    P-384, P-521: raw r||s with SHA-256, SHA-384, SHA-512; RSA: PKCS#1 v1.5 with SHA-256, 2048 bits or
    more. A signature of the wrong length is simply not good. Raises
    ``MalformedInputError`` or ``UnsupportedError`` when the key itself cannot be used.
    """
    loaded = load_key(key)
    if isinstance(loaded, bytes):
        return _verify_ed25519(loaded, signature, data)
    try:
        if isinstance(loaded, ec.EllipticCurvePublicKey):
            loaded.verify(_der(key.algorithm, signature), data, _CURVE_HASHES[key.algorithm])
        else:
            loaded.verify(signature, data, padding.PKCS1v15(), SHA256())
    except InvalidSignature:
        return False
    return True


@lru_cache(maxsize=1024)
def load_key(key: PublicKey) -> LoadedKey:
    """Return the key object; ``MalformedInputError("public-key-invalid")`` when it is no such key."""
    try:
        if key.algorithm == "Ed25519":
            _refuse_small_order(key.raw)
            return key.raw
        if key.algorithm in _CURVES:
            return ec.EllipticCurvePublicKey.from_encoded_point(_CURVES[key.algorithm], key.raw)
        if key.algorithm == "RSA":
            return _load_rsa(key)
    except (ValueError, UnsupportedAlgorithm) as error:
        raise MalformedInputError("public-key-invalid", algorithm=key.algorithm) from error
    raise UnsupportedError("key-algorithm", algorithm=key.algorithm)


def _load_rsa(key: PublicKey) -> rsa.RSAPublicKey:
    loaded = load_der_public_key(key.raw)
    if not isinstance(loaded, rsa.RSAPublicKey) or loaded.key_size < MIN_RSA_BITS:
        raise MalformedInputError("public-key-invalid", algorithm="RSA")
    return loaded


def _verify_ed25519(raw: bytes, signature: bytes, data: bytes) -> bool:
    # libsodium takes signature and data in one piece: only 64 bytes are a signature, whatever follows.
    if len(signature) != crypto_sign_BYTES:
        return False
    try:
        crypto_sign_open(signature + data, raw)
    except BadSignatureError:
        return False
    return True


def _refuse_small_order(raw: bytes) -> None:
    y = int.from_bytes(raw, "little") & (2**255 - 1)
    if len(raw) != 32 or y in _SMALL_ORDER_Y or y >= 2**255 - 19:
        raise MalformedInputError("public-key-invalid", algorithm="Ed25519")


def _der(algorithm: str, signature: bytes) -> bytes:
    size = _CURVE_BYTES[algorithm]
    if len(signature) != 2 * size:
        raise InvalidSignature
    r, s = int.from_bytes(signature[:size], "big"), int.from_bytes(signature[size:], "big")
    if not (0 < r < _CURVE_ORDERS[algorithm] and 0 < s < _CURVE_ORDERS[algorithm]):
        raise InvalidSignature
    return encode_dss_signature(r, s)
