"""Measures how well people's words find concepts: written searches, and labels spoilt by rule."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from umiem.domain.skills import Pillar, SkillLibrary
from umiem.domain.skills.words import fold

Spoil = Callable[[str, random.Random], str]
SEARCHES = Path(__file__).with_name("searches.yaml")
FIRST = 3


@dataclass(frozen=True)
class SearchQuality:
    """How many searches there were, and the share whose concept is first, or among the first three."""

    searches: int
    first: float
    in_three: float
    missed: tuple[str, ...]

    def line(self, name: str) -> str:
        return f"{name}: {self.searches} searches, first {self.first:.2f}, first three {self.in_three:.2f}"


def measure_written(library: SkillLibrary, *, whole: bool) -> SearchQuality:
    """Ask every written search; a concept the library does not know cannot be wanted."""
    names = {
        Pillar.SKILLS: _by_english(library.graph.skills),
        Pillar.OCCUPATIONS: _by_english(library.graph.occupations),
    }
    cases = []
    for case in yaml.safe_load(SEARCHES.read_text(encoding="utf-8")):
        pillar = Pillar(case.get("pillar", "skills"))
        wanted = {names[pillar][label] for label in case["wanted"] if label in names[pillar]}
        if wanted and (whole or not case.get("only_whole")):
            cases.append((case["words"], case["lang"], pillar, wanted))
    return _measured(library, cases)


def measure_spoilt(library: SkillLibrary, spoil: Spoil, *, language: str, most: int) -> SearchQuality:
    """Ask for preferred labels of skills, each spoilt by one rule, chosen and spoilt at random (seeded)."""
    chance = random.Random(2026)
    labels = [
        (uri, skill.labels.get(language) or "")
        for uri, skill in sorted(library.graph.skills.items())
        if skill.labels.has(language)
    ]
    same: dict[str, set[str]] = {}
    for uri, label in labels:
        same.setdefault(fold(label), set()).add(uri)
    long_enough = [each for each in labels if len(each[1]) >= 6]
    chosen = chance.sample(long_enough, min(most, len(long_enough)))
    cases = [(spoil(label, chance), language, Pillar.SKILLS, same[fold(label)]) for _, label in chosen]
    return _measured(library, cases)


def without_diacritics(label: str, _chance: random.Random) -> str:
    """Spoil: as typed on a foreign keyboard."""
    return fold(label)


def mistyped(label: str, chance: random.Random) -> str:
    """Spoil: one letter left out, doubled, swapped with its neighbour or replaced, not the first."""
    place = chance.randrange(1, len(label) - 1)
    kind = chance.randrange(4)
    if kind == 0:
        return label[:place] + label[place + 1 :]
    if kind == 1:
        return label[:place] + label[place] + label[place:]
    if kind == 2:
        return label[:place] + label[place + 1] + label[place] + label[place + 2 :]
    return label[:place] + chance.choice("aeioszkrt") + label[place + 1 :]


def unfinished(label: str, _chance: random.Random) -> str:
    """Spoil: the last letters not typed yet."""
    return label[: -min(3, len(label) // 3)]


def turned_round(label: str, chance: random.Random) -> str:
    """Spoil: the words in another order."""
    words = label.split()
    chance.shuffle(words)
    return " ".join(words)


def _by_english(concepts: Any) -> dict[str, str]:
    return {concept.labels.get("en") or "": uri for uri, concept in concepts.items()}


def _measured(library: SkillLibrary, cases: list[tuple[str, str, Pillar, set[str]]]) -> SearchQuality:
    first = three = 0
    missed = []
    for words, language, pillar, wanted in cases:
        hits = [hit.uri for hit in library.search(words, language=language, pillar=pillar, limit=FIRST)]
        first += bool(hits) and hits[0] in wanted
        if wanted & set(hits):
            three += 1
        else:
            missed.append(" | ".join((words, *_names(library, hits, language))))
    count = len(cases) or 1
    return SearchQuality(len(cases), first / count, three / count, tuple(missed))


def _names(library: SkillLibrary, uris: list[str], language: str) -> Iterator[str]:
    return (library.graph.label(uri, language)[0] for uri in uris)
