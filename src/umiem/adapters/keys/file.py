"""Signing keys held in this process: the ``Signer`` for keys from the database or from a key file.

A key file (``umiem keys new``) is PEM PKCS#8, optionally encrypted with a passphrase. ECDSA signatures
are raw r||s as the engine's port asks.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from umiem.engine.ports import PublicKey
from umiem.errors import ConfigurationError, MalformedInputError, UnsupportedError

PrivateKey = ed25519.Ed25519PrivateKey | ec.EllipticCurvePrivateKey
ALGORITHMS = ("Ed25519", "P-256", "P-384")
_CURVES: dict[str, tuple[type[ec.EllipticCurve], type[hashes.HashAlgorithm], int]] = {
    "P-256": (ec.SECP256R1, hashes.SHA256, 32),
    "P-384": (ec.SECP384R1, hashes.SHA384, 48),
}
_CURVE_NAMES = {"secp256r1": "P-256", "secp384r1": "P-384"}


@dataclass(frozen=True, repr=False)
class FileKey:
    """A private key in memory, known to verifiers as ``verification_method``."""

    private: PrivateKey
    verification_method: str

    @property
    def algorithm(self) -> str:
        return algorithm_of(self.private)

    @property
    def public_key(self) -> PublicKey:
        return public_key_of(self.private)

    def sign(self, data: bytes) -> bytes:
        """Sign ``data``: 64 bytes for Ed25519, raw r||s for ECDSA."""
        if isinstance(self.private, ed25519.Ed25519PrivateKey):
            return self.private.sign(data)
        _, digest, size = _CURVES[self.algorithm]
        r, s = decode_dss_signature(self.private.sign(data, ec.ECDSA(digest())))
        return r.to_bytes(size, "big") + s.to_bytes(size, "big")


def generate(algorithm: str) -> PrivateKey:
    """Make a new private key; raises ``UnsupportedError`` for an algorithm that is not in ``ALGORITHMS``."""
    if algorithm == "Ed25519":
        return ed25519.Ed25519PrivateKey.generate()
    if algorithm not in _CURVES:
        raise UnsupportedError("key-algorithm-unsupported", algorithm=algorithm, known=", ".join(ALGORITHMS))
    return ec.generate_private_key(_CURVES[algorithm][0]())


def algorithm_of(private: PrivateKey) -> str:
    """Return ``Ed25519``, ``P-256`` or ``P-384``."""
    if isinstance(private, ed25519.Ed25519PrivateKey):
        return "Ed25519"
    name = _CURVE_NAMES.get(private.curve.name)
    if name is None:
        known = ", ".join(ALGORITHMS)
        raise UnsupportedError("key-algorithm-unsupported", algorithm=private.curve.name, known=known)
    return name


def public_key_of(private: PrivateKey) -> PublicKey:
    """Return the public key in the engine's form: raw Ed25519, compressed point for ECDSA."""
    public = private.public_key()
    if isinstance(public, ed25519.Ed25519PublicKey):
        return PublicKey(algorithm="Ed25519", raw=public.public_bytes_raw())
    raw = public.public_bytes(serialization.Encoding.X962, serialization.PublicFormat.CompressedPoint)
    return PublicKey(algorithm=algorithm_of(private), raw=raw)


def to_pem(private: PrivateKey, *, passphrase: str | None = None) -> bytes:
    """Return the private key as PEM PKCS#8, encrypted when a passphrase is given."""
    protection: serialization.KeySerializationEncryption = serialization.NoEncryption()
    if passphrase:
        protection = serialization.BestAvailableEncryption(passphrase.encode())
    return private.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, protection)


def from_pem(data: bytes, *, passphrase: str | None = None) -> PrivateKey:
    """Read a PEM private key; raises ``MalformedInputError`` or ``UnsupportedError``."""
    try:
        private = serialization.load_pem_private_key(data, passphrase.encode() if passphrase else None)
    except TypeError as problem:
        raise MalformedInputError("key-file-passphrase") from problem
    except (ValueError, UnsupportedAlgorithm) as problem:
        raise MalformedInputError("key-file-unreadable") from problem
    return supported(private)


def to_der(private: PrivateKey) -> bytes:
    """Return the private key as DER PKCS#8, not encrypted: seal it before it is stored."""
    return private.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def from_der(data: bytes) -> PrivateKey:
    """Read what ``to_der`` wrote."""
    try:
        return supported(serialization.load_der_private_key(data, None))
    except ValueError as problem:
        raise MalformedInputError("key-file-unreadable") from problem


def supported(private: object) -> PrivateKey:
    """Return the key if its algorithm is one of ``ALGORITHMS``; raises ``UnsupportedError``."""
    known = ", ".join(ALGORITHMS)
    if not isinstance(private, ed25519.Ed25519PrivateKey | ec.EllipticCurvePrivateKey):
        raise UnsupportedError("key-algorithm-unsupported", algorithm=type(private).__name__, known=known)
    algorithm_of(private)
    return private


def load_key_file(path: Path, *, passphrase: str | None = None) -> PrivateKey:
    """Read a key file; raises ``ConfigurationError`` when it cannot be read."""
    try:
        data = path.read_bytes()
    except OSError as problem:
        raise ConfigurationError("key-file-missing", path=str(path)) from problem
    return from_pem(data, passphrase=passphrase)
