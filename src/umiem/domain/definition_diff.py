"""What changed between two versions of a definition, in the words of its fields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from umiem.domain.definition import AchievementSpecification
from umiem.domain.shape import plain
from umiem.domain.source import join


@dataclass(frozen=True, kw_only=True)
class Change:
    """One difference: ``kind`` is added, removed or changed; a value is None where there is none."""

    kind: str
    path: str
    before: Any = None
    after: Any = None


def compare_definitions(
    before: AchievementSpecification, after: AchievementSpecification
) -> tuple[Change, ...]:
    """Return every difference from ``before`` to ``after``, in the order of the fields.

    Items with an ``id`` (learning outcomes, assessments) are compared by it, so that inserting one does
    not show all that follow as changed.
    """
    return compare_plain(plain(before), plain(after))


def compare_plain(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Change, ...]:
    """Return every difference between two definitions, or parts of them, as plain data."""
    return tuple(_compare(dict(before), dict(after), ""))


def _compare(before: Any, after: Any, path: str) -> Iterator[Change]:
    if before == after:
        return
    if isinstance(before, dict) and isinstance(after, dict):
        yield from _compare_fields(before, after, path)
    elif isinstance(before, list) and isinstance(after, list):
        yield from _compare_fields(_keyed(before), _keyed(after), path)
    else:
        kind = "added" if before is None else "removed" if after is None else "changed"
        yield Change(kind=kind, path=path, before=before, after=after)


def _compare_fields(before: Mapping[Any, Any], after: Mapping[Any, Any], path: str) -> Iterator[Change]:
    for key in (*before, *(key for key in after if key not in before)):
        yield from _compare(before.get(key), after.get(key), join(path, key))


def _keyed(items: list[Any]) -> dict[Any, Any]:
    ids = [item.get("id") if isinstance(item, dict) else None for item in items]
    named = all(ids) and len(set(ids)) == len(ids)
    return dict(zip(ids if named else range(len(items)), items, strict=True))
