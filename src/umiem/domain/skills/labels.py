"""An index of labels by the keys of their words: one per language and pillar of ESCO.

Plain arrays, so that an index of 130,000 labels loads in a moment and stays small. The same index
serves search and the reading of job offers; it does not depend on a database, hence the results are
the same on SQLite, PostgreSQL and without either.
"""

from __future__ import annotations

import math
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from umiem.domain.skills.words import keys_of


@dataclass(frozen=True, slots=True)
class Label:
    """One label of a concept: the preferred one or an alternative (also our own synonyms)."""

    uri: str
    text: str
    is_preferred: bool


@dataclass(frozen=True)
class LabelIndex:
    """Labels, the sorted vocabulary of their keys, and for each key the labels that hold it.

    ``tokens[token_starts[n] : token_starts[n + 1]]`` are the vocabulary numbers of label ``n``;
    ``postings[posting_starts[k] : posting_starts[k + 1]]`` are the labels that hold key ``k``.
    """

    language: str
    uris: Sequence[str]
    texts: Sequence[str]
    concepts: array[int]
    preferred: bytes
    vocabulary: Sequence[str]
    token_starts: array[int]
    tokens: array[int]
    posting_starts: array[int]
    postings: array[int]

    def __len__(self) -> int:
        return len(self.texts)

    def key_number(self, key: str) -> int | None:
        """Return the number of a key in the vocabulary, or ``None``."""
        return self._numbers.get(key)

    def keys_with_prefix(self, prefix: str, limit: int) -> range:
        """Return the numbers of the vocabulary keys that begin with ``prefix``, at most ``limit``."""
        first = bisect_left(self.vocabulary, prefix)
        last = bisect_left(self.vocabulary, prefix + "\U0010ffff", lo=first)
        return range(first, min(last, first + limit))

    def labels_with(self, key: int) -> array[int]:
        """Return the labels that hold key number ``key``."""
        return self.postings[self.posting_starts[key] : self.posting_starts[key + 1]]

    def keys_of_label(self, label: int) -> array[int]:
        """Return the key numbers of a label."""
        return self.tokens[self.token_starts[label] : self.token_starts[label + 1]]

    def uri_of(self, label: int) -> str:
        """Return the concept a label belongs to."""
        return self.uris[self.concepts[label]]

    def weight(self, key: int) -> float:
        """Return how telling a key is: rare keys weigh more (inverse document frequency)."""
        return self._weights[key]

    @cached_property
    def _numbers(self) -> Mapping[str, int]:
        return {key: number for number, key in enumerate(self.vocabulary)}

    @cached_property
    def _weights(self) -> Sequence[float]:
        starts, count = self.posting_starts, len(self) + 1
        return [
            math.log(count / (1 + starts[key + 1] - starts[key])) + 0.5 for key in range(len(self.vocabulary))
        ]

    @cached_property
    def anchored(self) -> Mapping[int, Sequence[int]]:
        """Labels by their rarest key: the only ones to look at when a text holds that key."""
        anchored: dict[int, list[int]] = {}
        for label in range(len(self)):
            keys = self.keys_of_label(label)
            if keys:
                anchored.setdefault(max(keys, key=self._weights.__getitem__), []).append(label)
        return anchored


def build_label_index(labels: Iterable[Label], *, language: str) -> LabelIndex:
    """Build the index of ``labels``; a label repeated for one concept counts once."""
    kept: dict[tuple[str, str], Label] = {}
    for label in labels:
        known = kept.setdefault((label.uri, label.text.strip()), label)
        if label.is_preferred and not known.is_preferred:
            kept[label.uri, label.text.strip()] = label
    keyed = [(label, keys_of(label.text, language)) for label in kept.values()]
    vocabulary = sorted({key for _, keys in keyed for key in keys})
    numbers = {key: number for number, key in enumerate(vocabulary)}
    uris = tuple(dict.fromkeys(label.uri for label, _ in keyed))
    concept_of = {uri: number for number, uri in enumerate(uris)}
    by_key: list[list[int]] = [[] for _ in vocabulary]
    tokens, token_starts = array("I"), array("I", [0])
    for number, (_, keys) in enumerate(keyed):
        for key in keys:
            tokens.append(numbers[key])
            by_key[numbers[key]].append(number)
        token_starts.append(len(tokens))
    postings, posting_starts = array("I"), array("I", [0])
    for found in by_key:
        postings.extend(found)
        posting_starts.append(len(postings))
    return LabelIndex(
        language=language,
        uris=uris,
        texts=tuple(label.text.strip() for label, _ in keyed),
        concepts=array("I", (concept_of[label.uri] for label, _ in keyed)),
        preferred=bytes(label.is_preferred for label, _ in keyed),
        vocabulary=vocabulary,
        token_starts=token_starts,
        tokens=tokens,
        posting_starts=posting_starts,
        postings=postings,
    )
