"""Skills and occupations by name, as pages show them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import get_language

from umiem.domain.skills import ESCO_PREFIX, SkillGraph


@dataclass(frozen=True, kw_only=True)
class Named:
    """A concept with its label in the reader's language, or in the one it has."""

    uri: str
    label: str
    language: str
    is_own: bool

    @property
    def is_foreign(self) -> bool:
        """Say whether the label is not in the reader's language."""
        return bool(self.language) and self.language != (get_language() or "pl")

    @property
    def short(self) -> str:
        """The tail of the URI, for addresses of our own pages."""
        return self.uri.rpartition("/")[2]


def named(graph: SkillGraph, uri: str) -> Named:
    """Return one concept with its label for the reader."""
    label, language = graph.label(uri, get_language() or "pl")
    return Named(uri=uri, label=label, language=language, is_own=graph.is_own_translation(uri, language))


def all_named(graph: SkillGraph, uris: Iterable[str]) -> tuple[Named, ...]:
    """Return several, in the order given."""
    return tuple(named(graph, uri) for uri in uris)


def full_uri(pillar: str, short: str) -> str:
    """Return the URI for the tail of one; ``pillar`` is ``skill`` or ``occupation``."""
    return short if short.startswith("http") else f"{ESCO_PREFIX}{pillar}/{short}"
