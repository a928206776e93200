"""Base64url without padding (RFC 4648 section 5, RFC 7515 section 2), strictly.

Exactly one text stands for one byte string: padding, white space, the other alphabet and stray
bits in the last character are refused, so that a token cannot be altered without changing it.
"""

from __future__ import annotations

import binascii

from umiem.errors import MalformedInputError

_ALPHABET = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_STANDARD = _ALPHABET.replace(b"-", b"+").replace(b"_", b"/")
# Every character outside the alphabet becomes one that the strict decoder refuses.
_TO_STANDARD = bytes(_STANDARD[_ALPHABET.index(c)] if c in _ALPHABET else ord("!") for c in range(256))
_TO_URL = bytes.maketrans(b"+/", b"-_")
# The last character of an incomplete group carries unused bits, which must be zero.
_LAST_OF_TWO = frozenset(b"AQgw")
_LAST_OF_THREE = frozenset(b"AEIMQUYcgkosw048")
_PADDING = {0: b"", 2: b"==", 3: b"="}


def encode_base64url(data: bytes) -> bytes:
    """Return ``data`` as base64url without padding."""
    return binascii.b2a_base64(data, newline=False).translate(_TO_URL).rstrip(b"=")


def decode_base64url(text: bytes) -> bytes:
    """Return the bytes that ``text`` stands for.

    Raises ``MalformedInputError`` (``base64url-invalid``) on anything but the one canonical text.
    """
    tail = len(text) % 4
    if (tail == 2 and text[-1] not in _LAST_OF_TWO) or (tail == 3 and text[-1] not in _LAST_OF_THREE):
        raise MalformedInputError("base64url-invalid")
    try:
        return binascii.a2b_base64(text.translate(_TO_STANDARD) + _PADDING[tail], strict_mode=True)
    except (binascii.Error, KeyError) as error:
        raise MalformedInputError("base64url-invalid") from error


def decode_base64url_text(text: object) -> bytes:
    """Decode a JSON string; raises ``MalformedInputError`` when it is no string or no base64url."""
    if not isinstance(text, str) or not text.isascii():
        raise MalformedInputError("base64url-invalid")
    return decode_base64url(text.encode("ascii"))
