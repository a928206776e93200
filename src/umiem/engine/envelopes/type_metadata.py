"""Type metadata of SD-JWT VCs: fetched, pinned, extended, and its rules for claims (SD-JWT VC draft, 6 to 9).

Rendering templates and display texts are never executed or shown from here.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from collections.abc import Iterator, Mapping
from typing import Any

from umiem.engine.canonical.strict_json import parse_json_object
from umiem.engine.ports import DocumentSource
from umiem.errors import MalformedInputError

MAX_METADATA_BYTES = 64 * 1024
MAX_EXTENDS = 4
_STRENGTH = {"sha256": 0, "sha384": 1, "sha512": 2}


def fetch_type_metadata(
    vct: str, integrity: object, documents: DocumentSource
) -> tuple[Mapping[str, Any], ...]:
    """Return the type's metadata and that of every type it extends, the type itself first.

    Raises ``UnavailableError`` (cannot be fetched) or ``MalformedInputError``: another type, a
    digest that differs, a loop, more than ``MAX_EXTENDS`` steps.
    """
    chain: list[Mapping[str, Any]] = []
    seen: set[str] = set()
    next_type: object = vct
    while next_type is not None:
        if not isinstance(next_type, str) or not next_type.startswith("https://"):
            raise MalformedInputError("type-metadata-not-retrievable", vct=str(next_type)[:200])
        if next_type in seen or len(chain) > MAX_EXTENDS:
            raise MalformedInputError("type-metadata-loop", vct=next_type[:200])
        seen.add(next_type)
        data = documents.fetch(next_type)
        if integrity is not None and not integrity_matches(integrity, data):
            raise MalformedInputError("type-metadata-integrity", vct=next_type[:200])
        metadata = parse_json_object(data, max_bytes=MAX_METADATA_BYTES)
        if metadata.get("vct") != next_type:
            raise MalformedInputError("type-metadata-other-type", vct=str(metadata.get("vct"))[:200])
        chain.append(metadata)
        next_type, integrity = metadata.get("extends"), metadata.get("extends#integrity")
    return tuple(chain)


def integrity_matches(text: object, data: bytes) -> bool:
    """Compare ``data`` with an "integrity metadata" string (W3C SRI): the strongest hash given decides."""
    if not isinstance(text, str):
        return False
    expressions = [item.split("?", 1)[0].partition("-") for item in text.split()]
    known = [(name, value) for name, _, value in expressions if name in _STRENGTH]
    if not known:
        return False
    strongest = max(known, key=lambda item: _STRENGTH[item[0]])[0]
    digest = hashlib.new(strongest, data).digest()
    return any(hmac.compare_digest(_decoded(value), digest) for name, value in known if name == strongest)


def claim_faults(chain: tuple[Mapping[str, Any], ...], claims: Mapping[str, Any]) -> Iterator[str]:
    """Yield the paths of mandatory claims that are missing (section 9.3).

    Not enforced: ``sd`` (whether a claim had to be disclosable) and display metadata.
    """
    for metadata in chain:
        listed = metadata.get("claims", [])
        if not isinstance(listed, list):
            raise MalformedInputError("type-metadata-malformed")
        for entry in listed:
            path = entry.get("path") if isinstance(entry, Mapping) else None
            if not isinstance(path, list) or not path:
                raise MalformedInputError("type-metadata-malformed")
            if entry.get("mandatory") is True and not _exists(claims, path):
                yield "/".join("*" if part is None else str(part) for part in path)


def _exists(value: Any, path: list[Any]) -> bool:
    if not path:
        return True
    head, rest = path[0], path[1:]
    if head is None:
        return isinstance(value, list) and any(_exists(element, rest) for element in value)
    if isinstance(head, str):
        return isinstance(value, Mapping) and head in value and _exists(value[head], rest)
    if isinstance(head, int) and not isinstance(head, bool):
        return isinstance(value, list) and 0 <= head < len(value) and _exists(value[head], rest)
    raise MalformedInputError("type-metadata-malformed")


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""
