"""The zip around a workbook is looked at before anything in it is read: bombs, document types, passwords."""

from __future__ import annotations

import io
import zipfile
import zlib

from umiem.domain.lists.table import MAX_BYTES
from umiem.errors import MalformedInputError, UnsupportedError

MAX_ENTRIES = 2_000
MAX_RATIO = 50
MAX_UNPACKED = 256 * 1024 * 1024
_SMALL = 1024 * 1024  # below this size any ratio is harmless
_PIECE = 256 * 1024
_DECLARATIONS = tuple(
    word.encode(encoding)
    for word in ("<!DOCTYPE", "<!ENTITY")
    for encoding in ("ascii", "utf-16-le", "utf-16-be")
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")


def is_workbook(data: bytes) -> bool:
    """Say whether this begins like a workbook of any kind: a zip, or the old binary format."""
    return data.startswith((*_ZIP, _OLE))


def checked_archive(data: bytes) -> tuple[zipfile.ZipFile, str]:
    """Return the zip and its kind, ``xlsx`` or ``ods``, when it is safe to read.

    Raises ``MalformedInputError``: list-too-large, list-protected, list-broken, list-bomb,
    list-with-declarations; ``UnsupportedError`` list-old-format, list-kind-unknown.
    """
    if len(data) > MAX_BYTES:
        raise MalformedInputError("list-too-large", size=len(data), limit=MAX_BYTES)
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise MalformedInputError("list-protected")
        raise UnsupportedError("list-old-format")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        _refuse_bombs(archive, len(data))
        kind = _kind(archive)
        _refuse_protected(archive, kind)
        _refuse_declarations(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError) as error:
        raise MalformedInputError("list-broken") from error
    except RuntimeError as error:  # a password, in the words of zipfile
        raise MalformedInputError("list-protected") from error
    return archive, kind


def _refuse_bombs(archive: zipfile.ZipFile, size: int) -> None:
    entries = archive.infolist()
    if len(entries) > MAX_ENTRIES:
        raise MalformedInputError("list-bomb", found=len(entries), limit=MAX_ENTRIES)
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > MAX_UNPACKED or (unpacked > _SMALL and unpacked > MAX_RATIO * size):
        raise MalformedInputError("list-bomb", found=unpacked, limit=min(MAX_UNPACKED, MAX_RATIO * size))
    names = [entry.filename for entry in entries]
    if len(set(names)) != len(names):
        raise MalformedInputError("list-broken")


def _kind(archive: zipfile.ZipFile) -> str:
    names = set(archive.namelist())
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "xl/workbook.bin" in names:
        raise UnsupportedError("list-old-format")
    if "mimetype" in names and "content.xml" in names:
        declared = archive.read("mimetype").strip()
        if declared.startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
            return "ods"
    raise UnsupportedError("list-kind-unknown")


def _refuse_protected(archive: zipfile.ZipFile, kind: str) -> None:
    if any(entry.flag_bits & 0x1 for entry in archive.infolist()):
        raise MalformedInputError("list-protected")
    if kind == "ods" and "META-INF/manifest.xml" in archive.namelist():
        manifest = archive.read("META-INF/manifest.xml")
        if b"encryption-data" in manifest:
            raise MalformedInputError("list-protected")


def _refuse_declarations(archive: zipfile.ZipFile) -> None:
    """No document type and no entity stands in any XML of the file; also checks each stated size.

    ``zipfile`` stops at the stated size and compares the checksum, so an entry cannot unpack to more.
    """
    longest = max(map(len, _DECLARATIONS))
    for entry in archive.infolist():
        if not entry.filename.lower().endswith((".xml", ".rels", ".vml")):
            continue
        with archive.open(entry) as stream:
            tail = b""
            while piece := stream.read(_PIECE):
                text = tail + piece
                if any(word in text for word in _DECLARATIONS):
                    raise MalformedInputError("list-with-declarations", entry=entry.filename[:80])
                tail = text[-longest:]
