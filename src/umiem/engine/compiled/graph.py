"""A document's canonical RDF as a template: constant quads, slots for text values, label order.

Made by the general converter itself, which shows the two places where it looks at a text value.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from operator import eq, itemgetter
from typing import Any

from umiem.engine.canonical.active_context import ActiveContext
from umiem.engine.canonical.rdfc import write_quad
from umiem.engine.canonical.to_rdf import Quad, RdfBuilder

# A value in a slot is an absolute IRI of one of these schemes, which no term of the context in
# force may be able to expand; then JSON-LD leaves it as it is.
SLOT_IRI = r"(?:https?://|urn:|did:|mailto:)[^\x00-\x20<>\"{}|\\^`\x7f-\xa0]+(?<!:)"
_SLOT_IRI = re.compile(SLOT_IRI + r"\Z")
_SLOT_SCHEMES = ("http", "https", "urn", "did", "mailto")
_SLOT = re.compile("\x01([0-9]+)\x02")
_BLANK_NODE = re.compile(r"_:b[0-9]+\Z")
_HASHES = {"sha256": hashlib.sha256, "sha384": hashlib.sha384}
MAX_COMPILED_QUADS = 1000
MAX_HEADS = 4096


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
class _Lines:
    """Some lines as one ``%`` format. ``in_order``: whatever is filled in, they are sorted already."""

    text: bytes
    positions: tuple[int, ...]
    in_order: bool

    @cached_property
    def arguments(self) -> Callable[[Sequence[bytes]], tuple[bytes, ...]] | None:
        """Pick the parameters at ``positions``; None when the text is no format but constant."""
        if len(self.positions) == 1:
            only = self.positions[0]
            return lambda values: (values[only],)
        return itemgetter(*self.positions) if self.positions else None

    def has_slots(self, labels: int) -> bool:
        """Say whether something other than the first ``labels`` parameters goes in."""
        return any(position >= labels for position in self.positions)

    def fill(self, parameters: Sequence[bytes], *, may_repeat: bool = False) -> bytes | None:
        """Return the sorted lines; None when two are the same and that is not foreseen."""
        if self.arguments is None:
            return self.text
        filled = self.text % self.arguments(parameters)
        if self.in_order:
            return filled
        lines = filled.split(b"\n")
        lines.pop()
        lines.sort()
        if not may_repeat and any(map(eq, lines, lines[1:])):
            return None
        return b"\n".join(lines) + b"\n"


@dataclass(frozen=True)
class _Blocks:
    """Several groups of lines; those whose order is known are filled in together, as one text."""

    together: _Lines
    apart: tuple[_Lines, ...]

    @classmethod
    def of(cls, blocks: Iterable[_Lines]) -> _Blocks:
        """Put blocks together; they are filled in the order they have here, ``apart`` after the others."""
        blocks = tuple(blocks)
        known = [block for block in blocks if block.in_order]
        return cls(_joined(known), tuple(block for block in blocks if not block.in_order))

    def fill(self, parameters: Sequence[bytes], *, may_repeat: bool = False) -> list[bytes] | None:
        """Return every block with its lines sorted; None when two lines are the same unforeseen."""
        text = self.together.fill(parameters)
        filled = text.split(_BETWEEN) if text else []
        for block in self.apart:
            lines = block.fill(parameters, may_repeat=may_repeat)
            if lines is None:
                return None
            filled.append(lines)
        return filled


@dataclass(frozen=True)
class _Fixed:
    """The groups whose subject is a constant IRI and which hold no slot: all that varies is labels.

    They are most of a document, come first for the most part, and are hashed once for each choice of labels.
    """

    subjects: tuple[bytes, ...]
    groups: tuple[_Lines, ...]
    nodes: tuple[int, ...]
    """The numbers of the labelled nodes they mention, in ascending order."""

    @classmethod
    def of(cls, groups: Iterable[tuple[bytes, _Lines]]) -> _Fixed:
        """Put groups, each with its subject, in the order of their subjects."""
        found = sorted(groups, key=itemgetter(0))
        nodes = sorted({node for _, group in found for node in group.positions})
        return cls(tuple(subject for subject, _ in found), tuple(group for _, group in found), tuple(nodes))

    def labelled(self, labels: Sequence[bytes]) -> list[bytes] | None:
        """Return the groups with labels; None when two lines are the same."""
        by_node = dict(zip(self.nodes, labels, strict=True))
        chosen = [by_node.get(node, b"") for node in range(self.nodes[-1] + 1)] if self.nodes else []
        filled = [group.fill(chosen) for group in self.groups]
        return None if None in filled else [lines for lines in filled if lines is not None]


@dataclass(frozen=True, eq=False)
class CompiledGraph:
    """The template; ``slots`` are the leaf numbers to fill, in the order ``digest`` takes them.

    The quads are grouped by subject: inside a group the order is mostly known, and groups are
    sorted by their texts, which differ within the subject.
    """

    slots: tuple[int, ...]
    iri_slots: frozenset[int]
    quads: int
    algorithm: str
    _constant_hashes: tuple[str, ...]
    _varying_nodes: _Blocks
    _fixed: _Fixed
    _groups: _Blocks
    _constant_subjects: frozenset[bytes]
    _subject_slots: tuple[int, ...]

    def digest(self, values: Sequence[bytes]) -> bytes | None:
        """Return the hash of the canonical N-Quads with ``values`` (escaped, UTF-8) in the slots.

        In UTF-8 the order of bytes is the order of code points that RDFC-1.0 asks for.

        None when two blank nodes have equal first-degree hashes, or two subjects or quads fall
        together: those need the general algorithm.
        """
        new = _HASHES[self.algorithm]
        # Two quads to unnamed neighbours read the same here (``_:z``); quads that fall together in
        # truth are found below, where the neighbours have their labels.
        described = self._varying_nodes.fill(values, may_repeat=True)
        if described is None:
            return None
        hashes = [*self._constant_hashes, *[new(lines).hexdigest() for lines in described]]
        labels = dict(zip(sorted(hashes), _LABELS, strict=False))
        if len(labels) != len(hashes) or not self._subjects_differ(values):
            return None
        named = [labels[described] for described in hashes]
        groups = self._groups.fill([*named, *values])
        if groups is None:
            return None
        groups.sort()
        before = bisect(self._fixed.subjects, groups[0]) if groups else len(self._fixed.subjects)
        head = _head(self, before, tuple([named[node] for node in self._fixed.nodes]))
        if head is None:
            return None
        state, between = head
        hashing = state.copy()
        hashing.update(b"".join(sorted([*between, *groups]) if between else groups))
        return bytes(hashing.digest())

    def _subjects_differ(self, values: Sequence[bytes]) -> bool:
        subjects = {values[place] for place in self._subject_slots}
        return len(subjects) == len(self._subject_slots) and subjects.isdisjoint(self._constant_subjects)


@lru_cache(maxsize=MAX_HEADS)
def _head(
    graph: CompiledGraph, before: int, labels: tuple[bytes, ...]
) -> tuple[Any, tuple[bytes, ...]] | None:
    """Return the hash after the first ``before`` fixed groups, to go on from a copy, and the others as text.

    None when two quads of them fall together.
    """
    filled = graph._fixed.labelled(labels)
    if filled is None:
        return None
    return _HASHES[graph.algorithm](b"".join(filled[:before])), tuple(filled[before:])


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
    nodes, constants, varying = _first_degrees(nodes, quads, place, algorithm)
    if len(set(constants)) != len(constants):
        return None
    by_subject: dict[str, list[Quad]] = {}
    for quad in quads:
        by_subject.setdefault(quad[0], []).append(quad)
    labels = {node: f"\x01{index}\x03" for index, node in enumerate(nodes)}
    groups = {
        subject: _lines([_labelled(quad, labels) for quad in group], place, offset=len(nodes))
        for subject, group in by_subject.items()
    }
    fixed = {
        subject
        for subject, group in groups.items()
        if subject.startswith("<") and not _SLOT.search(subject) and not group.has_slots(len(nodes))
    }
    named = [subject.strip("<>") for subject in by_subject if subject.startswith("<")]
    return CompiledGraph(
        slots=slots,
        iri_slots=frozenset(builder.iris),
        quads=len(quads),
        algorithm=algorithm,
        _constant_hashes=constants,
        _varying_nodes=varying,
        _fixed=_Fixed.of((f"{subject} ".encode(), groups[subject]) for subject in fixed),
        _groups=_Blocks.of(group for subject, group in groups.items() if subject not in fixed),
        _constant_subjects=frozenset(name.encode() for name in named if not _SLOT.match(name)),
        _subject_slots=tuple(place[int(found.group(1))] for found in map(_SLOT.match, named) if found),
    )


def _first_degrees(
    nodes: list[str], quads: list[Quad], place: Mapping[int, int], algorithm: str
) -> tuple[list[str], tuple[str, ...], _Blocks]:
    """Return the nodes in the order of their hashes: those that never change, which are given, and the
    others, whose descriptions are.
    """
    described = {
        node: _lines([_masked(quad, node) for quad in quads if node in quad], place, offset=0)
        for node in nodes
    }
    constant = [node for node in nodes if not described[node].positions]
    together = [node for node in nodes if described[node].positions and described[node].in_order]
    apart = [node for node in nodes if not described[node].in_order]
    hashes = tuple(_HASHES[algorithm](described[node].text).hexdigest() for node in constant)
    varying = [*together, *apart]
    return [*constant, *varying], hashes, _Blocks.of(described[node] for node in varying)


def _masked(quad: Quad, node: str) -> Quad:
    subject, predicate, written, graph = (
        term if not _BLANK_NODE.match(term) else "_:a" if term == node else "_:z" for term in quad
    )
    return subject, predicate, written, graph


def _labelled(quad: Quad, labels: Mapping[str, str]) -> Quad:
    subject, predicate, written, graph = (labels.get(term, term) for term in quad)
    return subject, predicate, written, graph


_PLACEHOLDER = re.compile("\x01([0-9]+)([\x02\x03])")


def _lines(quads: Sequence[Quad], place: Mapping[int, int], *, offset: int) -> _Lines:
    """Return the lines of some quads as a format, sorted as far as that can be known now."""
    written = sorted(map(write_quad, quads))
    positions: list[int] = []

    def note(match: re.Match[str]) -> str:
        number = int(match.group(1))
        positions.append(number if match.group(2) == "\x03" else offset + place[number])
        return "%s"

    text = "".join(written)
    if not _PLACEHOLDER.search(text):
        return _Lines(text.encode(), (), in_order=True)
    template = _PLACEHOLDER.sub(note, text.replace("%", "%%"))
    return _Lines(template.encode(), tuple(positions), in_order=_are_in_order(written))


def _are_in_order(lines: Sequence[str]) -> bool:
    """Say whether these sorted lines stay sorted and different for any values in their slots.

    They do when each differs from the next before the first slot of either. The subject is the
    same in all of a group, so a slot there counts for nothing.
    """
    shared = lines[0].split(" ", 1)[0] if len({line.split(" ", 1)[0] for line in lines}) == 1 else ""
    fixed = [_PLACEHOLDER.split(line.removeprefix(shared), maxsplit=1)[0] for line in lines]
    return all(first[: len(second)] != second[: len(first)] for first, second in pairwise(fixed))


def _joined(blocks: Sequence[_Lines]) -> _Lines:
    """Return blocks as one format, with a character between them that canonical N-Quads never contain."""
    is_format = any(block.positions for block in blocks)
    texts = [
        block.text if block.positions or not is_format else block.text.replace(b"%", b"%%")
        for block in blocks
    ]
    positions = tuple(position for block in blocks for position in block.positions)
    return _Lines(_BETWEEN.join(texts), positions, in_order=True)


_BETWEEN = b"\x00"
_LABELS = tuple(b"_:c14n%d" % number for number in range(200))
