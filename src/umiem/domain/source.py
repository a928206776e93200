"""A definition file as written: a tree of nodes that remember their line, before any meaning.

YAML and JSON become the same tree. Scalars stay text: what a word means is decided by the field it is
given for, so that the country ``NO`` is never read as "false" and a version never as a number.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

MAX_BYTES = 1_000_000
MAX_DEPTH = 12
MAX_NODES = 20_000


@dataclass(frozen=True)
class Scalar:
    """One value as written. ``quoted`` text is text; an empty or ``null`` unquoted one is no value."""

    text: str
    line: int
    quoted: bool

    @property
    def absent(self) -> bool:
        return not self.quoted and self.text in ("", "~", "null", "Null", "NULL")


@dataclass(frozen=True)
class Items:
    """A list."""

    nodes: tuple[Node, ...]
    line: int


@dataclass(frozen=True)
class Fields:
    """A mapping; ``key_lines`` has the line of each key."""

    nodes: Mapping[str, Node]
    key_lines: Mapping[str, int]
    line: int


Node = Scalar | Items | Fields


def join(path: str, part: str | int) -> str:
    """Return the path of a part: ``assessments`` + 0 → ``assessments[0]``; + ``type`` → ``….type``."""
    if isinstance(part, int):
        return f"{path}[{part}]"
    return f"{path}.{part}" if path else part
