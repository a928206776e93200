"""Turn a sentence into the reader's language, without Django."""

from __future__ import annotations

import gettext
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path

LOCALE_FOLDER = Path(__file__).parents[1] / "locale"
LANGUAGES = ("pl", "en")
GROUPED_FROM = 10_000
"""Smaller numbers are written in one piece, as in Polish."""
_SEPARATORS = {"pl": "\N{NO-BREAK SPACE}"}
_DAYS = {"pl": "%d.%m.%Y"}


@lru_cache(maxsize=len(LANGUAGES))
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation("django", LOCALE_FOLDER, languages=[language], fallback=True)


def translate(sentence: str, language: str) -> str:
    """Return ``sentence`` in ``language``; the English sentence itself where there is no translation."""
    return _catalogue(language).gettext(sentence)


def translate_plural(singular: str, plural: str, number: int, language: str) -> str:
    """Return the form of the sentence that ``number`` needs in ``language``."""
    return _catalogue(language).ngettext(singular, plural, number)


class _Lenient(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return "…"


def fill(sentence: str, params: Mapping[str, object]) -> str:
    """Put ``params`` into the ``{named}`` places of a sentence; a missing one shows as an ellipsis."""
    return sentence.format_map(_Lenient(params))


def told(sentence: str, params: Mapping[str, object], language: str) -> str:
    """Return ``sentence`` in ``language`` with ``params`` filled in as it writes large numbers and days.

    >>> told("more than {limit} rows", {"limit": 50000}, "en")
    'more than 50,000 rows'
    """
    shown = {name: _shown(name, value, language) for name, value in params.items()}
    return fill(translate(sentence, language), shown)


def _shown(name: str, value: object, language: str) -> object:
    if isinstance(value, int) and abs(value) >= GROUPED_FROM:
        return f"{value:,}".replace(",", _SEPARATORS.get(language, ","))
    if name == "date" and isinstance(value, str) and language in _DAYS:
        try:
            return f"{date.fromisoformat(value):{_DAYS[language]}}"
        except ValueError:
            return value
    return value
