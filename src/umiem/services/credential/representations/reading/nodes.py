"""Reading documents of others without trusting their shape: what is not as expected is simply absent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from umiem.domain.text import LocalizedText
from umiem.domain.vocabularies import Vocabulary

Node = Mapping[str, Any]
NOTHING: Node = {}


def child(node: Node, key: str) -> Node:
    """Return the object under ``key``: the first one where there are several, an empty one for none."""
    return next(children(node, key), NOTHING)


def children(node: Node, key: str) -> Iterator[Node]:
    """Yield the objects under ``key``, whether it holds one or a list."""
    value = node.get(key)
    for member in value if isinstance(value, list) else [value]:
        if isinstance(member, dict):
            yield member


def string(node: Node, key: str) -> str:
    """Return the text under ``key``; of a list its first text; else nothing."""
    value = node.get(key)
    if isinstance(value, list):
        value = next((member for member in value if isinstance(member, str)), "")
    return value if isinstance(value, str) else ""


def strings(node: Node, key: str) -> tuple[str, ...]:
    value = node.get(key)
    members = value if isinstance(value, list) else [value]
    return tuple(member for member in members if isinstance(member, str))


def localized(node: Node, key: str) -> LocalizedText:
    """Return a language map; EDC also writes a list of texts per language, of which the first counts."""
    value = node.get(key)
    if not isinstance(value, dict):
        return LocalizedText()
    return LocalizedText(
        {tag: text for tag in value if isinstance(tag, str) and (text := string(value, tag))}
    )


def whole(node: Node, key: str) -> int | None:
    value = node.get(key)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def decimal(value: object) -> Decimal | None:
    if not isinstance(value, str | int) or isinstance(value, bool) or len(str(value)) > 12:
        return None
    try:
        number = Decimal(str(value).replace(",", "."))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def moment(node: Node, key: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(string(node, key))
    except ValueError:
        return None
    return found if found.tzinfo is not None else None


def day(node: Node, key: str) -> date | None:
    try:
        return date.fromisoformat(string(node, key)[:10])
    except ValueError:
        return None


def code(vocabulary: Vocabulary, uri: str) -> str:
    """Return the readable code of a concept, or nothing when the list does not have it."""
    found = vocabulary.find(uri)
    return found.code if found is not None else ""


def codes(vocabulary: Vocabulary, uris: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for uri in uris if (name := code(vocabulary, uri)))


def number_of(vocabulary: Vocabulary, uri: str) -> int | None:
    """Return the level that a concept of a numbered list stands for."""
    name = code(vocabulary, uri)
    return int(name) if name.isdigit() else None
