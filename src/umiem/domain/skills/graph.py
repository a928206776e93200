"""The graph of skills and occupations: what belongs to what, and what an occupation needs."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from umiem.domain.skills.concepts import IscoGroup, Occupation, Skill, SkillGroup
from umiem.domain.text import LocalizedText


@dataclass(frozen=True, slots=True)
class GraphSource:
    """Where the graph comes from, to be shown with it (ESCO asks for attribution and the version)."""

    version: str
    languages: tuple[str, ...]
    is_starter: bool
    digest: str = ""


@dataclass(frozen=True)
class SkillGraph:
    """Skills, occupations, groups and their relations; every mapping is keyed by ESCO URI.

    ``broader`` leads from a skill to broader skills and to the groups it belongs to directly, and from
    a group to its broader groups. ``related`` holds ESCO's skill-skill relations in both directions.
    """

    source: GraphSource
    skills: Mapping[str, Skill]
    occupations: Mapping[str, Occupation]
    groups: Mapping[str, SkillGroup]
    isco: Mapping[str, IscoGroup] = field(repr=False)
    essential: Mapping[str, tuple[str, ...]] = field(repr=False)
    optional: Mapping[str, tuple[str, ...]] = field(repr=False)
    broader: Mapping[str, tuple[str, ...]] = field(repr=False)
    related: Mapping[str, tuple[str, ...]] = field(repr=False)
    collections: Mapping[str, frozenset[str]] = field(repr=False, default_factory=dict)

    @cached_property
    def narrower(self) -> Mapping[str, tuple[str, ...]]:
        """Skills (not groups) by the broader skill or group they belong to directly."""
        narrower: dict[str, list[str]] = {}
        for uri, parents in self.broader.items():
            if uri in self.skills:
                for parent in parents:
                    narrower.setdefault(parent, []).append(uri)
        return {uri: tuple(children) for uri, children in narrower.items()}

    @cached_property
    def needed_by(self) -> Mapping[str, tuple[str, ...]]:
        """Occupations for which a skill is essential."""
        return _turned(self.essential)

    @cached_property
    def useful_for(self) -> Mapping[str, tuple[str, ...]]:
        """Occupations for which a skill is optional."""
        return _turned(self.optional)

    def label(self, uri: str, language: str) -> tuple[str, str]:
        """Return ``(label, language)`` of any concept, or the URI itself with no language."""
        concept = self._concept(uri)
        return concept.best(language) if concept else (uri, "")

    def is_own_translation(self, uri: str, language: str) -> bool:
        """Say whether the label in ``language`` is our own translation, not an official one."""
        concept = self.skills.get(uri) or self.occupations.get(uri) or self.groups.get(uri)
        return concept is not None and language in concept.own

    def prominence(self, uri: str) -> float:
        """Return how widely a concept is meant, from 0 to 1.

        For a skill by the number of occupations that need it (its logarithm; optional ones count half),
        for an occupation by how near to the top of its ISCO group it stands. Others have 0.
        """
        occupation = self.occupations.get(uri)
        if occupation is not None:
            return 1 / max(1, occupation.code.count("."))
        return self._needs.get(uri, 0.0)

    @cached_property
    def _needs(self) -> Mapping[str, float]:
        counts = {
            uri: math.log1p(len(self.needed_by.get(uri, ())) + len(self.useful_for.get(uri, ())) / 2)
            for uri in self.skills
        }
        most = max(counts.values(), default=0.0) or 1.0
        return {uri: count / most for uri, count in counts.items()}

    def groups_of(self, skill: str) -> tuple[str, ...]:
        """Return the third-level groups the skill belongs to *directly* (not through broader skills)."""
        return tuple(
            uri
            for uri in self.broader.get(skill, ())
            if uri in self.groups and self.groups[uri].is_level_three
        )

    def main_group(self, skill: str) -> str:
        """Return the group just below a pillar's root that the skill belongs to, or an empty string.

        Such are S5 of the skills and a broad field of ISCED-F for knowledge. Of several the nearest one
        counts, then the first by code and URI, so that a skill always stands in one place.
        """
        level: tuple[str, ...] = (skill,)
        seen: set[str] = set()
        while level:
            parents = sorted(
                {uri for each in level for uri in self.broader.get(each, ()) if uri not in seen},
                key=lambda uri: (self.groups[uri].code if uri in self.groups else "", uri),
            )
            for uri in parents:
                if uri in self.groups and any(
                    not self.broader.get(root) for root in self.broader.get(uri, ())
                ):
                    return uri
            seen.update(parents)
            level = tuple(parents)
        return ""

    def neighbours(self, skill: str) -> dict[str, str]:
        """Return skills one step away → the relation: ``broader``, ``narrower`` or ``related``."""
        near = dict.fromkeys(self.related.get(skill, ()), "related")
        near |= dict.fromkeys(self.narrower.get(skill, ()), "narrower")
        near |= {uri: "broader" for uri in self.broader.get(skill, ()) if uri in self.skills}
        return near

    def collections_of(self, uri: str) -> tuple[str, ...]:
        """Return the collections of ESCO a concept belongs to, such as ``digital`` or ``green``, by name."""
        return tuple(sorted(name for name, members in self.collections.items() if uri in members))

    def in_group(self, group: str) -> tuple[str, ...]:
        """Return the skills that belong to a group directly."""
        return self.narrower.get(group, ())

    def _concept(self, uri: str) -> LocalizedText | None:
        for concepts in (self.skills, self.occupations, self.groups):
            found = concepts.get(uri)
            if found is not None:
                return found.labels
        isco = self.isco.get(uri.rpartition("/C")[2] if "/isco/" in uri else uri)
        return isco.labels if isco else None


def _turned(relation: Mapping[str, tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
    turned: dict[str, list[str]] = {}
    for subject, targets in relation.items():
        for target in targets:
            turned.setdefault(target, []).append(subject)
    return {target: tuple(subjects) for target, subjects in turned.items()}
