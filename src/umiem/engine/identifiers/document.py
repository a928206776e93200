"""Controlled identifier documents: finding a verification method, and writing a did:web document.

W3C Controlled Identifiers 1.0, section 3.3 "Retrieve Verification Method"; DID Core 1.0, section 5.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from umiem.engine.identifiers.multibase import decode_base58
from umiem.engine.identifiers.multikey import decode_multikey, encode_multikey
from umiem.engine.ports import PublicKey
from umiem.errors import MalformedInputError, NotFoundError, UnsupportedError

RELATIONSHIPS = frozenset(
    ("assertionMethod", "authentication", "keyAgreement", "capabilityDelegation", "capabilityInvocation")
)
_MULTIBASE_TYPES = ("Multikey", "Ed25519VerificationKey2020")
_JWK_TYPES = ("JsonWebKey", "JsonWebKey2020")


@dataclass(frozen=True, kw_only=True)
class VerificationMethod:
    """A public key with who controls it and when it stopped being good (texts as published)."""

    id: str
    controller: str
    public_key: PublicKey
    expires: str | None = None
    revoked: str | None = None


def find_verification_method(
    document: Mapping[str, Any], url: str, *, relationship: str
) -> VerificationMethod:
    """Return the method ``url`` when ``document`` lists it under ``relationship``.

    Raises ``NotFoundError("verification-method-unknown")`` when it is not in the document,
    ``MalformedInputError("verification-method-not-authorized")`` when it is, but not for this
    purpose. The caller checks ``controller``, ``expires`` and ``revoked``.
    """
    did = document.get("id")
    if not isinstance(did, str) or url.split("#", 1)[0] != did:
        raise MalformedInputError("did-document-mismatch", did=str(did)[:200], url=url[:200])
    entry = _authorized_entry(document, did, url, relationship)
    method = entry if isinstance(entry, Mapping) else _listed_method(document, did, url)
    if method is None:
        raise NotFoundError("verification-method-unknown", url=url)
    if entry is None:
        raise MalformedInputError("verification-method-not-authorized", url=url, relationship=relationship)
    controller = method.get("controller")
    if not isinstance(controller, str):
        raise MalformedInputError("verification-method-invalid", url=url)
    expires, revoked = method.get("expires"), method.get("revoked")
    return VerificationMethod(
        id=url,
        controller=controller,
        public_key=read_public_key(method),
        expires=None if expires is None else str(expires),
        revoked=None if revoked is None else str(revoked),
    )


def read_public_key(method: Mapping[str, Any]) -> PublicKey:
    """Return the public key of a verification method; its type decides which member is read."""
    kind = method.get("type")
    if kind in _MULTIBASE_TYPES:
        key = decode_multikey(method.get("publicKeyMultibase"))
    elif kind in _JWK_TYPES:
        from umiem.engine.identifiers.jwk import public_key_from_jwk

        return public_key_from_jwk(method.get("publicKeyJwk"))
    elif kind == "Ed25519VerificationKey2018" and isinstance(method.get("publicKeyBase58"), str):
        key = PublicKey(algorithm="Ed25519", raw=decode_base58(method["publicKeyBase58"]))
    else:
        raise UnsupportedError("verification-method-type", type=str(kind)[:100])
    if kind != "Multikey" and (key.algorithm != "Ed25519" or len(key.raw) != 32):
        raise MalformedInputError("verification-method-invalid", type=str(kind))
    return key


def did_web_document(did: str, keys: Iterable[tuple[str, PublicKey]]) -> dict[str, Any]:
    """Return the DID document of an issuer: each key id (the fragment, without #) with its key.

    Every key may sign credentials (``assertionMethod``) and prove control (``authentication``).
    Keep retired keys in the document: what they signed stays good.
    """
    methods = [_written_method(did, name, key) for name, key in keys]
    ids = [method["id"] for method in methods]
    return {
        "@context": [
            "https://www.w3.org/ns/did/v1",
            "https://w3id.org/security/multikey/v1",
            "https://w3id.org/security/jwk/v1",
        ],
        "id": did,
        "verificationMethod": methods,
        "assertionMethod": ids,
        "authentication": ids,
    }


def _written_method(did: str, name: str, key: PublicKey) -> dict[str, Any]:
    method = {"id": f"{did}#{name}", "controller": did}
    if key.algorithm == "RSA":
        from umiem.engine.identifiers.jwk import public_key_to_jwk

        return method | {"type": "JsonWebKey", "publicKeyJwk": public_key_to_jwk(key)}
    return method | {"type": "Multikey", "publicKeyMultibase": encode_multikey(key)}


def _authorized_entry(document: Mapping[str, Any], did: str, url: str, relationship: str) -> Any:
    if relationship not in RELATIONSHIPS:
        raise UnsupportedError("proof-purpose-unknown", purpose=relationship[:100])
    entries = document.get(relationship, [])
    for entry in entries if isinstance(entries, list) else [entries]:
        identifier = entry.get("id") if isinstance(entry, Mapping) else entry
        if isinstance(identifier, str) and _absolute(did, identifier) == url:
            return entry
    return None


def _listed_method(document: Mapping[str, Any], did: str, url: str) -> Mapping[str, Any] | None:
    methods = document.get("verificationMethod", [])
    found = [
        method
        for method in (methods if isinstance(methods, list) else [methods])
        if isinstance(method, Mapping)
        and isinstance(method.get("id"), str)
        and _absolute(did, method["id"]) == url
    ]
    if len(found) > 1:
        raise MalformedInputError("verification-method-twice", url=url)
    return found[0] if found else None


def _absolute(did: str, reference: str) -> str:
    return did + reference if reference.startswith("#") else reference
