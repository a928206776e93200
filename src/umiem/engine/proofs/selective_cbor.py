"""Proof values of the selective disclosure suites: ``u``, base64url, three header bytes, CBOR.

Only the CBOR that the suites use is read: unsigned integers, byte and text strings, arrays and maps
of definite length in their shortest form (RFC 8949, section 4.2.1). Tags, floats, indefinite
lengths, deep nesting and trailing bytes are refused, so nothing can be built from hostile input but
these plain values.
"""

from __future__ import annotations

import base64
import binascii
import re
from itertools import pairwise
from typing import Any

import cbor2

from umiem.engine.limits import MAX_CBOR_DEPTH, MAX_CBOR_ITEMS, MAX_STRING_BYTES
from umiem.errors import MalformedInputError

HEADER_BYTES = 3
_BASE64URL = re.compile(r"[A-Za-z0-9_-]+\Z")


def encode_proof_value(header: bytes, components: list[Any]) -> str:
    """Return the multibase text of ``header`` and the CBOR array of ``components``.

    Raises ``MalformedInputError`` (``proof-value-too-long``) when nobody could read it again.
    """
    body = header + cbor2.dumps(components)
    text = "u" + base64.urlsafe_b64encode(body).rstrip(b"=").decode()
    if len(text) > MAX_STRING_BYTES:
        raise MalformedInputError("proof-value-too-long", length=len(text), limit=MAX_STRING_BYTES)
    return text


def decode_proof_value(proof_value: object, *, header: bytes, kinds: tuple[type, ...]) -> list[Any]:
    """Return the components of a proof value with the expected ``header``.

    ``kinds`` names the type of each component. Raises ``MalformedInputError``
    (``proof-value-malformed``, ``proof-value-kind`` when it is a base proof where a derived one is
    due or the reverse).
    """
    body = _decode_multibase(proof_value)
    if body[:HEADER_BYTES] != header:
        raise MalformedInputError("proof-value-kind", header=body[:HEADER_BYTES].hex(), expected=header.hex())
    components = _Reader(body[HEADER_BYTES:]).whole()
    if not isinstance(components, list) or len(components) != len(kinds):
        raise MalformedInputError("proof-value-malformed", part="components")
    for component, kind in zip(components, kinds, strict=True):
        if not isinstance(component, kind):
            raise MalformedInputError("proof-value-malformed", part=type(component).__name__)
    return components


def header_of(proof_value: object) -> bytes:
    """Return the three bytes that say what kind of proof value it is."""
    return _decode_multibase(proof_value)[:HEADER_BYTES]


def require_bytes(values: list[Any], length: int) -> list[bytes]:
    """Return ``values`` when each is a byte string of ``length``."""
    if any(not isinstance(value, bytes) or len(value) != length for value in values):
        raise MalformedInputError("proof-value-malformed", part="byte-strings")
    return values


def require_ascending(values: list[Any], limit: int) -> list[int]:
    """Return ``values`` when they are strictly ascending integers below ``limit``."""
    if any(not isinstance(value, int) or not 0 <= value < limit for value in values):
        raise MalformedInputError("proof-value-malformed", part="indexes")
    if any(left >= right for left, right in pairwise(values)):
        raise MalformedInputError("proof-value-malformed", part="indexes")
    return values


def _decode_multibase(proof_value: object) -> bytes:
    if not isinstance(proof_value, str) or not proof_value.startswith("u"):
        raise MalformedInputError("proof-value-malformed", part="multibase")
    text = proof_value[1:]
    if not _BASE64URL.match(text) or len(text) % 4 == 1:
        raise MalformedInputError("proof-value-malformed", part="base64url")
    try:
        body = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except binascii.Error as error:
        raise MalformedInputError("proof-value-malformed", part="base64url") from error
    if base64.urlsafe_b64encode(body).rstrip(b"=").decode() != text:
        raise MalformedInputError("proof-value-malformed", part="base64url")
    return body


class _Reader:
    """Reads one CBOR item from bytes."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0
        self._items = 0

    def whole(self) -> Any:
        value = self._item(0)
        if self._at != len(self._data):
            raise MalformedInputError("proof-value-malformed", part="trailing-bytes")
        return value

    def _item(self, depth: int) -> Any:
        self._items += 1
        if depth > MAX_CBOR_DEPTH or self._items > MAX_CBOR_ITEMS:
            raise MalformedInputError("proof-value-malformed", part="too-complex")
        initial = self._take(1)[0]
        argument = self._argument(initial & 0x1F)
        match initial >> 5:
            case 0:
                return argument
            case 2:
                return self._take(argument)
            case 3:
                return self._text(argument)
            case 4:
                return [self._item(depth + 1) for _ in range(argument)]
            case 5:
                return self._map(argument, depth + 1)
        raise MalformedInputError("proof-value-malformed", part="cbor-type")

    def _map(self, size: int, depth: int) -> dict[Any, Any]:
        result: dict[Any, Any] = {}
        for _ in range(size):
            key = self._item(depth)
            if not isinstance(key, int) or key in result:
                raise MalformedInputError("proof-value-malformed", part="map-key")
            result[key] = self._item(depth)
        return result

    def _argument(self, information: int) -> int:
        if information < 24:
            return information
        if information > 27:
            raise MalformedInputError("proof-value-malformed", part="cbor-length")
        width = 1 << (information - 24)
        value = int.from_bytes(self._take(width))
        if value < (24 if width == 1 else 1 << (4 * width)):
            raise MalformedInputError("proof-value-malformed", part="cbor-length")
        return value

    def _text(self, length: int) -> str:
        try:
            return self._take(length).decode()
        except UnicodeDecodeError as error:
            raise MalformedInputError("proof-value-malformed", part="text") from error

    def _take(self, length: int) -> bytes:
        if length > len(self._data) - self._at:
            raise MalformedInputError("proof-value-malformed", part="truncated")
        taken = self._data[self._at : self._at + length]
        self._at += length
        return taken
