"""Reads ``specification.yml`` of the public SD-JWT cases: claims marked ``!sd``, and what is revealed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Any

import yaml

from umiem.engine.envelopes.sd_jwt.processing import Path


@dataclass(frozen=True)
class SdJwtCase:
    """One case: the claims, the places marked ``!sd``, and what the holder reveals."""

    name: str
    claims: dict[str, Any]
    concealed: tuple[Path, ...]
    reveal: tuple[Path, ...]
    expected: dict[str, Any] | None
    decoys: bool
    key_binding: bool
    serialisation: str
    header: dict[str, Any]
    settings: dict[str, Any]


def read_case(folder: FilePath) -> SdJwtCase:
    """Read one folder's specification."""
    loader = yaml.SafeLoader((folder / "specification.yml").read_text())
    root = loader.get_single_node()
    sections = {key.value: value for key, value in root.value}
    concealed: list[Path] = []
    claims = _construct(loader, sections.pop("user_claims"), (), concealed)
    rest = {name: _construct(loader, node, (), []) for name, node in sections.items()}
    reveal: list[Path] = []
    _revealed(rest.get("holder_disclosed_claims"), (), concealed, reveal)
    return SdJwtCase(
        name=folder.name,
        claims=claims,
        concealed=tuple(concealed),
        reveal=tuple(reveal),
        expected=rest.get("expect_verified_user_claims"),
        decoys=bool(rest.get("add_decoy_claims")),
        key_binding=bool(rest.get("key_binding")),
        serialisation=rest.get("serialization_format", "compact"),
        header=rest.get("extra_header_parameters", {}),
        settings=rest.get("settings_override", {}),
    )


def _construct(loader: yaml.SafeLoader, node: yaml.Node, path: Path, concealed: list[Path]) -> Any:
    if isinstance(node, yaml.MappingNode):
        result = {}
        for key, value in node.value:
            name = _scalar(loader, key)
            if key.tag == "!sd":
                concealed.append((*path, name))
            result[name] = _construct(loader, value, (*path, name), concealed)
        return result
    if isinstance(node, yaml.SequenceNode):
        elements = []
        for position, element in enumerate(node.value):
            if element.tag == "!sd":
                concealed.append((*path, position))
            elements.append(_construct(loader, element, (*path, position), concealed))
        return elements
    return _scalar(loader, node)


def _scalar(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> Any:
    if node.tag == "!sd":  # the tag hides the type that the plain text would have had
        plain = node.style is None
        tag = loader.resolve(yaml.ScalarNode, node.value, (plain, not plain))
        node = yaml.ScalarNode(tag, node.value, style=node.style)
    return loader.construct_object(node)


def _revealed(choice: Any, path: Path, concealed: list[Path], reveal: list[Path]) -> None:
    if choice is True:
        reveal.extend(place for place in concealed if place[: len(path)] == path)
        return
    if choice and path in concealed:
        reveal.append(path)
    if isinstance(choice, dict):
        for name, inner in choice.items():
            _revealed(inner, (*path, name), concealed, reveal)
    elif isinstance(choice, list):
        for position, inner in enumerate(choice):
            _revealed(inner, (*path, position), concealed, reveal)
