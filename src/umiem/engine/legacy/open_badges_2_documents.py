"""The linked documents of an Open Badges 2 assertion: badge class, issuer, key, revocation list.

Fetched through a source that the caller supplies, each at most once, never more than
``MAX_FETCHES`` in all.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from umiem.engine.canonical.strict_json import parse_json_object
from umiem.engine.ports import DocumentSource
from umiem.engine.web_addresses import split_address
from umiem.errors import MalformedInputError, UnavailableError

MAX_FETCHES = 8
MAX_LINKED_BYTES = 256 * 1024


class LinkedDocuments:
    """One verification's look-ups: bounded, and remembered for as long as it lasts."""

    def __init__(self, source: DocumentSource | None) -> None:
        self._source = source
        self._known: dict[str, dict[str, Any]] = {}

    def get(self, url: object) -> dict[str, Any]:
        """Return the JSON object at ``url``.

        Raises ``UnavailableError`` (no source, or it cannot be had), ``MalformedInputError`` (no
        https URL, no JSON object, one look-up too many).
        """
        if not isinstance(url, str) or split_address(url).scheme not in ("https", "http"):
            raise MalformedInputError("linked-document-url", url=str(url)[:200])
        if url not in self._known:
            if self._source is None:
                raise UnavailableError("offline", what=url)
            if len(self._known) >= MAX_FETCHES:
                raise MalformedInputError("linked-documents-too-many", limit=MAX_FETCHES)
            self._known[url] = parse_json_object(self._source.fetch(url), max_bytes=MAX_LINKED_BYTES)
        return self._known[url]

    def resolve(self, reference: object) -> dict[str, Any]:
        """Return an embedded object as it is, or the document a URL stands for (whose ``id`` must agree)."""
        if isinstance(reference, dict):
            return reference
        document = self.get(reference)
        if document.get("id") != reference:
            raise MalformedInputError("linked-document-other", url=str(reference)[:200])
        return document


def has_type(document: Mapping[str, Any], name: str) -> bool:
    """Say whether ``type`` is, or holds, ``name``."""
    types = document.get("type")
    return name in (types if isinstance(types, list) else [types])
