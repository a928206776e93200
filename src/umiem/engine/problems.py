"""What is wrong with a document's shape: a code, where, and parameters; no sentences."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from umiem.errors import MalformedInputError


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One fault of a document: ``path`` is a JSON pointer, ``spec`` the rule that it breaks."""

    code: str
    path: str = ""
    params: dict[str, Any] = field(default_factory=dict)
    spec: str = ""


def raise_first(problems: Iterable[Problem]) -> None:
    """Raise ``MalformedInputError`` for the first problem, if there is one."""
    for problem in problems:
        raise MalformedInputError(problem.code, path=problem.path, spec=problem.spec, **problem.params)
