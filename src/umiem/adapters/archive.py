"""Reading many files out of a ZIP: in memory, within limits, names as text only."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator

from umiem.domain.learner_archive import companions
from umiem.errors import MalformedInputError

MOST_FILES = 5_000
LARGEST_FILE = 6 * 1024 * 1024
LARGEST_TOTAL = 256 * 1024 * 1024
LARGEST_RATIO = 100
_SMALL = 64 * 1024  # small files may compress as well as they like
_CHUNK = 64 * 1024


def is_archive(data: bytes) -> bool:
    """Say whether the bytes begin like a ZIP."""
    return data.startswith((b"PK\x03\x04", b"PK\x05\x06"))


_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    ValueError,
)


def files_of(data: bytes) -> Iterator[tuple[str, bytes | None]]:
    """Yield name and bytes of each file; nothing is written to disk, no name is used as a path.

    Of an archive that Umiem exported only the credentials: not what stands beside them for people. ``None``
    stands for a file that says itself that it is too large: it is not unpacked, and keeps nothing else out.
    Raises ``MalformedInputError``: archive-malformed, archive-too-large (more files or bytes than the limits,
    or a file that unpacks to a hundred times its size), archive-encrypted.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = [entry for entry in archive.infolist() if _counts(entry)]
            beside = companions(entry.filename for entry in entries)
            entries = [entry for entry in entries if entry.filename not in beside]
            if len(entries) > MOST_FILES:
                raise MalformedInputError("archive-too-large", limit=MOST_FILES)
            left = LARGEST_TOTAL
            for entry in entries:
                content = None if entry.file_size > LARGEST_FILE else _content(archive, entry, left)
                left -= len(content or b"")
                yield entry.filename[:200], content
    except _BROKEN as problem:
        raise MalformedInputError("archive-malformed") from problem


def _counts(entry: zipfile.ZipInfo) -> bool:
    """Folders, hidden files and what macOS adds are no credentials."""
    parts = entry.filename.replace("\\", "/").split("/")
    return not entry.is_dir() and parts[0] != "__MACOSX" and not parts[-1].startswith(".")


def _content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, left: int) -> bytes:
    if entry.flag_bits & 0x1:
        raise MalformedInputError("archive-encrypted")
    limit = min(LARGEST_FILE, left, max(_SMALL, entry.compress_size * LARGEST_RATIO))
    received = bytearray()
    with archive.open(entry) as stream:
        while chunk := stream.read(_CHUNK):
            received += chunk
            if len(received) > limit:
                raise MalformedInputError("archive-too-large", limit=MOST_FILES)
    return bytes(received)
