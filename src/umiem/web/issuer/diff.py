"""Changes between two versions, made readable: the field in words, values as text, lists as lines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from umiem.domain.definition_diff import Change
from umiem.web.editor.words import field_label


@dataclass(frozen=True, kw_only=True)
class ShownChange:
    """One change for the page."""

    kind: str
    label: str
    path: str
    before: str
    after: str


def shown_changes(changes: Iterable[Change]) -> tuple[ShownChange, ...]:
    """Return the changes with the words of their fields."""
    return tuple(
        ShownChange(
            kind=change.kind,
            label=field_label(change.path),
            path=change.path,
            before=_text(change.before),
            after=_text(change.after),
        )
        for change in changes
    )


def _text(value: Any) -> str:
    """Write a value for people: texts as they are, mappings and lists line by line."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dict):
        return "\n".join(f"{field_label(str(key))}: {_text(item)}" for key, item in value.items())
    if isinstance(value, list):
        return "\n".join(_text(item) for item in value)
    return str(value)
