"""Public keys as JSON Web Keys (RFC 7517, RFC 7518 section 6, RFC 8037) and their thumbprints (RFC 7638)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_der_public_key,
)

from umiem.engine.envelopes.base64url import decode_base64url_text, encode_base64url
from umiem.engine.keys import MIN_RSA_BITS
from umiem.engine.ports import PublicKey
from umiem.engine.signers import PrivateKey, public_key_of
from umiem.errors import MalformedInputError, UnsupportedError

MAX_RSA_BITS = 8192
_PRIVATE_MEMBERS = frozenset({"d", "p", "q", "dp", "dq", "qi", "oth", "k"})
_THUMBPRINT_MEMBERS = {"OKP": ("crv", "kty", "x"), "EC": ("crv", "kty", "x", "y"), "RSA": ("e", "kty", "n")}
_OKP_BYTES = {"Ed25519": 32, "X25519": 32}
_CURVES: dict[str, ec.EllipticCurve] = {
    "P-256": ec.SECP256R1(),
    "P-384": ec.SECP384R1(),
    "P-521": ec.SECP521R1(),
}


def public_key_from_jwk(jwk: object) -> PublicKey:
    """Return the public key that ``jwk`` describes.

    Refused with ``MalformedInputError``: private members, wrong lengths, points off the curve, RSA
    outside 2048 to 8192 bits. An unknown ``kty`` or ``crv`` raises ``UnsupportedError``. ``use``,
    ``key_ops`` and ``alg`` are not looked at: whoever uses the key asks ``jwk_may_verify``.
    """
    if not isinstance(jwk, Mapping):
        raise MalformedInputError("jwk-invalid")
    if not _PRIVATE_MEMBERS.isdisjoint(jwk):
        raise MalformedInputError("jwk-private")
    match jwk.get("kty"):
        case "OKP":
            return _okp(jwk)
        case "EC":
            return _ec(jwk)
        case "RSA":
            return _rsa(jwk)
    raise UnsupportedError("jwk-type-unsupported", kty=str(jwk.get("kty")))


def private_key_from_jwk(jwk: Mapping[str, Any]) -> PrivateKey:
    """Return the private key of an EC or Ed25519 JWK (RFC 7518 section 6.2.2, RFC 8037).

    Raises ``MalformedInputError`` or ``UnsupportedError``; that the public members belong to the
    secret one is checked.
    """
    public = public_key_from_jwk({name: value for name, value in jwk.items() if name != "d"})
    secret = decode_base64url_text(jwk.get("d"))
    try:
        key = _private_key(public.algorithm, secret)
    except ValueError as error:
        raise MalformedInputError("jwk-invalid") from error
    if public_key_of(key) != public:
        raise MalformedInputError("jwk-invalid")
    return key


def _private_key(algorithm: str, secret: bytes) -> PrivateKey:
    if algorithm == "Ed25519":
        return Ed25519PrivateKey.from_private_bytes(secret)
    if algorithm in _CURVES:
        return ec.derive_private_key(int.from_bytes(secret, "big"), _CURVES[algorithm])
    raise UnsupportedError("jwk-type-unsupported", kty=algorithm)


def jwk_may_verify(jwk: Mapping[str, Any]) -> bool:
    """Return whether ``use`` and ``key_ops`` (RFC 7517 sections 4.2, 4.3) allow checking signatures."""
    operations = jwk.get("key_ops")
    return jwk.get("use", "sig") == "sig" and (
        operations is None or (isinstance(operations, list) and "verify" in operations)
    )


def public_key_to_jwk(key: PublicKey) -> dict[str, str]:
    """Return the JWK of a public key, with the required members only."""
    if key.algorithm in _OKP_BYTES:
        return {"kty": "OKP", "crv": key.algorithm, "x": encode_base64url(key.raw).decode()}
    if key.algorithm in _CURVES:
        curve = _CURVES[key.algorithm]
        numbers = ec.EllipticCurvePublicKey.from_encoded_point(curve, key.raw).public_numbers()
        size = (curve.key_size + 7) // 8
        x, y = (encode_base64url(n.to_bytes(size, "big")).decode() for n in (numbers.x, numbers.y))
        return {"kty": "EC", "crv": key.algorithm, "x": x, "y": y}
    if key.algorithm == "RSA":
        public = load_der_public_key(key.raw)
        assert isinstance(public, rsa.RSAPublicKey)
        values = public.public_numbers()
        return {"kty": "RSA", "n": _unsigned(values.n), "e": _unsigned(values.e)}
    raise UnsupportedError("jwk-type-unsupported", kty=key.algorithm)


def jwk_thumbprint(jwk: Mapping[str, Any]) -> str:
    """Return the base64url SHA-256 thumbprint of a public JWK (RFC 7638 section 3)."""
    members = _THUMBPRINT_MEMBERS.get(str(jwk.get("kty")))
    if members is None or any(not isinstance(jwk.get(name), str) for name in members):
        raise MalformedInputError("jwk-invalid")
    required = json.dumps({name: jwk[name] for name in members}, separators=(",", ":"), sort_keys=True)
    return encode_base64url(hashlib.sha256(required.encode()).digest()).decode()


def _okp(jwk: Mapping[str, Any]) -> PublicKey:
    curve = jwk.get("crv")
    if curve not in _OKP_BYTES:
        raise UnsupportedError("jwk-curve-unsupported", crv=str(curve))
    raw = decode_base64url_text(jwk.get("x"))
    if len(raw) != _OKP_BYTES[curve]:
        raise MalformedInputError("jwk-invalid")
    return PublicKey(algorithm=curve, raw=raw)


def _ec(jwk: Mapping[str, Any]) -> PublicKey:
    name = jwk.get("crv")
    if not isinstance(name, str) or name not in _CURVES:
        raise UnsupportedError("jwk-curve-unsupported", crv=str(name))
    curve = _CURVES[name]
    x, y = decode_base64url_text(jwk.get("x")), decode_base64url_text(jwk.get("y"))
    if not len(x) == len(y) == (curve.key_size + 7) // 8:
        raise MalformedInputError("jwk-invalid")
    try:
        point = ec.EllipticCurvePublicKey.from_encoded_point(curve, b"\x04" + x + y)
    except ValueError as error:
        raise MalformedInputError("jwk-invalid") from error
    return PublicKey(algorithm=name, raw=point.public_bytes(Encoding.X962, PublicFormat.CompressedPoint))


def _rsa(jwk: Mapping[str, Any]) -> PublicKey:
    modulus, exponent = decode_base64url_text(jwk.get("n")), decode_base64url_text(jwk.get("e"))
    # RFC 7518 section 2, Base64urlUInt: no leading zero bytes; one number has one text.
    if not modulus or not exponent or modulus[0] == 0 or exponent[0] == 0 or len(exponent) > 4:
        raise MalformedInputError("jwk-invalid")
    n, e = int.from_bytes(modulus, "big"), int.from_bytes(exponent, "big")
    if not MIN_RSA_BITS <= n.bit_length() <= MAX_RSA_BITS:
        raise MalformedInputError("rsa-key-size", bits=n.bit_length())
    try:
        key = rsa.RSAPublicNumbers(e, n).public_key()
    except ValueError as error:
        raise MalformedInputError("jwk-invalid") from error
    return PublicKey(algorithm="RSA", raw=key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))


def _unsigned(number: int) -> str:
    return encode_base64url(number.to_bytes((number.bit_length() + 7) // 8, "big")).decode()
