"""The ten European principles (Annex II) as a sheet: how the definition stands on each.

The score is a reading aid for the quality office, not a judgement: it counts what the gate found and nothing
else. ``rules`` says how many of its rules a machine can check at all; recognition and portability, for
instance, show mostly in what an institution does afterwards.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from umiem.domain.gate.finding import FINDING_KINDS, Finding, Severity

PRINCIPLES = tuple(range(1, 11))
# What one kind of finding costs, however often it occurs. Two that block leave little; advice costs little.
COST = {Severity.BLOCKS: 40, Severity.WARNS: 15, Severity.ADVISES: 5}
_RULES = {
    principle: sum(1 for _, _, of in FINDING_KINDS.values() if of == principle) for principle in PRINCIPLES
}


@dataclass(frozen=True, kw_only=True)
class PrincipleScore:
    """One line of the sheet: 100 means that nothing was found, 0 that much is missing."""

    principle: int
    score: int
    blocks: int
    warns: int
    advises: int
    rules: int


def score_principles(findings: Iterable[Finding]) -> tuple[PrincipleScore, ...]:
    """Return one line for each principle, 1 to 10, from the findings of ``assess_definition``."""
    kinds: dict[int, set[tuple[str, Severity]]] = {principle: set() for principle in PRINCIPLES}
    for finding in findings:
        if finding.principle is not None:
            kinds[finding.principle].add((finding.code, finding.severity))
    return tuple(_score(principle, [severity for _, severity in found]) for principle, found in kinds.items())


def _score(principle: int, found: list[Severity]) -> PrincipleScore:
    return PrincipleScore(
        principle=principle,
        score=max(0, 100 - sum(COST[severity] for severity in found)),
        blocks=found.count(Severity.BLOCKS),
        warns=found.count(Severity.WARNS),
        advises=found.count(Severity.ADVISES),
        rules=_RULES[principle],
    )
