"""A definition as a file: YAML or JSON in, YAML or JSON out, without loss.

The file has one key more than the definition: ``umiem_definition``, the version of the file format; without
it the first version is meant.
"""

from __future__ import annotations

import json
from typing import Any

import yaml

from umiem.domain.definition import AchievementSpecification
from umiem.domain.shape import plain, read
from umiem.domain.source import MAX_BYTES, Fields, Node, Scalar
from umiem.domain.source_json import parse_json
from umiem.domain.source_yaml import count_comments, parse_yaml
from umiem.errors import MalformedInputError, UmiemError, UnsupportedError

FORMAT_KEY = "umiem_definition"
FORMAT_VERSION = "1"
FORMATS = ("yaml", "json")


def load_definition(data: bytes, name: str) -> AchievementSpecification:
    """Read a definition from the bytes of the file ``name``; JSON when it begins with ``{``, else YAML.

    Checks the shape only: a draft with gaps is read, and ``assess_definition`` names the gaps.

    Raises ``MalformedInputError`` with ``name`` and, where known, ``line`` and ``path``;
    ``UnsupportedError`` (definition-format-version) for a file of a later format.
    """
    try:
        return _load(data)
    except UmiemError as error:
        error.params["name"] = name
        raise


def comments_in(data: bytes) -> int:
    """Return how many comments the file of a definition has; they are kept in the file, not in a definition.

    Call it for a file that ``load_definition`` has read. JSON has no comments.
    """
    text = _decoded(data)
    return 0 if _is_json(text) else count_comments(text)


def _is_json(text: str) -> bool:
    return text.lstrip(" \t\r\n").startswith("{")


def _load(data: bytes) -> AchievementSpecification:
    if len(data) > MAX_BYTES:
        raise MalformedInputError("file-too-large", size=len(data), limit=MAX_BYTES)
    text = _decoded(data)
    root = parse_json(text) if _is_json(text) else parse_yaml(text)
    if not isinstance(root, Fields):
        raise MalformedInputError("definition-not-a-mapping", line=root.line)
    definition: AchievementSpecification = read(_without_format_key(root), AchievementSpecification)
    return definition


def _decoded(data: bytes) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise MalformedInputError("not-utf8", line=line) from error
    if "\x00" in text:
        raise MalformedInputError("not-text", line=text.count("\n", 0, text.index("\x00")) + 1)
    return text


def _without_format_key(root: Fields) -> Fields:
    version = root.nodes.get(FORMAT_KEY)
    if version is None:
        return root
    if not isinstance(version, Scalar) or version.text != FORMAT_VERSION:
        found = version.text[:20] if isinstance(version, Scalar) else ""
        raise UnsupportedError(
            "definition-format-version", line=version.line, found=found, known=FORMAT_VERSION
        )
    nodes: dict[str, Node] = {key: node for key, node in root.nodes.items() if key != FORMAT_KEY}
    return Fields(nodes, root.key_lines, root.line)


def dump_definition(definition: AchievementSpecification, file_format: str = "yaml") -> bytes:
    """Write ``definition`` as ``yaml`` or ``json``; ``load_definition`` gives an equal one back."""
    data = {FORMAT_KEY: int(FORMAT_VERSION), **plain(definition)}
    if file_format == "json":
        return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()
    if file_format != "yaml":
        raise UnsupportedError("definition-format", format=file_format, known=", ".join(FORMATS))
    return yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=100, encoding="utf-8")


class _Dumper(yaml.SafeDumper):
    """No anchors and aliases: the reader refuses them."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _represent_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    """Write line ends that YAML would fold (NEL, U+2028, U+2029) and marks as escapes, so that they stay."""
    style = '"' if any(sign in _FOLDED for sign in text) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_FOLDED = "\x85\u2028\u2029\ufeff"
_Dumper.add_representer(str, _represent_text)
