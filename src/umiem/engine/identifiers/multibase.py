"""Multibase and base58btc, strictly: one value has exactly one text (draft-multiformats-multibase)."""

from __future__ import annotations

import base64
import binascii
import re

from umiem.errors import MalformedInputError

_ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_PAIRS = [first + second for first in _ALPHABET for second in _ALPHABET]
_FOUR = 58**4
"""Four characters: a divisor of one digit of Python's long numbers, which are divided fastest by such."""

_NO_DIGIT = b"\xff"
_DIGITS = bytes(_ALPHABET.find(chr(code)) % 256 for code in range(256))
_BLOCK = 128
_FOLDS = [
    (8 * width, int.from_bytes((b"\0" * width + b"\xff" * width) * (_BLOCK // width // 2), "big"), 58**width)
    for width in (1, 2, 4, 8, 16, 32, 64)
]
"""Steps of decoding: shift, mask of every second field, weight of the field to its left."""

_BASE64URL = re.compile(r"[A-Za-z0-9_-]*\Z")
MAX_BASE58_CHARACTERS = 1024
"""Base58 takes quadratic time; keys and signatures are far shorter."""


def encode_base58(data: bytes) -> str:
    """Encode bytes as base58btc."""
    number = int.from_bytes(data, "big")
    pairs: list[str] = []
    while number:
        number, four = divmod(number, _FOUR)
        pairs += (_PAIRS[four % 3364], _PAIRS[four // 3364])
    pairs.reverse()
    text = "".join(pairs).lstrip("1")
    return "1" * (len(data) - len(data.lstrip(b"\0"))) + text


def decode_base58(text: str) -> bytes:
    """Decode base58btc; ``MalformedInputError`` for foreign characters or excessive length."""
    if len(text) > MAX_BASE58_CHARACTERS:
        raise MalformedInputError("base58-too-long", limit=MAX_BASE58_CHARACTERS)
    digits = text.encode("latin-1", "replace").translate(_DIGITS)
    if _NO_DIGIT in digits:
        raise MalformedInputError("base58-character", character=text[digits.index(_NO_DIGIT)])
    number = 0
    for start in range(0, len(digits), _BLOCK):
        block = digits[start : start + _BLOCK]
        number = number * 58 ** len(block) + _value(block)
    zeros = len(text) - len(text.lstrip("1"))
    return b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8, "big")


def _value(digits: bytes) -> int:
    """Return the value of up to ``_BLOCK`` base 58 digits.

    All pairs of neighbouring fields of one long number are folded at once: first digits into pairs, then
    pairs into fours, and so on; a field always has room for what is folded into it.
    """
    number = int.from_bytes(digits, "big")
    for shift, mask, weight in _FOLDS:
        number = (number & mask) + weight * (number >> shift & mask)
    return number


def encode_multibase(data: bytes) -> str:
    """Encode as multibase base58btc (``z…``), the form of keys and EdDSA and ECDSA proofs."""
    return "z" + encode_base58(data)


def encode_multibase_url(data: bytes) -> str:
    """Encode as multibase base64url without padding (``u…``)."""
    return "u" + base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def decode_multibase(text: object, *, bases: str = "z") -> bytes:
    """Decode a multibase text in one of ``bases`` ("z" base58btc, "u" base64url without padding).

    Raises ``MalformedInputError`` for another base, padding, stray bits or foreign characters.
    """
    if not isinstance(text, str) or len(text) < 2 or text[0] not in bases:
        raise MalformedInputError("multibase-invalid", expected=bases)
    if text[0] == "z":
        return decode_base58(text[1:])
    return _decode_base64url(text[1:])


def _decode_base64url(text: str) -> bytes:
    if not _BASE64URL.match(text):
        raise MalformedInputError("base64url-invalid")
    try:
        data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except binascii.Error as error:
        raise MalformedInputError("base64url-invalid") from error
    if base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii") != text:
        raise MalformedInputError("base64url-invalid")
    return data
