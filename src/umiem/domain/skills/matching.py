"""Matching held skills with wanted ones in three strengths, never inventing transfer.

1. the same skill (same URI); 2. one step away: broader, narrower, or an ESCO skill-skill relation;
3. the same third-level group, counting only the groups both skills belong to *directly*. Which of
these count as covered is the learner's decision; the default is the first alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from umiem.domain.skills.concepts import SkillMatch, Strength
from umiem.domain.skills.graph import SkillGraph

_ENOUGH_EXAMPLES = 3


def match_skill(graph: SkillGraph, *, wanted: str, held: Collection[str]) -> SkillMatch | None:
    """Return the strongest match of ``held`` skills with ``wanted``, or ``None``."""
    if wanted in held:
        return SkillMatch(wanted, (wanted,), Strength.SAME, "same")
    near = {uri: relation for uri, relation in graph.neighbours(wanted).items() if uri in held}
    if near:
        relation = sorted(near.values())[0]
        by = tuple(sorted(uri for uri, found in near.items() if found == relation))
        return SkillMatch(wanted, by[:_ENOUGH_EXAMPLES], Strength.RELATED, relation)
    for group in sorted(graph.groups_of(wanted), key=lambda uri: graph.groups[uri].code):
        by = tuple(sorted(uri for uri in graph.in_group(group) if uri in held))
        if by:
            return SkillMatch(wanted, by[:_ENOUGH_EXAMPLES], Strength.GROUP, group)
    return None


def match_skills(
    graph: SkillGraph, *, wanted: Iterable[str], held: Collection[str]
) -> tuple[SkillMatch, ...]:
    """Return one match for each wanted skill that has any, in the order of ``wanted``."""
    holding = held if isinstance(held, (set, frozenset)) else frozenset(held)
    found = (match_skill(graph, wanted=uri, held=holding) for uri in dict.fromkeys(wanted))
    return tuple(match for match in found if match is not None)
