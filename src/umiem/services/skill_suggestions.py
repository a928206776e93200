"""Skills for the author of a definition: found by words, or suggested from the text of a course."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from umiem import wiring
from umiem.adapters.esco import EscoStore
from umiem.domain.offers.clauses import dominant_language, split_clauses
from umiem.domain.offers.skills_in_text import find_skills
from umiem.domain.skills import Pillar, SkillLibrary
from umiem.services.skill_planning import skill_library

LONGEST_QUERY = 200
LONGEST_TEXT = 60_000
_MOST = 12
_LANGUAGES = ("pl", "en")


@dataclass(frozen=True, kw_only=True)
class SkillSuggestion:
    """A skill or occupation of ESCO: its labels by language, and the words of the text that speak of it."""

    uri: str
    labels: Mapping[str, str]
    because: str = ""


def library() -> SkillLibrary:
    """Return the ESCO of this installation, read once until it is imported anew."""
    home = wiring.installation().home
    store = EscoStore(home)
    return _library(home, store.path.stat().st_mtime_ns if store.exists() else 0)


@lru_cache(maxsize=1)
def _library(home: Path, _changed: int) -> SkillLibrary:
    return skill_library(home)


def search(query: str, *, language: str, occupations: bool = False) -> tuple[SkillSuggestion, ...]:
    """Return the best skills (or occupations) for a few words, in the reader's language and English."""
    words = query.strip()[:LONGEST_QUERY]
    if not words:
        return ()
    pillar = Pillar.OCCUPATIONS if occupations else Pillar.SKILLS
    found = library()
    hits = found.search(words, language=language, pillar=pillar, limit=_MOST)
    return tuple(SkillSuggestion(uri=hit.uri, labels=_labels(found, hit.uri)) for hit in hits)


def in_course_text(text: str) -> tuple[SkillSuggestion, ...]:
    """Return the skills that the text of a course speaks of, surest first; it is read, never kept."""
    text = text[:LONGEST_TEXT]
    if not text.strip():
        return ()
    found = library()
    clauses = split_clauses(text)
    skills = find_skills(text, clauses, found, language=dominant_language(clauses))
    return tuple(
        SkillSuggestion(uri=one.uri, labels=_labels(found, one.uri), because=", ".join(one.triggers[:3]))
        for one in skills[:_MOST]
    )


def labels_of(uris: Iterable[str]) -> Mapping[str, Mapping[str, str]]:
    """Return the labels of concepts by language; unknown addresses have none."""
    found = library()
    return {uri: _labels(found, uri) for uri in uris}


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
