"""The SD-JWT as it travels: compact, and in the JWS JSON serialisations (RFC 9901 sections 4 and 8)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from umiem.engine.canonical.strict_json import parse_json_object
from umiem.engine.envelopes.jws import MAX_TOKEN_BYTES, compact_json
from umiem.engine.envelopes.sd_jwt.disclosure import MAX_DISCLOSURES
from umiem.errors import MalformedInputError

MAX_SIGNATURES = 4


@dataclass(frozen=True, slots=True)
class SdJwt:
    """An SD-JWT taken apart, not believed yet; with ``key_binding`` it is an SD-JWT+KB.

    >>> SdJwt("e30.e30.AA", ("WyJzIiwiYSIsMV0",)).compact()
    'e30.e30.AA~WyJzIiwiYSIsMV0~'
    """

    issuer_signed: str
    disclosures: tuple[str, ...] = ()
    key_binding: str | None = None

    def without_key_binding(self) -> SdJwt:
        """Return the part that a key binding JWT is bound to."""
        return replace(self, key_binding=None)

    def compact(self) -> str:
        """Return the compact serialisation; it ends with ``~`` unless a key is bound."""
        return "~".join((self.issuer_signed, *self.disclosures, self.key_binding or ""))


def parse_sd_jwt(token: bytes) -> SdJwt:
    """Split a compact SD-JWT or SD-JWT+KB; nothing is verified.

    Raises ``MalformedInputError``: no ``~``, an empty part, too many disclosures, not ASCII.
    """
    if len(token) > MAX_TOKEN_BYTES:
        raise MalformedInputError("sd-jwt-too-large", limit=MAX_TOKEN_BYTES)
    if not token.isascii() or token.count(b"~") > MAX_DISCLOSURES + 1:
        raise MalformedInputError("sd-jwt-malformed")
    issuer_signed, separator, rest = token.decode("ascii").partition("~")
    if not separator or not issuer_signed:
        raise MalformedInputError("sd-jwt-malformed")
    *disclosures, last = rest.split("~")
    if not all(disclosures):
        raise MalformedInputError("sd-jwt-malformed")
    return SdJwt(issuer_signed, tuple(disclosures), last or None)


def parse_sd_jwt_json(data: bytes) -> tuple[SdJwt, ...]:
    """Read the flattened or general JWS JSON serialisation: one SD-JWT for each signature.

    All share the payload, the disclosures and the key binding JWT, which the first unprotected
    header carries alone (RFC 9901 section 8.1); whoever verifies must verify each of them.
    Raises ``MalformedInputError``.
    """
    envelope = parse_json_object(data)
    signatures = _signatures(envelope)
    first = signatures[0].get("header", {})
    disclosures, key_binding = first.get("disclosures", []), first.get("kb_jwt")
    if not isinstance(disclosures, list) or len(disclosures) > MAX_DISCLOSURES:
        raise MalformedInputError("sd-jwt-malformed")
    texts = disclosures if key_binding is None else [*disclosures, key_binding]
    if not all(_is_token(text) for text in texts):
        raise MalformedInputError("sd-jwt-malformed")
    payload = _token(envelope.get("payload"))
    return tuple(
        SdJwt(
            f"{_token(entry.get('protected'))}.{payload}.{_token(entry.get('signature'))}",
            tuple(disclosures),
            key_binding,
        )
        for entry in signatures
    )


def flattened_json(sd_jwt: SdJwt, header: Mapping[str, Any] | None = None) -> bytes:
    """Return the flattened JWS JSON serialisation (RFC 9901 section 8.2)."""
    payload, entry = _entry(sd_jwt, header)
    return compact_json({"payload": payload, **entry})


def general_json(sd_jwts: Sequence[SdJwt], headers: Sequence[Mapping[str, Any]] = ()) -> bytes:
    """Return the general JWS JSON serialisation of one payload signed several times (section 8.3)."""
    extra = [*headers, *({} for _ in range(len(sd_jwts) - len(headers)))]
    bare = [sd_jwts[0], *(SdJwt(other.issuer_signed) for other in sd_jwts[1:])]
    entries = [_entry(sd_jwt, header) for sd_jwt, header in zip(bare, extra, strict=True)]
    if len({payload for payload, _ in entries}) != 1:
        raise MalformedInputError("sd-jwt-payloads-differ")
    return compact_json({"payload": entries[0][0], "signatures": [entry for _, entry in entries]})


def _entry(sd_jwt: SdJwt, header: Mapping[str, Any] | None) -> tuple[str, dict[str, Any]]:
    protected, payload, signature = sd_jwt.issuer_signed.split(".")
    unprotected = dict(header or {})
    if sd_jwt.disclosures:
        unprotected["disclosures"] = list(sd_jwt.disclosures)
    if sd_jwt.key_binding:
        unprotected["kb_jwt"] = sd_jwt.key_binding
    entry: dict[str, Any] = {"protected": protected, "signature": signature}
    return payload, {**entry, "header": unprotected} if unprotected else entry


def _signatures(envelope: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    flattened = "signature" in envelope
    signatures = [envelope] if flattened else envelope.get("signatures")
    if not isinstance(signatures, list) or not 1 <= len(signatures) <= MAX_SIGNATURES:
        raise MalformedInputError("sd-jwt-malformed")
    if flattened and "signatures" in envelope:
        raise MalformedInputError("sd-jwt-malformed")
    for position, entry in enumerate(signatures):
        header = entry.get("header", {}) if isinstance(entry, dict) else None
        if not isinstance(header, dict):
            raise MalformedInputError("sd-jwt-malformed")
        if position and not {"disclosures", "kb_jwt"}.isdisjoint(header):
            raise MalformedInputError("sd-jwt-disclosures-misplaced")
    return signatures


def _is_token(text: object) -> bool:
    return isinstance(text, str) and text.isascii() and "~" not in text and text != ""


def _token(text: object) -> str:
    if not isinstance(text, str) or not _is_token(text) or "." in text:
        raise MalformedInputError("sd-jwt-malformed")
    return text
