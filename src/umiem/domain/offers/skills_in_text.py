"""Skills in a text: labels whose words stand close together in one clause."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from umiem.domain.offers.clauses import Clause
from umiem.domain.offers.proficiency import hinted_step
from umiem.domain.skills import LabelIndex, Pillar, SkillLibrary
from umiem.domain.skills.words import Word, fold, is_stop_word, stem

_MOST_SKILLS = 60
_LEAST_CONFIDENCE = 0.35
_SPARE_WORDS = 2  # how many other words may stand among those of a label
_RARE = 5.5  # a label of one word must be this telling, or be written as a name
_SECOND_LANGUAGE = "en"


@dataclass(frozen=True, slots=True)
class SkillFound:
    """A skill the text asks for, the words that say so, and how sure that is (0 to 1).

    ``step`` is the proficiency that words near by hint at (1 basic to 4 expert), if any do.
    """

    uri: str
    triggers: tuple[str, ...]
    confidence: float
    step: int | None = None


@dataclass(frozen=True, slots=True)
class _Found:
    uri: str
    clause: int
    places: frozenset[int]
    text: str
    confidence: float


def find_skills(
    text: str, clauses: Sequence[Clause], library: SkillLibrary, *, language: str
) -> tuple[SkillFound, ...]:
    """Return the skills asked for, surest first. Only clauses about the work are read."""
    found: list[_Found] = []
    for tag in library.languages_for(language):
        index = library.index(tag, Pillar.SKILLS)
        if index is not None:
            for number, clause in enumerate(clauses):
                if clause.is_work:
                    found.extend(_in_clause(text, number, clause, index, is_foreign=tag != language))
    gathered: dict[str, list[_Found]] = {}
    for each in _without_covered(found):
        gathered.setdefault(each.uri, []).append(each)
    skills = (
        SkillFound(
            uri,
            tuple(dict.fromkeys(each.text for each in group)),
            round(min(0.99, max(each.confidence for each in group) + 0.03 * (len(group) - 1)), 2),
            step=hinted_step(clauses[each.clause] for each in group),
        )
        for uri, group in gathered.items()
    )
    kept = (skill for skill in skills if skill.confidence >= _LEAST_CONFIDENCE)
    return tuple(sorted(kept, key=lambda skill: (-skill.confidence, skill.uri))[:_MOST_SKILLS])


def _in_clause(
    text: str, number: int, clause: Clause, index: LabelIndex, *, is_foreign: bool
) -> Iterator[_Found]:
    telling = [word for word in clause.words if not is_stop_word(word.folded, index.language)]
    numbers = [index.key_number(stem(word.folded, index.language)) for word in telling]
    places: dict[int, list[int]] = {}
    for place, key in enumerate(numbers):
        if key is not None:
            places.setdefault(key, []).append(place)
    for key, at in places.items():
        for label in index.anchored.get(key, ()):
            keys = index.keys_of_label(label)
            if len(keys) > len(places) or any(other not in places for other in keys):
                continue
            for place in at:
                span = _closest(keys, places, place)
                spare = max(span) - min(span) + 1 - len(span)
                if spare <= _SPARE_WORDS:
                    words = [telling[each] for each in sorted(span)]
                    confidence = _confidence(index, label, words, spare, is_foreign=is_foreign)
                    if confidence > 0:
                        said = text[words[0].start : words[-1].end]
                        everywhere = frozenset(word.start for word in words)
                        yield _Found(index.uri_of(label), number, everywhere, said, confidence)


def _closest(keys: Iterable[int], places: dict[int, list[int]], anchor: int) -> set[int]:
    return {min(places[key], key=lambda place: abs(place - anchor)) for key in keys}


def _confidence(index: LabelIndex, label: int, words: list[Word], spare: int, *, is_foreign: bool) -> float:
    """Long labels, close together, of telling words are sure; a single common word says nothing."""
    keys = index.keys_of_label(label)
    if len(words) < len(keys):
        return 0.0
    weight = sum(index.weight(key) for key in keys)
    is_same = fold(index.texts[label].partition(" (")[0]) == " ".join(word.folded for word in words)
    base = 0.6 if index.preferred[label] else 0.5
    if len(keys) == 1:
        base = _one_word(index, label, words[0], is_foreign=is_foreign, weight=weight)
        if base == 0:
            return 0.0
    elif is_foreign and len(keys) == 2 and weight < 2 * _RARE - 2:
        base -= 0.1
    closeness = 0.12 if spare == 0 else -0.06 * spare
    telling = min(0.18, 0.012 * weight)
    return min(0.97, base + closeness + telling + (0.1 if is_same else 0.0))


def _one_word(index: LabelIndex, label: int, word: Word, *, is_foreign: bool, weight: float) -> float:
    folded = word.folded
    is_name = word.text[:1].isupper() or any(not letter.isalpha() for letter in folded)
    bare = index.texts[label].partition(" (")[0]
    is_written_so = fold(bare) == folded
    label_is_name = not index.texts[label][:1].islower()
    if len(folded) < 2 or (len(folded) == 2 and not (is_name and label_is_name and is_written_so)):
        return 0.0
    if bare.isupper():  # an abbreviation has no endings: „rodzicami” is not RODO
        return 0.55 if is_written_so else 0.0
    if label_is_name:
        return 0.55 if is_written_so or (not is_foreign and weight >= _RARE) else 0.0
    is_common_word = index.language == "en" and not index.preferred[label]
    if is_foreign or weight < _RARE or is_common_word:
        return 0.0
    return 0.5 if index.preferred[label] or is_written_so else 0.32


def _without_covered(found: list[_Found]) -> list[_Found]:
    """Drop a find whose words are all part of a longer find in the same clause."""
    by_clause: dict[int, list[_Found]] = {}
    for each in found:
        by_clause.setdefault(each.clause, []).append(each)
    kept = []
    for group in by_clause.values():
        for each in group:
            if not any(
                each.places < other.places and other.confidence >= each.confidence - 0.25 for other in group
            ):
                kept.append(each)
    return _one_for_each_place(kept)


def _one_for_each_place(found: list[_Found]) -> list[_Found]:
    """Among skills triggered by the very same words keep those that fit best."""
    best: dict[tuple[int, frozenset[int]], float] = {}
    for each in found:
        key = each.clause, each.places
        best[key] = max(best.get(key, 0.0), each.confidence)
    return [each for each in found if each.confidence >= best[each.clause, each.places] - 0.04]
