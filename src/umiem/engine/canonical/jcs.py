"""JSON Canonicalization Scheme (RFC 8785)."""

from __future__ import annotations

import json
from typing import Any

from umiem.errors import MalformedInputError

MAX_SAFE_INTEGER = 2**53 - 1
"""RFC 8785, section 3.2.2.3: JSON numbers are IEEE doubles; larger integers would be changed."""


def canonicalize_json(value: Any) -> bytes:
    """Return the RFC 8785 form of a JSON value as UTF-8 bytes.

    The C encoder of ``json`` already writes what RFC 8785 asks for strings, literals and small
    integers; it differs in floats and in the order of names beyond the basic plane, and for those
    ``rfc8785`` is asked. Raises ``MalformedInputError`` for integers beyond ±(2^53-1), non-finite
    numbers and lone surrogates.
    """
    if _is_plain(value):
        text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        try:
            return text.encode("utf-8")
        except UnicodeEncodeError as error:
            raise MalformedInputError("json-lone-surrogate") from error
    return _canonicalize_slowly(value)


def _is_plain(value: Any) -> bool:
    """Say whether the C encoder and RFC 8785 must agree on ``value``."""
    if isinstance(value, str) or value is None or isinstance(value, bool):
        return True
    if isinstance(value, dict):
        return all(name.isascii() and _is_plain(member) for name, member in value.items())
    if isinstance(value, list):
        return all(map(_is_plain, value))
    return isinstance(value, int) and -MAX_SAFE_INTEGER <= value <= MAX_SAFE_INTEGER


def _canonicalize_slowly(value: Any) -> bytes:
    import rfc8785

    try:
        return bytes(rfc8785.dumps(value))
    except UnicodeEncodeError as error:
        raise MalformedInputError("json-lone-surrogate") from error
    except rfc8785.CanonicalizationError as error:
        raise MalformedInputError("json-not-canonicalizable", detail=str(error)) from error
