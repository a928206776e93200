"""How much fits on page one: sizes of names, titles and learning outcomes, from the length of the texts.

By the average width of letters, on the safe side: typst could measure, but would then set the page twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from umiem.adapters.documents.content import ElementRow, Texts

_NAME_SIZES = (25.0, 11.0)
_TITLE_SIZES = (23.0, 15.0)
_LINE_POINTS = 450.0
_NAME_LETTER = 0.56
_TITLE_LETTER = 0.5

_OUTCOME_SIZES = (10.4, 9.4, 8.6, 7.8)
_OUTCOME_POINTS = 395.0
_OUTCOME_LETTER = 0.47
_SECOND = 0.88  # size of the second language, whose italics are a little narrower besides
_SECOND_LETTER = 0.43
_LEADING = 1.27
_BETWEEN = 0.8
ELEMENT_SIZES = (9.4, 9.0, 8.6, 8.2, 7.8, 7.4, 7.0, 6.7, 6.4, 6.1, 5.8, 5.5, 5.2, 4.9, 4.6)
PAGE_HEIGHT = 668.0  # what page two leaves for the elements, in points
SHEET_HEIGHT = 640.0
_ELEMENT_POINTS = 430.0
_ELEMENT_HEAD = 1.8  # the line with the element's name, and the space around it; 1.7 measured
_ELEMENT_LEADING = 1.13
_ELEMENT_LETTER = 0.46
_HEIGHT = 190.0
_TITLE_LINE = 29.0


@dataclass(frozen=True)
class Fitted:
    """How page one is set: sizes in points, and how many learning outcomes it shows."""

    name_size: float
    title_size: float
    outcome_size: float
    outcomes: int


def fit(
    name: str,
    title: Sequence[str],
    outcomes: Sequence[Texts],
    languages: Sequence[str],
    *,
    reserved: float = 0.0,
) -> Fitted:
    """Return the sizes for a certificate; outcomes that do not fit even small are left to page two.

    ``reserved`` are the points of page one that a logo and signatories take.
    """
    name_size = _clamped(_LINE_POINTS / (_NAME_LETTER * max(len(name), 1)), _NAME_SIZES)
    longest = max((len(one) for one in title), default=1)
    title_size = _clamped(2 * _LINE_POINTS / (_TITLE_LETTER * max(longest, 1)), _TITLE_SIZES)
    title_lines = sum(ceil(len(one) * title_size * _TITLE_LETTER / _LINE_POINTS) for one in title)
    height = _HEIGHT - reserved - _TITLE_LINE * max(0, title_lines - len(title))
    for size in _OUTCOME_SIZES:
        shown = _fitting(outcomes, languages, size, height)
        if shown == len(outcomes):
            break
    return Fitted(name_size, title_size, size, max(shown, 1))


def element_size(
    elements: Sequence[ElementRow], languages: Sequence[str], height: float = PAGE_HEIGHT
) -> float:
    """Return the size at which all elements fit into ``height`` points, or the smallest there is."""
    heads = _ELEMENT_HEAD * len(elements)
    lengths = [
        len(text) * (1.0 if number == 0 else _SECOND)
        for row in elements
        for line in row.lines
        for number, text in enumerate(dict.fromkeys(line.get(tag, "") for tag in languages))
    ]
    for size in ELEMENT_SIZES:
        letters = _ELEMENT_POINTS / (size * _ELEMENT_LETTER)
        lines = sum(1 if length <= letters else ceil(length / letters) for length in lengths)
        if (heads + lines * _ELEMENT_LEADING) * size <= height:
            return size
    return ELEMENT_SIZES[-1]


def _clamped(size: float, bounds: tuple[float, float]) -> float:
    return max(bounds[1], min(bounds[0], size))


def _fitting(outcomes: Sequence[Texts], languages: Sequence[str], size: float, height: float) -> int:
    used = 0.0
    for number, outcome in enumerate(outcomes):
        used += _outcome_height([outcome.get(tag, "") for tag in languages], size)
        if used > height:
            return number
    return len(outcomes)


def _outcome_height(texts: Sequence[str], size: float) -> float:
    height = _BETWEEN * size
    for number, text in enumerate(dict.fromkeys(text for text in texts if text)):
        own = size if number == 0 else size * _SECOND
        letter = _OUTCOME_LETTER if number == 0 else _SECOND_LETTER
        height += ceil(len(text) * own * letter / _OUTCOME_POINTS) * own * _LEADING
    return height
