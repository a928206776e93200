"""Throw-away keys for tests, as the engine's ``Signer`` port wants them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from umiem.engine.envelopes.base64url import decode_base64url_text, encode_base64url
from umiem.engine.identifiers import did_jwk
from umiem.engine.identifiers.jwk import public_key_from_jwk
from umiem.engine.ports import PublicKey

_CURVES = {"P-256": ec.SECP256R1(), "P-384": ec.SECP384R1(), "P-521": ec.SECP521R1()}
_HASHES = {"P-256": hashes.SHA256(), "P-384": hashes.SHA384(), "P-521": hashes.SHA512()}


@dataclass(frozen=True)
class JwkSigner:
    """A private JWK (or a key generated on the spot) that signs."""

    private: Any
    public_key: PublicKey
    verification_method: str

    def sign(self, data: bytes) -> bytes:
        if isinstance(self.private, ec.EllipticCurvePrivateKey):
            name = self.public_key.algorithm
            size = (_CURVES[name].key_size + 7) // 8
            r, s = decode_dss_signature(self.private.sign(data, ec.ECDSA(_HASHES[name])))
            return r.to_bytes(size, "big") + s.to_bytes(size, "big")
        if isinstance(self.private, rsa.RSAPrivateKey):
            return self.private.sign(data, padding.PKCS1v15(), hashes.SHA256())
        return self.private.sign(data)


def signer_from_jwk(jwk: dict[str, Any], method: str | None = None) -> JwkSigner:
    """Load a private EC or OKP JWK."""
    public_key = public_key_from_jwk({name: value for name, value in jwk.items() if name != "d"})
    secret = decode_base64url_text(jwk["d"])
    if jwk["kty"] == "OKP":
        private: Any = ed25519.Ed25519PrivateKey.from_private_bytes(secret)
    else:
        private = ec.derive_private_key(int.from_bytes(secret, "big"), _CURVES[jwk["crv"]])
    return JwkSigner(private, public_key, method or did_jwk.encode(public_key) + "#0")


def new_signer(algorithm: str = "Ed25519", method: str | None = None) -> JwkSigner:
    """Make a new key; its verification method is a did:jwk unless another is given."""
    if algorithm == "Ed25519":
        private: Any = ed25519.Ed25519PrivateKey.generate()
        raw = private.public_key().public_bytes_raw()
        jwk = {"kty": "OKP", "crv": "Ed25519", "x": encode_base64url(raw).decode()}
    elif algorithm == "RSA":
        private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        numbers = private.public_key().public_numbers()
        jwk = {"kty": "RSA", "n": _number(numbers.n, 256), "e": "AQAB"}
    else:
        private = ec.generate_private_key(_CURVES[algorithm])
        numbers = private.public_key().public_numbers()
        size = (_CURVES[algorithm].key_size + 7) // 8
        x, y = _number(numbers.x, size), _number(numbers.y, size)
        jwk = {"kty": "EC", "crv": algorithm, "x": x, "y": y}
    public_key = public_key_from_jwk(jwk)
    return JwkSigner(private, public_key, method or did_jwk.encode(public_key) + "#0")


def _number(value: int, size: int) -> str:
    return encode_base64url(value.to_bytes(size, "big")).decode()
