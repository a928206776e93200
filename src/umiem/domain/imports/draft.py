"""What an import gives: a draft, where it came from, and what could not be carried over."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from umiem.domain.definition import AchievementSpecification
from umiem.domain.text import LANGUAGE_TAG, LocalizedText

Json = Mapping[str, Any]
LONGEST_TEXT = 5_000
_SLUG_CHARACTERS = 80
_UNWANTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")


@dataclass(frozen=True, kw_only=True)
class ImportedDraft:
    """One draft. ``kind`` is the format it was read from, ``origin`` its address or row there.

    ``dropped`` names the fields of the source that have no place in a definition: nothing vanishes silently.
    """

    definition: AchievementSpecification
    kind: str
    origin: str
    dropped: tuple[str, ...] = ()


def slug_of(title: str, fallback: str = "definition") -> str:
    """Return a slug for a title: Polish letters without marks, words joined by hyphens."""
    plain = unicodedata.normalize("NFKD", title.lower().replace("ł", "l"))
    slug = re.sub(r"[^a-z0-9]+", "-", plain.encode("ascii", "ignore").decode()).strip("-")
    return slug[:_SLUG_CHARACTERS].strip("-") or fallback


def text_in(value: object, language: str) -> LocalizedText:
    """Return a text from a string, a language map, or a list of either; anything else is no text."""
    if isinstance(value, str):
        text = _clean(value)
        return LocalizedText({language: text} if text else {})
    if isinstance(value, Mapping):
        if "@value" in value:
            tag = value.get("@language")
            return text_in(value["@value"], _tag(tag) or language)
        texts: dict[str, str] = {}
        for tag, part in value.items():
            known = _tag(tag)
            text = _joined(part)
            if known and text:
                texts[known] = text
        return LocalizedText(texts)
    if isinstance(value, list) and value:
        return text_in(value[0], language) if len(value) == 1 else _merged(value, language)
    return LocalizedText()


def _joined(part: object) -> str:
    if isinstance(part, list):
        return _clean(", ".join(item.strip() for item in part if isinstance(item, str)))
    return _clean(part) if isinstance(part, str) else ""


def _clean(text: str) -> str:
    """Take out what no definition may hold: control characters and halves of surrogate pairs."""
    return _UNWANTED.sub(" ", text).strip()[:LONGEST_TEXT]


def _merged(values: list[Any], language: str) -> LocalizedText:
    texts: dict[str, str] = {}
    for value in values:
        for tag, text in text_in(value, language).items():
            texts[tag] = f"{texts[tag]}, {text}"[:LONGEST_TEXT] if tag in texts else text
    return LocalizedText(texts)


def _tag(tag: object) -> str | None:
    if not isinstance(tag, str):
        return None
    base = tag.strip().replace("_", "-").partition("-")[0].lower()
    return base if LANGUAGE_TAG.fullmatch(base) else None


def language_of(value: object) -> str:
    """Return a language tag from "pl-PL", "en_GB" and the like; Polish where there is none."""
    return _tag(value) or "pl"


def listed(value: object) -> list[Any]:
    """Return a JSON-LD value as a list: nothing, one thing, or several."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def string(value: object) -> str:
    """Return a string, or the ``id`` of an object, or nothing."""
    if isinstance(value, str):
        return _clean(value)
    if isinstance(value, Mapping):
        return string(value.get("id") or value.get("@id"))
    return ""


def dropped_fields(source: Json, used: frozenset[str]) -> tuple[str, ...]:
    """Return the names of the fields that were not used, apart from JSON-LD's own."""
    return tuple(sorted(name for name in source if name not in used and not name.startswith("@")))
