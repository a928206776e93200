"""What a field offers to choose from: codes with labels in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from umiem.domain import vocabularies
from umiem.domain.vocabularies import Vocabulary
from umiem.web.forms.administration import HUES

_PROFICIENCY = (("umiem-4", _("Simple scale, 1–4")), ("digcomp", _("DigComp, 1–8")))
FIRST_LANGUAGES = ("pl", "en")
_TEXT_LANGUAGES = ("pl", "en", "uk", "de", "fr", "es", "cs", "sk", "lt")


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One entry. ``known`` is false for a code that the list does not have: it stays until it is unticked."""

    code: str
    label: str
    chosen: bool
    known: bool = True


def choices(vocabulary: str, chosen: Iterable[str]) -> tuple[Choice, ...]:
    """Return the entries of a vocabulary; what is chosen but unknown comes last."""
    wanted = [str(code) for code in chosen if str(code)]
    rows = _rows(vocabulary, get_language() or "pl")
    shown = [Choice(code=code, label=label, chosen=code in wanted) for code, label in rows]
    known = {code for code, _label in rows}
    strangers = [
        Choice(code=code, label=code, chosen=True, known=False) for code in wanted if code not in known
    ]
    return (*shown, *strangers)


def _rows(vocabulary: str, language: str) -> tuple[tuple[str, str], ...]:
    if vocabulary == "HUES":
        return tuple((str(hue), str(name)) for hue, name in HUES)
    if vocabulary == "PROFICIENCY":
        return tuple((code, str(label)) for code, label in _PROFICIENCY)
    return _labels(vocabulary, language)


@cache
def _labels(vocabulary: str, language: str) -> tuple[tuple[str, str], ...]:
    if vocabulary == "TEXT_LANGUAGES":
        rows = dict(_labels("LANGUAGES", language))
        return tuple((code, rows.get(code, code)) for code in _TEXT_LANGUAGES)
    found: Vocabulary = getattr(vocabularies, vocabulary)
    rows_ = [(concept.code, concept.labels.best(language)[0]) for concept in found.concepts]
    if vocabulary == "FIELDS_OF_STUDY":
        return tuple((code, f"{code} {label}") for code, label in rows_)
    if vocabulary in ("LANGUAGES", "COUNTRIES", "REGIONS"):
        first = {"pl": 0, "PL": 0, "en": 1}
        rows_.sort(key=lambda row: (first.get(row[0], 2), row[1].casefold()))
    return tuple(rows_)
