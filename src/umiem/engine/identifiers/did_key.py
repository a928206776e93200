"""did:key: an identifier that is itself a public key (W3C CCG did:key 0.9)."""

from __future__ import annotations

from typing import Any

from umiem.engine.identifiers.multikey import decode_multikey, encode_multikey
from umiem.engine.ports import PublicKey
from umiem.errors import MalformedInputError

PREFIX = "did:key:"
SIGNING_RELATIONSHIPS = ("authentication", "assertionMethod", "capabilityDelegation", "capabilityInvocation")
_FIELD_PRIME = 2**255 - 19


def encode(key: PublicKey) -> str:
    """Return the did:key of a public key."""
    return PREFIX + encode_multikey(key)


def verification_method(key: PublicKey) -> str:
    """Return the DID URL of the only signing key of a did:key, ``did:key:z…#z…``."""
    text = encode_multikey(key)
    return f"{PREFIX}{text}#{text}"


def public_key(did: str) -> PublicKey:
    """Return the key that ``did`` is; ``MalformedInputError`` when it is no did:key."""
    if not did.startswith(PREFIX):
        raise MalformedInputError("did-invalid", did=did[:100])
    return decode_multikey(did.removeprefix(PREFIX))


def resolve(did: str) -> dict[str, Any]:
    """Return the DID document that ``did`` stands for; nothing is looked up.

    An Ed25519 key also yields the X25519 key for encryption that did:key derives from it. Raises
    ``MalformedInputError`` or ``UnsupportedError`` (a kind of key Umiem does not know).
    """
    key = public_key(did)
    method = _multikey_method(did, did.removeprefix(PREFIX))
    document: dict[str, Any] = {
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
        "id": did,
        "verificationMethod": [method],
    }
    if key.algorithm == "X25519":
        return document | {"keyAgreement": [method["id"]]}
    document |= {name: [method["id"]] for name in SIGNING_RELATIONSHIPS}
    if key.algorithm == "Ed25519":
        agreement = _multikey_method(did, encode_multikey(derive_x25519(key)))
        document["verificationMethod"].append(agreement)
        document["keyAgreement"] = [agreement["id"]]
    return document


def derive_x25519(key: PublicKey) -> PublicKey:
    """Map an Ed25519 point to the X25519 key of the same secret (RFC 7748, section 4.1)."""
    y = int.from_bytes(key.raw, "little") & (2**255 - 1)
    if y >= _FIELD_PRIME or y == 1:
        raise MalformedInputError("public-key-invalid", algorithm=key.algorithm)
    u = (1 + y) * pow(1 - y, -1, _FIELD_PRIME) % _FIELD_PRIME
    return PublicKey(algorithm="X25519", raw=u.to_bytes(32, "little"))


def _multikey_method(did: str, multikey: str) -> dict[str, str]:
    return {
        "id": f"{did}#{multikey}",
        "type": "Multikey",
        "controller": did,
        "publicKeyMultibase": multikey,
    }
