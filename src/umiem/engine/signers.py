"""A private key in memory: for tests, the command line and short-lived instances."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256, SHA384, SHA512
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from nacl.bindings import crypto_sign, crypto_sign_BYTES

from umiem.engine.identifiers import did_key
from umiem.engine.identifiers.multikey import decode_secret_multikey
from umiem.engine.ports import PublicKey
from umiem.errors import UnsupportedError

PrivateKey: TypeAlias = Ed25519PrivateKey | ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey

_CURVES: dict[str, ec.EllipticCurve] = {"P-256": ec.SECP256R1(), "P-384": ec.SECP384R1()}
_CURVE_NAMES = {"secp256r1": "P-256", "secp384r1": "P-384", "secp521r1": "P-521"}
_ECDSA = {
    "P-256": (ec.ECDSA(SHA256()), 32),
    "P-384": (ec.ECDSA(SHA384()), 48),
    "P-521": (ec.ECDSA(SHA512()), 66),
}
_RSA_BITS = 3072


@dataclass(frozen=True)
class InMemorySigner:
    """A ``Signer`` over a private key of ``cryptography``; ``verification_method`` is its DID URL."""

    private_key: PrivateKey = field(repr=False)
    verification_method: str
    public_key: PublicKey = field(init=False)
    _ed25519: bytes = field(init=False, repr=False, compare=False, default=b"")
    """Seed and public key, as libsodium signs with them; empty for other keys."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "public_key", public_key_of(self.private_key))
        if isinstance(self.private_key, Ed25519PrivateKey):
            seed = self.private_key.private_bytes_raw()
            object.__setattr__(self, "_ed25519", seed + self.public_key.raw)

    @classmethod
    def generate(cls, algorithm: str = "Ed25519") -> InMemorySigner:
        """Make a new key: Ed25519, P-256, P-384 (each known by its did:key) or RSA (3072 bits)."""
        if algorithm == "RSA":
            return cls(rsa.generate_private_key(public_exponent=65537, key_size=_RSA_BITS), "")
        if algorithm == "Ed25519":
            return cls.with_did_key(Ed25519PrivateKey.generate())
        if algorithm in _CURVES:
            return cls.with_did_key(ec.generate_private_key(_CURVES[algorithm]))
        raise UnsupportedError("key-algorithm", algorithm=algorithm)

    @classmethod
    def from_secret(cls, multikey: str) -> InMemorySigner:
        """Read a ``secretKeyMultibase`` text (Ed25519, P-256, P-384)."""
        algorithm, secret = decode_secret_multikey(multikey)
        if algorithm == "Ed25519":
            return cls.with_did_key(Ed25519PrivateKey.from_private_bytes(secret))
        return cls.with_did_key(ec.derive_private_key(int.from_bytes(secret, "big"), _CURVES[algorithm]))

    @classmethod
    def with_did_key(cls, private_key: PrivateKey) -> InMemorySigner:
        """Name the key by its own did:key."""
        return cls(private_key, did_key.verification_method(public_key_of(private_key)))

    def did_key(self) -> InMemorySigner:
        """Return a signer with the same key whose verification method is its did:key."""
        return self.with_did_key(self.private_key)

    def under(self, verification_method: str) -> InMemorySigner:
        """Return a signer with the same key under another DID URL, for instance a did:web one."""
        return InMemorySigner(self.private_key, verification_method)

    @property
    def did(self) -> str:
        """The DID before the fragment of the verification method."""
        return self.verification_method.split("#", 1)[0]

    def sign(self, data: bytes) -> bytes:
        """Sign ``data``; see the ``Signer`` port for the forms."""
        key = self.private_key
        if isinstance(key, Ed25519PrivateKey):
            return crypto_sign(data, self._ed25519)[:crypto_sign_BYTES]
        if isinstance(key, rsa.RSAPrivateKey):
            return key.sign(data, padding.PKCS1v15(), SHA256())
        algorithm, size = _ECDSA[self.public_key.algorithm]
        r, s = decode_dss_signature(key.sign(data, algorithm))
        return r.to_bytes(size, "big") + s.to_bytes(size, "big")


def public_key_of(private_key: PrivateKey) -> PublicKey:
    """Return the public half of a private key."""
    public = private_key.public_key()
    if isinstance(public, rsa.RSAPublicKey):
        raw = public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        return PublicKey(algorithm="RSA", raw=raw)
    if isinstance(public, ec.EllipticCurvePublicKey):
        raw = public.public_bytes(Encoding.X962, PublicFormat.CompressedPoint)
        return PublicKey(algorithm=_CURVE_NAMES[public.curve.name], raw=raw)
    return PublicKey(algorithm="Ed25519", raw=public.public_bytes(Encoding.Raw, PublicFormat.Raw))
