"""YAML to nodes, strictly: one document, no anchors, aliases, tags or duplicate keys, bounded in size.

YAML 1.1 by libyaml's event stream. Reading events instead of composing a document means that an alias
bomb is refused at its first anchor and nesting is counted before it is followed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

from umiem.domain.source import MAX_DEPTH, MAX_NODES, Fields, Items, Node, Scalar
from umiem.errors import MalformedInputError

_PLAIN = (None, "")  # libyaml says "", the parser in Python None
_LOADER: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def parse_yaml(text: str) -> Node:
    """Return the tree of a YAML text.

    Raises ``MalformedInputError`` with the line: yaml-syntax, yaml-alias, yaml-tag, duplicate-key,
    key-not-text, nested-too-deep, too-many-values, more-than-one-document, file-empty.
    """
    builder = _Builder()
    try:
        for event in _events(text):
            builder.take(event)
    except yaml.YAMLError as error:
        raise _syntax_error(error, text) from error
    return builder.result()


def count_comments(text: str) -> int:
    """Return how many comments a YAML text has that ``parse_yaml`` reads: ``#`` outside of every value."""
    between, end = [], 0
    for token in yaml.scan(text, Loader=_LOADER):
        between.append(text[end : token.start_mark.index])
        end = max(end, token.end_mark.index)
    between.append(text[end:])
    return sum("#" in line for gap in between for line in gap.splitlines())


def _events(text: str) -> Iterator[yaml.Event]:
    yield from yaml.parse(text, Loader=_LOADER)


def _syntax_error(error: yaml.YAMLError, text: str) -> MalformedInputError:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "not YAML"
    line = mark.line + 1 if mark is not None else None
    code = "yaml-tab" if mark is not None and _indented_by_tab(text, mark.line) else "yaml-syntax"
    return MalformedInputError(code, line=line, problem=str(problem))


def _indented_by_tab(text: str, line: int) -> bool:
    lines = text.split("\n", line + 1)
    return line < len(lines) and "\t" in lines[line][: len(lines[line]) - len(lines[line].lstrip())]


@dataclass
class _Open:
    """A list or mapping whose end has not come yet."""

    line: int
    is_mapping: bool
    items: list[Node] = field(default_factory=list)
    fields: dict[str, Node] = field(default_factory=dict)
    key_lines: dict[str, int] = field(default_factory=dict)
    key: str | None = None

    def add(self, node: Node) -> None:
        if not self.is_mapping:
            self.items.append(node)
        elif self.key is None:
            self.key = self._new_key(node)
        else:
            self.fields[self.key] = node
            self.key = None

    def _new_key(self, node: Node) -> str:
        if not isinstance(node, Scalar):
            raise MalformedInputError("key-not-text", line=node.line)
        if node.text in self.fields:
            raise MalformedInputError(
                "duplicate-key", line=node.line, key=node.text, first_line=self.key_lines[node.text]
            )
        self.key_lines[node.text] = node.line
        return node.text

    def close(self) -> Node:
        if self.is_mapping:
            return Fields(self.fields, self.key_lines, self.line)
        return Items(tuple(self.items), self.line)


class _Builder:
    """Builds the tree from events with a stack of its own, so that nesting cannot exhaust Python's."""

    def __init__(self) -> None:
        self._stack: list[_Open] = []
        self._root: Node | None = None
        self._count = 0

    def take(self, event: yaml.Event) -> None:
        line = event.start_mark.line + 1 if event.start_mark is not None else 1
        if isinstance(event, yaml.DocumentStartEvent) and self._root is not None:
            raise MalformedInputError("more-than-one-document", line=line)
        if isinstance(event, yaml.NodeEvent):
            self._refuse_cleverness(event, line)
        if isinstance(event, yaml.ScalarEvent):
            self._add(Scalar(event.value, line, quoted=event.style not in _PLAIN))
        elif isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            if len(self._stack) >= MAX_DEPTH:
                raise MalformedInputError("nested-too-deep", line=line, limit=MAX_DEPTH)
            self._stack.append(_Open(line, isinstance(event, yaml.MappingStartEvent)))
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            self._add(self._stack.pop().close())

    def result(self) -> Node:
        if self._root is None:
            raise MalformedInputError("file-empty")
        return self._root

    def _add(self, node: Node) -> None:
        self._count += 1
        if self._count > MAX_NODES:
            raise MalformedInputError("too-many-values", line=node.line, limit=MAX_NODES)
        if self._stack:
            self._stack[-1].add(node)
        else:
            self._root = node

    @staticmethod
    def _refuse_cleverness(event: yaml.NodeEvent, line: int) -> None:
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
            raise MalformedInputError("yaml-alias", line=line, name=event.anchor)
        tag = getattr(event, "tag", None)
        if tag is not None:
            raise MalformedInputError("yaml-tag", line=line, tag=tag)
