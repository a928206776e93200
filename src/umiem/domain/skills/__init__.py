"""Skills, occupations and their relations (ESCO): the graph, search and matching."""

from __future__ import annotations

from umiem.domain.skills.concepts import (
    ESCO_PREFIX,
    IscoGroup,
    Occupation,
    Skill,
    SkillGroup,
    SkillKind,
    SkillMatch,
    Strength,
)
from umiem.domain.skills.graph import GraphSource, SkillGraph
from umiem.domain.skills.labels import Label, LabelIndex, build_label_index
from umiem.domain.skills.library import Pillar, SkillLibrary
from umiem.domain.skills.matching import match_skill, match_skills
from umiem.domain.skills.meaning import SkillModel, SkillModelFactory, add_by_meaning
from umiem.domain.skills.search import SearchHit, search_labels

__all__ = [
    "ESCO_PREFIX",
    "GraphSource",
    "IscoGroup",
    "Label",
    "LabelIndex",
    "Occupation",
    "Pillar",
    "SearchHit",
    "Skill",
    "SkillGraph",
    "SkillGroup",
    "SkillKind",
    "SkillLibrary",
    "SkillMatch",
    "SkillModel",
    "SkillModelFactory",
    "Strength",
    "add_by_meaning",
    "build_label_index",
    "match_skill",
    "match_skills",
    "search_labels",
]
