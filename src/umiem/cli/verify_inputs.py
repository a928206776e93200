"""What ``umiem verify`` was given: files, folders, ZIPs, and CSVs of links, as one row of things to check."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from umiem.domain.learner_archive import companions
from umiem.errors import MalformedInputError

MOST_ITEMS = 5_000
LARGEST_BYTES = 6 * 1024 * 1024
LARGEST_ARCHIVE = 512 * 1024 * 1024
_LISTS = (".csv", ".tsv")


@dataclass(frozen=True)
class Given:
    """One thing to check: its name, and how to get its bytes (which may raise ``UmiemError``)."""

    name: str
    read: Callable[[], bytes]


def all_given(paths: tuple[Path, ...], fetch: Callable[[str], bytes]) -> Iterator[Given]:
    """Yield everything to check; ``fetch`` gets the document at a link of a CSV.

    Raises ``MalformedInputError`` for more than 5,000 things, an archive or a list that cannot be read.
    """
    count = 0
    for path in paths:
        for given in _of(path, fetch):
            count += 1
            if count > MOST_ITEMS:
                raise MalformedInputError("too-many-items", limit=MOST_ITEMS)
            yield given


def _of(path: Path, fetch: Callable[[str], bytes]) -> Iterator[Given]:
    if str(path) == "-":
        yield Given("-", _standard_input)
    elif path.is_dir():
        beside = companions(one.name for one in path.iterdir())
        for inner in sorted(one for one in path.rglob("*") if one.is_file() and not _is_hidden(one, path)):
            if inner.parent != path or inner.name not in beside:
                yield from _of(inner, fetch)
    elif path.suffix.casefold() == ".zip":
        from umiem.adapters.archive import files_of

        for name, data in files_of(_bytes(path, LARGEST_ARCHIVE)):
            yield Given(f"{path}!{name}", lambda data=data: _checked(data))  # type: ignore[misc]
    elif path.suffix.casefold() in _LISTS:
        from umiem.domain.link_list import read_link_list

        for listed in read_link_list(_bytes(path, LARGEST_BYTES)):
            yield Given(f"{listed.name} {listed.link}".strip(), lambda url=listed.link: fetch(url))  # type: ignore[misc]
    else:
        yield Given(str(path), lambda: _checked(_bytes(path, LARGEST_BYTES)))


def _is_hidden(path: Path, folder: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(folder).parts)


def _standard_input() -> bytes:
    return _checked(sys.stdin.buffer.read(LARGEST_BYTES + 1))


def _bytes(path: Path, limit: int) -> bytes:
    try:
        with path.open("rb") as stream:
            data = stream.read(limit + 1)
    except OSError as problem:
        raise MalformedInputError("file-unreadable", path=str(path)) from problem
    if len(data) > limit:
        raise MalformedInputError("upload-too-large", size=len(data), limit=limit)
    return data


def _checked(data: bytes) -> bytes:
    if len(data) > LARGEST_BYTES:
        raise MalformedInputError("upload-too-large", size=len(data), limit=LARGEST_BYTES)
    if not data.strip():
        raise MalformedInputError("nothing-to-check")
    return data
