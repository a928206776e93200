"""Which column of a learner list holds what, guessed from headers in Polish and English and from the cells.

A guess is only ever a proposal: a person sees it beside the first cells and can correct it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence

from rapidfuzz import fuzz

from umiem.domain.lists import vocabulary as part
from umiem.domain.lists.vocabulary import (
    ABOUT_SOMETHING_ELSE,
    GIVEN_NAMES,
    RESULT_WORDS,
    SYNONYMS,
)

_NOT_DECOMPOSED = str.maketrans("łđøß", "ldos")
_EXACT, _CONTAINED, _LIKE = 100, 80, 88
_LEAST = 60
_HALF = 0.5
LONGEST_HEADER = 500
"""A cell with more signs than that names no column: comparing would take longer the longer it is."""
_ANY_NUMBER = frozenset({"id", "numer", "nr", "identyfikator", "identifier", "index"})
"""Headers under which the rows may be counted as well; a student number is called by its name."""
_LEADING_ZERO = re.compile(r"(?:(?<=\beu)|(?<= ))0+(?=\d)")
_NUMBERED = re.compile(
    r"(?:wynik )?(?:efektu?|(?:learning )?outcome|lo|ek)(?: uczenia sie)?(?: nr| no)? ?(\d{1,2})"
)
_PARENTHESES = re.compile(r"[(\[{<].*?[)\]}>]")
_LOOKS_LIKE_MAIL = re.compile(r"\S+@\S+\.\S+")
_NAME_PARTS = (part.GIVEN_NAME, part.FAMILY_NAME, part.FULL_NAME, part.FULL_NAME_REVERSED)


def fold(header: str) -> str:
    """Return a header for comparing: lower case, letters without marks, single spaces.

    >>> fold("  Imię/imiona (wg. dokumentu)")
    'imie imiona wg dokumentu'
    """
    plain = unicodedata.normalize("NFKD", header.casefold().translate(_NOT_DECOMPOSED))
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return re.sub(r"[^a-z0-9]+", " ", plain).strip()


def guess_columns(
    headers: Sequence[str],
    outcomes: Mapping[str, Sequence[str]],
    *,
    sample: Sequence[Sequence[str]] = (),
    remembered: Mapping[str, str] | None = None,
) -> dict[int, str]:
    """Return column index → part for the columns that could be recognised; each part once.

    ``outcomes`` maps the id of each learning outcome to its statements; ``sample`` are the first rows;
    ``remembered`` maps folded headers to what this organisation chose before ("" for: not used), and wins.
    """
    known = remembered or {}
    headers = [header if len(header) <= LONGEST_HEADER else "" for header in headers]
    folded = [fold(header) for header in headers]
    chosen: dict[int, str] = {}
    settled: set[int] = set()
    for index, header in enumerate(folded):
        part_before = known.get(header)
        if part_before is None or part_before in chosen.values():
            continue
        if part_before.startswith(part.RESULT) and part_before.removeprefix(part.RESULT) not in outcomes:
            continue
        settled.add(index)
        if part_before:
            chosen[index] = part_before
    scored = sorted(_scores(headers, folded, outcomes), key=lambda found: (-found[0], found[1]))
    for score, index, name in scored:
        if score >= _LEAST and index not in chosen and index not in settled and name not in chosen.values():
            chosen[index] = name
    for index in [index for index, name in chosen.items() if name == part.IDENTIFIER]:
        if folded[index] in _ANY_NUMBER and index not in settled and _counts(_column(sample, index)):
            del chosen[index]
    return _by_content(chosen, settled, sample, len(headers))


def _scores(
    headers: Sequence[str], folded: Sequence[str], outcomes: Mapping[str, Sequence[str]]
) -> Iterator[tuple[float, int, str]]:
    for index, header in enumerate(folded):
        without = fold(_PARENTHESES.sub(" ", headers[index])) or header
        for outcome, statements in outcomes.items():
            score = max(_score_of_result(name, outcome, statements) for name in {header, without})
            if score:
                yield score, index, part.RESULT + outcome
        if ABOUT_SOMETHING_ELSE & set(header.split()):
            continue
        for name, synonyms in SYNONYMS.items():
            score = max(_score(shown, synonyms) for shown in {header, without})
            if score:
                yield score, index, name


def _score_of_result(header: str, outcome: str, statements: Sequence[str]) -> float:
    folded = fold(outcome)
    header = _LEADING_ZERO.sub("", header)
    if header == folded or header.replace(" ", "") == folded.replace(" ", ""):
        return _EXACT + 1
    numbered = _NUMBERED.fullmatch(header)
    if numbered and folded.rstrip("0123456789") + numbered[1] == folded:
        return _EXACT
    words = [word for word in header.split() if word not in RESULT_WORDS or word == folded]
    if words and " ".join(words) == folded:
        return _EXACT
    if header.startswith(folded + " ") or header.endswith(" " + folded):
        return _EXACT - 1
    similar = max((fuzz.ratio(header, fold(text)) for text in statements), default=0)
    return similar if len(header) >= 15 and similar >= _LIKE else 0


def _score(header: str, synonyms: Sequence[str]) -> float:
    if not header:
        return 0
    if header in synonyms:
        return _EXACT
    padded = f" {header} "
    contained = max((len(name) for name in synonyms if f" {name} " in padded and len(name) > 2), default=0)
    best = _CONTAINED - 10 + min(10, contained) + contained / 100 if contained else 0.0
    if len(header) >= 4:
        likeness = max((fuzz.ratio(header, name) for name in synonyms if len(name) >= 4), default=0)
        if likeness >= _LIKE - 8:
            best = max(best, likeness - 5)
    return best


def _by_content(
    chosen: dict[int, str], settled: set[int], sample: Sequence[Sequence[str]], count: int
) -> dict[int, str]:
    """Let the cells speak: an unnamed column of addresses, and which part of a full name comes first."""
    for index, name in list(chosen.items()):
        if name in _NAME_PARTS and index not in settled and _share(sample, index, _LOOKS_LIKE_MAIL) > _HALF:
            del chosen[index]
    parts = set(chosen.values())
    if part.EMAIL not in parts:
        free = (index for index in range(count) if index not in chosen and index not in settled)
        found = next((index for index in free if _share(sample, index, _LOOKS_LIKE_MAIL) > _HALF), None)
        if found is not None:
            chosen[found] = part.EMAIL
    both = {part.GIVEN_NAME, part.FAMILY_NAME} <= parts
    for index, name in list(chosen.items()):
        if name in (part.FULL_NAME, part.FULL_NAME_REVERSED) and index not in settled:
            if both:
                del chosen[index]
            elif name == part.FULL_NAME and part.FAMILY_NAME in parts and part.GIVEN_NAME not in parts:
                chosen[index] = part.GIVEN_NAME
            elif name == part.FULL_NAME and family_name_first(_column(sample, index)):
                chosen[index] = part.FULL_NAME_REVERSED
    if not parts.intersection(_NAME_PARTS):
        _names_by_content(chosen, settled, sample, count)
    return chosen


def _names_by_content(
    chosen: dict[int, str], settled: set[int], sample: Sequence[Sequence[str]], count: int
) -> None:
    """Without a header: a column of given names and the column of single words beside it, or full names."""
    free = [index for index in range(count) if index not in chosen and index not in settled]
    for index in free:
        cells = [fold(cell).split() for cell in _column(sample, index)]
        cells = [words for words in cells if words]
        if not cells:
            continue
        known = sum(1 for words in cells if words[0] in GIVEN_NAMES or words[-1] in GIVEN_NAMES)
        if known <= _HALF * len(cells):
            continue
        if sum(1 for words in cells if len(words) > 1) > _HALF * len(cells):
            reverse = family_name_first(_column(sample, index))
            chosen[index] = part.FULL_NAME_REVERSED if reverse else part.FULL_NAME
            return
        chosen[index] = part.GIVEN_NAME
        beside = next(
            (place for place in (index - 1, index + 1) if place in free and _wordy(sample, place)), None
        )
        if beside is not None:
            chosen[beside] = part.FAMILY_NAME
        return


def _counts(cells: Sequence[str]) -> bool:
    """Say whether cells only count the rows, 1, 2, 3: that is no number of a person."""
    numbers = [cell.strip().removesuffix(".").removesuffix(".0") for cell in cells if cell.strip()]
    return len(numbers) > 1 and numbers == [str(number) for number in range(1, len(numbers) + 1)]


def _wordy(sample: Sequence[Sequence[str]], index: int) -> bool:
    cells = [cell for cell in _column(sample, index) if cell.strip()]
    return bool(cells) and all(not any(sign.isdigit() or sign == "@" for sign in cell) for cell in cells)


def _column(sample: Sequence[Sequence[str]], index: int) -> list[str]:
    return [cells[index] for cells in sample if index < len(cells)]


def _share(sample: Sequence[Sequence[str]], index: int, pattern: re.Pattern[str]) -> float:
    cells = [cell for cell in _column(sample, index) if cell.strip()]
    return sum(1 for cell in cells if pattern.fullmatch(cell.strip())) / len(cells) if cells else 0.0


def family_name_first(names: Sequence[str]) -> bool:
    """Say whether full names begin with the family name: by commas, hyphens, capitals, given names.

    >>> family_name_first(["Kowalska-Żółć Świętosława", "Nowak Jan"])
    True
    """
    votes = 0
    for name in names:
        if "," in name:
            votes += 2
            continue
        words = name.split()
        if len(words) < 2:
            continue
        first, last = fold(words[0]), fold(words[-1])
        votes += (last in GIVEN_NAMES) - (first in GIVEN_NAMES)
        votes += ("-" in words[0]) - ("-" in words[-1])
        if not name.isupper():
            votes += _in_capitals(words[0]) - _in_capitals(words[-1])
    return votes > 0


def name_in_capitals(sample: Sequence[Sequence[str]], columns: Mapping[int, str]) -> str:
    """Return an example when most names of a list stand in capital letters, else ""."""
    names = [
        cell for index, name in columns.items() if name in _NAME_PARTS for cell in _column(sample, index)
    ]
    names = [name for name in names if name.strip()]
    capitals = [name for name in names if _in_capitals(name)]
    return capitals[0].strip() if 2 * len(capitals) > len(names) else ""


def _in_capitals(word: str) -> bool:
    return len(word) > 1 and word.isupper()


def split_name(full_name: str, *, family_first: bool) -> tuple[str, str]:
    """Return given and family name; a comma after the family name decides by itself.

    >>> split_name("Kowalska-Żółć Świętosława Maria", family_first=True)
    ('Świętosława Maria', 'Kowalska-Żółć')
    """
    if "," in full_name:
        family, _, given = full_name.partition(",")
        return given.strip(), family.strip()
    words = full_name.split()
    if len(words) < 2:
        return ("", words[0]) if words else ("", "")
    if not family_first:
        return " ".join(words[:-1]), words[-1]
    # A prefix such as "van" or "de" belongs to what follows it.
    length = 1
    while length < len(words) - 1 and words[length - 1].casefold() in _PREFIXES:
        length += 1
    return " ".join(words[length:]), " ".join(words[:length])


_PREFIXES = frozenset({"van", "von", "de", "der", "den", "di", "da", "del", "la", "le", "zu", "af", "dos"})
