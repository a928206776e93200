"""The quality gate: what a definition still lacks before it may be published.

``assess_definition`` is pure and total: any definition, however empty, gets findings, never an error.
Severity *blocks* stops publishing (an Annex I element is missing or contradicts itself); *warns* needs a
reason; *advises* makes it better. A machine cannot judge whether a sentence is true or a threshold fair:
that is what the reviewers are for.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from umiem.domain.definition import AchievementSpecification
from umiem.domain.gate import RULES
from umiem.domain.gate.finding import FINDING_KINDS, Finding, Severity

__all__ = ["FINDING_KINDS", "Finding", "Severity", "assess_definition", "blocking"]

_RANK = {Severity.BLOCKS: 0, Severity.WARNS: 100, Severity.ADVISES: 200}
_FIRST_OF_GROUP = {"M": 0, "O": 20, "P": 40}
_ORDER = {
    code: _RANK[severity] + _FIRST_OF_GROUP[(element or "P0")[0]] + int((element or "P0")[1:])
    for code, (severity, element, _principle) in FINDING_KINDS.items()
}


def assess_definition(definition: AchievementSpecification, *, on: date) -> tuple[Finding, ...]:
    """Return every finding about ``definition`` as of the day ``on``, gravest first, then by element.

    >>> findings = assess_definition(AchievementSpecification(), on=date(2026, 11, 22))
    >>> findings[0].code, findings[0].severity.value, findings[0].element
    ('identifier-missing', 'blocks', 'M2')
    """
    findings = [finding for rule in RULES for finding in rule(definition, on)]
    findings.sort(key=lambda finding: _ORDER[finding.code])
    return tuple(findings)


def blocking(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return those that stop publishing and awarding."""
    return tuple(finding for finding in findings if finding.severity is Severity.BLOCKS)
