"""Where an operator's own model may help the search: concepts near in meaning, whatever their words.

Umiem brings no model and downloads none; without one everything works by words alone. An operator names
a factory in ``UMIEM_SKILL_MODEL`` (``package.module:factory``); docs/skills-and-plans.md shows one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Protocol

from umiem.domain.skills.graph import SkillGraph
from umiem.domain.skills.search import SearchHit

MOST_BY_MEANING = 10
_SHARE = 0.5  # of its closeness: what shares words comes before what is only near in meaning


class SkillModel(Protocol):
    """A model of the operator. It keeps its weights and vectors itself and must not raise."""

    def nearest(self, text: str, *, language: str, limit: int) -> Iterable[tuple[str, float]]:
        """Return at most ``limit`` skills near ``text`` in meaning: ``(URI, closeness from 0 to 1)``."""
        ...


# Called once with the labels of all skills: URI → language → preferred label.
SkillModelFactory = Callable[[Mapping[str, Mapping[str, str]]], SkillModel]


def add_by_meaning(
    hits: tuple[SearchHit, ...],
    model: SkillModel,
    graph: SkillGraph,
    words: str,
    *,
    language: str,
    limit: int,
) -> tuple[SearchHit, ...]:
    """Return ``hits`` followed by skills near in meaning. URIs that ESCO does not have here are left out."""
    known = {hit.uri for hit in hits}
    added = []
    for uri, closeness in model.nearest(words, language=language, limit=min(limit, MOST_BY_MEANING)):
        if uri in graph.skills and uri not in known and closeness > 0:
            known.add(uri)
            label, tag = graph.label(uri, language)
            score = round(_SHARE * min(1.0, closeness), 4)
            added.append(SearchHit(uri, label, tag, is_preferred=True, score=score))
    ranked = sorted(added, key=lambda hit: (-hit.score, hit.label, hit.uri))
    return (*hits, *ranked)[:limit]
