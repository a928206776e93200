"""What ``umiem verify`` was given: files, folders, ZIPs, and CSVs of links, as one row of things to check."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from umiem.domain.learner_archive import companions
from umiem.errors import MalformedInputError

if TYPE_CHECKING:
    from umiem.domain.link_list import ListedLink

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


def _of(path: Path, fetch: Callable[[str], bytes], *, is_alone: bool = True) -> Iterator[Given]:
    """Yield what is at ``path``; a table without links that lies in a folder is a thing to check itself."""
    if str(path) == "-":
        yield Given("-", _standard_input)
    elif path.is_dir():
        beside = companions(one.name for one in path.iterdir())
        for inner in sorted(one for one in path.rglob("*") if one.is_file() and not _is_hidden(one, path)):
            if inner.parent != path or inner.name not in beside:
                yield from _of(inner, fetch, is_alone=False)
    elif path.suffix.casefold() == ".zip":
        from umiem.adapters.archive import files_of

        for name, data in files_of(_bytes(path, LARGEST_ARCHIVE)):
            yield Given(f"{path}!{name}", lambda data=data: _unpacked(data))  # type: ignore[misc]
    elif path.suffix.casefold() in _LISTS and (listed_links := _links(path, is_alone=is_alone)):
        for listed in listed_links:
            yield Given(f"{listed.name} {listed.link}".strip(), lambda url=listed.link: _fetched(url, fetch))  # type: ignore[misc]
    else:
        yield Given(str(path), lambda: _checked(_bytes(path, LARGEST_BYTES)))


def _links(path: Path, *, is_alone: bool) -> tuple[ListedLink, ...]:
    from umiem.domain.link_list import read_link_list

    try:
        return read_link_list(_bytes(path, LARGEST_BYTES))
    except MalformedInputError:
        if is_alone:
            raise
        return ()


def _fetched(url: str, fetch: Callable[[str], bytes]) -> bytes:
    if not url:
        raise MalformedInputError("row-without-link")
    return fetch(url)


def _unpacked(data: bytes | None) -> bytes:
    if data is None:
        raise MalformedInputError("packed-file-too-large")
    return _checked(data)


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
