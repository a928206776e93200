"""Between nodes, plain data and the frozen dataclasses of the domain, driven by their fields alone.

One description, the dataclass, serves reading, writing, comparing and the published JSON Schema, so
that they cannot drift apart. Known field types: text, integer, decimal, date, LocalizedText,
tuples of these and of dataclasses, dataclasses, and any of them or None.
"""

from __future__ import annotations

import re
import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from umiem.domain.source import Fields, Items, Node, Scalar, join
from umiem.domain.text import LANGUAGE_TAG, LocalizedText
from umiem.errors import MalformedInputError

MAX_TEXT = 20_000  # characters in one text
MAX_DIGITS = 9
_FULL_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# No XML, PDF or screen reader can do anything with these; line ends and tabs are fine.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


@dataclass(frozen=True)
class FieldShape:
    """One field: its name, the type without None, whether None is a value, and its default."""

    name: str
    kind: Any
    optional: bool
    default: Any


@lru_cache(maxsize=64)
def shape_of(cls: type) -> tuple[FieldShape, ...]:
    """Return the fields of a dataclass with their resolved types."""
    hints = typing.get_type_hints(cls)
    return tuple(_field_shape(field, hints[field.name]) for field in fields(cls))


def _field_shape(field: Field[Any], hint: Any) -> FieldShape:
    optional = isinstance(hint, types.UnionType) and type(None) in hint.__args__
    kind = next(part for part in hint.__args__ if part is not type(None)) if optional else hint
    default = None if field.default is MISSING else field.default
    return FieldShape(field.name, kind, optional, default)


def item_kind(kind: Any) -> Any:
    """Return the item type when ``kind`` is ``tuple[item, ...]``, else None."""
    return typing.get_args(kind)[0] if typing.get_origin(kind) is tuple else None


# --- reading -----------------------------------------------------------------------------------------


def read(node: Node, kind: Any, path: str = "") -> Any:
    """Return the value of type ``kind`` that ``node`` holds.

    Raises ``MalformedInputError`` with ``path`` and ``line``: wrong-type (and ``expected``),
    unknown-field (and ``known``), text-too-long, text-control-character, wrong-language-tag.
    """
    inner = item_kind(kind)
    if inner is not None:
        return _read_items(node, inner, path)
    if is_dataclass(kind):
        return _read_fields(node, typing.cast(type, kind), path)
    if kind is LocalizedText:
        return _read_text_by_language(node, path)
    return _read_scalar(node, kind, path)


def _wrong(node: Node, path: str, expected: str) -> MalformedInputError:
    found = {Scalar: "value", Items: "list", Fields: "mapping"}[type(node)]
    return MalformedInputError("wrong-type", path=path, line=node.line, expected=expected, found=found)


def _read_items(node: Node, inner: Any, path: str) -> tuple[Any, ...]:
    if isinstance(node, Scalar) and node.absent:
        return ()
    if not isinstance(node, Items):
        raise _wrong(node, path, "list")
    return tuple(read(item, inner, join(path, index)) for index, item in enumerate(node.nodes))


def _read_fields(node: Node, cls: type, path: str) -> Any:
    if isinstance(node, Scalar) and node.absent:
        return cls()
    if not isinstance(node, Fields):
        raise _wrong(node, path, "mapping")
    shapes = {shape.name: shape for shape in shape_of(cls)}
    values: dict[str, Any] = {}
    for name, child in node.nodes.items():
        if name not in shapes:
            raise MalformedInputError(
                "unknown-field",
                path=join(path, name),
                line=node.key_lines[name],
                known=", ".join(shapes),
            )
        if not (isinstance(child, Scalar) and child.absent):
            values[name] = read(child, shapes[name].kind, join(path, name))
    return cls(**values)


def _read_text_by_language(node: Node, path: str) -> LocalizedText:
    if isinstance(node, Scalar) and node.absent:
        return LocalizedText()
    if not isinstance(node, Fields):
        raise _wrong(node, path, "text-by-language")
    texts: dict[str, str] = {}
    for tag, child in node.nodes.items():
        if not LANGUAGE_TAG.fullmatch(tag):
            raise MalformedInputError("wrong-language-tag", path=path, line=node.key_lines[tag], tag=tag)
        texts[tag] = _read_scalar(child, str, join(path, tag))
    return LocalizedText(texts)


def _read_scalar(node: Node, kind: type, path: str) -> Any:
    name, convert = _SCALARS[kind]
    if not isinstance(node, Scalar):
        raise _wrong(node, path, name)
    if len(node.text) > MAX_TEXT:
        raise MalformedInputError("text-too-long", path=path, line=node.line, limit=MAX_TEXT)
    if _CONTROL.search(node.text):
        raise MalformedInputError("text-control-character", path=path, line=node.line)
    try:
        return convert(node.text)
    except (ValueError, InvalidOperation):
        raise MalformedInputError(
            "wrong-type", path=path, line=node.line, expected=name, found=node.text[:80]
        ) from None


def _text(text: str) -> str:
    return text


def _integer(text: str) -> int:
    if len(text) > MAX_DIGITS or not text.isascii():
        raise ValueError(text)
    return int(text)


def _decimal(text: str) -> Decimal:
    number = Decimal(text)
    if len(text) > MAX_DIGITS or not number.is_finite() or abs(number.adjusted()) > MAX_DIGITS:
        raise ValueError(text)
    return number


def _date(text: str) -> date:
    """Years, months and days only: weeks and compact forms are for machines (RFC 3339, full-date)."""
    if not _FULL_DATE.fullmatch(text):
        raise ValueError(text)
    return date.fromisoformat(text)


_SCALARS: Mapping[Any, tuple[str, Callable[[str], Any]]] = types.MappingProxyType(
    {
        str: ("text", _text),
        int: ("whole-number", _integer),
        Decimal: ("number", _decimal),
        date: ("date", _date),
    }
)


# --- writing -----------------------------------------------------------------------------------------


def plain(value: Any) -> Any:
    """Return ``value`` as mappings, lists, text and whole numbers; fields at their default are left out.

    Dates become text, decimals whole numbers or text. ``read`` reads back an equal value.
    """
    if is_dataclass(value) and not isinstance(value, type):
        return {
            shape.name: plain(getattr(value, shape.name))
            for shape in shape_of(type(value))
            if getattr(value, shape.name) != shape.default
        }
    if isinstance(value, LocalizedText):
        return dict(value)
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else format(value, "f")
    return value.isoformat() if isinstance(value, date) else value
