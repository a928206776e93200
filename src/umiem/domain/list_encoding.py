"""Which encoding a text file from a Polish office has.

UTF-8 and UTF-16 can be recognised; Windows-1250 and ISO-8859-2 cannot be told apart for certain, so the
one is taken under which the six letters they place differently (ąśźĄŚŹ) make a text of Polish letters.
"""

from __future__ import annotations

import codecs

from umiem.errors import MalformedInputError

_POLISH = "ąćęłńóśźżĄĆĘŁŃÓŚŹŻ"
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decode(data: bytes) -> tuple[str, str]:
    """Return the text and the name of its encoding (Python's name).

    Raises ``MalformedInputError``: list-empty, or list-not-text when it is no text in any of them.
    """
    if not data.strip():
        raise MalformedInputError("list-empty")
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _decoded(data, encoding), encoding
    silent = _utf16_without_mark(data)
    if silent is not None:
        return _decoded(data, silent), silent
    if b"\x00" in data:
        raise MalformedInputError("list-not-text")
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        encoding = max(("cp1250", "iso8859-2"), key=lambda name: _polishness(data, name))
        return _decoded(data, encoding), encoding


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise MalformedInputError("list-not-text", encoding=encoding) from error


def _utf16_without_mark(data: bytes) -> str | None:
    """UTF-16 of mostly Latin text has a zero in every other byte of its first line."""
    start = data[:64]
    if len(start) >= 8 and start[1::2].count(0) > len(start) // 3 and 0 not in start[0::2]:
        return "utf-16-le"
    if len(start) >= 8 and start[0::2].count(0) > len(start) // 3 and 0 not in start[1::2]:
        return "utf-16-be"
    return None


def _polishness(data: bytes, encoding: str) -> int:
    text = data.decode(encoding, errors="replace")
    foreign = sum(1 for sign in text if ord(sign) > 127 and sign not in _POLISH)
    return sum(map(text.count, _POLISH)) - 3 * foreign
