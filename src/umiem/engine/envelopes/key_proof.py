"""A wallet proves that it holds a key: the ``jwt`` proof of OpenID4VCI 1.0, appendix F.1.

A credential is bound to the key that is proven here. Whether the nonce was given out by the caller, and not
too long ago, is the caller's to know.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import datetime

from umiem.engine.canonical.strict_json import parse_json_object
from umiem.engine.envelopes.jws import CompactJws, parse_compact_jws, signature_fault
from umiem.engine.identifiers.jwk import public_key_from_jwk, public_key_to_jwk
from umiem.engine.limits import MAX_CLOCK_SKEW_SECONDS
from umiem.engine.timestamps import require_zone
from umiem.errors import MalformedInputError, RefusedError

KEY_PROOF_TYPE = "openid4vci-proof+jwt"
KEY_PROOF_ALGORITHMS = frozenset({"ES256", "ES384", "EdDSA"})
MAX_PROOF_BYTES = 16 * 1024
MAX_PROOF_AGE_SECONDS = 300


@dataclass(frozen=True, kw_only=True)
class KeyProof:
    """A key that was proven: as a JWK with the required members only, and the nonce that was signed."""

    jwk: dict[str, str]
    nonce: str


def verify_key_proof(token: str, *, audience: str, at: datetime) -> KeyProof:
    """Return the key that signed ``token`` for ``audience``, the identifier of the credential issuer.

    Checked: type, exactly one key and that in ``jwk`` (F.1; by ``kid`` or certificate it is not taken), no
    private part in it, algorithm, signature, ``aud``, ``iat`` not in the future nor older than
    ``MAX_PROOF_AGE_SECONDS``, ``exp`` and ``nbf`` where they stand, a ``nonce``. Raises
    ``MalformedInputError`` or ``RefusedError`` with the reason.
    """
    require_zone(at)
    if len(token) > MAX_PROOF_BYTES or not token.isascii():
        raise MalformedInputError("key-proof-malformed")
    jws = parse_compact_jws(token.encode("ascii"))
    if jws.header.get("typ") != KEY_PROOF_TYPE:
        raise MalformedInputError("key-proof-type", type=str(jws.header.get("typ"))[:60])
    if "jwk" not in jws.header or {"kid", "x5c", "trust_chain"} & jws.header.keys():
        raise RefusedError("key-proof-without-jwk")
    key = public_key_from_jwk(jws.header["jwk"])
    fault = signature_fault(jws, key, algorithms=KEY_PROOF_ALGORITHMS)
    if fault is not None:
        raise RefusedError("key-proof-signature", reason=fault)
    return KeyProof(jwk=public_key_to_jwk(key), nonce=_nonce(jws, audience, at))


def _nonce(jws: CompactJws, audience: str, at: datetime) -> str:
    """Compare what the proof says of whom it is for and when it was made; return its nonce."""
    claims, now = parse_json_object(jws.payload), at.timestamp()
    stated = claims.get("aud")
    if not isinstance(stated, str) or not hmac.compare_digest(stated.encode(), audience.encode()):
        raise RefusedError("key-proof-other-audience", audience=str(stated)[:200])
    made = _moment(claims.get("iat"))
    ends, begins = _moment(claims.get("exp", now + 1)), _moment(claims.get("nbf", now))
    young = now - MAX_PROOF_AGE_SECONDS - MAX_CLOCK_SKEW_SECONDS <= made <= now + MAX_CLOCK_SKEW_SECONDS
    if not young or ends + MAX_CLOCK_SKEW_SECONDS <= now or begins > now + MAX_CLOCK_SKEW_SECONDS:
        raise RefusedError("key-proof-not-now")
    nonce = claims.get("nonce")
    if not isinstance(nonce, str) or not nonce:
        raise RefusedError("key-proof-without-nonce")
    return nonce


def _moment(value: object) -> float:
    """Return a NumericDate (RFC 7519, section 2) in seconds."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise MalformedInputError("key-proof-malformed")
    return float(value)
