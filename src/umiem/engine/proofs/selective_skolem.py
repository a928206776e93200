"""Skolemisation: give every blank node of a document a name of its own, so that parts keep it.

Data Integrity ECDSA Cryptosuites 1.0, sections 3.4.6 to 3.4.8. The specification expands the
document, names its nodes and compacts it again. Here the names go into the compact document itself,
at the objects that the conversion to RDF takes for unnamed nodes: the statements are the same, and
the document keeps its shape, so that a pointer means the same before and after.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from umiem.engine.canonical.rdfc import CanonicalDataset, canonicalize_quads
from umiem.engine.canonical.to_rdf import Quad, RdfBuilder, document_to_quads
from umiem.errors import UnsupportedError


@dataclass(frozen=True, kw_only=True)
class Skolemised:
    """A document whose blank nodes are named ``{prefix}{n}``, and its canonical form."""

    document: dict[str, Any]
    prefix: str
    canonical: CanonicalDataset

    def quads(self, part: Mapping[str, Any]) -> tuple[Quad, ...]:
        """Return the quads of a part of ``document``, its named nodes blank again.

        Raises ``UnsupportedError`` (``selective-disclosure-of-lists``) for the cells of an ordered
        list, which have no place for a name in JSON-LD.
        """
        return _without_names(dict(part), self.prefix)


def skolemise(document: Mapping[str, Any]) -> Skolemised:
    """Name the blank nodes of ``document``, whose ``proof`` has been taken off."""
    plain = dict(document)
    finder = _NodeFinder()
    finder.convert(plain)
    prefix = f"urn:bnid:{secrets.token_hex(16)}:"
    named = _Namer(prefix, finder.unnamed).copy(plain)
    canonical = canonicalize_quads(_without_names(named, prefix))
    return Skolemised(document=named, prefix=prefix, canonical=canonical)


class _NodeFinder(RdfBuilder):
    """Collects the identity of every object that becomes a blank node."""

    def __init__(self) -> None:
        super().__init__()
        self.unnamed: set[int] = set()

    def unnamed_node(self, element: dict[str, Any]) -> str:
        self.unnamed.add(id(element))
        return super().unnamed_node(element)


class _Namer:
    """Copies a document and names the objects in ``unnamed`` in order of appearance."""

    def __init__(self, prefix: str, unnamed: set[int]) -> None:
        self._prefix = prefix
        self._unnamed = unnamed
        self._count = 0

    def copy(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self.copy(item) for item in value]
        if not isinstance(value, dict):
            return value
        copied = {name: self.copy(member) for name, member in value.items()}
        if id(value) in self._unnamed:
            copied["@id"] = f"{self._prefix}{self._count}"
            self._count += 1
        return copied


def _without_names(document: dict[str, Any], prefix: str) -> tuple[Quad, ...]:
    """Return the quads of a named document with ``_:b{n}`` for the node named ``{prefix}{n}``."""
    start = f"<{prefix}"

    def bare(term: str) -> str:
        if term.startswith("_:"):
            raise UnsupportedError("selective-disclosure-of-lists")
        return "_:b" + term[len(start) : -1] if term.startswith(start) else term

    return tuple(
        (bare(subject), predicate, bare(written), bare(graph))
        for subject, predicate, written, graph in document_to_quads(document)
    )
