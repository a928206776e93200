"""did:jwk: an identifier that is itself a public key, ``did:jwk:<base64url of the JWK>``.

Method specification: quartzjer/did-jwk. The only verification method is ``#0``.
"""

from __future__ import annotations

import json
from typing import Any

from umiem.engine.canonical.strict_json import parse_json
from umiem.engine.envelopes.base64url import decode_base64url_text, encode_base64url
from umiem.engine.identifiers.jwk import jwk_may_verify, public_key_from_jwk, public_key_to_jwk
from umiem.engine.ports import PublicKey
from umiem.errors import MalformedInputError

PREFIX = "did:jwk:"
MAX_DID_CHARACTERS = 4096
_SIGNING_RELATIONSHIPS = ("assertionMethod", "authentication", "capabilityInvocation", "capabilityDelegation")


def encode(key: PublicKey) -> str:
    """Return the did:jwk of a public key.

    >>> encode(PublicKey(algorithm="Ed25519", raw=bytes(31) + b"\\x07")).startswith("did:jwk:eyJ")
    True
    """
    text = json.dumps(public_key_to_jwk(key), separators=(",", ":"), sort_keys=True)
    return PREFIX + encode_base64url(text.encode()).decode()


def resolve(did: str) -> dict[str, Any]:
    """Return the DID document that ``did`` stands for; nothing is looked up.

    Raises ``MalformedInputError`` when it is no did:jwk of a public key, ``UnsupportedError`` for
    a kind of key that Umiem does not know.
    """
    if not did.startswith(PREFIX) or len(did) > MAX_DID_CHARACTERS:
        raise MalformedInputError("did-invalid", did=did[:100])
    jwk = parse_json(decode_base64url_text(did.removeprefix(PREFIX)))
    key = public_key_from_jwk(jwk)
    method = f"{did}#0"
    signs = key.algorithm != "X25519" and jwk_may_verify(jwk)
    relationships = _SIGNING_RELATIONSHIPS if signs else ("keyAgreement",)
    return {
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/jwk/v1"],
        "id": did,
        "verificationMethod": [{"id": method, "type": "JsonWebKey", "controller": did, "publicKeyJwk": jwk}],
        **{name: [method] for name in relationships},
    }
