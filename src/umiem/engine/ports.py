"""What the engine needs from outside, as Protocols: keys to sign with, documents to look up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True, kw_only=True)
class PublicKey:
    """A public key: ``algorithm`` is Ed25519, P-256, P-384, RSA, X25519 or BLS12-381-G2.

    ``raw`` holds the algorithm's usual bytes: 32 for Ed25519 and X25519, the compressed SEC1 point
    for P-256 (33) and P-384 (49), DER SubjectPublicKeyInfo for RSA, 96 bytes for BLS12-381 G2.
    """

    algorithm: str
    raw: bytes


class Signer(Protocol):
    """A private key in use. File, PKCS#11 and in-memory keys implement it."""

    @property
    def verification_method(self) -> str:
        """The absolute DID URL under which verifiers find the public key."""

    @property
    def public_key(self) -> PublicKey: ...

    def sign(self, data: bytes) -> bytes:
        """Sign ``data`` (not a digest): 64 bytes for Ed25519, raw r||s for ECDSA, PKCS#1 v1.5 for RSA.

        Raises ``UnavailableError`` when the key cannot be reached now.
        """


class VerificationMethodResolver(Protocol):
    """Finds DID documents that are not contained in the identifier itself (did:web)."""

    def resolve(self, did: str) -> Mapping[str, Any]:
        """Return the DID document of ``did``.

        Raises ``NotFoundError`` (there is none), ``UnavailableError`` (could not find out) or
        ``MalformedInputError`` (what came is no DID document).
        """


class DocumentSource(Protocol):
    """Fetches public documents by URL: issuer metadata, type metadata, hosted badges."""

    def fetch(self, url: str) -> bytes:
        """Return the bytes published at ``url``; raises ``UnavailableError`` when they cannot be had."""


class StatusListSource(Protocol):
    """Fetches status list credentials by URL."""

    def fetch(self, url: str) -> bytes:
        """Return the bytes published at ``url``; raises ``UnavailableError`` when they cannot be had."""
