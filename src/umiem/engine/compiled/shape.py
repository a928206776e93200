"""Recognising a shape in the text of a document, without parsing it.

The key is the text itself with its slot values left open: one regular expression per shape. All the
rest of the text, names, structure, numbers, types, contexts, has to be the same character for
character, and that rest was parsed strictly when the shape was compiled. So a text that matches is
strict JSON as well, and its values mean what they meant when it was compiled.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeAlias

from umiem.engine.canonical.jcs import canonicalize_json
from umiem.engine.canonical.to_rdf import escape_literal
from umiem.engine.compiled.graph import SLOT_IRI, CompiledGraph, compile_graph, number_leaves
from umiem.engine.compiled.inert import inert_places
from umiem.engine.limits import MAX_STRING_BYTES
from umiem.engine.proofs.suite import UnsecuredDocument

_STRING_AND_COLON = re.compile(r'"((?>[^"\\]+|\\.)*+)"(\s*:)?', re.DOTALL)
_PLAIN_GROUP = r'([^"\\\x00-\x1f\x7f]*+)'
_ESCAPED_GROUP = r'((?>[^"\\\x00-\x1f\x7f]+|\\[^\x00-\x1f])*+)'
_IRI_GROUP = f"({SLOT_IRI})"
_CONTROL_ESCAPE = re.compile(r"\\u(?:0000|[dD][89a-fA-F])")
_MARKER = re.compile(r'"\\u0001([0-9]+)\\u0002"')
_PLACEHOLDERS = ("\x00", "\x01", "\x02")  # no JSON text holds one
_NO_WHITE_SPACE = re.compile(r'"(?>[^"\\]+|\\.)*+(?:"|\\?\Z)|[^ \t\r\n"]+', re.DOTALL)


@dataclass(frozen=True)
class Shape:
    """One shape: its pattern, and the compiled canonical forms (each None when it has none)."""

    plain: re.Pattern[str]
    pieces: tuple[str, ...]
    leaves: tuple[int, ...]
    places: Mapping[str, tuple[int, ...]]
    iri_places: frozenset[int]
    graphs: Mapping[str, CompiledGraph]
    json_text: str
    json_positions: tuple[int, ...]
    has_inline_context: bool
    must_not_be_empty: tuple[int, ...] | None = None
    """Set when the document it was learnt from is faultless, and so is any other whose values at
    these places are not empty."""

    def match(self, text: str) -> tuple[str, ...] | None:
        """Return the open values as the text writes them, or None when it has another shape."""
        if len(text) > MAX_STRING_BYTES:
            return None
        found = self.plain.fullmatch(text)
        if found is None and "\\" in text and not _CONTROL_ESCAPE.search(text):
            found = self._escaped.fullmatch(text)
        return None if found is None else found.groups()

    def quick_digest(self, raw: Sequence[str], algorithm: str) -> bytes | None:
        """Return the hash of the canonical N-Quads of a document, given its open values as written.

        It comes from the template alone; None where that cannot tell (ties, quads falling together).
        """
        texts = [_literal(value) for value in raw] if "\\" in "".join(raw) else raw
        return self.graphs[algorithm].digest([texts[place].encode() for place in self.places[algorithm]])

    @cached_property
    def _escaped(self) -> re.Pattern[str]:
        """The pattern that also lets open values hold escapes; they are decoded strictly later."""
        return _compile(self.pieces, _ESCAPED_GROUP, self.iri_places)


FoundShape: TypeAlias = tuple[Shape, tuple[str, ...]]
"""A shape and the open values of a text that matched it."""


def compile_shape(
    text: str,
    document: Mapping[str, Any],
    *,
    algorithms: Sequence[str] = ("sha256",),
    open_members: Sequence[str] = ("proof",),
    may_vary: Callable[[int], bool] = lambda number: True,
    faultless: bool = False,
) -> Shape | None:
    """Compile the shape of ``document``, which ``parse_json`` made from ``text``.

    ``open_members`` are top-level members outside the canonical form whose strings may be anything.
    ``may_vary`` limits which leaves are slots (by number, in the order of the text). None when the
    document is not worth it or cannot be compiled. ``faultless``: the rules of shape found nothing.
    """
    numbered, count = number_leaves(document)
    claims = {name: value for name, value in numbered.items() if name not in open_members}
    graphs: dict[str, CompiledGraph] = {}
    for algorithm in algorithms:
        graph = compile_graph(claims, algorithm=algorithm, may_vary=may_vary)
        if graph is None:
            return None
        graphs[algorithm] = graph
    first = graphs[algorithms[0]]
    free = _leaves_of([numbered[name] for name in open_members if name in numbered])
    leaves = tuple(sorted({*first.slots, *free}))
    iri_places = frozenset(place for place, leaf in enumerate(leaves) if leaf in first.iri_slots)
    pieces = _pieces(text, frozenset(leaves), count)
    if pieces is None or any(map(_has_control, _names_of(document))):
        return None
    json_text, json_positions = _json_template(claims, leaves)
    inline = UnsecuredDocument(claims).has_inline_context
    plain = _compile(pieces, _PLAIN_GROUP, iri_places)
    places = {name: tuple(map(leaves.index, graph.slots)) for name, graph in graphs.items()}
    inert = inert_places(numbered, leaves, iri_places) if faultless else None
    return Shape(plain, pieces, leaves, places, iri_places, graphs, json_text, json_positions, inline, inert)


@dataclass(frozen=True)
class ShapedDocument(UnsecuredDocument):
    """An unsecured document whose shape is known: its hashes come from the template.

    Where the template cannot tell (ties, quads falling together) the general path answers.
    """

    shape: Shape = field(kw_only=True)
    raw: tuple[str, ...] = field(kw_only=True)

    @property
    def quad_count(self) -> int:
        return next(iter(self.shape.graphs.values())).quads

    @property
    def has_inline_context(self) -> bool:
        return self.shape.has_inline_context

    @property
    def is_faultless(self) -> bool:
        places = self.shape.must_not_be_empty
        return places is not None and all(map(self.raw.__getitem__, places))

    def rdf_digest(self, algorithm: str) -> bytes:
        """Return the hash of the canonical N-Quads."""
        graph = self.shape.graphs.get(algorithm)
        digest = None if graph is None else self.quick_digest(algorithm)
        return super().rdf_digest(algorithm) if digest is None else digest

    def quick_digest(self, algorithm: str) -> bytes | None:
        """Return that hash from the template alone; None where it cannot tell."""
        return self.shape.quick_digest(self.raw, algorithm)

    @cached_property
    def json(self) -> bytes:
        """The RFC 8785 form: a raw text without escapes is already in it."""
        texts = [_canonical(raw) for raw in self.raw]
        chosen = tuple(texts[position] for position in self.shape.json_positions)
        return (self.shape.json_text % chosen).encode("utf-8")


def compact(text: str) -> str:
    """Return a JSON text without the white space between its tokens (RFC 8259, section 2).

    Only of a text that parses does the result mean the same: ``1 2`` becomes ``12``.
    """
    if any(sign in text for sign in _PLACEHOLDERS):
        return "".join(_NO_WHITE_SPACE.findall(text))
    escaped = "\\" in text
    if escaped:  # no quotation mark is left that does not begin or end a string
        text = text.replace("\\\\", "\x01").replace('\\"', "\x02")
    parts = text.split('"')
    between = "\x00".join(parts[::2])
    for space in " \n\r\t":
        between = between.replace(space, "")
    parts[::2] = between.split("\x00")
    bare = '"'.join(parts)
    return bare.replace("\x02", '\\"').replace("\x01", "\\\\") if escaped else bare


def _canonical(raw: str) -> str:
    """Return an open value as canonical JSON writes it."""
    return json.dumps(json.loads(f'"{raw}"'), ensure_ascii=False)[1:-1] if "\\" in raw else raw


def _literal(raw: str) -> str:
    """Return an open value as canonical N-Quads write it: only one with an escape is written differently."""
    return escape_literal(json.loads(f'"{raw}"')) if "\\" in raw else raw


def values_of(text: str) -> list[str]:
    """Return the string values of a JSON text as written, without the member names."""
    return [value for value, colon in _STRING_AND_COLON.findall(text) if not colon]


def _pieces(text: str, leaves: frozenset[int], count: int) -> tuple[str, ...] | None:
    """Cut the text at the open values; what remains has to be there character for character."""
    pieces: list[str] = []
    position = number = 0
    for found in _STRING_AND_COLON.finditer(text):
        if found.group(2) is not None:
            continue
        if number in leaves:
            pieces.append(text[position : found.start(1)])
            position = found.end(1)
        number += 1
    return (*pieces, text[position:]) if number == count else None


def _compile(pieces: tuple[str, ...], group: str, iri_places: frozenset[int]) -> re.Pattern[str]:
    parts = [re.escape(pieces[0])]
    for place, piece in enumerate(pieces[1:]):
        parts += (_IRI_GROUP if place in iri_places else group, re.escape(piece))
    return re.compile("".join(parts))


def _json_template(claims: Mapping[str, Any], leaves: tuple[int, ...]) -> tuple[str, tuple[int, ...]]:
    place = {number: index for index, number in enumerate(leaves)}
    positions: list[int] = []

    def mark(part: Any) -> Any:
        if isinstance(part, str):
            number: int = part.number  # type: ignore[attr-defined]
            return f"\x01{number}\x02" if number in place else str(part)
        if isinstance(part, dict):
            return {name: mark(member) for name, member in part.items()}
        return [mark(member) for member in part] if isinstance(part, list) else part

    def note(match: re.Match[str]) -> str:
        positions.append(place[int(match.group(1))])
        return '"%s"'

    canonical = canonicalize_json(mark(dict(claims))).decode("utf-8").replace("%", "%%")
    return _MARKER.sub(note, canonical), tuple(positions)


def _leaves_of(value: Any) -> list[int]:
    if isinstance(value, str):
        return [value.number]  # type: ignore[attr-defined]
    members = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [number for member in members for number in _leaves_of(member)]


def _names_of(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [*value, *(name for member in value.values() for name in _names_of(member))]
    return [name for member in value for name in _names_of(member)] if isinstance(value, list) else []


def _has_control(name: str) -> bool:
    return any(character < " " for character in name)
