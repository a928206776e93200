"""Find out what a file from elsewhere is, and read every definition in it.

Takes plain JSON and CSV. Baked images and zip files are opened by whoever calls: their parts come here.
Proofs are not checked: a definition is only copied, and its origin is kept.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from umiem.domain.imports import badges, elm
from umiem.domain.imports.catalogue import catalogue
from umiem.domain.imports.draft import ImportedDraft, Json, listed, string
from umiem.errors import MalformedInputError

MAX_BYTES = 5_000_000
MAX_DEPTH = 40
_ELM_TYPES = {"LearningAchievementSpecification", "Qualification"}
_JSON_STARTS = (b"{", b"[")


def import_drafts(data: bytes) -> tuple[ImportedDraft, ...]:
    """Return every definition found in ``data`` as a draft.

    Raises ``MalformedInputError``: import-too-large, import-not-recognised (no definition of a known kind in
    it), or what reading a CSV raises.
    """
    if len(data) > MAX_BYTES:
        raise MalformedInputError("import-too-large", size=len(data), limit=MAX_BYTES)
    stripped = data.removeprefix(b"\xef\xbb\xbf").lstrip()
    if stripped.startswith(_JSON_STARTS):
        drafts = tuple(_drafts_in(_parsed(stripped), depth=0, context={}))
    elif b"\x00" in data[:64] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise MalformedInputError("import-not-recognised")
    else:
        drafts = catalogue(data)
    if not drafts:
        raise MalformedInputError("import-not-recognised")
    return _without_twins(drafts)


def _parsed(data: bytes) -> Any:
    try:
        return json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise MalformedInputError("json-syntax", problem=str(error)[:120]) from error


def _drafts_in(node: Any, *, depth: int, context: Json) -> Iterator[ImportedDraft]:
    """Walk through credentials, collections and lists to the definitions in them."""
    if depth > MAX_DEPTH:
        return
    if isinstance(node, list):
        for item in node:
            yield from _drafts_in(item, depth=depth + 1, context=context)
    elif isinstance(node, Mapping):
        draft = _draft_of(node, context)
        if draft is not None:
            yield draft
            return
        around = _context_of(node, context)
        for name, value in node.items():
            if name not in ("@context", "proof", "verification"):
                yield from _drafts_in(value, depth=depth + 1, context=around)


def _context_of(node: Json, context: Json) -> Json:
    """Keep what a definition further inside needs: the issuer of a credential, the claim it specifies."""
    around = dict(context)
    if isinstance(node.get("issuer"), Mapping):
        around["issuer"] = node["issuer"]
    if "LearningAchievement" in _types(node):
        around["claim"] = node
    return around


def _draft_of(node: Json, context: Json) -> ImportedDraft | None:
    types = _types(node)
    if "BadgeClass" in types:
        return badges.badge_class(node)
    if "Achievement" in types and "criteria" in node:
        return badges.achievement(node, context.get("issuer"))
    if types & _ELM_TYPES and node.get("title") is not None:
        return elm.specification(node, context.get("claim"))
    return None


def _types(node: Json) -> set[str]:
    found = (
        string(kind).rpartition("/")[2].rpartition("#")[2]
        for kind in listed(node.get("type") or node.get("@type"))
    )
    return {kind for kind in found if kind}


def _without_twins(drafts: tuple[ImportedDraft, ...]) -> tuple[ImportedDraft, ...]:
    """One draft for each definition, however often a collection repeats it."""
    return tuple({(draft.origin, draft.definition): draft for draft in drafts}.values())
