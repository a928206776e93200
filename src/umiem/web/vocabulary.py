"""Labels of controlled vocabularies in the reader's language."""

from __future__ import annotations

from django.utils.translation import get_language

from umiem.domain import vocabularies


def label_of(vocabulary: str, code: str) -> str:
    """Return the label of ``code`` in the vocabulary named like its constant; the code when unknown."""
    found = getattr(vocabularies, vocabulary).find(code)
    return code if found is None else found.labels.best(get_language() or "pl")[0]
