"""JSON-LD 1.1 context processing (JSON-LD 1.1 Processing Algorithms, section 4).

An ``ActiveContext`` is immutable; scoped contexts are derived from it and remembered, up to a
limit. What credentials do not need is refused instead of half done: ``@import``, ``@base``,
``@reverse`` and ``@nest`` terms. Contexts named by URL come from the pinned set only.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from umiem.engine.contexts import load_context
from umiem.engine.limits import MAX_CONTEXTS, MAX_DERIVED_CONTEXTS, MAX_INLINE_CONTEXT_TERMS
from umiem.errors import MalformedInputError, UnsupportedError

KEYWORDS = frozenset(
    [
        "@base",
        "@container",
        "@context",
        "@direction",
        "@graph",
        "@id",
        "@import",
        "@included",
        "@index",
        "@json",
        "@language",
        "@list",
        "@nest",
        "@none",
        "@prefix",
        "@propagate",
        "@protected",
        "@reverse",
        "@set",
        "@type",
        "@value",
        "@version",
        "@vocab",
    ]
)
_LOOKS_LIKE_KEYWORD = re.compile(r"@[A-Za-z]+\Z")
_GEN_DELIMS = ":/?#[]@"
_REFUSED_IN_CONTEXT = ("@import", "@base")
_TERM_KEYS = frozenset(
    ("@id", "@type", "@container", "@context", "@language", "@direction", "@prefix", "@protected", "@index")
)
_CONTEXT_KEYS = frozenset(("@version", "@vocab", "@language", "@direction", "@propagate", "@protected"))

UNSET = "\x00unset"
"""Marks a term without a language of its own, unlike one whose language is explicitly none."""


@dataclass(frozen=True, slots=True)
class Term:
    """A term definition; ``iri`` None means that the term is explicitly undefined."""

    iri: str | None
    type: str | None = None
    container: frozenset[str] = frozenset()
    language: str | None = UNSET
    direction: str | None = UNSET
    prefix: bool = False
    protected: bool = False
    has_context: bool = False
    context: Any = None
    index: str | None = None


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
    result = replace(active, terms=dict(active.terms), iris={}, derived=DerivedContexts())
    if "@vocab" in context:
        result = replace(result, vocab=_vocabulary(result, context["@vocab"]))
    if "@language" in context:
        result = replace(result, language=_language(context["@language"]))
    if "@direction" in context:
        result = replace(result, direction=_direction(context["@direction"]))
    building = _Building(result, context, may_override, bool(context.get("@protected", False)), loading)
    for name in context:
        if name not in _CONTEXT_KEYS:
            building.define(name)
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


def _language(value: Any) -> str | None:
    if value is not None and not isinstance(value, str):
        raise MalformedInputError("context-invalid", keyword="@language")
    return value.lower() if value else None


def _direction(value: Any) -> str | None:
    if value not in (None, "ltr", "rtl"):
        raise MalformedInputError("context-invalid", keyword="@direction")
    return value if isinstance(value, str) else None


@dataclass(slots=True)
class _Building:
    """The "Create Term Definition" algorithm over one context object (section 4.2.2)."""

    active: ActiveContext
    context: dict[str, Any]
    may_override: bool
    protected: bool
    loading: tuple[str, ...]
    defined: dict[str, bool] = field(default_factory=dict)

    def define(self, name: str) -> None:
        """Define the term ``name`` of the context object, and the terms it rests on first."""
        if name in self.defined:
            if not self.defined[name]:
                raise MalformedInputError("context-cyclic-term", term=name)
            return
        if not name:
            raise MalformedInputError("context-invalid", term=name)
        self.defined[name] = False
        value = self.context[name]
        if name in KEYWORDS and not self._is_allowed_type_definition(name, value):
            raise MalformedInputError("context-redefines-keyword", term=name)
        if name not in KEYWORDS and _LOOKS_LIKE_KEYWORD.match(name):
            raise UnsupportedError("context-keyword-unsupported", keyword=name)
        terms: dict[str, Term] = self.active.terms  # type: ignore[assignment]
        previous = terms.pop(name, None)
        term = self._term(name, value)
        if previous is not None and previous.protected and not self.may_override:
            if replace(term, protected=True) != previous:
                raise MalformedInputError("context-redefines-protected-term", term=name)
            term = previous
        terms[name] = term
        self.defined[name] = True

    def _is_allowed_type_definition(self, name: str, value: Any) -> bool:
        """``@type`` may be told to be a set or to be protected, and nothing else."""
        return (
            name == "@type"
            and isinstance(value, dict)
            and bool(value)
            and value.keys() <= {"@container", "@protected"}
            and value.get("@container", "@set") == "@set"
        )

    def _term(self, name: str, value: Any) -> Term:
        simple = isinstance(value, str)
        if value is None or simple:
            value = {"@id": value}
        if not isinstance(value, dict):
            raise MalformedInputError("context-invalid", term=name)
        unknown = value.keys() - _TERM_KEYS
        if unknown:
            raise UnsupportedError("context-keyword-unsupported", keyword=sorted(unknown)[0], term=name)
        protected = value.get("@protected", self.protected)
        if value.get("@id", name) is None:
            return Term(iri=None, protected=protected)
        iri = self._term_iri(name, value)
        term = Term(
            iri=iri,
            type=self._term_type(name, value),
            container=_container(name, value.get("@container")),
            language=_language(value["@language"]) if "@language" in value else UNSET,
            direction=_direction(value["@direction"]) if "@direction" in value else UNSET,
            prefix=self._is_prefix(name, value, iri, simple=simple),
            protected=protected,
            has_context="@context" in value,
            context=value.get("@context"),
            index=value.get("@index"),
        )
        return term

    def _is_prefix(self, name: str, value: dict[str, Any], iri: str, *, simple: bool) -> bool:
        if "@prefix" in value:
            return bool(value["@prefix"])
        return simple and ":" not in name and "/" not in name and iri[-1:] in tuple(_GEN_DELIMS)

    def _term_iri(self, name: str, value: dict[str, Any]) -> str:
        target = value.get("@id", name)
        if not isinstance(target, str):
            raise MalformedInputError("context-invalid", term=name)
        if target != name:
            iri = self._expand(target)
            if iri is None or (iri not in KEYWORDS and ":" not in iri):
                raise MalformedInputError("context-invalid-mapping", term=name, value=target)
            return iri
        if ":" in name[1:]:
            return self._expand_compact(name)
        if "/" in name:
            raise UnsupportedError("context-relative-term", term=name)
        if name == "@type":
            return "@type"
        if self.active.vocab is None:
            raise MalformedInputError("context-invalid-mapping", term=name, value=None)
        return self.active.vocab + name

    def _term_type(self, name: str, value: dict[str, Any]) -> str | None:
        stated = value.get("@type")
        if stated is None:
            return None
        if not isinstance(stated, str):
            raise MalformedInputError("context-invalid", term=name)
        iri = self._expand(stated)
        if iri in ("@id", "@vocab", "@json", "@none") or (iri is not None and is_absolute_iri(iri)):
            return iri
        raise MalformedInputError("context-invalid-mapping", term=name, value=stated)

    def _expand(self, value: str) -> str | None:
        """IRI expansion that defines the terms it meets first."""
        if value in KEYWORDS:
            return value
        if value in self.context and value not in self.defined:
            self.define(value)
        elif self.defined.get(value) is False:
            raise MalformedInputError("context-cyclic-term", term=value)
        if value in self.active.terms:
            return self.active.terms[value].iri
        if ":" in value[1:]:
            return self._expand_compact(value)
        return None if self.active.vocab is None else self.active.vocab + value

    def _expand_compact(self, value: str) -> str:
        prefix, suffix = value.split(":", 1)
        if prefix == "_" or suffix.startswith("//"):
            return value
        if prefix in self.context and self.defined.get(prefix) is not True:
            self.define(prefix)
        term = self.active.terms.get(prefix)
        if term is not None and term.iri is not None and term.prefix:
            return term.iri + suffix
        return value


def _container(name: str, value: Any) -> frozenset[str]:
    if value is None:
        return frozenset()
    parts = frozenset(value if isinstance(value, list) else [value])
    if not parts <= {"@set", "@list", "@language", "@graph", "@id", "@index", "@type"}:
        raise MalformedInputError("context-invalid", term=name, keyword="@container")
    return parts


_ABSOLUTE_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|\\^`\x7f-\xa0]*\Z")


def is_absolute_iri(value: str) -> bool:
    """Say whether ``value`` is an absolute IRI that N-Quads can carry (RFC 3987, N-Quads IRIREF)."""
    return _ABSOLUTE_IRI.match(value) is not None


def expand_iri(active: ActiveContext, value: str, *, vocab: bool) -> str | None:
    """Expand a name (``vocab``) or a document-relative reference (JSON-LD 1.1 API, section 5.2.2).

    There is no base IRI: a relative reference comes back unchanged, and it is for the caller to
    refuse it. None: the term is explicitly undefined, or looks like a keyword.
    """
    if value in KEYWORDS:
        return value
    if _LOOKS_LIKE_KEYWORD.match(value):
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
