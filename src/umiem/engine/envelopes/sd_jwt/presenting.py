"""What a holder does: choose what to reveal, and bind it to a key (RFC 9901 sections 4.3 and 7.2)."""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from umiem.engine.canonical.strict_json import parse_json_object
from umiem.engine.envelopes.algorithms import DEFAULT_ALGORITHMS
from umiem.engine.envelopes.jws import (
    compact_json,
    parse_compact_jws,
    sign_compact_jws,
    signature_fault,
)
from umiem.engine.envelopes.sd_jwt.disclosure import DEFAULT_HASH, hash_named
from umiem.engine.envelopes.sd_jwt.processing import Path, process_payload
from umiem.engine.envelopes.sd_jwt.token import SdJwt
from umiem.engine.identifiers.jwk import public_key_from_jwk
from umiem.engine.limits import MAX_CLOCK_SKEW_SECONDS
from umiem.engine.ports import PublicKey, Signer
from umiem.errors import MalformedInputError, RefusedError, UmiemError

KEY_BINDING_TYPE = "kb+jwt"


@dataclass(frozen=True, kw_only=True)
class KeyBindingExpectation:
    """What a verifier asked for: itself as ``audience``, its ``nonce``, and how old the answer may be."""

    audience: str
    nonce: str
    max_age_seconds: int = 300


def select_disclosures(sd_jwt: SdJwt, reveal: Iterable[Path]) -> SdJwt:
    """Keep only the disclosures that reveal the claims at ``reveal``, with those they hang on.

    A path reveals the claim there and nothing else that is concealed inside it. Raises
    ``RefusedError`` when a path is no disclosed claim, ``MalformedInputError`` for a broken SD-JWT.
    The issuer's signature is not checked: a holder does that on receipt.
    """
    payload = parse_json_object(parse_compact_jws(sd_jwt.issuer_signed.encode()).payload)
    places = process_payload(payload, sd_jwt.disclosures).disclosed
    wanted = {tuple(path) for path in reveal}
    unknown = wanted - set(places.values())
    if unknown:
        raise RefusedError("sd-jwt-path-missing", claim="/".join(map(str, min(unknown, key=str))))
    needed = {path[:length] for path in wanted for length in range(1, len(path) + 1)}
    kept = tuple(text for text in sd_jwt.disclosures if places[text] in needed)
    return SdJwt(sd_jwt.issuer_signed, kept)


def bind_to_key(sd_jwt: SdJwt, signer: Signer, *, audience: str, nonce: str, issued_at: datetime) -> SdJwt:
    """Return the SD-JWT+KB: a proof that the holder of ``signer`` presents exactly this, here and now."""
    if sd_jwt.key_binding is not None:
        raise RefusedError("key-binding-present")
    payload = parse_json_object(parse_compact_jws(sd_jwt.issuer_signed.encode()).payload)
    claims = {
        "iat": int(issued_at.timestamp()),
        "aud": audience,
        "nonce": nonce,
        "sd_hash": _presentation_hash(sd_jwt, payload),
    }
    token = sign_compact_jws({"typ": KEY_BINDING_TYPE}, compact_json(claims), signer)
    return replace(sd_jwt, key_binding=token.decode("ascii"))


def holder_key(claims: Mapping[str, Any]) -> PublicKey | None:
    """Return the key in ``cnf.jwk`` (RFC 7800 section 3.2), or None when there is no ``cnf``.

    Raises ``MalformedInputError`` for any other kind of confirmation: a key that cannot be read is
    not the same as no key.
    """
    confirmation = claims.get("cnf")
    if confirmation is None:
        return None
    if not isinstance(confirmation, Mapping) or "jwk" not in confirmation:
        raise MalformedInputError("key-binding-confirmation-unsupported")
    return public_key_from_jwk(confirmation["jwk"])


def key_binding_fault(
    sd_jwt: SdJwt,
    payload: Mapping[str, Any],
    expected: KeyBindingExpectation | None,
    *,
    at: datetime,
    algorithms: frozenset[str] = DEFAULT_ALGORITHMS,
) -> str | None:
    """Say what is wrong with the key binding JWT, or None (RFC 9901 section 7.3 step 5).

    ``payload`` is the issuer-signed payload, its signature already checked. Without ``expected``,
    audience, nonce and age are not looked at: then a right answer proves possession of the key at
    some time, to someone.
    """
    if sd_jwt.key_binding is None:
        return "key-binding-missing"
    try:
        key = holder_key(payload)
        if key is None:
            return "key-binding-without-key"
        token = parse_compact_jws(sd_jwt.key_binding.encode())
        claims = parse_json_object(token.payload)
        expected_hash = _presentation_hash(sd_jwt.without_key_binding(), payload)
    except UmiemError as error:
        return error.code
    if token.header.get("typ") != KEY_BINDING_TYPE:
        return "key-binding-type"
    fault = signature_fault(token, key, algorithms=algorithms)
    if fault is not None:
        return f"key-binding-{fault}"
    return _claims_fault(claims, expected_hash) or _expectation_fault(claims, expected, at)


def _claims_fault(claims: Mapping[str, Any], expected_hash: str) -> str | None:
    for name, kind in (("iat", int), ("aud", str), ("nonce", str), ("sd_hash", str)):
        if not isinstance(claims.get(name), kind) or isinstance(claims[name], bool):
            return "key-binding-claims"
    if not hmac.compare_digest(claims["sd_hash"].encode(), expected_hash.encode()):
        return "key-binding-other-presentation"
    return None


def _expectation_fault(
    claims: Mapping[str, Any], expected: KeyBindingExpectation | None, at: datetime
) -> str | None:
    now = at.timestamp()
    if claims["iat"] > now + MAX_CLOCK_SKEW_SECONDS:
        return "key-binding-from-future"
    if not _within_validity(claims, now):
        return "key-binding-expired"
    if expected is None:
        return None
    if claims["iat"] < now - expected.max_age_seconds - MAX_CLOCK_SKEW_SECONDS:
        return "key-binding-too-old"
    if not hmac.compare_digest(claims["aud"].encode(), expected.audience.encode()):
        return "key-binding-other-audience"
    if not hmac.compare_digest(claims["nonce"].encode(), expected.nonce.encode()):
        return "key-binding-other-nonce"
    return None


def _within_validity(claims: Mapping[str, Any], now: float) -> bool:
    """A key binding JWT is a JWT: ``exp`` and ``nbf`` count when they are there (RFC 7519 section 4.1)."""
    expires, not_before = claims.get("exp", now + 1), claims.get("nbf", now)
    if not isinstance(expires, int | float) or not isinstance(not_before, int | float):
        return False
    return now < expires + MAX_CLOCK_SKEW_SECONDS and not_before <= now + MAX_CLOCK_SKEW_SECONDS


def _presentation_hash(sd_jwt: SdJwt, payload: Mapping[str, Any]) -> str:
    digest_of = hash_named(payload.get("_sd_alg", DEFAULT_HASH))
    return digest_of(sd_jwt.compact().encode("ascii"))
