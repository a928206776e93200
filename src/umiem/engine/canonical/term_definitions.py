"""Defining the terms of one context object (JSON-LD 1.1 Processing Algorithms, section 4.2)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from umiem.engine.canonical.terms import (
    KEYWORDS,
    LOOKS_LIKE_KEYWORD,
    UNSET,
    Term,
    checked_direction,
    checked_language,
    is_absolute_iri,
)
from umiem.errors import MalformedInputError, UnsupportedError

_GEN_DELIMS = ":/?#[]@"
_TERM_KEYS = frozenset(
    ("@id", "@type", "@container", "@context", "@language", "@direction", "@prefix", "@protected", "@index")
)


@dataclass(slots=True)
class TermDefinitions:
    """The "Create Term Definition" algorithm over one context object (section 4.2.2)."""

    terms: dict[str, Term]
    """The terms in force, to which those of the context object are added."""
    vocab: str | None
    context: dict[str, Any]
    may_override: bool
    protected: bool
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
        if name not in KEYWORDS and LOOKS_LIKE_KEYWORD.match(name):
            raise UnsupportedError("context-keyword-unsupported", keyword=name)
        previous = self.terms.pop(name, None)
        term = self._term(name, value)
        if previous is not None and previous.protected and not self.may_override:
            if replace(term, protected=True) != previous:
                raise MalformedInputError("context-redefines-protected-term", term=name)
            term = previous
        self.terms[name] = term
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
            language=checked_language(value["@language"]) if "@language" in value else UNSET,
            direction=checked_direction(value["@direction"]) if "@direction" in value else UNSET,
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
        if self.vocab is None:
            raise MalformedInputError("context-invalid-mapping", term=name, value=None)
        return self.vocab + name

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
        if value in self.terms:
            return self.terms[value].iri
        if ":" in value[1:]:
            return self._expand_compact(value)
        return None if self.vocab is None else self.vocab + value

    def _expand_compact(self, value: str) -> str:
        prefix, suffix = value.split(":", 1)
        if prefix == "_" or suffix.startswith("//"):
            return value
        if prefix in self.context and self.defined.get(prefix) is not True:
            self.define(prefix)
        term = self.terms.get(prefix)
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
