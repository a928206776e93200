"""Examples of good answers in the words of the form: ``workload: {ects: 3}`` → „ECTS credits: 3”."""

from __future__ import annotations

from collections.abc import Iterator

from umiem.domain.findings import Finding
from umiem.domain.source import Fields, Items, Node, Scalar, join
from umiem.domain.source_yaml import parse_yaml
from umiem.errors import MalformedInputError
from umiem.web.editor.choices import choices
from umiem.web.editor.field import Field
from umiem.web.editor.steps import FIELDS, field_of


def example_in_words(example: str, finding: Finding) -> str:
    """Return an example that is written like a file in the words of the form; any other one as it is."""
    try:
        tree = parse_yaml(example)
    except MalformedInputError:
        return example
    if not isinstance(tree, Fields):
        return example
    parts: list[str] = []
    for path, values in _leaves(tree, ""):
        field = _field(path, values, finding)
        if field is None:
            return example
        parts.append(f"{field.label}: {', '.join(_shown(field, value) for value in values)}")
    return "; ".join(parts)


def _leaves(node: Node, path: str) -> Iterator[tuple[str, list[str]]]:
    if isinstance(node, Fields):
        for key, child in node.nodes.items():
            yield from _leaves(child, join(path, key))
    elif isinstance(node, Items):
        yield path, [one.text for one in node.nodes if isinstance(one, Scalar)]
    else:
        yield path, [node.text]


def _field(path: str, values: list[str], finding: Finding) -> Field | None:
    """Return the field meant: the one the finding is about, else one of that name that knows the value."""
    about = field_of(finding.path)
    if about is not None and about.path.rpartition(".")[2] == path.rpartition(".")[2]:
        return about
    named = [field for place, field in FIELDS.items() if place == path or place.endswith(f".{path}")]
    if not named and path.rpartition(".")[2] in ("pl", "en"):
        return _field(path.rpartition(".")[0], values, finding)
    knowing = [field for field in named if field.vocabulary and _shown(field, values[0]) != values[0]]
    return next(iter((*knowing, *named)), None)


def _shown(field: Field, value: str) -> str:
    if field.kind not in ("one", "many") or not field.vocabulary:
        return value
    return next((one.label for one in choices(field.vocabulary, ()) if one.code == value), value)
