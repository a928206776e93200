"""The likely occupations of an offer: by its title first, by the skills it asks for second."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile, zip_longest

from umiem.domain.offers.clauses import Clause, begins_the_work
from umiem.domain.offers.skills_in_text import SkillFound
from umiem.domain.skills import LabelIndex, Pillar, SkillGraph, SkillLibrary
from umiem.domain.skills.words import is_stop_word, stem, words_of

_SMALL_TITLE_WORDS = """
ka tka czka praca oferta pracy firma spolka zoo job offer ogloszenie poszukujemy szukamy zatrudnimy zatrudni
stanowisko osoby osoba pilnie miasto etat pelny umowa prace kandydata kandydatow starszy starsza
senior mid regular position title looking hiring k m f d h
"""

_BEST = 5
_TITLE_LINES = 5
_TITLE_WORDS = 14
_TITLE_MARKS = (
    "stanowisk",
    "poszukuj",
    "szukam",
    "szuka",
    "zatrudni",
    "przyjmie",
    "potrzebuj",
    "position",
    "looking",
    "seeks",
    "seeking",
    "hiring",
    "recruiting",
)
_ANNOUNCED = 0.95
_ANNOUNCED_WORDS = 8
_LATER_IN_LINE = 0.7  # of a line, the first clause is the likeliest title
_SKILL_SHARE = 0.45
_OPTIONAL_SHARE = 0.4
_FEW_SKILLS = 2  # with so many skills their word counts half
_LEAST_SCORE = 0.12
_AT_LEAST = 2  # guesses, however weak, rather than none
_OTHER_FORM_LOSES = 0.5
_LONGEST_CASE_ENDING = 2
_ALTERNATIVE_LOSES = 0.06  # not for groups of ISCO-08, whose alternatives are job titles one by one
_ISCO = "/isco/"
_NOT_A_TITLE = frozenset(_SMALL_TITLE_WORDS.split())


@dataclass(frozen=True, slots=True)
class GroupGuess:
    """A unit group of ISCO-08 (four digits) with a score from 0 to 1 and the words that led to it."""

    code: str
    score: float
    triggers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OccupationGuess:
    """An ESCO occupation with a score from 0 to 1."""

    uri: str
    score: float


def guess_occupations(
    clauses: Sequence[Clause], skills: Sequence[SkillFound], library: SkillLibrary, *, language: str
) -> tuple[tuple[GroupGuess, ...], tuple[OccupationGuess, ...]]:
    """Return the best five ISCO-08 unit groups and the best five ESCO occupations."""
    graph = library.graph
    titles: dict[str, tuple[float, str]] = {}
    for tag in dict.fromkeys((language, "pl", "en")):
        index = library.index(tag, Pillar.OCCUPATIONS)
        if index is not None:
            for uri, score, said in _by_title(clauses, index, language):
                titles[uri] = max(titles.get(uri, (0.0, "")), (score, said))
    by_skill = _by_skills(skills, graph)
    groups: dict[str, float] = {}
    said_by: dict[str, str] = {}
    for uri, (score, said) in titles.items():
        code = _group_of(uri, graph)
        if code and score > groups.get(code, 0.0):
            groups[code], said_by[code] = score, said
    by_group: dict[str, float] = {}
    for uri, score in by_skill.items():
        code = graph.occupations[uri].isco[:4]
        by_group[code] = max(by_group.get(code, 0.0), score)
    total = {
        code: groups.get(code, 0.0) + _SKILL_SHARE * by_group.get(code, 0.0)
        for code in groups.keys() | by_group.keys()
    }
    ranked = sorted(((score, code) for code, score in total.items()), key=lambda each: (-each[0], each[1]))
    ranked = [each for each in ranked if each[0] >= _LEAST_SCORE] or ranked[:_AT_LEAST]
    guesses = tuple(
        GroupGuess(
            code, round(min(1.0, score / (1 + _SKILL_SHARE)), 3), tuple(filter(None, [said_by.get(code, "")]))
        )
        for score, code in ranked[:_BEST]
    )
    return guesses, _best_occupations(titles, by_skill, total, graph)


def _best_occupations(
    titles: Mapping[str, tuple[float, str]],
    by_skill: Mapping[str, float],
    groups: Mapping[str, float],
    graph: SkillGraph,
) -> tuple[OccupationGuess, ...]:
    scores: dict[str, float] = {}
    leading = {code for code, _ in sorted(groups.items(), key=lambda each: -each[1])[:_BEST]}
    for uri, occupation in graph.occupations.items():
        group = groups.get(occupation.isco[:4], 0.0) if occupation.isco[:4] in leading else 0.0
        own = titles.get(uri, (0.0, ""))[0] + _SKILL_SHARE * by_skill.get(uri, 0.0)
        if group or own:
            scores[uri] = (0.6 * own + 0.4 * group) / (1 + _SKILL_SHARE)
    ranked = sorted(scores.items(), key=lambda each: (-each[1], each[0]))[:_BEST]
    return tuple(OccupationGuess(uri, round(min(1.0, score), 3)) for uri, score in ranked if score > 0.05)


def _group_of(uri: str, graph: SkillGraph) -> str:
    if uri in graph.occupations:
        return graph.occupations[uri].isco[:4]
    code = uri.rpartition("/C")[2]
    return code if len(code) == 4 and code in graph.isco else ""


def _by_title(
    clauses: Sequence[Clause], index: LabelIndex, language: str
) -> Iterable[tuple[str, float, str]]:
    """Yield ``(concept, score, label)`` for labels found in the first lines or where a title is announced."""
    for clause, importance in _title_clauses(clauses):
        words = [
            word.folded
            for word in clause.words
            if not is_stop_word(word.folded, index.language)
            and not is_stop_word(word.folded, language)
            and word.folded not in _NOT_A_TITLE
            and (len(word.folded) > 1 or index.language != "en")
        ]
        keys = {index.key_number(stem(word, index.language)) for word in words}
        known = {key for key in keys if key is not None}
        if not known:
            continue
        said = sum(index.weight(key) for key in known)
        said_words = frozenset(words)
        for label in {each for key in known for each in index.labels_with(key)}:
            own = index.keys_of_label(label)
            agreed = sum(index.weight(key) for key in own if key in known)
            whole = sum(index.weight(key) for key in own)
            coverage = agreed / whole
            if coverage < 0.5:
                continue
            score = importance * (0.55 * coverage**2 + 0.45 * min(1.0, agreed / said))
            score *= 1.0 if coverage > 0.99 else 0.72
            score *= _as_written(index.texts[label], said_words)
            uri = index.uri_of(label)
            score *= 1.0 if index.preferred[label] or _ISCO in uri else 1 - _ALTERNATIVE_LOSES
            yield uri, score, index.texts[label]


def _as_written(label: str, said: frozenset[str]) -> float:
    """Prefer labels whose very words stand there, in any case: „oddział” is not yet „oddziałowa”."""
    own = [word.folded for word in words_of(label)]
    share = sum(any(_is_form(word, other) for other in said) for word in own) / max(1, len(own))
    return 1 - _OTHER_FORM_LOSES * (1 - share)


def _is_form(word: str, other: str) -> bool:
    """Say whether two words differ by a case ending at most."""
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(word, other, strict=False)))
    return max(len(word), len(other)) - same <= (_LONGEST_CASE_ENDING if same >= _LONGEST_CASE_ENDING else 0)


def _title_clauses(clauses: Sequence[Clause]) -> Iterable[tuple[Clause, float]]:
    """Yield the first lines, whole and in parts, and the clauses that announce a title."""
    first: dict[int, list[Clause]] = {}
    is_over = False
    for clause, following in zip_longest(clauses, clauses[1:]):
        named = _announced(clause, following)
        announced = named is not None
        is_over = is_over or (clause.line < _TITLE_LINES and not announced and begins_the_work(clause.words))
        if clause.line < _TITLE_LINES and len(clause.words) <= _TITLE_WORDS and not is_over:
            later = clause.line in first and not announced
            first.setdefault(clause.line, []).append(clause)
            yield clause, _importance(clause.line) * (_LATER_IN_LINE if later else 1.0)
        if named is not None:
            yield named, _ANNOUNCED
    for line, parts in first.items():
        words = tuple(word for part in parts for word in part.words)
        if len(parts) > 1 and len(words) <= _TITLE_WORDS:
            yield Clause(words, line, is_work=True), _importance(line)


def _announced(clause: Clause, following: Clause | None) -> Clause | None:
    """Return the words after „zatrudni”, "Position:", "is looking for" and the like, or ``None``."""
    for place, word in enumerate(clause.words):
        if word.folded.startswith(_TITLE_MARKS):
            after = clause.words[place + 1 :] or (following.words if following else ())
            return Clause(after[:_ANNOUNCED_WORDS], clause.line, is_work=True) if after else None
    return None


def _importance(line: int) -> float:
    return 1.0 if line == 0 else 0.85 - 0.1 * line


def _by_skills(skills: Sequence[SkillFound], graph: SkillGraph) -> dict[str, float]:
    """Return occupations by how much of what is asked for they need; rare skills weigh more."""
    scores: dict[str, float] = {}
    weighed = 0.0
    count = max(1, len(graph.occupations))
    for skill in skills:
        needing = graph.needed_by.get(skill.uri, ())
        weight = skill.confidence * math.log(1 + count / (1 + len(needing)))
        weighed += weight
        for uri in needing:
            scores[uri] = scores.get(uri, 0.0) + weight
    for skill in skills:
        for uri in graph.useful_for.get(skill.uri, ()):
            scores[uri] = scores.get(uri, 0.0) + _OPTIONAL_SHARE * skill.confidence
    if not weighed:
        return {}
    enough = len(skills) / (len(skills) + _FEW_SKILLS)
    return {
        uri: enough * min(1.0, score / weighed) / (1 + 0.004 * len(graph.essential.get(uri, ())))
        for uri, score in scores.items()
    }
