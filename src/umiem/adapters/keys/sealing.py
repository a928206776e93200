"""Encryption of private keys at rest: AES-256-GCM under the installation's key-encryption key.

What is sealed is bound to its ``purpose`` (organisation and key name) as associated data, so that a
sealed key cannot be moved to another organisation. A sealed key without its key-encryption key is lost.
"""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from umiem.errors import ConfigurationError

_KEY_BYTES = 32
_NONCE_BYTES = 12
_FORMAT = b"\x01"


@dataclass(frozen=True, repr=False)
class KeyEncryptionKey:
    """The key that seals other keys. It is never shown."""

    secret: bytes

    def seal(self, plain: bytes, *, purpose: str) -> bytes:
        """Encrypt ``plain`` for ``purpose``."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return _FORMAT + nonce + AESGCM(self.secret).encrypt(nonce, plain, purpose.encode())

    def unseal(self, sealed: bytes, *, purpose: str) -> bytes:
        """Decrypt; raises ``ConfigurationError`` when this is not the key or not the purpose."""
        if sealed[:1] != _FORMAT:
            raise ConfigurationError("sealed-key-unreadable", purpose=purpose)
        nonce, body = sealed[1 : 1 + _NONCE_BYTES], sealed[1 + _NONCE_BYTES :]
        try:
            return AESGCM(self.secret).decrypt(nonce, body, purpose.encode())
        except InvalidTag as problem:
            raise ConfigurationError("sealed-key-unreadable", purpose=purpose) from problem


def create_key_encryption_key(path: Path) -> KeyEncryptionKey:
    """Make the key if there is none, readable by its owner only, and return it."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return load_key_encryption_key(path)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(secrets.token_bytes(_KEY_BYTES))
        stream.flush()
        os.fsync(stream.fileno())
    return load_key_encryption_key(path)


def load_key_encryption_key(path: Path) -> KeyEncryptionKey:
    """Read the key; raises ``ConfigurationError`` when it is missing, damaged or readable by others."""
    try:
        secret = path.read_bytes()
        mode = path.stat().st_mode
    except OSError as problem:
        raise ConfigurationError("key-encryption-key-missing", path=str(path)) from problem
    if len(secret) != _KEY_BYTES:
        raise ConfigurationError("key-encryption-key-damaged", path=str(path))
    if mode & 0o077:
        raise ConfigurationError("key-encryption-key-open", path=str(path))
    return KeyEncryptionKey(secret)
