"""Compact JWS (RFC 7515), the one serialisation that credentials travel in.

``parse_compact_jws`` takes a token apart, ``header_fault`` and ``signature_fault`` say what is
wrong with it, ``sign_compact_jws`` makes one. A *fault* is an error code, or None when all is well:
what a report shows as the reason of a failed check.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from umiem.engine.canonical.strict_json import parse_json_object
from umiem.engine.envelopes.algorithms import DEFAULT_ALGORITHMS, algorithm_name, means_algorithm
from umiem.engine.envelopes.base64url import decode_base64url, encode_base64url
from umiem.engine.keys import verify_signature
from umiem.engine.ports import PublicKey, Signer
from umiem.errors import MalformedInputError, UmiemError, UnsupportedError

MAX_TOKEN_BYTES = 1_500_000
"""A document of 1 MiB in base64url, with its header and signature."""
MAX_HEADER_BYTES = 64 * 1024
"""A certificate chain of five fits."""
MAX_REMEMBERED_HEADER = 512


@dataclass(frozen=True, slots=True)
class CompactJws:
    """A token taken apart, not believed yet: ``signing_input`` are the exact bytes that were signed."""

    header: Mapping[str, Any]
    payload: bytes
    signature: bytes
    signing_input: bytes


def parse_compact_jws(token: bytes) -> CompactJws:
    """Take a compact JWS apart (RFC 7515 section 7.1); the signature is not checked.

    Raises ``MalformedInputError``: not three parts of strict base64url, a header that is no strict
    JSON object, or too large.
    """
    if len(token) > MAX_TOKEN_BYTES:
        raise MalformedInputError("jws-too-large", limit=MAX_TOKEN_BYTES)
    parts = token.split(b".", 3)
    if len(parts) != 3 or not parts[0]:
        raise MalformedInputError("jws-malformed")
    small = len(parts[0]) <= MAX_REMEMBERED_HEADER
    return CompactJws(
        header=_remembered_header(parts[0]) if small else _parse_header(parts[0]),
        payload=decode_base64url(parts[1]),
        signature=decode_base64url(parts[2]),
        signing_input=token[: len(parts[0]) + 1 + len(parts[1])],
    )


def _parse_header(encoded: bytes) -> Mapping[str, Any]:
    header = parse_json_object(decode_base64url(encoded), max_bytes=MAX_HEADER_BYTES)
    return MappingProxyType(header)


# One issuer's tokens share their header: parsing it is a pure function of its bytes.
_remembered_header = lru_cache(maxsize=256)(_parse_header)


def header_fault(header: Mapping[str, Any], key: PublicKey, *, algorithms: frozenset[str]) -> str | None:
    """Say what in the header forbids checking the signature with ``key``, or None.

    The algorithm must be the key's own and in ``algorithms``. ``crit`` is refused whatever it
    names, because no extension is understood here (RFC 7515 section 4.1.11); so are ``b64``
    (RFC 7797) and ``zip``. ``jku``, ``x5u`` and ``jwk`` are ignored: keys come from the issuer.
    """
    stated = header.get("alg")
    if not isinstance(stated, str):
        return "jws-algorithm-missing"
    try:
        name = algorithm_name(key)
    except UnsupportedError as error:
        return error.code
    if name not in algorithms or not means_algorithm(stated, name):
        return "jws-algorithm-not-of-key"
    if "crit" in header or "b64" in header:
        return "jws-critical-extension"
    if "zip" in header:
        return "jws-compressed"
    return None


def signature_fault(
    jws: CompactJws, key: PublicKey, *, algorithms: frozenset[str] = DEFAULT_ALGORITHMS
) -> str | None:
    """Check the signature of ``jws`` with ``key`` (RFC 7515 section 5.2); None when it is right."""
    fault = header_fault(jws.header, key, algorithms=algorithms)
    if fault is not None:
        return fault
    try:
        matches = verify_signature(key, jws.signature, jws.signing_input)
    except UmiemError as error:
        return error.code
    return None if matches else "signature-invalid"


def sign_compact_jws(header: Mapping[str, Any], payload: bytes, signer: Signer) -> bytes:
    """Sign ``payload`` and return the compact JWS; ``alg`` comes from the signer's key.

    Raises ``UnavailableError`` when the key cannot be reached now.
    """
    protected = {"alg": algorithm_name(signer.public_key), **header}
    signing_input = encode_base64url(compact_json(protected)) + b"." + encode_base64url(payload)
    return signing_input + b"." + encode_base64url(signer.sign(signing_input))


def compact_json(value: object) -> bytes:
    """Return JSON in UTF-8 without white space: what goes into a token.

    Raises ``MalformedInputError`` for what JSON cannot say: not finite, lone surrogates, other types.
    """
    try:
        return _ENCODER.encode(value).encode("utf-8")
    except (ValueError, TypeError, RecursionError) as error:
        raise MalformedInputError("json-not-writable") from error


_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False)
