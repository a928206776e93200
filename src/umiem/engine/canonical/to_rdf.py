"""JSON-LD to RDF in one walk that loses nothing (JSON-LD 1.1 Processing Algorithms, 5.1 and 8.1).

Expansion and conversion to quads happen together, for the part of JSON-LD that credentials use.
Whatever an ordinary processor would silently drop (a term no context defines, a relative IRI, a
keyword-like name) is an error here, so that every value of a converted document is covered by its
quads. What is valid JSON-LD but not needed (``@graph``, ``@included``, ``@nest``, ``@reverse``,
index, id and type maps, blank node identifiers) is refused with ``UnsupportedError``. Text
direction is kept as the ``i18n-datatype`` form, as the published RDFC cryptosuites do.
"""

from __future__ import annotations

import re
from typing import Any, TypeAlias

from umiem.engine.canonical.active_context import ActiveContext, expand_iri, process_context, root_context
from umiem.engine.canonical.jcs import MAX_SAFE_INTEGER, canonicalize_json
from umiem.engine.canonical.terms import KEYWORDS, UNSET, Term, is_absolute_iri
from umiem.engine.limits import MAX_QUADS
from umiem.errors import MalformedInputError, UnsupportedError

Quad: TypeAlias = tuple[str, str, str, str]
"""Subject, predicate, object and graph ('' for the default graph), each as N-Quads writes it."""

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XSD = "http://www.w3.org/2001/XMLSchema#"
I18N = "https://www.w3.org/ns/i18n#"
RDF_TYPE, RDF_FIRST, RDF_REST, RDF_NIL = (f"<{RDF}{name}>" for name in ("type", "first", "rest", "nil"))

_UNTYPED = Term(iri=None)
_VALUE_KEYS = frozenset(("@value", "@type", "@language", "@direction", "@context"))
_LANGUAGE_TAG = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*\Z")
_TO_ESCAPE = re.compile(r'[\x00-\x1f"\\\x7f]')
_ESCAPES = {"\t": "\\t", "\b": "\\b", "\n": "\\n", "\r": "\\r", "\f": "\\f", '"': '\\"', "\\": "\\\\"}
_EXPONENT = re.compile(r"(\d)0*e\+?(-?)0*(\d+)\Z")


def document_to_quads(document: dict[str, Any]) -> list[Quad]:
    """Convert a JSON-LD document with pinned contexts to quads with document-order blank nodes.

    Raises ``MalformedInputError`` (``term-undefined``, ``iri-relative``, ``context-…``) and
    ``UnsupportedError`` (``context-not-pinned``, ``keyword-unsupported``). Repeated quads are
    possible and mean nothing.
    """
    return RdfBuilder().convert(document)


def escape_literal(text: str) -> str:
    """Escape a lexical form as canonical N-Quads does (RDF 1.1 N-Quads; RDFC-1.0, section 5)."""
    return _TO_ESCAPE.sub(_escape_one, text) if _TO_ESCAPE.search(text) else text


def _escape_one(match: re.Match[str]) -> str:
    character = match.group()
    return _ESCAPES.get(character) or f"\\u{ord(character):04X}"


