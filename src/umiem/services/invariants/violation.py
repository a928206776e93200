"""One thing that does not hold."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Violation:
    """``invariant`` is I1 to I8, ``code`` says what is wrong, ``subject`` where."""

    invariant: str
    code: str
    subject: str

    def __str__(self) -> str:
        return f"{self.invariant} {self.code} {self.subject}"
