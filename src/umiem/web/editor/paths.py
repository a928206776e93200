"""Paths into plain data: ``assessments[0].type``; reading, writing, and the ids that pages give them."""

from __future__ import annotations

import re
from typing import Any

_PART = re.compile(r"[^.\[\]]+")
Tree = dict[str, Any]


def parts(path: str) -> list[str | int]:
    """Return the keys and places on the way to ``path``."""
    return [int(part) if part.isdigit() else part for part in _PART.findall(path)]


def get(tree: Any, path: str) -> Any:
    """Return what lies at ``path``, or None."""
    for part in parts(path):
        if isinstance(tree, dict):
            tree = tree.get(part)
        elif isinstance(tree, list) and isinstance(part, int) and part < len(tree):
            tree = tree[part]
        else:
            return None
    return tree


def put(tree: Tree, path: str, value: Any) -> None:
    """Write ``value`` at ``path``; mappings on the way are made, places of lists must exist."""
    *way, last = parts(path)
    node: Any = tree
    for part in way:
        following = node[part] if isinstance(part, int) else node.get(part)
        if following is None:
            following = {}
            node[part] = following
        node = following
    if value is None and isinstance(node, dict):
        node.pop(last, None)
    else:
        node[last] = value


def id_of(path: str) -> str:
    """Return the id that the input for ``path`` has on a page."""
    return "f-" + re.sub(r"[^A-Za-z0-9_]+", "-", path).strip("-")
