"""Which encoding a text file from a Polish office has.

UTF-8 and UTF-16 can be recognised; Windows-1250 and ISO-8859-2 cannot be told apart for certain, so the
one is taken under which the six letters they place differently (ąśźĄŚŹ) make a text of Polish letters.
"""

from __future__ import annotations

import codecs

from umiem.errors import MalformedInputError

ENCODINGS = ("utf-8", "cp1250", "iso8859-2", "utf-16-le", "utf-16-be")
"""What people may choose by hand, in Python's names."""

_OTHER_NAMES = {
    "utf8": "utf-8",
    "windows-1250": "cp1250",
    "win-1250": "cp1250",
    "iso-8859-2": "iso8859-2",
    "latin-2": "iso8859-2",
    "latin2": "iso8859-2",
    "utf-16le": "utf-16-le",
    "utf-16be": "utf-16-be",
}
POLISH = "ąćęłńóśźżĄĆĘŁŃÓŚŹŻ"
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decode(data: bytes, encoding: str = "") -> tuple[str, str]:
    """Return the text and the name of its encoding (Python's name); ``encoding`` is the choice of a person.

    Under an encoding chosen by hand, bytes that are none in it become U+FFFD, which is reported row by row.
    Raises ``MalformedInputError``: list-empty, list-encoding-unknown, or list-not-text when it is no text
    in any of them.
    """
    if not data.strip():
        raise MalformedInputError("list-empty")
    if encoding:
        named = encoding.strip().casefold().replace("_", "-")
        encoding = _OTHER_NAMES.get(named, named)
        return _chosen(data, encoding), encoding
    for mark, name in _BOMS:
        if data.startswith(mark):
            return _decoded(data, name), name
    silent = _utf16_without_mark(data)
    if silent is not None:
        return _decoded(data, silent), silent
    if b"\x00" in data:
        raise MalformedInputError("list-not-text")
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return _not_utf8(data)


def _chosen(data: bytes, encoding: str) -> str:
    if encoding not in ENCODINGS and encoding not in {name for _, name in _BOMS}:
        raise MalformedInputError("list-encoding-unknown", encoding=encoding[:40], known=", ".join(ENCODINGS))
    return data.decode(encoding, errors="replace").removeprefix("\ufeff")


def _not_utf8(data: bytes) -> tuple[str, str]:
    """Take the encoding with the most Polish letters; a UTF-8 file with a few strange bytes stays UTF-8.

    Two files glued together, one UTF-8 and one Windows-1250, are read line by line, each in its own.
    """
    utf8_letters = sum(data.count(sign.encode()) for sign in POLISH)
    if utf8_letters:
        lines = data.splitlines(keepends=True)
        return "".join(_line(line) for line in lines), "utf-8"
    encoding = max(("cp1250", "iso8859-2"), key=lambda name: _polishness(data, name))
    return _decoded(data, encoding), encoding


def _line(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if any(sign.encode() in line for sign in POLISH):
        return line.decode("utf-8", errors="replace")
    best = max(("cp1250", "iso8859-2"), key=lambda name: _polishness(line, name))
    return line.decode(best, errors="replace")


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
    foreign = sum(1 for sign in text if ord(sign) > 127 and sign not in POLISH)
    return sum(map(text.count, POLISH)) - 3 * foreign
