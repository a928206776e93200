"""What is said about a finding in one language."""

from __future__ import annotations

from typing import NamedTuple


class Words(NamedTuple):
    """``sentence`` says what is wrong, ``why`` explains the rule, ``example`` shows a good answer."""

    sentence: str
    why: str
    example: str


class Text(NamedTuple):
    """The same in English and Polish; both are written by people who know the Recommendation."""

    en: Words
    pl: Words
