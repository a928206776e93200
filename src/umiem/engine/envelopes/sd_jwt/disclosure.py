"""Disclosures: salted claims whose digests an issuer signs (RFC 9901 sections 4.2 and 4.2.3)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any, NamedTuple

from umiem.engine.canonical.strict_json import parse_json
from umiem.engine.envelopes.base64url import decode_base64url, encode_base64url
from umiem.errors import MalformedInputError, UnsupportedError

MAX_DISCLOSURES = 256
DEFAULT_HASH = "sha-256"
RESERVED_NAMES = frozenset({"_sd", "..."})
_HASHES: dict[str, Callable[[bytes], Any]] = {
    "sha-256": hashlib.sha256,
    "sha-384": hashlib.sha384,
    "sha-512": hashlib.sha512,
}


class Disclosure(NamedTuple):
    """One disclosure: ``text`` is its exact base64url form, ``name`` is None for an array element."""

    text: str
    digest: str
    name: str | None
    value: Any


def hash_named(name: object) -> Callable[[bytes], str]:
    """Return the digest function that ``_sd_alg`` names (RFC 9901 section 4.1.1).

    Raises ``UnsupportedError`` for a name outside SHA-2, ``MalformedInputError`` when it is no string.
    """
    if not isinstance(name, str):
        raise MalformedInputError("sd-jwt-hash-malformed")
    function = _HASHES.get(name)
    if function is None:
        raise UnsupportedError("sd-jwt-hash-unsupported", hash=name)
    return lambda data: encode_base64url(function(data).digest()).decode("ascii")


def parse_disclosure(text: str, digest_of: Callable[[bytes], str]) -> Disclosure:
    """Parse one disclosure strictly and compute its digest over the text as it came.

    Raises ``MalformedInputError`` unless it is ``[salt, name, value]`` or ``[salt, value]`` with a
    string salt and a name that is not reserved. The quality of the salt cannot be checked.
    """
    if not text.isascii():
        raise MalformedInputError("base64url-invalid")
    encoded = text.encode("ascii")
    parts = parse_json(decode_base64url(encoded))
    if not isinstance(parts, list) or not 2 <= len(parts) <= 3 or not isinstance(parts[0], str):
        raise MalformedInputError("sd-jwt-disclosure-malformed")
    if len(parts) == 2:
        return Disclosure(text, digest_of(encoded), None, parts[1])
    name = parts[1]
    if not isinstance(name, str) or name in RESERVED_NAMES:
        raise MalformedInputError("sd-jwt-disclosure-malformed")
    return Disclosure(text, digest_of(encoded), name, parts[2])
