"""Where one field of a definition goes in every format: rows of the mapping table, by the field's path."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from umiem.services.credential.representations.mapping import MAPPING, MappedField


def places_of(path: str) -> tuple[MappedField, ...]:
    """Return the rows about the field at ``path`` (``assessments[].type``), or about what it is a part of."""
    rows = _rows_by_field()
    while path:
        if path in rows:
            return rows[path]
        path = re.sub(r"(\.[^.\[]+|\[\]|^[^.\[]+)$", "", path)
    return ()


@cache
def _rows_by_field() -> dict[str, tuple[MappedField, ...]]:
    rows: dict[str, tuple[MappedField, ...]] = {}
    for row in MAPPING:
        for name in _names(row.field):
            rows[name] = (*rows.get(name, ()), row)
    return rows


def _names(fields: str) -> Iterator[str]:
    """``learning_outcomes[].kind, proficiency`` names two fields of the same part."""
    first, *others = fields.split(", ")
    yield first
    part = first[: first.rfind(".") + 1]
    for other in others:
        yield other if "." in other or not part else f"{part}{other}"
