"""Which proficiency a text hints at: words such as „podstawy” or „advanced” in the same clause."""

from __future__ import annotations

from collections.abc import Iterable

from umiem.domain.offers.clauses import Clause

# Beginnings of folded words → the step of the scale umiem-4; the first that fits counts.
_HINTS: tuple[tuple[str, int], ...] = (
    ("ekspert", 4),
    ("expert", 4),
    ("biegl", 4),
    ("mistrz", 4),
    ("zaawans", 3),
    ("advanced", 3),
    ("poglebion", 3),
    ("bardzo", 3),
    ("sredni", 2),
    ("komunikatyw", 2),
    ("intermediate", 2),
    ("samodziel", 2),
    ("independent", 2),
    ("podstaw", 1),
    ("wprowadz", 1),
    ("poczatk", 1),
    ("basic", 1),
    ("beginner", 1),
    ("introduct", 1),
    ("fundament", 1),
)


def hinted_step(clauses: Iterable[Clause]) -> int | None:
    """Return the highest step the clauses hint at, or ``None`` when no word does."""
    steps = [
        step
        for clause in clauses
        for beginning, step in _HINTS
        if any(word.folded.startswith(beginning) for word in clause.words)
    ]
    return max(steps, default=None)
