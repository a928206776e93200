"""What ESCO describes: skills, occupations, their groups, and how closely two skills match.

Structure and words: the ESCO data model (skills and occupations pillars), ISCO-08 for the groups of
occupations. Identifiers are the official URIs; nothing here says how they were obtained.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from umiem.domain.text import LocalizedText

ESCO_PREFIX = "http://data.europa.eu/esco/"


class SkillKind(StrEnum):
    """ESCO's *skillType*."""

    KNOWLEDGE = "knowledge"
    SKILL = "skill/competence"
    UNKNOWN = ""


@dataclass(frozen=True, slots=True)
class Skill:
    """One concept of the skills pillar. ``own`` lists the languages whose label is our own translation."""

    uri: str
    labels: LocalizedText
    kind: SkillKind = SkillKind.UNKNOWN
    reuse: str = ""
    own: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Occupation:
    """One concept of the occupations pillar; ``isco`` is its ISCO-08 unit group (four digits)."""

    uri: str
    labels: LocalizedText
    code: str = ""
    isco: str = ""
    own: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class SkillGroup:
    """A group of skills (S, T, L) with its code, such as S5.5.2, or a field of ISCED-F for knowledge."""

    uri: str
    labels: LocalizedText
    code: str = ""
    own: frozenset[str] = frozenset()

    @property
    def is_level_three(self) -> bool:
        """Say whether it is a group of the third level, such as S5.5.2.

        Fields of ISCED-F never are: they hold a whole discipline, and sharing one says little.
        """
        return self.code.count(".") == 2


@dataclass(frozen=True, slots=True)
class IscoGroup:
    """A group of ISCO-08; ``code`` has one to four digits."""

    uri: str
    code: str
    labels: LocalizedText
    own: frozenset[str] = frozenset()


class Strength(IntEnum):
    """How a held skill answers a wanted one; only ``SAME`` covers it unless the learner allows more."""

    SAME = 1
    RELATED = 2
    GROUP = 3


@dataclass(frozen=True, slots=True)
class SkillMatch:
    """``held`` answers ``wanted`` with this strength; ``via`` is the relation or the group's URI."""

    wanted: str
    held: tuple[str, ...]
    strength: Strength
    via: str
