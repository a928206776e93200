"""A document's canonical RDF as a template: constant quads, slots for text values, label order.

Made by the general converter itself, which shows the two places where it looks at a text value.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from operator import eq, itemgetter
from typing import Any

from umiem.engine.canonical.active_context import ActiveContext
from umiem.engine.canonical.rdfc import write_quad
from umiem.engine.canonical.to_rdf import Quad, RdfBuilder

# A value in a slot is an absolute IRI of one of these schemes, which no term of the context in
# force may be able to expand; then JSON-LD leaves it as it is.
SLOT_IRI = r"(?:https?://|urn:|did:|mailto:)[^\x00-\x20<>\"{}|\\^`\x7f-\xa0]+"
_SLOT_IRI = re.compile(SLOT_IRI + r"\Z")
_SLOT_SCHEMES = ("http", "https", "urn", "did", "mailto")
_SLOT = re.compile("\x01([0-9]+)\x02")
_BLANK_NODE = re.compile(r"_:b[0-9]+\Z")
MAX_COMPILED_QUADS = 1000


class Leaf(str):
    """A string value of a document that knows its number, in the order of the text."""

    __slots__ = ("number",)
    number: int


def number_leaves(value: Any) -> tuple[Any, int]:
    """Return a copy of a JSON value whose strings are numbered leaves, and how many there are."""
    counter = 0

    def copy(part: Any) -> Any:
        nonlocal counter
        if isinstance(part, str):
            leaf = Leaf(part)
            leaf.number = counter
            counter += 1
            return leaf
        if isinstance(part, dict):
            return {name: copy(member) for name, member in part.items()}
        return [copy(member) for member in part] if isinstance(part, list) else part

    return copy(value), counter


class _SlotBuilder(RdfBuilder):
    """The general conversion; where it would write a text value it leaves a numbered slot.

    Slots are marked with control characters, which canonical N-Quads never contain.
    """

    def __init__(self, may_vary: Callable[[int], bool]) -> None:
        super().__init__()
        self.literals: set[int] = set()
        self.iris: set[int] = set()
        self._may_vary = may_vary

    def string_literal(self, text: str, suffix: str) -> str:
        if isinstance(text, Leaf) and self._may_vary(text.number):
            self.literals.add(text.number)
            return f'"\x01{text.number}\x02"{suffix}'
        return super().string_literal(text, suffix)

    def iri_reference(self, text: str, active: ActiveContext) -> str:
        written = super().iri_reference(text, active)
        if isinstance(text, Leaf) and self._may_vary(text.number) and _is_neutral(text, active):
            self.iris.add(text.number)
            return f"<\x01{text.number}\x02>"
        return written


def _is_neutral(text: str, active: ActiveContext) -> bool:
    """Say whether any slot IRI means itself here: no term can be mistaken for it or its scheme."""
    if not _SLOT_IRI.match(text) or any(scheme in active.terms for scheme in _SLOT_SCHEMES):
        return False
    return not any(":" in name for name in active.terms)


@dataclass(frozen=True)
class CompiledGraph:
    """The template; ``slots`` are the leaf numbers to fill, in the order ``digest`` takes them."""

    slots: tuple[int, ...]
    iri_slots: frozenset[int]
    quads: int
    algorithm: str
    _text: str
    _arguments: Callable[[Sequence[str]], tuple[str, ...]]
    _constant_hashes: tuple[str, ...]
    _varying_nodes: tuple[_VaryingNode, ...]

    def digest(self, values: Sequence[str]) -> bytes | None:
        """Return the hash of the canonical N-Quads with ``values`` (escaped) in the slots.

        None when two blank nodes have equal first-degree hashes, or two quads fall together: those
        need the general algorithm.
        """
        hashes = [*self._constant_hashes]
        for node in self._varying_nodes:
            hashes[node.number] = node.first_degree(values, self.algorithm)
        ranked = sorted(hashes)
        labels = dict(zip(ranked, _LABELS, strict=False))
        if len(labels) != len(hashes):
            return None
        parameters = [*map(labels.__getitem__, hashes), *values]
        lines = (self._text % self._arguments(parameters)).split("\n")
        lines.sort()
        if any(map(eq, lines, lines[1:])):
            return None
        canonical = "\n".join(lines) + "\n"
        return hashlib.new(self.algorithm, canonical.encode("utf-8"), usedforsecurity=True).digest()


@dataclass(frozen=True)
class _VaryingNode:
    """A blank node whose first-degree hash depends on slots."""

    number: int
    text: str
    arguments: Callable[[Sequence[str]], tuple[str, ...]]

    def first_degree(self, values: Sequence[str], algorithm: str) -> str:
        lines = (self.text % self.arguments(values)).split("\n")
        lines.sort()
        return hashlib.new(algorithm, ("\n".join(lines) + "\n").encode("utf-8")).hexdigest()


def compile_graph(
    numbered: Mapping[str, Any], *, algorithm: str, may_vary: Callable[[int], bool]
) -> CompiledGraph | None:
    """Compile a document with numbered leaves; None when it is too large or blank nodes always tie."""
    builder = _SlotBuilder(may_vary)
    quads = list(dict.fromkeys(builder.convert(dict(numbered))))
    if not quads or len(quads) > MAX_COMPILED_QUADS:
        return None
    nodes = sorted({term for quad in quads for term in quad if _BLANK_NODE.match(term)})
    if len(nodes) > len(_LABELS):
        return None
    slots = tuple(sorted(builder.literals | builder.iris))
    place = {number: index for index, number in enumerate(slots)}
    constants, varying = _first_degrees(nodes, quads, place, algorithm)
    known = [digest for digest in constants if digest]
    if len(set(known)) != len(known):
        return None
    labels = {node: index for index, node in enumerate(nodes)}
    text, arguments = _template(
        [tuple(f"\x01{labels[term]}\x03" if term in labels else term for term in quad) for quad in quads],
        place,
        offset=len(nodes),
    )
    return CompiledGraph(
        slots, frozenset(builder.iris), len(quads), algorithm, text, arguments, constants, varying
    )


def _first_degrees(
    nodes: list[str], quads: list[Quad], place: Mapping[int, int], algorithm: str
) -> tuple[tuple[str, ...], tuple[_VaryingNode, ...]]:
    """Return the first-degree hashes that never change ("" for the others), and the nodes of those."""
    constants: list[str] = []
    varying: list[_VaryingNode] = []
    for index, node in enumerate(nodes):
        masked = [_masked(quad, node) for quad in quads if node in quad]
        text, arguments = _template(masked, place, offset=0)
        found = _VaryingNode(index, text, arguments)
        if any(_SLOT.search(term) for quad in masked for term in quad):
            constants.append("")
            varying.append(found)
        else:
            constants.append(found.first_degree((), algorithm))
    return tuple(constants), tuple(varying)


def _masked(quad: Quad, node: str) -> Quad:
    subject, predicate, written, graph = (
        term if not _BLANK_NODE.match(term) else "_:a" if term == node else "_:z" for term in quad
    )
    return subject, predicate, written, graph


_PLACEHOLDER = re.compile("\x01([0-9]+)([\x02\x03])")


def _template(
    quads: Sequence[Sequence[str]], place: Mapping[int, int], *, offset: int
) -> tuple[str, Callable[[Sequence[str]], tuple[str, ...]]]:
    """Return a ``%`` format of all lines, and what picks its arguments from labels and values."""
    text = "".join(write_quad((s, p, o, g)) for s, p, o, g in quads).removesuffix("\n").replace("%", "%%")
    positions: list[int] = []

    def note(match: re.Match[str]) -> str:
        number = int(match.group(1))
        positions.append(number if match.group(2) == "\x03" else offset + place[number])
        return "%s"

    return _PLACEHOLDER.sub(note, text), _picker(positions)


def _picker(positions: list[int]) -> Callable[[Sequence[str]], tuple[str, ...]]:
    if not positions:
        return lambda values: ()
    if len(positions) == 1:
        only = positions[0]
        return lambda values: (values[only],)
    return itemgetter(*positions)


_LABELS = tuple(f"_:c14n{number}" for number in range(200))
