"""Which open values no rule of shape looks at, beyond asking that they are not empty.

The rules of the data model and of Open Badges 3.0 ask three things of the values named here: that they
are texts (a slot is), that they are not empty (asked again for each document) and, of identifiers, that
they are URLs (which is what an IRI slot accepts). So a document that differs from a faultless one in
such values alone is faultless too. Everything that is not listed here is checked again.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, TypeAlias

Path: TypeAlias = tuple[str | int, ...]

_TEXTS = frozenset(("name", "description", "narrative", "targetName", "identityHash", "value"))


def inert_places(
    document: Mapping[str, Any], leaves: Sequence[int], iri_places: Collection[int]
) -> tuple[int, ...] | None:
    """Return which of ``leaves`` must not be empty, when no rule depends on any of them otherwise.

    ``document`` has numbered leaves. None: some open value has to be checked again.
    """
    paths: dict[int, Path] = {}
    _collect(document, (), paths)
    texts: list[int] = []
    for place, leaf in enumerate(leaves):
        path = paths[leaf]
        if path[0] == "proof":
            continue
        if place in iri_places:
            if not _is_reference(path):
                return None
        elif _is_text(path):
            texts.append(place)
        else:
            return None
    return tuple(texts)


def _is_reference(path: Path) -> bool:
    return path == ("id",) or (path[0] == "credentialSubject" and path[-1] == "id")


def _is_text(path: Path) -> bool:
    return path == ("name",) or (path[0] == "credentialSubject" and path[-1] in _TEXTS)


def _collect(value: Any, path: Path, paths: dict[int, Path]) -> None:
    if isinstance(value, str):
        paths[value.number] = path  # type: ignore[attr-defined]
    elif isinstance(value, dict):
        for name, member in value.items():
            _collect(member, (*path, name), paths)
    elif isinstance(value, list):
        for index, member in enumerate(value):
            _collect(member, (*path, index), paths)
