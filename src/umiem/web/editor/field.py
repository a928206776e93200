"""What a field and a step of the editor are: a path in the definition, a kind of input, and words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

# Kinds of input. ``words`` and ``prose`` are texts by language; ``group`` is a list of parts with fields of
# their own; ``lines`` a list with one entry a line; ``links`` skills or occupations; ``code`` is given.
KINDS = (
    "words",
    "prose",
    "plain",
    "address",
    "whole",
    "decimal",
    "day",
    "one",
    "many",
    "lines",
    "group",
    "links",
    "code",
    "assessments",
)


@dataclass(frozen=True, kw_only=True)
class Field:
    """One input. ``path`` is relative to its group; ``vocabulary`` names the list of codes to choose from."""

    path: str
    kind: str
    label: Any
    help: Any = ""
    element: str = ""
    vocabulary: str = ""
    fields: tuple[Field, ...] = ()
    item: Any = ""

    @property
    def top(self) -> str:
        """The field of the definition that holds it."""
        return self.path.partition(".")[0]


@dataclass(frozen=True, kw_only=True)
class Step:
    """One page of the editor."""

    name: str
    title: Any
    lead: Any
    fields: tuple[Field, ...] = ()

    @property
    def tops(self) -> tuple[str, ...]:
        """The fields of the definition that this step edits, each once."""
        return tuple(dict.fromkeys(field.top for field in self.fields))


def walk(fields: tuple[Field, ...], prefix: str = "") -> Iterator[tuple[str, Field]]:
    """Yield every field with its whole path, ``[]`` standing for any place in a list."""
    for field in fields:
        path = f"{prefix}{field.path}"
        yield path, field
        yield from walk(field.fields, f"{path}[].")
