"""What a new version of ESCO changes: concepts that came, went or were renamed, and relations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from umiem.domain.skills import Occupation, Skill, SkillGraph, SkillLibrary


@dataclass(frozen=True, slots=True)
class EscoDifference:
    """URIs by what happened to them, from one version to another."""

    before: str
    after: str
    skills_added: tuple[str, ...]
    skills_removed: tuple[str, ...]
    skills_renamed: tuple[str, ...]
    occupations_added: tuple[str, ...]
    occupations_removed: tuple[str, ...]
    occupations_renamed: tuple[str, ...]
    occupations_with_other_needs: tuple[str, ...]

    def touched(self, concepts: set[str]) -> tuple[str, ...]:
        """Return those of ``concepts`` (of a definition, say) that are gone or renamed."""
        changed = {
            *self.skills_removed,
            *self.skills_renamed,
            *self.occupations_removed,
            *self.occupations_renamed,
        }
        return tuple(sorted(concepts & changed))


def compare_libraries(before: SkillLibrary, after: SkillLibrary) -> EscoDifference:
    """Compare two versions. Only concepts' preferred English labels count as their names."""
    old, new = before.graph, after.graph
    return EscoDifference(
        before=old.source.version,
        after=new.source.version,
        skills_added=tuple(sorted(new.skills.keys() - old.skills.keys())),
        skills_removed=tuple(sorted(old.skills.keys() - new.skills.keys())),
        skills_renamed=_renamed(old.skills, new.skills),
        occupations_added=tuple(sorted(new.occupations.keys() - old.occupations.keys())),
        occupations_removed=tuple(sorted(old.occupations.keys() - new.occupations.keys())),
        occupations_renamed=_renamed(old.occupations, new.occupations),
        occupations_with_other_needs=_other_needs(old, new),
    )


def _renamed(old: Mapping[str, Skill | Occupation], new: Mapping[str, Skill | Occupation]) -> tuple[str, ...]:
    return tuple(
        sorted(
            uri for uri in old.keys() & new.keys() if old[uri].labels.get("en") != new[uri].labels.get("en")
        )
    )


def _other_needs(old: SkillGraph, new: SkillGraph) -> tuple[str, ...]:
    common = old.occupations.keys() & new.occupations.keys()
    return tuple(
        sorted(uri for uri in common if set(old.essential.get(uri, ())) != set(new.essential.get(uri, ())))
    )
