"""JSON to nodes, strictly (RFC 8259): no duplicate keys, no trailing text, bounded, with lines."""

from __future__ import annotations

import json
import re
from bisect import bisect_right

from umiem.domain.source import MAX_DEPTH, MAX_NODES, Fields, Items, Node, Scalar
from umiem.errors import MalformedInputError

_SPACE = re.compile(r"[ \t\r\n]*")
_LITERAL = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null")
_STRING = re.compile(r'"(?:[^"\\\x00-\x1f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"')
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def parse_json(text: str) -> Node:
    """Return the tree of a JSON text.

    Raises ``MalformedInputError`` with the line: json-syntax, duplicate-key, nested-too-deep,
    too-many-values, file-empty.
    """
    reader = _Reader(text)
    node = reader.value(0)
    reader.skip_space()
    if reader.at < len(text):
        raise reader.error("json-syntax", problem="text after the end")
    return node


class _Reader:
    """A cursor over the text. Recursion is bounded by ``MAX_DEPTH``."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._line_starts = [0, *(match.end() for match in re.finditer("\n", text))]
        self._count = 0
        self.at = 0
        self.skip_space()
        if self.at == len(text):
            raise MalformedInputError("file-empty")

    @property
    def line(self) -> int:
        return bisect_right(self._line_starts, self.at)

    def error(self, code: str, **params: object) -> MalformedInputError:
        return MalformedInputError(code, line=self.line, **params)

    def skip_space(self) -> None:
        match = _SPACE.match(self._text, self.at)
        self.at = match.end() if match else self.at

    def value(self, depth: int) -> Node:
        self.skip_space()
        self._count += 1
        if self._count > MAX_NODES:
            raise self.error("too-many-values", limit=MAX_NODES)
        first = self._text[self.at : self.at + 1]
        if first in ("{", "[") and depth >= MAX_DEPTH:
            raise self.error("nested-too-deep", limit=MAX_DEPTH)
        if first == "{":
            return self._object(depth)
        if first == "[":
            return self._array(depth)
        line = self.line
        if first == '"':
            return Scalar(self._string(), line, quoted=True)
        return Scalar(self._match(_LITERAL), line, quoted=False)

    def _object(self, depth: int) -> Fields:
        line = self.line
        nodes: dict[str, Node] = {}
        key_lines: dict[str, int] = {}
        self.at += 1
        while not self._ends("}", first=not nodes):
            key_line, key = self.line, self._string()
            if key in nodes:
                raise self.error("duplicate-key", key=key, first_line=key_lines[key])
            self._expect(":")
            key_lines[key] = key_line
            nodes[key] = self.value(depth + 1)
        return Fields(nodes, key_lines, line)

    def _array(self, depth: int) -> Items:
        line = self.line
        nodes: list[Node] = []
        self.at += 1
        while not self._ends("]", first=not nodes):
            nodes.append(self.value(depth + 1))
        return Items(tuple(nodes), line)

    def _ends(self, bracket: str, *, first: bool) -> bool:
        self.skip_space()
        if self._text.startswith(bracket, self.at):
            self.at += 1
            return True
        if not first:
            self._expect(",")
        return False

    def _expect(self, sign: str) -> None:
        self.skip_space()
        if not self._text.startswith(sign, self.at):
            raise self.error("json-syntax", problem=f"expected {sign}")
        self.at += 1
        self.skip_space()

    def _string(self) -> str:
        text: str = json.loads(self._match(_STRING))
        if _LONE_SURROGATE.search(text):
            raise self.error("json-syntax", problem="half of a surrogate pair")
        return text

    def _match(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self._text, self.at)
        if match is None:
            raise self.error("json-syntax", problem="no JSON value here")
        self.at = match.end()
        return match.group()
