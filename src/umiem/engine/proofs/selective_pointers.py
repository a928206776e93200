"""JSON pointers, and the selection of a part of a document by pointers.

RFC 6901; selection as in Data Integrity ECDSA Cryptosuites 1.0, sections 3.4.11 to 3.4.14
("jsonPointerToPaths", "createInitialSelection", "selectPaths", "selectJsonLd").
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any

from umiem.engine.limits import MAX_JSON_POINTER_CHARACTERS, MAX_JSON_POINTERS
from umiem.errors import MalformedInputError

_INDEX = re.compile(r"(0|[1-9][0-9]{0,5})\Z")
_BAD_ESCAPE = re.compile(r"~(?![01])")
_ALWAYS_SHOWN = ("@context", "id", "@id", "type", "@type")

# What to show of a value: its selected members, or None for all of it.
Mask = dict[str | int, Any]


def parse_pointer(pointer: object) -> tuple[str, ...]:
    """Return the unescaped tokens of a JSON pointer; the empty pointer has none (RFC 6901, 4).

    Raises ``MalformedInputError`` (``json-pointer-malformed``).
    """
    if not isinstance(pointer, str) or len(pointer) > MAX_JSON_POINTER_CHARACTERS:
        raise MalformedInputError("json-pointer-malformed", pointer=str(pointer)[:80])
    if pointer == "":
        return ()
    if not pointer.startswith("/") or _BAD_ESCAPE.search(pointer):
        raise MalformedInputError("json-pointer-malformed", pointer=pointer[:80])
    return tuple(token.replace("~1", "/").replace("~0", "~") for token in pointer[1:].split("/"))


def check_pointers(pointers: object) -> tuple[str, ...]:
    """Return ``pointers`` when it is a list of well-formed pointers, else raise."""
    if not isinstance(pointers, list | tuple):
        raise MalformedInputError("json-pointers-not-a-list")
    if len(pointers) > MAX_JSON_POINTERS:
        raise MalformedInputError("json-pointers-too-many", count=len(pointers), limit=MAX_JSON_POINTERS)
    for pointer in pointers:
        parse_pointer(pointer)
    return tuple(pointers)


def select(document: Mapping[str, Any], pointers: Sequence[str]) -> dict[str, Any] | None:
    """Return the part of ``document`` that ``pointers`` name, or None when there are no pointers.

    Identifiers and types of every object on the way are always part of it. Arrays keep the order of
    the elements selected and lose the others. Raises ``MalformedInputError``
    (``json-pointer-no-match``) when a pointer leads nowhere.
    """
    if not pointers:
        return None
    mask: Mask | None = {}
    for pointer in pointers:
        mask = _widen(mask, document, parse_pointer(pointer), pointer)
    selected = _apply(document, mask)
    assert isinstance(selected, dict)
    return selected


def _widen(mask: Mask | None, value: Any, tokens: tuple[str, ...], pointer: str) -> Mask | None:
    """Return ``mask`` with the place that ``tokens`` lead to added."""
    if not tokens:
        return None
    key, child = _step(value, tokens[0], pointer)
    if mask is None:
        _widen(None, child, tokens[1:], pointer)
        return None
    mask[key] = _widen(mask.get(key, {}), child, tokens[1:], pointer)
    return mask


def _step(value: Any, token: str, pointer: str) -> tuple[str | int, Any]:
    if isinstance(value, Mapping) and token in value:
        return token, value[token]
    if isinstance(value, list) and _INDEX.match(token) and int(token) < len(value):
        return int(token), value[int(token)]
    raise MalformedInputError("json-pointer-no-match", pointer=pointer[:80])


def _apply(value: Any, mask: Mask | None) -> Any:
    if mask is None or not isinstance(value, Mapping | list):
        return deepcopy(value)
    if isinstance(value, list):
        return [_apply(value[int(index)], mask[index]) for index in sorted(mask)]
    shown = {}
    for name, member in value.items():
        if name in mask:
            shown[name] = _apply(member, mask[name])
        elif name in _ALWAYS_SHOWN and not (isinstance(member, str) and member.startswith("_:")):
            shown[name] = deepcopy(member)
    return shown
