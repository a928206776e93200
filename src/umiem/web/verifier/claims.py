"""What the proof covers, arranged for reading: Open Badges 3.0 first, any other credential as it is.

Reads the verified document only. Addresses inside it are shown as text, never as links: a stranger's
credential must not be able to lead the reader anywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from umiem.domain.text import LocalizedText


@dataclass(frozen=True)
class Entry:
    """One value: the text, and what stands under it in small print (an address, a framework)."""

    text: str
    under: str = ""


@dataclass(frozen=True)
class ClaimRow:
    """One labelled group of values; ``element`` names the element of Annex I where there is one."""

    label: str
    entries: tuple[Entry, ...]
    element: str = ""


@dataclass(frozen=True, kw_only=True)
class Claims:
    """The readable part of a verified document."""

    achievement_id: str = ""
    hue: int | None = None
    rows: tuple[ClaimRow, ...] = field(default=())


def read_claims(document: Mapping[str, Any]) -> Claims:
    """Arrange a verified document; members it does not know are left to the full text below."""
    subject = _first(document.get("credentialSubject"))
    achievement = _first(subject.get("achievement"))
    if not achievement:
        return Claims(rows=_rows(_plain_subject(subject)))
    return Claims(
        achievement_id=str(achievement.get("id", "")), rows=_rows(_badge_rows(document, subject, achievement))
    )


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


def _badge_rows(
    document: Mapping[str, Any], subject: Mapping[str, Any], achievement: Mapping[str, Any]
) -> Iterable[tuple[str, str, Iterable[Entry]]]:
    yield "M2", _("Title of the micro-credential"), _one(achievement.get("name"))
    yield "", _("Description"), _one(achievement.get("description"))
    yield "M6", _("Confirmed skills and learning outcomes"), _alignments(achievement)
    yield "", _("Criteria"), _one(_first(achievement.get("criteria")).get("narrative"))
    yield "M7", _("Credits"), _one(achievement.get("creditsAvailable"))
    yield "O3", _("Results"), _results(subject, achievement)
    yield "", _("Note of the issuer"), _one(subject.get("narrative"))
    yield "", _("Evidence"), _evidence(document)
    yield "", _("Tags"), _one(achievement.get("tag"))
    yield "", _("Identifier of the credential"), _one(document.get("id"))


def _plain_subject(subject: Mapping[str, Any]) -> Iterable[tuple[str, str, Iterable[Entry]]]:
    for name, value in subject.items():
        if isinstance(value, str | int | float):
            yield "", name, [Entry(str(value))]


def _alignments(achievement: Mapping[str, Any]) -> Iterable[Entry]:
    for alignment in _list(achievement.get("alignment")):
        framework = text_of(alignment.get("targetFramework"))
        address = text_of(alignment.get("targetUrl"))
        yield Entry(
            text_of(alignment.get("targetName")), " · ".join(part for part in (framework, address) if part)
        )


def _results(subject: Mapping[str, Any], achievement: Mapping[str, Any]) -> Iterable[Entry]:
    names = {
        str(description.get("id")): text_of(description.get("name"))
        for description in _list(achievement.get("resultDescription"))
    }
    for result in _list(subject.get("result")):
        name = names.get(str(result.get("resultDescription")), "")
        value = text_of(result.get("value")) or text_of(result.get("status"))
        yield Entry(f"{name}: {value}" if name else value)


def _evidence(document: Mapping[str, Any]) -> Iterable[Entry]:
    for item in _list(document.get("evidence")):
        yield Entry(text_of(item.get("name")) or text_of(item.get("narrative")), text_of(item.get("id")))


def _rows(groups: Iterable[tuple[str, str, Iterable[Entry]]]) -> tuple[ClaimRow, ...]:
    rows = (
        ClaimRow(label, tuple(entry for entry in entries if entry.text), element)
        for element, label, entries in groups
    )
    return tuple(row for row in rows if row.entries)


def _one(value: Any) -> Iterable[Entry]:
    return [Entry(text_of(value))] if value not in (None, "", []) else []


def _first(value: Any) -> Mapping[str, Any]:
    return next(iter(_list(value)), {})


def _list(value: Any) -> list[Mapping[str, Any]]:
    values = value if isinstance(value, list) else [value]
    return [item for item in values if isinstance(item, Mapping)]


def _reader() -> str:
    return get_language() or "pl"
