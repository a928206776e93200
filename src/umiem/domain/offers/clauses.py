"""The parts of a job offer: lines and clauses, and which of them speak of the work itself."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from umiem.domain.skills.words import STOP_WORDS, Word, fold, words_of

_BREAK = re.compile(r"[\n\r;:•·▪●–—?!|]|(?<=[^\d\W]{3})\.(?=\s|$)|,(?=\s)|\s[-*]\s|^\s*[-*]\s", re.MULTILINE)
_HEADING_WORDS = 8

_NOT_THE_WORK = (
    "oferujemy",
    "co oferujemy",
    "oferta obejmuje",
    "zapewniamy",
    "proponujemy",
    "gwarantujemy",
    "benefity",
    "w zamian",
    "o nas",
    "o firmie",
    "kim jestesmy",
    "zyskasz",
    "co zyskasz",
    "dlaczego my",
    "klauzula",
    "prosimy o dopisanie",
    "prosimy o zawarcie",
    "wyrazam zgode",
    "informujemy ze administratorem",
    "administratorem danych",
    "administratorem panstwa danych",
    "we offer",
    "what we offer",
    "benefits",
    "about us",
    "who we are",
    "perks",
    "our offer",
    "what you get",
    "why join us",
)
_THE_WORK = (
    "wymagania",
    "wymagamy",
    "oczekujemy",
    "oczekiwania",
    "nasze oczekiwania",
    "obowiazki",
    "zakres obowiazkow",
    "zadania",
    "twoje zadania",
    "opis stanowiska",
    "czego oczekujemy",
    "mile widziane",
    "kogo szukamy",
    "profil kandydata",
    "twoj profil",
    "twoj zakres",
    "od kandydatow",
    "requirements",
    "responsibilities",
    "your tasks",
    "duties",
    "what you will do",
    "your profile",
    "qualifications",
    "we expect",
    "what we expect",
    "nice to have",
    "must have",
    "key skills",
)
_NOT_NEEDED = re.compile(
    r"\bnie (?:jest )?(?:wymagamy|wymagane|wymagana|wymagany|oczekujemy|musisz)\b"
    r"|\bnot required\b|\bno need\b|\bbez znajomosci\b|\bno prior\b"
)


@dataclass(frozen=True, slots=True)
class Clause:
    """A piece of the text without a break: its words, its line, and whether it speaks of the work."""

    words: tuple[Word, ...]
    line: int
    is_work: bool


def begins_the_work(words: Iterable[Word]) -> bool:
    """Say whether words begin with a heading such as „Wymagania”: no title of the post follows it."""
    return " ".join(word.folded for word in words).startswith(_THE_WORK)


def split_clauses(text: str) -> list[Clause]:
    """Split an offer into clauses; headings switch between the work and what is offered for it."""
    clauses: list[Clause] = []
    is_work, offset, line = True, 0, 0
    for raw in text.splitlines(keepends=True):
        folded = fold(raw).strip(" \t\r\n-*•·:#")
        is_work = _section(folded, is_work)
        if folded:
            for start, end in _pieces(raw):
                words = tuple(
                    Word(word.text, word.start + offset + start, word.end + offset + start, word.folded)
                    for word in words_of(raw[start:end])
                )
                if words:
                    needed = not _NOT_NEEDED.search(fold(raw[start:end]))
                    clauses.append(Clause(words, line, is_work and needed))
            line += 1
        offset += len(raw)
    return clauses


def _section(folded: str, before: bool) -> bool:
    words = folded.split()
    if folded.startswith(_NOT_THE_WORK):
        return False
    is_heading = len(words) <= _HEADING_WORDS
    if is_heading and any(heading in folded for heading in _THE_WORK):
        return True
    if is_heading and any(
        folded.startswith(heading) or folded.endswith(heading) for heading in _NOT_THE_WORK
    ):
        return False
    return before


def _pieces(line: str) -> Iterable[tuple[int, int]]:
    start = 0
    for found in _BREAK.finditer(line):
        yield start, found.start()
        start = found.end()
    yield start, len(line)


def dominant_language(clauses: Iterable[Clause]) -> str:
    """Return ``pl`` or ``en``, whichever has more of its small words (and Polish letters) in the text."""
    words = [word for clause in clauses for word in clause.words]
    polish = sum(word.folded in STOP_WORDS["pl"] for word in words)
    polish += sum(any(letter in "ąćęłńóśźż" for letter in word.text.lower()) for word in words)
    english = sum(word.folded in STOP_WORDS["en"] for word in words)
    return "en" if english > polish else "pl"
