"""The files of an ESCO download, whether given as a zip, a folder or single CSV files.

Nothing is unpacked to disk. What an archive says about its sizes is not believed: bytes are counted
while they are read, and an archive that swells beyond the limits is refused.
"""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from umiem.errors import MalformedInputError, NotFoundError

LARGEST_FILE = 256 * 2**20
LARGEST_TOTAL = 2 * 2**30
MOST_FILES = 2_000
MOST_SWELLING = 250  # official files shrink to about a tenth
_CHUNK = 1 << 20
_VERSION = re.compile(r"v(\d+\.\d+(?:\.\d+)?)")


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One CSV file: its bare name, where it came from (for messages), and its stated size."""

    name: str
    origin: str
    size: int
    archive: Path | None
    member: str


def list_sources(paths: list[Path]) -> list[SourceFile]:
    """Return the CSV files found at ``paths``, in the order given, then by name.

    Raises:
        NotFoundError: a path does not exist, or there is no CSV file at all.
        MalformedInputError: a zip that is broken, too large or swells too much.
    """
    found = [source for path in paths for source in _list_path(path)]
    if not found:
        raise NotFoundError("esco-no-csv", paths=", ".join(str(path) for path in paths))
    if len(found) > MOST_FILES or sum(source.size for source in found) > LARGEST_TOTAL:
        raise MalformedInputError("esco-too-large", name=str(paths[0]))
    return found


def _list_path(path: Path) -> Iterator[SourceFile]:
    if path.is_dir():
        for inside in sorted(path.rglob("*")):
            if inside.suffix.lower() in {".csv", ".zip"} and inside.is_file():
                yield from _list_path(inside)
    elif not path.is_file():
        raise NotFoundError("esco-path-not-found", name=str(path))
    elif path.suffix.lower() == ".zip":
        yield from _list_archive(path)
    elif path.suffix.lower() == ".csv":
        yield SourceFile(path.name, str(path), path.stat().st_size, None, str(path))
    else:
        raise MalformedInputError("esco-not-csv-or-zip", name=str(path))


def _list_archive(path: Path) -> Iterator[SourceFile]:
    try:
        with zipfile.ZipFile(path) as archive:
            members = sorted(archive.infolist(), key=lambda member: member.filename)
    except (zipfile.BadZipFile, OSError) as error:
        raise MalformedInputError("esco-broken-zip", name=str(path)) from error
    for member in members:
        if member.is_dir() or not member.filename.lower().endswith(".csv"):
            continue
        if member.file_size > LARGEST_FILE or member.file_size > MOST_SWELLING * max(
            member.compress_size, 4096
        ):
            raise MalformedInputError("esco-too-large", name=f"{path.name}: {member.filename}")
        name = member.filename.rpartition("/")[2]
        yield SourceFile(name, f"{path.name}: {member.filename}", member.file_size, path, member.filename)


def read_source(source: SourceFile) -> bytes:
    """Return the bytes of one file, refusing more than the limits whatever the archive stated."""
    try:
        if source.archive is None:
            with Path(source.member).open("rb") as plain:
                return _read_limited(plain, source)
        with zipfile.ZipFile(source.archive) as archive, archive.open(source.member) as packed:
            return _read_limited(packed, source)
    except (zipfile.BadZipFile, OSError, EOFError, RuntimeError) as error:
        raise MalformedInputError("esco-broken-zip", name=source.origin) from error


def _read_limited(stream: IO[bytes], source: SourceFile) -> bytes:
    chunks, total = [], 0
    while chunk := stream.read(_CHUNK):
        total += len(chunk)
        if total > LARGEST_FILE:
            raise MalformedInputError("esco-too-large", name=source.origin)
        chunks.append(chunk)
    return b"".join(chunks)


def version_in_names(paths: list[Path], found_in: list[SourceFile]) -> str:
    """Return the ESCO version that the names of the downloads state, or an empty string."""
    inside = [source.archive or Path(source.member) for source in found_in]
    for path in (*paths, *inside):
        found = _VERSION.search(path.name) or _VERSION.search(path.parent.name)
        if found:
            return f"v{found.group(1)}"
    return ""


def digest_of(contents: list[tuple[str, bytes]]) -> str:
    """Return one SHA-256 over the names and bytes of all files, in the order of their names."""
    whole = hashlib.sha256()
    for name, data in sorted(contents):
        whole.update(name.encode() + b"\0" + hashlib.sha256(data).digest())
    return whole.hexdigest()
