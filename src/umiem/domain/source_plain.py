"""Plain data (mappings, lists, text, numbers) to nodes, so that forms and the API are read like files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from umiem.domain.source import MAX_DEPTH, MAX_NODES, Fields, Items, Node, Scalar, join
from umiem.errors import MalformedInputError

_NO_LINE = 0


def node_of(value: Any) -> Node:
    """Return the tree of plain data. There are no lines; ``path`` says where something is wrong.

    Raises ``MalformedInputError``: nested-too-deep, too-many-values, key-not-text, text-control-character.
    """
    return _Reader().node(value, "", 0)


class _Reader:
    """Counts values and depth while it walks."""

    def __init__(self) -> None:
        self._count = 0

    def node(self, value: Any, path: str, depth: int) -> Node:
        self._count += 1
        if self._count > MAX_NODES:
            raise MalformedInputError("too-many-values", path=path, limit=MAX_NODES)
        if depth > MAX_DEPTH:
            raise MalformedInputError("nested-too-deep", path=path, limit=MAX_DEPTH)
        if isinstance(value, Mapping):
            return self._fields(value, path, depth)
        if isinstance(value, Sequence) and not isinstance(value, str | bytes):
            nodes = (self.node(item, join(path, index), depth + 1) for index, item in enumerate(value))
            return Items(tuple(nodes), _NO_LINE)
        return self._scalar(value, path)

    def _fields(self, value: Mapping[Any, Any], path: str, depth: int) -> Fields:
        nodes: dict[str, Node] = {}
        for key, child in value.items():
            if not isinstance(key, str):
                raise MalformedInputError("key-not-text", path=path)
            _refuse_half_characters(key, path)
            nodes[key] = self.node(child, join(path, key), depth + 1)
        return Fields(nodes, dict.fromkeys(nodes, _NO_LINE), _NO_LINE)

    @staticmethod
    def _scalar(value: Any, path: str) -> Scalar:
        if value is None:
            return Scalar("", _NO_LINE, quoted=False)
        if isinstance(value, bool):
            return Scalar("true" if value else "false", _NO_LINE, quoted=False)
        text = str(value)
        _refuse_half_characters(text, path)
        return Scalar(text, _NO_LINE, quoted=isinstance(value, str))


def _refuse_half_characters(text: str, path: str) -> None:
    """A lone surrogate is no character and cannot be stored."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise MalformedInputError("text-control-character", path=path) from error
