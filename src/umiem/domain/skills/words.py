"""Words of a label, a query or a job offer, brought to one form whatever their ending.

The same key must come out of „zarządzania projektami”, „zarzadzanie projektem” and „zarządzać
projektem”: letters are folded (no diacritics, ``ł`` → ``l``), then the endings of the language go.
The stems are keys, never shown to people. A language without rules of its own is only folded.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from umiem.domain.skills.english import STOP_WORDS as ENGLISH_STOP_WORDS
from umiem.domain.skills.english import stem_english
from umiem.domain.skills.polish import STOP_WORDS as POLISH_STOP_WORDS
from umiem.domain.skills.polish import stem_polish

_OWN_LETTERS = str.maketrans(
    {"ł": "l", "Ł": "l", "ß": "ss", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe", "’": "'"}
)
_WORD = re.compile(r"\.net\b|e-(?=[^\W\d_]{3})[^\W_]+|[^\W_]+(?:\+\+|#)?", re.IGNORECASE)
_CRAFT = re.compile(r"(?<=..)[scz]tw(?:o|a|u|em|ie)$")
_HEARD = (("ks", "x"), ("sz", "sh"), ("cz", "ch"), ("dz", "j"), ("w", "v"))

STEMMERS: Mapping[str, Callable[[str], str]] = {"pl": stem_polish, "en": stem_english}
STOP_WORDS: Mapping[str, frozenset[str]] = {"pl": POLISH_STOP_WORDS, "en": ENGLISH_STOP_WORDS}


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text: where it stands and its folded form."""

    text: str
    start: int
    end: int
    folded: str


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Return ``text`` in small letters without diacritics (``ł`` included)."""
    plain = text.lower().translate(_OWN_LETTERS)
    if plain.isascii():
        return plain
    return "".join(
        letter for letter in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(letter)
    )


def words_of(text: str) -> list[Word]:
    """Split ``text`` into words with their places; keeps „C++”, „C#” and „.NET”, joins „e-mail”."""
    return [
        Word(found.group(), found.start(), found.end(), fold(found.group()).replace("-", ""))
        for found in _WORD.finditer(text)
    ]


@lru_cache(maxsize=131072)
def stem(folded: str, language: str) -> str:
    """Return the key of one folded word in ``language``."""
    rule = STEMMERS.get(language)
    return folded if rule is None else rule(folded)


def respelled(folded: str) -> tuple[str, ...]:
    """Return how a word that nothing answers may be spelt: „fotoszop” → „photoshop”, „eksel” → „exel”.

    Foreign words written as they are heard, and the root of a craft („copywriterstwo” → „copywriter”).
    """
    foreign = folded
    for heard, spelt in _HEARD:
        foreign = foreign.replace(heard, spelt)
    first = "ph" + foreign[1:] if foreign.startswith("f") else foreign
    spellings = (_CRAFT.sub("", folded), foreign, first)
    return tuple(dict.fromkeys(each for each in spellings if each != folded))


def is_stop_word(folded: str, language: str) -> bool:
    """Say whether the folded word carries no meaning of its own in ``language``."""
    return folded in STOP_WORDS.get(language, frozenset())


def keys_of(text: str, language: str) -> tuple[str, ...]:
    """Return the keys of the words of ``text``, stop words left out unless there is nothing else."""
    folded = [word.folded for word in words_of(text)]
    telling = [word for word in folded if not is_stop_word(word, language)]
    return tuple(dict.fromkeys(stem(word, language) for word in telling or folded))
