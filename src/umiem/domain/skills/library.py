"""The library of skills: the graph with its label indexes, and how people's words find concepts in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from umiem.domain.skills.concepts import ESCO_PREFIX
from umiem.domain.skills.graph import SkillGraph
from umiem.domain.skills.labels import LabelIndex
from umiem.domain.skills.search import SearchHit, search_labels
from umiem.domain.skills.words import fold
from umiem.errors import NotFoundError, RefusedError

_SECOND_LANGUAGE = "en"
_SURE = 0.93
_LIKELY = 0.6
_CLEAR_LEAD = 0.12
_CANDIDATES = 6
_OTHER_LANGUAGE_LOSES = 0.03
_PROMINENT_GAINS = 0.06  # for the skill that most occupations need; the others less
_LONGER_LIST = 3  # times the limit, so that a prominent concept can rise into it


class Pillar(StrEnum):
    """The two pillars of ESCO, each with label indexes of its own. ISCO titles are with occupations."""

    SKILLS = "skills"
    OCCUPATIONS = "occupations"


@dataclass(frozen=True, eq=False)
class SkillLibrary:
    """A graph and its label indexes by ``(language, pillar)``; the mapping may load them when asked."""

    graph: SkillGraph
    indexes: Mapping[tuple[str, Pillar], LabelIndex]

    def index(self, language: str, pillar: Pillar) -> LabelIndex | None:
        """Return the label index of one language and pillar, or ``None``."""
        return self.indexes.get((language, pillar))

    def languages_for(self, language: str) -> Iterator[str]:
        """Yield the languages to look in: the one asked for, then English."""
        yield from dict.fromkeys((language, _SECOND_LANGUAGE))

    def search(
        self, words: str, *, language: str, pillar: Pillar = Pillar.SKILLS, limit: int = 10
    ) -> tuple[SearchHit, ...]:
        """Return the best concepts of a pillar for ``words`` in ``language``, English labels included.

        Words that are neither are looked up in the other languages there are.
        """
        hits = self._answers(words, language=language, pillar=pillar, limit=_LONGER_LIST * limit)
        raised = (
            replace(hit, score=round(hit.score + _PROMINENT_GAINS * self.graph.prominence(hit.uri), 4))
            for hit in hits
        )
        return tuple(replace(hit, score=min(1.0, hit.score)) for hit in sorted(raised, key=_rank)[:limit])

    def _answers(self, words: str, *, language: str, pillar: Pillar, limit: int) -> tuple[SearchHit, ...]:
        """Return hits by the agreement of words alone."""
        hits = self._search(words, self.languages_for(language), language, pillar, limit)
        if not hits or hits[0].score < _LIKELY:
            others = [tag for tag in self.graph.source.languages if tag not in self.languages_for(language)]
            hits = tuple(sorted((*hits, *self._search(words, others, language, pillar, limit)), key=_rank))
        return hits[:limit]

    def _search(
        self, words: str, tags: Iterable[str], language: str, pillar: Pillar, limit: int
    ) -> tuple[SearchHit, ...]:
        accept = (
            self.graph.skills.__contains__ if pillar is Pillar.SKILLS else self.graph.occupations.__contains__
        )
        best: dict[str, SearchHit] = {}
        for tag in tags:
            index = self.index(tag, pillar)
            if index is None:
                continue
            loss = 0.0 if tag == language else _OTHER_LANGUAGE_LOSES
            for hit in search_labels(index, words, limit=limit, accept=accept):
                ranked = replace(hit, score=round(hit.score - loss, 4))
                if hit.uri not in best or ranked.score > best[hit.uri].score:
                    best[hit.uri] = ranked
        return tuple(sorted(best.values(), key=_rank)[:limit])

    def find(self, name: str, *, language: str, pillar: Pillar) -> str:
        """Return the URI of the concept people call ``name`` (a URI, the tail of one, or a label).

        A name that may mean several concepts is refused with the candidates in ``params``.

        Raises:
            NotFoundError: nothing is called like that (``candidates`` holds the nearest names).
            RefusedError: the name is ambiguous.
        """
        concepts: Mapping[str, object] = (
            self.graph.skills if pillar is Pillar.SKILLS else self.graph.occupations
        )
        uri = name if name.startswith("http") else f"{ESCO_PREFIX}{name.removeprefix('/')}"
        if uri in concepts:
            return uri
        hits = self._answers(name, language=language, pillar=pillar, limit=_CANDIDATES)
        exact = _exact(hits, name)
        if not exact:  # people also say „UX designer” in Polish, and "sekretarka" while reading English
            others = self._search(name, self.graph.source.languages, language, pillar, _CANDIDATES)
            exact = _exact(others, name)
        preferred = [hit for hit in exact if hit.is_preferred]
        for certain in (preferred, exact):
            if len(certain) == 1:
                return certain[0].uri
        if hits and not exact and _is_clear(hits):
            return hits[0].uri
        names = ", ".join(self.graph.label(hit.uri, language)[0] for hit in (exact or hits))
        if not hits or hits[0].score < _LIKELY:
            raise NotFoundError(f"unknown-{_noun(pillar)}", name=name, candidates=names or "—")
        raise RefusedError(f"ambiguous-{_noun(pillar)}", name=name, candidates=names)


def _exact(hits: Iterable[SearchHit], name: str) -> list[SearchHit]:
    return [hit for hit in hits if fold(hit.label) == fold(name.strip())]


def _rank(hit: SearchHit) -> tuple[float, str, str]:
    return -hit.score, hit.label, hit.uri


def _noun(pillar: Pillar) -> str:
    return "skill" if pillar is Pillar.SKILLS else "occupation"


def _is_clear(hits: tuple[SearchHit, ...]) -> bool:
    lead = hits[0].score - hits[1].score if len(hits) > 1 else 1.0
    return hits[0].score >= _SURE or (hits[0].score >= 0.75 and lead >= _CLEAR_LEAD)
