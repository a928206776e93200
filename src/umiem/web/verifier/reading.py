"""Reading values of a verified document: texts in several languages, single nodes and lists of nodes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from django.utils.translation import get_language

from umiem.domain.text import LocalizedText
from umiem.engine.web_addresses import split_address


@dataclass(frozen=True)
class Entry:
    """One value: the text, what stands under it in small print, and an https address it leads to."""

    text: str
    under: str = ""
    address: str = ""


# Element of Annex I or "", label, values.
Group: TypeAlias = tuple[str, str, Iterable[Entry]]


def text_of(value: Any) -> str:
    """Return a text of a credential in the reader's language: a string, a map, or language-tagged values."""
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping):
        if "@value" in value:
            return str(value["@value"])
        return LocalizedText({str(tag): str(text) for tag, text in value.items()}).best(_reader())[0]
    if isinstance(value, list):
        tagged = {
            str(item.get("@language", "und")): str(item["@value"])
            for item in value
            if isinstance(item, Mapping) and "@value" in item
        }
        return (
            LocalizedText(tagged).best(_reader())[0] if tagged else ", ".join(text_of(item) for item in value)
        )
    return "" if value is None else str(value)


def web_address(value: Any) -> str:
    """Return an https address that may become a link, else nothing: no other scheme ever does."""
    text = text_of(value).strip()
    is_plain = text.startswith("https://") and len(text) <= 500 and not any(sign.isspace() for sign in text)
    return text if is_plain and split_address(text).hostname else ""


def one(value: Any) -> list[Entry]:
    """Return the single entry for a value, or none for nothing."""
    return [Entry(text_of(value))] if value not in (None, "", []) else []


def first(value: Any) -> Mapping[str, Any]:
    """Return the node, or the first node of a list; an empty one when there is none."""
    return next(iter(nodes(value)), {})


def nodes(value: Any) -> list[Mapping[str, Any]]:
    """Return the nodes of a value that may be one node or a list."""
    values = value if isinstance(value, list) else [value]
    return [item for item in values if isinstance(item, Mapping)]


def _reader() -> str:
    return get_language() or "pl"
