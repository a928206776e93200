"""JSON-LD 1.1 context processing (JSON-LD 1.1 Processing Algorithms, section 4).

An ``ActiveContext`` is immutable; scoped contexts are derived from it and remembered, up to a
limit. What credentials do not need is refused instead of half done: ``@import``, ``@base``,
``@reverse`` and ``@nest`` terms. Contexts named by URL come from the pinned set only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from umiem.engine.canonical.term_definitions import TermDefinitions
from umiem.engine.canonical.terms import (
    KEYWORDS,
    LOOKS_LIKE_KEYWORD,
    Term,
    checked_direction,
    checked_language,
    is_absolute_iri,
)
from umiem.engine.contexts import load_context
from umiem.engine.limits import MAX_CONTEXTS, MAX_DERIVED_CONTEXTS, MAX_INLINE_CONTEXT_TERMS
from umiem.errors import MalformedInputError, UnsupportedError

_REFUSED_IN_CONTEXT = ("@import", "@base")
_CONTEXT_KEYS = frozenset(("@version", "@vocab", "@language", "@direction", "@propagate", "@protected"))


@dataclass(slots=True)
class DerivedContexts:
    """The scoped contexts made from one root, shared by all contexts derived from it."""

    known: dict[tuple[ActiveContext, bool, int], tuple[Term, ActiveContext]] = field(default_factory=dict)
    """(context, by type, identity of the term) → (the term, kept alive, and the derived context)."""


@dataclass(frozen=True, eq=False)
class ActiveContext:
    """The terms in force at one place of a document."""

    terms: Mapping[str, Term] = field(default_factory=dict)
    vocab: str | None = None
    language: str | None = None
    direction: str | None = None
    previous: ActiveContext | None = None
    derived: DerivedContexts = field(default_factory=DerivedContexts)
    iris: dict[str, str | None] = field(default_factory=dict)
    """Expansions of terms already asked for."""

    def expand_name(self, name: str) -> str | None:
        """Expand a property or type name; None when it means nothing here."""
        try:
            return self.iris[name]
        except KeyError:
            iri = expand_iri(self, name, vocab=True)
            if name in self.terms:
                self.iris[name] = iri
            return iri

    def scoped(self, term: Term, *, by_type: bool) -> ActiveContext:
        """Return the context in force below the property, or inside the type, that ``term`` defines.

        A property-scoped context may redefine protected terms; a type-scoped one may not, and does
        not reach nested nodes (JSON-LD 1.1, sections 4.1.8 and 4.1.9).
        """
        key = (self, by_type, id(term))
        known = self.derived.known.get(key)
        if known is not None:
            return known[1]
        result = process_context(self, term.context, may_override=not by_type, propagate=not by_type)
        result = replace(result, derived=self.derived)
        if len(self.derived.known) < MAX_DERIVED_CONTEXTS:
            self.derived.known[key] = (term, result)
        return result


def process_context(
    active: ActiveContext,
    local: Any,
    *,
    may_override: bool = False,
    propagate: bool = True,
    loading: tuple[str, ...] = (),
) -> ActiveContext:
    """Apply a local context (URL, object, null, or a list of them) to ``active``.

    Raises ``UnsupportedError("context-not-pinned")`` for a URL that is not pinned and
    ``MalformedInputError("context-…")`` for invalid definitions, among them the redefinition of a
    protected term.
    """
    if isinstance(local, dict) and isinstance(local.get("@propagate"), bool):
        propagate = local["@propagate"]
    result = active
    parts = local if isinstance(local, list) else [local]
    if len(parts) > MAX_CONTEXTS:
        raise MalformedInputError("context-too-large", limit=MAX_CONTEXTS)
    for part in parts:
        if part is None:
            result = _nullified(result, may_override=may_override)
        elif isinstance(part, str):
            result = _apply_url(result, part, may_override=may_override, loading=loading)
        elif isinstance(part, dict) and part.keys() == {"@context"}:
            # Not in the grammar, but both reference processors read it, and published documents have it.
            result = process_context(result, part["@context"], may_override=may_override, loading=loading)
        elif isinstance(part, dict):
            result = _apply_object(result, part, may_override=may_override, loading=loading)
        else:
            raise MalformedInputError("context-invalid", type=type(part).__name__)
    if not propagate and result is not active and result.previous is None:
        result = replace(result, previous=active)
    return result


def _apply_url(
    active: ActiveContext, url: str, *, may_override: bool, loading: tuple[str, ...]
) -> ActiveContext:
    if url in loading:
        raise MalformedInputError("context-recursive", url=url)
    return process_context(active, load_context(url), may_override=may_override, loading=(*loading, url))


def _nullified(active: ActiveContext, *, may_override: bool) -> ActiveContext:
    if not may_override and any(term.protected for term in active.terms.values()):
        raise MalformedInputError("context-nullifies-protected-terms")
    return ActiveContext()


def _apply_object(
    active: ActiveContext, context: dict[str, Any], *, may_override: bool, loading: tuple[str, ...]
) -> ActiveContext:
    for keyword in _REFUSED_IN_CONTEXT:
        if keyword in context:
            raise UnsupportedError("context-keyword-unsupported", keyword=keyword)
    if not loading and len(context) > MAX_INLINE_CONTEXT_TERMS:
        raise MalformedInputError("context-too-large", limit=MAX_INLINE_CONTEXT_TERMS)
    if context.get("@version", 1.1) != 1.1:
        raise MalformedInputError("context-invalid", keyword="@version")
    terms = dict(active.terms)
    result = replace(active, terms=terms, iris={}, derived=DerivedContexts())
    if "@vocab" in context:
        result = replace(result, vocab=_vocabulary(result, context["@vocab"]))
    if "@language" in context:
        result = replace(result, language=checked_language(context["@language"]))
    if "@direction" in context:
        result = replace(result, direction=checked_direction(context["@direction"]))
    definitions = TermDefinitions(
        terms=terms,
        vocab=result.vocab,
        context=context,
        may_override=may_override,
        protected=bool(context.get("@protected", False)),
    )
    for name in context:
        if name not in _CONTEXT_KEYS:
            definitions.define(name)
    return result


def _vocabulary(active: ActiveContext, value: Any) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str):
        raise MalformedInputError("context-invalid", keyword="@vocab")
    iri = expand_iri(active, value, vocab=True)
    if iri is None or ":" not in iri:
        raise UnsupportedError("context-relative-vocab", value=value)
    return iri


def expand_iri(active: ActiveContext, value: str, *, vocab: bool) -> str | None:
    """Expand a name (``vocab``) or a document-relative reference (JSON-LD 1.1 API, section 5.2.2).

    There is no base IRI: a relative reference comes back unchanged, and it is for the caller to
    refuse it. None: the term is explicitly undefined, or looks like a keyword.
    """
    if value in KEYWORDS:
        return value
    if LOOKS_LIKE_KEYWORD.match(value):
        return None
    if value in active.terms:
        term = active.terms[value]
        if vocab or (term.iri in KEYWORDS):
            return term.iri
    if ":" in value[1:]:
        prefix, suffix = value.split(":", 1)
        if prefix == "_" or suffix.startswith("//"):
            return value
        definition = active.terms.get(prefix)
        if definition is not None and definition.iri is not None and definition.prefix:
            return definition.iri + suffix
        if is_absolute_iri(value):
            return value
    if vocab and active.vocab is not None:
        return active.vocab + value
    return value


@lru_cache(maxsize=32)
def pinned_root_context(urls: tuple[str, ...]) -> ActiveContext:
    """Return the context that a list of pinned URLs makes, in that order."""
    return process_context(ActiveContext(), list(urls))


def root_context(context: Any) -> ActiveContext:
    """Return the context that a document's ``@context`` makes; lists of URLs are remembered."""
    if isinstance(context, str):
        context = [context]
    if isinstance(context, list) and all(isinstance(part, str) for part in context):
        return pinned_root_context(tuple(context))
    return process_context(ActiveContext(), context)
