"""Search for skills and occupations that forgives endings, diacritics, typing mistakes and half words.

Every query word is widened to vocabulary keys (same key, beginning of a key, close spelling), labels
collect the weight of the words they answer, and a shortlist is ranked by how much of the query and of
the label agree. Words that only several labels of one concept answer together count a little less.
Deterministic: equal scores are ordered by label and URI.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process
from rapidfuzz.distance import Levenshtein

from umiem.domain.skills.labels import LabelIndex
from umiem.domain.skills.polish import kindred_polish
from umiem.domain.skills.words import fold, is_stop_word, respelled, stem, words_of

_MOST_WORDS = 12
_PREFIX_KEYS = 60
_SHORTLIST = 120
_EXACT, _KINDRED, _PREFIX, _TYPO = 1.0, 0.85, 0.8, 0.7
_SHORTEST_TYPO = 4
_BY_SEVERAL_LABELS = 0.9  # of the weight, when no single label of the concept answers all words
_OTHER_ORDER = 0.9  # of full likeness, when a label consists of the words of the query in another form
_COMMON_KEY = 4000  # postings longer than this are not walked when a rarer word of the query is there


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A concept found: the label that answered, its language, and a score from 0 to 1."""

    uri: str
    label: str
    language: str
    is_preferred: bool
    score: float


def search_labels(
    index: LabelIndex, words: str, *, limit: int = 10, accept: Callable[[str], bool] | None = None
) -> tuple[SearchHit, ...]:
    """Return the best concepts for ``words``, best first, one hit for each concept.

    ``accept`` may leave concepts out by URI. An empty query finds nothing.
    """
    widened = _widen(index, words)
    if not widened:
        return ()
    folded = fold(words)
    best: dict[str, SearchHit] = {}
    total = sum(weight for weight, _ in widened)
    asked: dict[int, float] = {}
    for _, keys in widened:
        asked |= keys
    for label, agreed in _shortlist(index, widened):
        uri = index.uri_of(label)
        if accept is not None and not accept(uri):
            continue
        score = _score(index, label, folded=folded, agreed=agreed / total, asked=asked)
        known = best.get(uri)
        if known is None or score > known.score:
            best[uri] = SearchHit(
                uri, index.texts[label], index.language, bool(index.preferred[label]), round(score, 4)
            )
    return tuple(sorted(best.values(), key=lambda hit: (-hit.score, hit.label, hit.uri))[:limit])


def _widen(index: LabelIndex, words: str) -> list[tuple[float, dict[int, float]]]:
    """Return for each query word its weight and the vocabulary keys that answer it, with their closeness."""
    found = [word.folded for word in words_of(words)][:_MOST_WORDS]
    telling = [word for word in found if not is_stop_word(word, index.language)] or found
    widened = []
    for position, word in enumerate(telling):
        keys = _keys_for(index, word, may_be_unfinished=position == len(telling) - 1)
        weight = max((index.weight(key) for key in keys), default=_weight_of_unknown(index))
        widened.append((weight, keys))
    return widened if any(keys for _, keys in widened) else []


def _weight_of_unknown(index: LabelIndex) -> float:
    return max((index.weight(key) for key in range(min(200, len(index.vocabulary)))), default=1.0) / 2


def _keys_for(index: LabelIndex, word: str, *, may_be_unfinished: bool) -> dict[int, float]:
    key = stem(word, index.language)
    exact = index.key_number(key)
    keys: dict[int, float] = {} if exact is None else {exact: _EXACT}
    kindred = index.key_number(kindred_polish(key)) if index.language == "pl" else None
    if kindred is not None:
        keys[kindred] = _KINDRED
    if len(word) >= 3 and (may_be_unfinished or exact is None):
        for prefix in {key, word}:
            if len(prefix) >= 3:
                for number in index.keys_with_prefix(prefix, _PREFIX_KEYS):
                    keys.setdefault(number, _PREFIX)
    if not keys and len(word) >= _SHORTEST_TYPO:
        keys = _mistyped(index, {key, word})
    return keys or _mistyped(index, {stem(other, index.language) for other in respelled(word)})


def _mistyped(index: LabelIndex, spellings: set[str]) -> dict[int, float]:
    """Return the keys a few letters away: one for short words, at most three for long ones."""
    keys: dict[int, float] = {}
    for spelling in sorted(spellings):
        cutoff = 1 if len(spelling) <= 5 else 2 if len(spelling) <= 10 else 3
        for _, distance, number in process.extract(
            spelling, index.vocabulary, scorer=Levenshtein.distance, score_cutoff=cutoff, limit=5
        ):
            keys[number] = max(keys.get(number, 0), _TYPO - 0.1 * max(distance - 1, 0))
    return keys


def _shortlist(
    index: LabelIndex, widened: Sequence[tuple[float, dict[int, float]]]
) -> list[tuple[int, float]]:
    """Return the labels that answer most of the query's weight, alone or with others of their concept."""
    collected: dict[int, float] = {}
    together: dict[int, float] = {}
    rarest_first = sorted(widened, key=lambda each: sum(len(index.labels_with(key)) for key in each[1]))
    for weight, keys in rarest_first:
        concepts: dict[int, float] = {}
        for label, closeness in _answering(index, keys, among=collected).items():
            collected[label] = collected.get(label, 0.0) + weight * closeness
            concept = index.concepts[label]
            if closeness > concepts.get(concept, 0.0):
                concepts[concept] = closeness
        for concept, closeness in concepts.items():
            together[concept] = together.get(concept, 0.0) + weight * closeness
    agreed = {
        label: max(weight, _BY_SEVERAL_LABELS * together[index.concepts[label]])
        for label, weight in collected.items()
    }
    ranked = sorted(
        agreed.items(),
        key=lambda each: (-each[1], len(index.keys_of_label(each[0])), -index.preferred[each[0]], each[0]),
    )
    return ranked[:_SHORTLIST]


def _answering(
    index: LabelIndex, keys: Mapping[int, float], *, among: Mapping[int, float]
) -> dict[int, float]:
    """Return how closely each label answers one word; for common words only those that answered before."""
    answering: dict[int, float] = {}
    for key, closeness in keys.items():
        labels = index.labels_with(key)
        only_known = bool(among) and len(labels) > _COMMON_KEY
        for label in labels:
            if (not only_known or label in among) and closeness > answering.get(label, 0.0):
                answering[label] = closeness
    return answering


def _score(index: LabelIndex, label: int, *, folded: str, agreed: float, asked: Mapping[int, float]) -> float:
    """Mix: share of the query answered, likeness of the texts or words, and the preferred label first."""
    text = fold(index.texts[label])
    bare = text.partition(" (")[0]
    likeness = max(fuzz.ratio(folded, text), fuzz.ratio(folded, bare)) / 100
    weights = {key: index.weight(key) for key in index.keys_of_label(label)}
    covered = sum(weight * asked.get(key, 0.0) for key, weight in weights.items()) / (
        sum(weights.values()) or 1
    )
    preferred = 0.04 if index.preferred[label] else 0.0
    return min(1.0, 0.62 * min(agreed, 1.0) + 0.34 * max(likeness, _OTHER_ORDER * covered) + preferred)
