"""Baked PNG: a credential in an ``iTXt`` chunk (Open Badges 3.0 section 5.3.2.1; Open Badges 2.0 baking).

The chunks are walked without decoding a pixel. Refused: wrong CRC, bytes after the end, more than
one credential, animation, absurd dimensions, too many chunks, text that inflates too far.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from umiem.engine.containers.payload import MAX_PAYLOAD_BYTES, ContainedPayload
from umiem.errors import MalformedInputError, NotFoundError, RefusedError

SIGNATURE = b"\x89PNG\r\n\x1a\n"
KEYWORD = b"openbadgecredential"
LEGACY_KEYWORD = b"openbadges"
MAX_PNG_BYTES = 5 * 1024 * 1024
MAX_CHUNKS = 256
MAX_SIDE_PIXELS = 10_000
MAX_PICTURE_BYTES = 64 * 1024 * 1024
_WITHOUT_LOOK = frozenset({b"iTXt", b"tEXt", b"zTXt", b"tIME"})
_ANIMATION = frozenset({b"acTL", b"fcTL", b"fdAT"})


@dataclass(frozen=True, slots=True)
class _Chunk:
    kind: bytes
    data: bytes
    raw: bytes


def read_png(image: bytes) -> ContainedPayload:
    """Return the credential baked into ``image``; the picture itself is not looked at.

    A chunk of Open Badges 3 wins over one of Open Badges 2. Raises ``NotFoundError``
    (``image-without-credential``) or ``MalformedInputError``.
    """
    found: dict[bytes, bytes] = {}
    for chunk in _chunks(image):
        keyword = _credential_keyword(chunk)
        if keyword is None:
            continue
        if keyword in found:
            raise MalformedInputError("image-two-credentials")
        found[keyword] = _text(chunk)
    if KEYWORD in found:
        return ContainedPayload(payload=found[KEYWORD])
    if LEGACY_KEYWORD in found:
        return ContainedPayload(payload=found[LEGACY_KEYWORD], legacy=True)
    raise NotFoundError("image-without-credential")


def picture_of(image: bytes) -> bytes:
    """Return what makes the picture: equal for two files that differ in texts and compression only.

    Raises ``MalformedInputError`` as ``read_png`` does, or when the pixels inflate beyond what we compare.
    """
    kept, pixels = [], b""
    for chunk in _chunks(image):
        if chunk.kind == b"IDAT":
            pixels += chunk.data
        elif chunk.kind not in _WITHOUT_LOOK:
            kept.append(chunk.raw)
    unpacked = zlib.decompressobj()
    try:
        drawn = unpacked.decompress(pixels, MAX_PICTURE_BYTES)
    except zlib.error as error:
        raise MalformedInputError("png-malformed") from error
    if unpacked.unconsumed_tail:
        raise MalformedInputError("image-too-large", limit=MAX_PICTURE_BYTES)
    return b"".join(kept) + drawn


def bake_png(image: bytes, payload: bytes) -> bytes:
    """Return ``image`` with ``payload`` (a compact JWS, or JSON with its proof) baked in.

    A credential that was there is replaced; every other chunk stays byte for byte. Raises
    ``RefusedError`` when the payload is too large or no UTF-8, ``MalformedInputError`` for a bad image.
    """
    if len(payload) > MAX_PAYLOAD_BYTES:
        raise RefusedError("image-payload-too-large", limit=MAX_PAYLOAD_BYTES)
    try:
        payload.decode("utf-8")
    except UnicodeDecodeError as error:
        raise RefusedError("image-payload-not-text") from error
    # Keyword, not compressed, method 0, no language, no translated keyword (PNG section 11.3.3.4).
    baked = _write_chunk(b"iTXt", KEYWORD + b"\x00\x00\x00\x00\x00" + payload)
    header, *rest = (chunk for chunk in _chunks(image) if _credential_keyword(chunk) is None)
    result = SIGNATURE + header.raw + baked + b"".join(chunk.raw for chunk in rest)
    if len(result) > MAX_PNG_BYTES:
        raise RefusedError("image-payload-too-large", limit=MAX_PNG_BYTES)
    return result


def _chunks(image: bytes) -> Iterator[_Chunk]:
    if len(image) > MAX_PNG_BYTES:
        raise MalformedInputError("image-too-large", limit=MAX_PNG_BYTES)
    if not image.startswith(SIGNATURE):
        raise MalformedInputError("png-malformed")
    position, count = len(SIGNATURE), 0
    while True:
        chunk = _chunk_at(image, position)
        count += 1
        if (count == 1) != (chunk.kind == b"IHDR") or count > MAX_CHUNKS:
            raise MalformedInputError("png-malformed")
        if chunk.kind in _ANIMATION:
            raise MalformedInputError("png-animated")
        if count == 1:
            _check_dimensions(chunk.data)
        yield chunk
        position += len(chunk.raw)
        if chunk.kind == b"IEND":
            break
    # Bytes after the end make one file two things, for instance a picture and an archive.
    if position != len(image):
        raise MalformedInputError("png-trailing-bytes")


def _chunk_at(image: bytes, position: int) -> _Chunk:
    head = image[position : position + 8]
    if len(head) != 8:
        raise MalformedInputError("png-truncated")
    (length,), kind = struct.unpack(">I", head[:4]), head[4:]
    raw = image[position : position + 12 + length]
    if len(raw) != 12 + length or not kind.isalpha():
        raise MalformedInputError("png-truncated")
    if zlib.crc32(raw[4:-4]) != int.from_bytes(raw[-4:], "big"):
        raise MalformedInputError("png-checksum")
    return _Chunk(kind, raw[8:-4], raw)


def _check_dimensions(header: bytes) -> None:
    if len(header) != 13:
        raise MalformedInputError("png-malformed")
    width, height = struct.unpack(">II", header[:8])
    if not (0 < width <= MAX_SIDE_PIXELS and 0 < height <= MAX_SIDE_PIXELS):
        raise MalformedInputError("png-dimensions", limit=MAX_SIDE_PIXELS)


def _credential_keyword(chunk: _Chunk) -> bytes | None:
    if chunk.kind not in (b"iTXt", b"tEXt", b"zTXt"):
        return None
    keyword = chunk.data.split(b"\x00", 1)[0]
    return keyword if keyword in (KEYWORD, LEGACY_KEYWORD) else None


def _text(chunk: _Chunk) -> bytes:
    _, separator, rest = chunk.data.partition(b"\x00")
    if not separator:
        raise MalformedInputError("png-text-malformed")
    if chunk.kind == b"tEXt":
        return _bounded(rest)
    if chunk.kind == b"zTXt":
        return _inflate(rest[1:]) if rest[:1] == b"\x00" else _bad_text()
    compressed, method, rest = rest[:1], rest[1:2], rest[2:]
    parts = rest.split(b"\x00", 2)
    if len(parts) != 3 or method != b"\x00":
        return _bad_text()
    if compressed == b"\x00":
        return _bounded(parts[2])
    return _inflate(parts[2]) if compressed == b"\x01" else _bad_text()


def _bad_text() -> bytes:
    raise MalformedInputError("png-text-malformed")


def _bounded(text: bytes) -> bytes:
    if len(text) > MAX_PAYLOAD_BYTES:
        raise MalformedInputError("image-payload-too-large", limit=MAX_PAYLOAD_BYTES)
    return text


def _inflate(data: bytes) -> bytes:
    inflater = zlib.decompressobj()
    try:
        text = inflater.decompress(data, MAX_PAYLOAD_BYTES + 1)
    except zlib.error as error:
        raise MalformedInputError("png-text-malformed") from error
    _bounded(text)
    if not inflater.eof or inflater.unused_data:
        return _bad_text()
    return text


def _write_chunk(kind: bytes, data: bytes) -> bytes:
    body = kind + data
    return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))