class RdfBuilder:
    """One conversion. The public methods may be overridden (compiled shapes, selective disclosure)."""

    def __init__(self) -> None:
        self.quads: list[Quad] = []
        self._blank_nodes = 0

    def convert(self, document: dict[str, Any]) -> list[Quad]:
        """Convert ``document`` and return its quads."""
        active = root_context(document.get("@context"))
        self._node(document, active, None, "", is_root=True)
        return self.quads

    # the values: what a compiled shape fills in later

    def string_literal(self, text: str, suffix: str) -> str:
        """Write a literal; ``suffix`` is its language or datatype."""
        return f'"{escape_literal(text)}"{suffix}'

    def iri_reference(self, text: str, active: ActiveContext) -> str:
        """Write a document-relative IRI, which has to be absolute as there is no base."""
        return self._absolute(expand_iri(active, text, vocab=False), text)

    def unnamed_node(self, element: dict[str, Any]) -> str:
        """Name a node without identifier; overridden to learn which objects are such nodes."""
        return self._blank_node()

    # nodes

    def _node(
        self,
        element: dict[str, Any],
        active: ActiveContext,
        name: str | None,
        graph: str,
        *,
        is_root: bool = False,
    ) -> str:
        active, type_scoped = self._enter(element, active, name, is_root=is_root)
        names = {key: active.expand_name(key) for key in element if key != "@context"}
        subject = self._subject(element, names, active)
        for key, iri in names.items():
            if iri == "@id":
                continue
            if iri == "@type":
                self._types(subject, element[key], type_scoped, graph)
            elif iri is not None and iri in KEYWORDS:
                raise UnsupportedError("keyword-unsupported", keyword=iri)
            elif iri is None or ":" not in iri:
                raise MalformedInputError("term-undefined", term=key)
            else:
                self._property(subject, self._absolute(iri, key), key, element[key], active, graph)
        return subject

    def _enter(
        self, element: dict[str, Any], active: ActiveContext, name: str | None, *, is_root: bool
    ) -> tuple[ActiveContext, ActiveContext]:
        """Return the context inside ``element``, and the one its types are read with."""
        term = active.terms.get(name) if name is not None else None
        if active.previous is not None and not self._keeps_type_scope(element, active):
            active = active.previous
        if term is not None and term.has_context:
            active = active.scoped(term, by_type=False)
        if "@context" in element and not is_root:
            active = process_context(active, element["@context"])
        type_scoped = active
        for key in sorted(element):
            if active.expand_name(key) == "@type":
                values = element[key] if isinstance(element[key], list) else [element[key]]
                for value in sorted(value for value in values if isinstance(value, str)):
                    scope = type_scoped.terms.get(value)
                    if scope is not None and scope.has_context:
                        active = active.scoped(scope, by_type=True)
        return active, type_scoped

    @staticmethod
    def _keeps_type_scope(element: dict[str, Any], active: ActiveContext) -> bool:
        expanded = [active.expand_name(key) for key in element]
        return "@value" in expanded or expanded == ["@id"]

    def _subject(self, element: dict[str, Any], names: dict[str, str | None], active: ActiveContext) -> str:
        keys = [key for key, iri in names.items() if iri == "@id"]
        if not keys:
            return self.unnamed_node(element)
        if len(keys) > 1:
            raise MalformedInputError("keyword-twice", keyword="@id")
        value = element[keys[0]]
        if not isinstance(value, str):
            raise MalformedInputError("id-not-a-string", term=keys[0])
        return self.iri_reference(value, active)

    def _types(self, subject: str, value: Any, type_scoped: ActiveContext, graph: str) -> None:
        for item in value if isinstance(value, list) else [value]:
            if not isinstance(item, str):
                raise MalformedInputError("type-not-a-string")
            iri = expand_iri(type_scoped, item, vocab=True)
            if iri is None or not is_absolute_iri(iri) or iri.startswith("_:"):
                raise MalformedInputError("type-undefined", type=item)
            self._emit(subject, RDF_TYPE, f"<{iri}>", graph)

    # properties

    def _property(
        self, subject: str, predicate: str, name: str, value: Any, active: ActiveContext, graph: str
    ) -> None:
        term = active.terms.get(name, _UNTYPED)
        if term.type == "@json":
            self._emit(subject, predicate, self._json_literal(value), graph)
        elif "@language" in term.container and isinstance(value, dict):
            self._language_map(subject, predicate, value, term, active, graph)
        elif term.container & {"@index", "@id", "@type"} and isinstance(value, dict):
            raise UnsupportedError("container-unsupported", term=name)
        elif "@list" in term.container:
            items = value if isinstance(value, list) else [value]
            self._emit(subject, predicate, self._list(items, name, term, active, graph), graph)
        else:
            for item in _flatten(value):
                for written in self._object(item, name, term, active, graph):
                    self._emit(subject, predicate, written, graph)

    def _object(self, item: Any, name: str, term: Term, active: ActiveContext, graph: str) -> tuple[str, ...]:
        """Write one value; nothing for null, several for a set object."""
        if "@graph" in term.container:
            inner = self._blank_node()
            self._one_object(item, name, term, active, inner)
            return (inner,)
        return self._one_object(item, name, term, active, graph)

    def _one_object(
        self, item: Any, name: str, term: Term, active: ActiveContext, graph: str
    ) -> tuple[str, ...]:
        if not isinstance(item, dict):
            if term.has_context:
                active = active.scoped(term, by_type=False)
            return (self._scalar(item, term, active),)
        expanded = {active.expand_name(key) for key in item}
        if "@value" in expanded:
            return self._value_object(item, active, name)
        if "@list" in expanded or "@set" in expanded:
            raise UnsupportedError("keyword-unsupported", keyword="@list")
        return (self._node(item, active, name, graph),)

    def _list(self, items: list[Any], name: str, term: Term, active: ActiveContext, graph: str) -> str:
        written: list[str] = []
        for item in items:
            if isinstance(item, list):
                raise UnsupportedError("list-of-lists", term=name)
            if item is not None:
                written.extend(self._one_object(item, name, term, active, graph))
        rest = RDF_NIL
        for entry in reversed(written):
            cell = self._blank_node()
            self._emit(cell, RDF_FIRST, entry, graph)
            self._emit(cell, RDF_REST, rest, graph)
            rest = cell
        return rest

    def _language_map(
        self,
        subject: str,
        predicate: str,
        value: dict[str, Any],
        term: Term,
        active: ActiveContext,
        graph: str,
    ) -> None:
        direction = active.direction if term.direction == UNSET else term.direction
        for tag, texts in value.items():
            language = None if active.expand_name(tag) == "@none" else tag
            for text in texts if isinstance(texts, list) else [texts]:
                if text is None:
                    continue
                if not isinstance(text, str):
                    raise MalformedInputError("language-map-value", tag=tag)
                suffix = _text_suffix(language, direction)
                self._emit(subject, predicate, self.string_literal(text, suffix), graph)

    # single values

    def _scalar(self, value: Any, term: Term, active: ActiveContext) -> str:
        if isinstance(value, str):
            if term.type == "@id":
                return self.iri_reference(value, active)
            if term.type == "@vocab":
                return self._absolute(expand_iri(active, value, vocab=True), value)
            if term.type in (None, "@none"):
                language = active.language if term.language == UNSET else term.language
                direction = active.direction if term.direction == UNSET else term.direction
                return self.string_literal(value, _text_suffix(language, direction))
            return self.string_literal(value, _datatype_suffix(term.type))
        datatype = term.type if term.type not in ("@id", "@vocab", "@none") else None
        return _native_literal(value, datatype)

    def _value_object(self, item: dict[str, Any], active: ActiveContext, name: str) -> tuple[str, ...]:
        active, type_scoped = self._enter(item, active, name, is_root=False)
        members: dict[str, Any] = {}
        for key, value in item.items():
            keyword = active.expand_name(key) or key
            if keyword not in _VALUE_KEYS or keyword in members:
                raise MalformedInputError("value-object-invalid", member=key)
            members[keyword] = value
        value, stated = members["@value"], members.get("@type")
        if stated is not None:
            return self._typed_value(value, stated, members, type_scoped)
        if value is None:
            return ()
        language, direction = members.get("@language"), members.get("@direction")
        if language is None and direction is None and not isinstance(value, str):
            return (_native_literal(value, None),)
        if not isinstance(value, str) or direction not in (None, "ltr", "rtl"):
            raise MalformedInputError("value-object-invalid", member="@value")
        if language is not None and not isinstance(language, str):
            raise MalformedInputError("language-tag-invalid", tag=str(language))
        return (self.string_literal(value, _text_suffix(language, direction)),)

    def _typed_value(
        self, value: Any, stated: Any, members: dict[str, Any], type_scoped: ActiveContext
    ) -> tuple[str, ...]:
        if "@language" in members or "@direction" in members or not isinstance(stated, str):
            raise MalformedInputError("value-object-invalid", member="@type")
        datatype = expand_iri(type_scoped, stated, vocab=True)
        if datatype == "@json":
            return (self._json_literal(value),)
        if datatype is None or not is_absolute_iri(datatype):
            raise MalformedInputError("type-undefined", type=stated)
        if value is None:
            return ()
        if isinstance(value, str):
            return (self.string_literal(value, _datatype_suffix(datatype)),)
        return (_native_literal(value, datatype),)

    def _json_literal(self, value: Any) -> str:
        text = canonicalize_json(value).decode("utf-8")
        return f'"{escape_literal(text)}"^^<{RDF}JSON>'

    # writing

    def _emit(self, subject: str, predicate: str, written: str, graph: str) -> None:
        if len(self.quads) >= MAX_QUADS:
            raise MalformedInputError("too-many-quads", limit=MAX_QUADS)
        self.quads.append((subject, predicate, written, graph))

    def _blank_node(self) -> str:
        self._blank_nodes += 1
        return f"_:b{self._blank_nodes - 1}"

    @staticmethod
    def _absolute(iri: str | None, value: str) -> str:
        if iri is not None and iri.startswith("_:"):
            raise UnsupportedError("blank-node-identifier", value=value)
        if iri is None or not is_absolute_iri(iri):
            raise MalformedInputError("iri-relative", value=value)
        return f"<{iri}>"


