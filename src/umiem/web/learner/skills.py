"""The skills behind what a learner holds: skills first, documents second."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from umiem.domain.definition import SkillLink
from umiem.services.portfolio import HeldCredential


@dataclass(frozen=True)
class HeldSkill:
    """One skill, and the credentials in force that confirm it."""

    skill: SkillLink
    confirmed_by: tuple[HeldCredential, ...]


def skills_of(held: Iterable[HeldCredential]) -> tuple[HeldSkill, ...]:
    """Return each skill once, the best confirmed first; only credentials in force confirm anything."""
    links: dict[str, SkillLink] = {}
    sources: dict[str, list[HeldCredential]] = {}
    for item in held:
        if item.status != "active":
            continue
        for outcome in item.definition.specification.learning_outcomes:
            for skill in outcome.skills:
                key = skill.uri or repr(skill.label)
                links.setdefault(key, skill)
                if item not in sources.setdefault(key, []):
                    sources[key].append(item)
    found = (HeldSkill(links[key], tuple(sources[key])) for key in links)
    return tuple(sorted(found, key=lambda skill: -len(skill.confirmed_by)))
