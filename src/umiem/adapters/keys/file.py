"""Private keys as files and as bytes: made, written, read.

A key file (``umiem keys new``) is PEM PKCS#8, optionally encrypted with a passphrase. What is read becomes
the engine's ``InMemorySigner``.
"""

from __future__ import annotations

import os
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519

from umiem.engine.signers import InMemorySigner
from umiem.errors import ConfigurationError, MalformedInputError, RefusedError, UnsupportedError

PrivateKey = ed25519.Ed25519PrivateKey | ec.EllipticCurvePrivateKey
ALGORITHMS = ("Ed25519", "P-256", "P-384")
_CURVES: dict[str, ec.EllipticCurve] = {"P-256": ec.SECP256R1(), "P-384": ec.SECP384R1()}
_CURVE_NAMES = ("secp256r1", "secp384r1")


def generate(algorithm: str) -> PrivateKey:
    """Make a new private key; raises ``UnsupportedError`` for an algorithm that is not in ``ALGORITHMS``."""
    if algorithm == "Ed25519":
        return ed25519.Ed25519PrivateKey.generate()
    if algorithm not in _CURVES:
        raise _unsupported(algorithm)
    return ec.generate_private_key(_CURVES[algorithm])


def to_der(private: PrivateKey) -> bytes:
    """Return the private key as DER PKCS#8, not encrypted: seal it before it is stored."""
    return private.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def from_der(data: bytes) -> PrivateKey:
    """Read what ``to_der`` wrote."""
    try:
        return _supported(serialization.load_der_private_key(data, None))
    except ValueError as problem:
        raise MalformedInputError("key-file-unreadable") from problem


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
    return _supported(private)


def write_key_file(path: Path, private: PrivateKey, *, passphrase: str | None = None) -> None:
    """Write a new key file, readable by its owner only.

    Raises ``RefusedError`` when the file exists, ``ConfigurationError`` when it cannot be written; then
    no half of a key stays behind.
    """
    pem = to_pem(private, passphrase=passphrase)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as problem:
        raise RefusedError("key-file-exists", path=str(path)) from problem
    except OSError as problem:
        raise ConfigurationError("file-not-writable", path=str(path)) from problem
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(pem)
    except OSError as problem:
        path.unlink(missing_ok=True)
        raise ConfigurationError("file-not-writable", path=str(path)) from problem


def load_key_file(path: Path, *, passphrase: str | None = None) -> InMemorySigner:
    """Read a key file; the signer is known by the key's own did:key.

    Raises ``ConfigurationError`` when the file cannot be read, ``MalformedInputError`` when it is no key.
    """
    try:
        data = path.read_bytes()
    except OSError as problem:
        raise ConfigurationError("key-file-missing", path=str(path)) from problem
    return InMemorySigner.with_did_key(from_pem(data, passphrase=passphrase))


def _supported(private: object) -> PrivateKey:
    if isinstance(private, ed25519.Ed25519PrivateKey):
        return private
    if isinstance(private, ec.EllipticCurvePrivateKey) and private.curve.name in _CURVE_NAMES:
        return private
    raise _unsupported(type(private).__name__)


def _unsupported(algorithm: str) -> UnsupportedError:
    return UnsupportedError("key-algorithm-unsupported", algorithm=algorithm, known=", ".join(ALGORITHMS))
