"""The fields that a holder chose to show, in the reader's words: codes by their names, days as days."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import partial

from django.utils import formats
from django.utils.translation import gettext as _

from umiem.services.credential.representations.sd_jwt_learning import LEVEL_CLAIM
from umiem.services.holder.disclosure import NO, YES, ShownField
from umiem.web.vocabulary import label_of


def is_signed_text(field: ShownField) -> bool:
    """Whether the values stand as they were signed, in the language of the file."""
    return field.name not in _SAID


def in_words(fields: Iterable[ShownField]) -> Iterator[ShownField]:
    """Give the fields with values that people read; what is text already stays as it was signed."""
    for field in fields:
        said = _SAID.get(field.name)
        yield field if said is None else replace(field, values=tuple(said(value) for value in field.values))


def _day(text: str) -> str:
    try:
        return formats.date_format(date.fromisoformat(text), "DATE_FORMAT")
    except ValueError:
        return text


def _answer(text: str) -> str:
    return {YES: _("yes"), NO: _("no")}.get(text, text)


def _level(text: str) -> str:
    return _("EQF level %(level)s") % {"level": text}


_SAID: Mapping[str, Callable[[str], str]] = {
    "issuing_country": partial(label_of, "COUNTRIES"),
    "language_of_classes": partial(label_of, "LANGUAGES"),
    "date_of_issuance": _day,
    "date_of_expiry": _day,
    "integration_stackability_options": _answer,
    LEVEL_CLAIM: _level,
}
