"""Skills for the author of a definition: found by words, or suggested from the text of a course."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from umiem.domain.offers import read_course_text
from umiem.domain.skills import Pillar, SkillLibrary
from umiem.services.skill.skills import library

LONGEST_QUERY = 200
LONGEST_TEXT = 50_000
_MOST = 12
_LANGUAGES = ("pl", "en")


@dataclass(frozen=True, kw_only=True)
class SkillChoice:
    """A skill or occupation of ESCO: its labels by language, and the words of the text that speak of it."""

    uri: str
    labels: Mapping[str, str]
    because: str = ""


def search(query: str, *, language: str, occupations: bool = False) -> tuple[SkillChoice, ...]:
    """Return the best skills (or occupations) for a few words, in the reader's language and English."""
    words = query.strip()[:LONGEST_QUERY]
    if not words:
        return ()
    pillar = Pillar.OCCUPATIONS if occupations else Pillar.SKILLS
    found = library()
    hits = found.search(words, language=language, pillar=pillar, limit=_MOST)
    return tuple(SkillChoice(uri=hit.uri, labels=_labels(found, hit.uri)) for hit in hits)


def in_course_text(text: str) -> tuple[SkillChoice, ...]:
    """Return the skills that the text of a course speaks of, surest first; it is read, never kept."""
    text = text[:LONGEST_TEXT]
    if not text.strip():
        return ()
    found = library()
    skills = read_course_text(text, found)
    return tuple(
        SkillChoice(uri=one.uri, labels=_labels(found, one.uri), because=", ".join(one.triggers[:3]))
        for one in skills[:_MOST]
    )


def name_skills(part: Any) -> None:
    """Give every link to ESCO in plain data that has no label the labels of its concept, in place."""
    if isinstance(part, list):
        for item in part:
            name_skills(item)
    elif isinstance(part, dict):
        if part.get("uri") and not part.get("label"):
            part["label"] = dict(_labels(library(), part["uri"]))
        for item in part.values():
            name_skills(item)


def _labels(found: SkillLibrary, uri: str) -> Mapping[str, str]:
    labels = {tag: found.graph.label(uri, tag) for tag in _LANGUAGES}
    return {tag: label for tag, (label, language) in labels.items() if language == tag}
