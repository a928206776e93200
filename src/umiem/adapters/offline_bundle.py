"""A bundle for checking without a network: trust lists, keys and status lists as they were at one time.

The trust lists in it are signed and are checked like any other; DID documents and status lists are what the
maker of the bundle got from their owners at ``made_at``. A status list that has ended leaves the status open.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from umiem.engine import parse_json_object
from umiem.engine.timestamps import iso_text, parse_timestamp
from umiem.engine.trust_list import accept_trust_list, read_trust_list
from umiem.errors import MalformedInputError, UmiemError, UnavailableError

BUNDLE_TYPE = "UmiemOfflineBundle"


@dataclass(frozen=True, kw_only=True)
class OfflineBundle:
    """Answers look-ups from what was packed; everything else is ``UnavailableError`` ``offline``."""

    made_at: datetime | None
    known_issuers: Mapping[str, str]
    did_documents: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    status_lists: Mapping[str, bytes] = field(default_factory=dict)
    problems: tuple[UmiemError, ...] = ()

    def resolve(self, did: str) -> Mapping[str, Any]:
        """Return a packed DID document."""
        if did not in self.did_documents:
            raise UnavailableError("offline", what=did)
        return self.did_documents[did]

    def fetch(self, url: str) -> bytes:
        """Return a packed status list."""
        if url not in self.status_lists:
            raise UnavailableError("offline", what=url)
        return self.status_lists[url]


def read_bundle(data: bytes, *, at: datetime) -> OfflineBundle:
    """Read a bundle, a signed trust list, or a plain object of DID → name.

    Lists that may not be used at ``at`` (ended, not signed) vouch for nobody and are named in ``problems``.
    Raises ``MalformedInputError`` (registry-unreadable) for anything else.
    """
    try:
        found = json.loads(data)
    except (ValueError, RecursionError) as problem:
        raise MalformedInputError("registry-unreadable") from problem
    if not isinstance(found, dict):
        raise MalformedInputError("registry-unreadable")
    if found.get("type") == BUNDLE_TYPE:
        return _bundle(found, at)
    if "payload" in found and "signatures" in found:
        known, problems = _issuers([found], at)
        return OfflineBundle(made_at=None, known_issuers=known, problems=problems)
    if not all(isinstance(name, str) for name in found.values()):
        raise MalformedInputError("registry-unreadable")
    return OfflineBundle(made_at=None, known_issuers=found)


def write_bundle(
    *,
    made_at: datetime,
    trust_lists: list[bytes],
    did_documents: Mapping[str, Mapping[str, Any]],
    status_lists: Mapping[str, bytes],
) -> bytes:
    """Return a bundle as JSON."""
    document = {
        "type": BUNDLE_TYPE,
        "madeAt": iso_text(made_at),
        "trustLists": [json.loads(one) for one in trust_lists],
        "didDocuments": dict(did_documents),
        "statusLists": {url: base64.b64encode(one).decode() for url, one in status_lists.items()},
    }
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


def _bundle(found: Mapping[str, Any], at: datetime) -> OfflineBundle:
    lists, documents = found.get("trustLists", []), found.get("didDocuments", {})
    packed = found.get("statusLists", {})
    if not isinstance(lists, list) or not isinstance(documents, dict) or not isinstance(packed, dict):
        raise MalformedInputError("registry-unreadable")
    known, problems = _issuers(lists, at)
    try:
        made_at = parse_timestamp(found.get("madeAt"))
        contents = {url: base64.b64decode(str(text), validate=True) for url, text in packed.items()}
        dids = {did: parse_json_object(json.dumps(one).encode()) for did, one in documents.items()}
    except (binascii.Error, ValueError, UmiemError) as problem:
        raise MalformedInputError("registry-unreadable") from problem
    return OfflineBundle(
        made_at=made_at, known_issuers=known, did_documents=dids, status_lists=contents, problems=problems
    )


def _issuers(lists: list[Any], at: datetime) -> tuple[dict[str, str], tuple[UmiemError, ...]]:
    known: dict[str, str] = {}
    problems = []
    for one in lists:
        try:
            signed = read_trust_list(json.dumps(one).encode())
            accept_trust_list(signed, at=at, previous=None)
        except UmiemError as error:
            problems.append(error)
            continue
        for entry in signed.content.issuers:
            if entry.since <= at.date() and (entry.until is None or entry.until > at.date()):
                known.setdefault(entry.id, next(iter(entry.names.values())))
    return known, tuple(problems)
