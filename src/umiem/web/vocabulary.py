"""Labels of controlled vocabularies, and names of the elements of Annex I, in the reader's language."""

from __future__ import annotations

from django.utils.translation import get_language

from umiem.domain import vocabularies
from umiem.domain.annexes import ELEMENT_NAMES


def label_of(vocabulary: str, code: str) -> str:
    """Return the label of ``code`` in the vocabulary named like its constant; the code when unknown."""
    found = getattr(vocabularies, vocabulary).find(code)
    return code if found is None else found.labels.best(get_language() or "pl")[0]


def element_label(code: str) -> str:
    """Return the name of an element of Annex I, such as M6."""
    return ELEMENT_NAMES[code].best(get_language() or "pl")[0]