def _flatten(value: Any) -> list[Any]:
    """Return the values of a set, nested arrays included, without nulls."""
    if isinstance(value, list):
        return [inner for item in value for inner in _flatten(item)]
    return [] if value is None else [value]


def _text_suffix(language: str | None, direction: str | None) -> str:
    if language is not None and not _LANGUAGE_TAG.match(language):
        raise MalformedInputError("language-tag-invalid", tag=language)
    if direction is not None:
        return f"^^<{I18N}{(language or '').lower()}_{direction}>"
    return f"@{language.lower()}" if language is not None else ""


def _datatype_suffix(datatype: str | None) -> str:
    return "" if datatype == f"{XSD}string" else f"^^<{datatype}>"


def _native_literal(value: Any, datatype: str | None) -> str:
    """Write a JSON number or boolean (JSON-LD 1.1 API, section 8.2, "Data Round Tripping")."""
    if isinstance(value, bool):
        return f'"{str(value).lower()}"^^<{datatype or XSD + "boolean"}>'
    if not isinstance(value, int | float):
        raise MalformedInputError("value-invalid", type=type(value).__name__)
    if isinstance(value, int) and abs(value) > MAX_SAFE_INTEGER:
        raise MalformedInputError("json-number-not-exact", value=str(value))
    is_double = isinstance(value, float) and (value % 1 != 0 or abs(value) >= 1e21)
    if is_double or datatype == f"{XSD}double":
        text = _EXPONENT.sub(r"\1E\2\3", f"{value:1.15e}")
        return f'"{text}"^^<{datatype or XSD + "double"}>'
    return f'"{int(value)}"^^<{datatype or XSD + "integer"}>'
