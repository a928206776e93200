"""The whole catalogue in memory: each value and each word a set of bits, one bit for each card.

Sets are Python integers: intersecting ten thousand cards takes a fraction of a microsecond, so every
facet is counted exactly on every search, on SQLite and PostgreSQL alike.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from heapq import heappop, heappush, nsmallest
from itertools import islice
from types import MappingProxyType

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from umiem.domain.catalogue.card import INDEXED_LANGUAGES, CatalogueCard
from umiem.domain.catalogue.query import (
    ABOVE,
    ANY_DAY,
    BANDS,
    FACETS,
    LONGEST_WORDS,
    MANY_VALUED,
    MOST_COUNTED,
    CatalogueQuery,
    Order,
)
from umiem.domain.skills.words import fold, is_stop_word, stem, words_of

_MOST_WORDS = 10
_MOST_PREFIX = 200
_SHORTEST_PREFIX = 3
_SHORTEST_TYPO = 4
_ALIKE = 4
_BROAD_FIELD = 2
_FEW_CARDS = 3_000  # so few are counted card by card


@dataclass(frozen=True, slots=True)
class FacetCount:
    """How many cards have a value of a facet, given everything else that was asked for."""

    value: str
    count: int
    is_chosen: bool


@dataclass(frozen=True, kw_only=True)
class Found:
    """The cards found, in order, and the facets to narrow them by. A page of cards costs only that page."""

    index: CatalogueIndex = field(repr=False)
    bits: int = field(repr=False)
    ranking: Sequence[int] | None = field(repr=False)
    facets: Mapping[str, tuple[FacetCount, ...]]

    @property
    def total(self) -> int:
        return self.bits.bit_count()

    @property
    def cards(self) -> tuple[CatalogueCard, ...]:
        return self.part(0, self.total)

    def part(self, first: int, last: int) -> tuple[CatalogueCard, ...]:
        """Return the cards from place ``first`` up to, not including, ``last``."""
        return tuple(self.index.cards[number] for number in islice(self._numbers(), first, last))

    def _numbers(self) -> Iterator[int]:
        if self.ranking is None:
            return _numbers(self.bits)
        present = self.bits.to_bytes(len(self.index.cards) // 8 + 1, "little")
        return (number for number in self.ranking if present[number >> 3] >> (number & 7) & 1)


@dataclass(frozen=True, eq=False)
class CatalogueIndex:
    """Cards with sets of bits by facet value and word; ``needs`` are the essential skills of occupations."""

    cards: tuple[CatalogueCard, ...] = field(repr=False)
    values: Mapping[str, Mapping[str, int]] = field(repr=False)
    needs: Mapping[str, Sequence[str]] = field(repr=False)
    words: Mapping[str, int] = field(repr=False)
    title_words: Mapping[str, int] = field(repr=False)

    @cached_property
    def by_identifier(self) -> Mapping[str, CatalogueCard]:
        """Cards by ``organisation/slug``."""
        return {card.identifier: card for card in self.cards}

    @cached_property
    def larger(self) -> Mapping[str, tuple[CatalogueCard, ...]]:
        """The cards that are made of others, by each of what they are made of."""
        found: dict[str, list[CatalogueCard]] = {}
        for card in self.cards:
            for component in card.components:
                found.setdefault(component, []).append(card)
        return {component: tuple(cards) for component, cards in found.items()}

    @cached_property
    def everything(self) -> int:
        return (1 << len(self.cards)) - 1

    @cached_property
    def vocabulary(self) -> Sequence[str]:
        return sorted(self.words)

    @property
    def skills(self) -> Mapping[str, int]:
        """The cards of each skill that is confirmed."""
        return self.values["skill"]

    def with_skill(self, uri: str) -> tuple[CatalogueCard, ...]:
        """Return the cards that confirm a skill, by title."""
        return self._cards(self.skills.get(uri, 0))

    def search(self, query: CatalogueQuery) -> Found:
        """Return what is found, with every facet counted as if its own choice had not been made."""
        by_words, in_titles = self._by_words(query.words)
        base = by_words & self._by_limits(query)
        chosen = {name: self._any_of(name, query.chosen.get(name, ())) for name in FACETS}
        found = base
        for bits in chosen.values():
            found &= bits
        facets = {}
        for name in FACETS:
            others = base
            for other, bits in chosen.items():
                if other != name:
                    others &= bits
            facets[name] = self._counts(name, others, query.chosen.get(name, ()))
        ranking = self._ranking(found, in_titles, query.order)
        return Found(index=self, bits=found, ranking=ranking, facets=facets)

    def _by_words(self, words: str) -> tuple[int, list[int]]:
        found, in_titles = self.everything, []
        folded = [word.folded for word in words_of(words[:LONGEST_WORDS])][:_MOST_WORDS]
        telling = [word for word in folded if not all(is_stop_word(word, tag) for tag in INDEXED_LANGUAGES)]
        for word in telling:
            keys = self._keys_for(word)
            bits = titles = 0
            for key in keys:
                bits |= self.words[key]
                titles |= self.title_words.get(key, 0)
            found &= bits
            in_titles.append(titles)
        return found, in_titles

    def _keys_for(self, word: str) -> set[str]:
        """Return the keys a query word may mean: its own, those it begins, or those it resembles."""
        own = {stem(word, tag) for tag in INDEXED_LANGUAGES}
        keys = {key for key in own if key in self.words}
        if len(word) >= _SHORTEST_PREFIX:
            keys.update(self._beginning(word))
        if not keys:
            keys.update(key for each in own if len(each) >= _SHORTEST_PREFIX for key in self._beginning(each))
        if not keys and len(word) >= _SHORTEST_TYPO:
            for each in own:
                most = 1 if len(each) <= 5 else 2
                alike = process.extract(
                    each, self.vocabulary, scorer=Levenshtein.distance, score_cutoff=most, limit=_ALIKE
                )
                keys.update(key for key, _, _ in alike)
        return keys

    def _beginning(self, prefix: str) -> Iterator[str]:
        start = bisect_left(self.vocabulary, prefix)
        for key in self.vocabulary[start : start + _MOST_PREFIX]:
            if not key.startswith(prefix):
                return
            yield key

    def _by_limits(self, query: CatalogueQuery) -> int:
        tests = tuple(_limits(query))
        if not tests:
            return self.everything
        bits = 0
        for number, card in enumerate(self.cards):
            if all(test(card) for test in tests):
                bits |= 1 << number
        return bits

    def _any_of(self, name: str, values: Sequence[str]) -> int:
        if not values:
            return self.everything
        bits = 0
        for value in values:
            bits |= self._with_value(name, value)
        return bits

    def _with_value(self, name: str, value: str) -> int:
        bits = self.values[name].get(value, 0)
        if name == "occupation":
            for skill in self.needs.get(value, ()):
                bits |= self.skills.get(skill, 0)
        return bits

    def _counts(self, name: str, among: int, chosen: Sequence[str]) -> tuple[FacetCount, ...]:
        if name in MANY_VALUED:
            counts = self._highest(name, among)
            counts |= {value: (self._with_value(name, value) & among).bit_count() for value in chosen}
        else:
            counts = {value: (bits & among).bit_count() for value, bits in self.values[name].items()}
        shown = (
            FacetCount(value, count, value in chosen)
            for value, count in counts.items()
            if count or value in chosen
        )
        return tuple(sorted(shown, key=lambda each: (-each.count, each.value)))

    def _highest(self, name: str, among: int) -> dict[str, int]:
        """Return the values with most cards among ``among``, exactly, by whichever way is shorter."""
        if name == "skill" and among.bit_count() <= _FEW_CARDS:
            counted = Counter(uri for number in _numbers(among) for uri in self.cards[number].skills)
            return dict(nsmallest(MOST_COUNTED, counted.items(), key=lambda each: (-each[1], each[0])))
        highest: list[tuple[int, int]] = []
        least = 0  # no value can have more cards here than altogether
        frequent = self._frequent[name]
        for place, (whole, _, bits) in enumerate(frequent):
            if whole <= least:
                break
            count = (bits & among).bit_count()
            if count > least:
                heappush(highest, (count, -place))
                if len(highest) > MOST_COUNTED:
                    heappop(highest)
                    least = highest[0][0]
        return {frequent[-place][1]: count for count, place in highest}

    @cached_property
    def _frequent(self) -> Mapping[str, Sequence[tuple[int, str, int]]]:
        """Values of facets with thousands of them: number of cards, value, cards; the most frequent first.

        Of occupations only those that a definition names are offered; many more share a skill with one.
        """
        found = {}
        for name in MANY_VALUED:
            valued = ((value, self._with_value(name, value)) for value in self.values[name])
            found[name] = sorted(
                ((bits.bit_count(), value, bits) for value, bits in valued),
                key=lambda each: (-each[0], each[1]),
            )
        return found

    def _ranking(self, found: int, in_titles: list[int], order: Order) -> Sequence[int] | None:
        """Return numbers in the order asked for (some may not be found), or ``None``: by title."""
        if order is Order.BEST:
            if not in_titles:
                return None
            best = found
            for bits in in_titles:
                best &= bits
            return (*_numbers(best), *_numbers(found & ~best))
        return self._sorted[order]

    @cached_property
    def _sorted(self) -> Mapping[Order, Sequence[int]]:
        return {
            order: sorted(range(len(self.cards)), key=lambda number, by=by: by(self.cards[number]))  # type: ignore[misc]
            for order, by in _SORTING.items()
        }

    def _cards(self, bits: int) -> tuple[CatalogueCard, ...]:
        return tuple(self.cards[number] for number in _numbers(bits))


def build_index(
    cards: Iterable[CatalogueCard], *, needs: Mapping[str, Sequence[str]] = MappingProxyType({})
) -> CatalogueIndex:
    """Put the cards, by title, and all their values and words in one index.

    ``needs`` are the essential skills of each occupation, by URI.
    """
    ordered = tuple(sorted(cards, key=lambda card: (_title(card), card.identifier)))
    values: dict[str, dict[str, list[int]]] = {name: {} for name in FACETS}
    words: dict[str, list[int]] = {}
    titles: dict[str, list[int]] = {}
    for number, card in enumerate(ordered):
        for name in FACETS:
            for value in facet_values(card, name):
                values[name].setdefault(value, []).append(number)
        for word in card.words:
            words.setdefault(word, []).append(number)
        for word in _title_keys(card):
            titles.setdefault(word, []).append(number)
    by_value = {name: _bits(numbers) for name, numbers in values.items()}
    return CatalogueIndex(ordered, by_value, needs, _bits(words), _bits(titles))


def facet_values(card: CatalogueCard, name: str) -> tuple[str, ...]:
    """Return the values of one facet that a card has; fields of study count by their broad field."""
    several: Mapping[str, Iterable[str]] = {
        "level": (str(card.eqf),) if card.eqf else (),
        "credits": _band("credits", card.ects),
        "volume": _band("volume", card.whole_hours),
        "cost": _band("cost", _price_in_zloty(card)),
        "begins": (
            ANY_DAY if offer.starts is None else offer.starts.strftime("%Y-%m") for offer in card.offers
        ),
        "mode": card.modes,
        "pace": (card.pace,) if card.pace else (),
        "language": card.languages,
        "field": (code[:_BROAD_FIELD] for code in card.fields),
        "provider": (card.organisation,),
        "skill": card.skills,
        "occupation": card.occupations,
        "region": (region for region in (card.region, *(each.region for each in card.offers)) if region),
    }
    return tuple(dict.fromkeys(several[name]))


def _band(name: str, amount: float | None) -> tuple[str, ...]:
    if amount is None:
        return ()
    return (next((str(limit) for limit in BANDS[name] if amount <= limit), ABOVE),)


def _price_in_zloty(card: CatalogueCard) -> float | None:
    prices = [offer.price for offer in card.offers if offer.price is not None and offer.currency == "PLN"]
    return min(prices, default=None)


def _limits(query: CatalogueQuery) -> Iterator[Callable[[CatalogueCard], bool]]:
    if (hours := query.most_hours) is not None:
        yield lambda card: card.whole_hours <= hours
    if (least := query.least_ects) is not None:
        yield lambda card: card.ects is not None and card.ects >= least
    if (most := query.most_ects) is not None:
        yield lambda card: card.ects is not None and card.ects <= most
    if (price := query.most_price) is not None:
        yield lambda card: card.least_price is not None and card.least_price <= price
    if (day := query.starts_by) is not None:
        yield lambda card: card.begins_any_day or (card.next_start is not None and card.next_start <= day)


_INFINITE = float("inf")
_SORTING: Mapping[Order, Callable[[CatalogueCard], tuple[float | str, ...]]] = {
    Order.TITLE: lambda card: (_title(card),),
    Order.HOURS: lambda card: (card.whole_hours, _title(card)),
    Order.PRICE: lambda card: (_INFINITE if card.least_price is None else card.least_price, _title(card)),
    Order.START: lambda card: (card.next_start.isoformat() if card.next_start else "9", _title(card)),
    Order.NEWEST: lambda card: (_backwards(card.published), _title(card)),
}


def _backwards(day: str) -> float:
    return -float(day.replace("-", "") or 0)


def _title(card: CatalogueCard) -> str:
    return fold(card.titles.best("pl")[0])


def _title_keys(card: CatalogueCard) -> set[str]:
    return {
        stem(word.folded, tag)
        for title in card.titles.values()
        for word in words_of(title)
        for tag in INDEXED_LANGUAGES
    }


def _bits(numbers: Mapping[str, list[int]]) -> dict[str, int]:
    found = {}
    for key, where in numbers.items():
        raw = bytearray(where[-1] // 8 + 1)
        for number in where:
            raw[number // 8] |= 1 << number % 8
        found[key] = int.from_bytes(raw, "little")
    return found


def _numbers(bits: int) -> Iterator[int]:
    raw = bits.to_bytes((bits.bit_length() + 7) // 8, "little")
    for place, byte in enumerate(raw):
        while byte:
            low = byte & -byte
            yield place * 8 + low.bit_length() - 1
            byte ^= low
