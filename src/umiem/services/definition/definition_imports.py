"""Files from elsewhere, opened: baked images, signed badges and zips of them, down to the definitions inside.

What Odznaka+, Badgr and Moodle export. Nothing is verified and nothing is fetched: a definition is only
copied, and each draft keeps its origin.
"""

from __future__ import annotations

import base64
import binascii
import dataclasses
import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from umiem.domain.imports.draft import ImportedDraft
from umiem.domain.imports.recognise import MAX_BYTES, import_drafts
from umiem.engine.containers.png import read_png
from umiem.engine.containers.svg import read_svg
from umiem.errors import MalformedInputError, UmiemError

MAX_FILES = 2_000  # in one zip
MAX_UNPACKED = 50_000_000  # bytes in one zip, all files together
_JWS = re.compile(rb"[A-Za-z0-9_-]+\.([A-Za-z0-9_-]+)\.[A-Za-z0-9_-]*")
_LINK = re.compile(rb"https?://\S{1,2000}")
_SKIPPED = re.compile(r"(^|/)(\.|__MACOSX/)|/$")


def drafts_from_file(data: bytes) -> tuple[ImportedDraft, ...]:
    """Return every definition in a file: JSON, CSV, a baked PNG or SVG, a compact JWS, or a zip of these.

    In a zip, files that hold no definition are passed over. Raises ``MalformedInputError``: what
    ``import_drafts`` raises, import-only-a-link (``link``: the badge itself lies on the web), zip-unreadable,
    zip-too-many-files, zip-too-large, or what reading a baked image raises (``NotFoundError`` when nothing is
    baked into it).
    """
    if not data.startswith(b"PK\x03\x04"):
        return _drafts_in_one(data)
    drafts = tuple(_drafts_in_zip(data))
    if not drafts:
        raise MalformedInputError("import-not-recognised")
    return drafts


def _drafts_in_one(data: bytes) -> tuple[ImportedDraft, ...]:
    if len(data) > MAX_BYTES:
        raise MalformedInputError("import-too-large", size=len(data), limit=MAX_BYTES)
    if data.startswith(b"\x89PNG"):
        data = read_png(data).payload
    elif data.lstrip()[:1] == b"<":
        data = read_svg(data).payload
    text = data.strip()
    if _LINK.fullmatch(text):
        raise MalformedInputError("import-only-a-link", link=text.decode("ascii", "replace"))
    signed = _JWS.fullmatch(text)
    return import_drafts(_payload(signed.group(1)) if signed else data)


def _payload(part: bytes) -> bytes:
    try:
        return base64.urlsafe_b64decode(part + b"=" * (-len(part) % 4))
    except (binascii.Error, ValueError) as error:
        raise MalformedInputError("import-not-recognised") from error


def _drafts_in_zip(data: bytes) -> Iterator[ImportedDraft]:
    seen: set[object] = set()
    for name, content in _members(data):
        try:
            found = _drafts_in_one(content)
        except UmiemError:
            continue
        for draft in found:
            if draft.definition not in seen:
                seen.add(draft.definition)
                yield dataclasses.replace(draft, origin=f"{name}: {draft.origin}" if draft.origin else name)


# What ``zipfile`` raises for archives that were cut, changed or made to mislead; ValueError: a wrong place.
_BROKEN_ZIP = (
    zipfile.BadZipFile,
    zlib.error,
    RuntimeError,
    NotImplementedError,
    EOFError,
    OSError,
    ValueError,
)


def _members(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Give the files of a zip, counting what really comes out: the sizes that it states may lie."""
    left = MAX_UNPACKED
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = [entry for entry in archive.infolist() if not _SKIPPED.search(entry.filename)]
            if len(entries) > MAX_FILES:
                raise MalformedInputError("zip-too-many-files", count=len(entries), limit=MAX_FILES)
            for entry in entries:
                with archive.open(entry) as stream:
                    content = stream.read(min(left, MAX_BYTES + 1) + 1)
                left -= len(content)
                if left < 0:
                    raise MalformedInputError("zip-too-large", limit=MAX_UNPACKED)
                yield entry.filename, content
    except _BROKEN_ZIP as error:
        raise MalformedInputError("zip-unreadable", problem=str(error)[:120]) from error
