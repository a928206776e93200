"""Throw-away keys for tests, as the engine's ``Signer`` port wants them."""

from __future__ import annotations

from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

from umiem.engine.identifiers import did_jwk
from umiem.engine.identifiers.jwk import private_key_from_jwk
from umiem.engine.signers import InMemorySigner

_CURVES = {"P-256": ec.SECP256R1(), "P-384": ec.SECP384R1(), "P-521": ec.SECP521R1()}


def signer_from_jwk(jwk: dict[str, Any], method: str | None = None) -> InMemorySigner:
    """Load a private EC or OKP JWK; its verification method is a did:jwk unless another is given."""
    return _named(private_key_from_jwk(jwk), method)


def new_signer(algorithm: str = "Ed25519", method: str | None = None) -> InMemorySigner:
    """Make a new key: Ed25519, P-256, P-384, P-521 or RSA (2048 bits)."""
    if algorithm == "Ed25519":
        return _named(ed25519.Ed25519PrivateKey.generate(), method)
    if algorithm == "RSA":
        return _named(rsa.generate_private_key(public_exponent=65537, key_size=2048), method)
    return _named(ec.generate_private_key(_CURVES[algorithm]), method)


def _named(private: Any, method: str | None) -> InMemorySigner:
    signer = InMemorySigner(private, "")
    return signer.under(method or did_jwk.encode(signer.public_key) + "#0")
