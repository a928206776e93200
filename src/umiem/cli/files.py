"""Reading and writing files for commands: clear errors, nothing half-written."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from umiem.errors import ConfigurationError, MalformedInputError, NotFoundError, RefusedError


def read_bytes(path: Path, *, limit: int) -> bytes:
    """Return the bytes of ``path``; raises ``NotFoundError``, or ``MalformedInputError`` when too large."""
    try:
        with path.open("rb") as stream:
            data = stream.read(limit + 1)  # a device or pipe has no size to ask for
    except OSError as error:
        raise NotFoundError("file-missing", path=str(path), problem=error.strerror) from error
    if len(data) > limit:
        size = max(len(data), path.stat().st_size)
        raise MalformedInputError("file-too-large", name=str(path), size=size, limit=limit)
    return data


def write_atomically(path: Path, data: bytes, *, force: bool) -> None:
    """Write a file completely or not at all; an existing one is replaced only with ``force``."""
    with staged(path.parent, [path.name], force=force) as stage:
        (stage / path.name).write_bytes(data)


@contextmanager
def staged(folder: Path, names: list[str], *, force: bool) -> Iterator[Path]:
    """Give a folder to write ``names`` into; they appear in ``folder`` only when the block ends well.

    Raises ``RefusedError`` (file-exists) before anything is written, ``ConfigurationError``
    (folder-not-writable) when the place cannot be used.
    """
    there = next((name for name in names if (folder / name).exists()), None)
    if there is not None and not force:
        raise RefusedError("file-exists", path=str(folder / there))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        stage = Path(tempfile.mkdtemp(prefix=".umiem-", dir=folder))
    except OSError as error:
        raise ConfigurationError("folder-not-writable", path=str(folder), problem=error.strerror) from error
    try:
        yield stage
        for name in names:
            os.replace(stage / name, folder / name)
    except OSError as error:
        raise ConfigurationError("folder-not-writable", path=str(folder), problem=error.strerror) from error
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def write_all(folder: Path, contents: Mapping[str, bytes], *, force: bool) -> None:
    """Write several files, all of them or none."""
    with staged(folder, list(contents), force=force) as stage:
        for name, data in contents.items():
            (stage / name).write_bytes(data)
