"""RDF Dataset Canonicalization, RDFC-1.0 (W3C Recommendation 2024), with a work budget.

Written out here, and compared with two public implementations in the tests, for two reasons: the
budget counts the very steps that a poison graph multiplies, and selective disclosure needs the map
from blank nodes to canonical labels.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import permutations

from umiem.engine.canonical.to_rdf import Quad
from umiem.engine.limits import (
    MAX_BLANK_NODES,
    MAX_N_DEGREE_CALLS,
    MAX_N_DEGREE_PERMUTATIONS,
    MAX_TIED_BLANK_NODES,
)
from umiem.errors import RefusedError


@dataclass(frozen=True)
class CanonicalDataset:
    """Canonical N-Quads lines in code point order, and the label each input blank node got."""

    lines: tuple[str, ...]
    labels: dict[str, str]

    @property
    def text(self) -> str:
        return "".join(self.lines)

    def digest(self, algorithm: str = "sha256") -> bytes:
        """Return the hash of the canonical form."""
        return hashlib.new(algorithm, self.text.encode("utf-8")).digest()


def canonicalize_quads(quads: Iterable[Quad], *, algorithm: str = "sha256") -> CanonicalDataset:
    """Give every blank node its canonical label and sort (RDFC-1.0, section 4.4.3).

    ``algorithm`` is the hash inside the algorithm: sha256, or sha384 for P-384 suites. Raises
    ``RefusedError("graph-too-complex")`` when the work budget is used up.
    """
    return _Canonicalization(list(dict.fromkeys(quads)), algorithm).run()


def write_quad(quad: Quad) -> str:
    """Write one quad as a canonical N-Quads line."""
    subject, predicate, written, graph = quad
    if graph:
        return f"{subject} {predicate} {written} {graph} .\n"
    return f"{subject} {predicate} {written} .\n"


@dataclass
class _Issuer:
    """Hands out identifiers in order of first request (section 4.5)."""

    prefix: str
    issued: dict[str, str] = field(default_factory=dict)

    def issue(self, node: str) -> str:
        label = self.issued.get(node)
        if label is None:
            label = self.issued[node] = f"{self.prefix}{len(self.issued)}"
        return label

    def copy(self) -> _Issuer:
        return _Issuer(self.prefix, dict(self.issued))


class _Canonicalization:
    """The state of one run (section 4.2)."""

    def __init__(self, quads: list[Quad], algorithm: str) -> None:
        self.quads = quads
        self.algorithm = algorithm
        self.canonical = _Issuer("_:c14n")
        self.calls = MAX_N_DEGREE_CALLS
        self.permutations = MAX_N_DEGREE_PERMUTATIONS
        self.first_degree: dict[str, str] = {}
        self.of_node: dict[str, list[Quad]] = defaultdict(list)
        for quad in quads:
            for term in {quad[0], quad[2], quad[3]}:
                if term.startswith("_:"):
                    self.of_node[term].append(quad)

    def run(self) -> CanonicalDataset:
        if len(self.of_node) > MAX_BLANK_NODES:
            raise RefusedError("graph-too-complex", blank_nodes=len(self.of_node))
        by_hash: dict[str, list[str]] = defaultdict(list)
        for node in self.of_node:
            self.first_degree[node] = self._hash_first_degree(node)
            by_hash[self.first_degree[node]].append(node)
        tied = sum(len(nodes) for nodes in by_hash.values() if len(nodes) > 1)
        if tied > MAX_TIED_BLANK_NODES:
            raise RefusedError("graph-too-complex", tied_blank_nodes=tied)
        for digest in sorted(by_hash):
            if len(by_hash[digest]) == 1:
                self.canonical.issue(by_hash[digest][0])
        for digest in sorted(by_hash):
            if len(by_hash[digest]) > 1:
                self._label_tied(by_hash[digest])
        return CanonicalDataset(tuple(sorted(map(write_quad, self._relabelled()))), self.canonical.issued)

    def _label_tied(self, nodes: list[str]) -> None:
        paths: list[tuple[str, _Issuer]] = []
        for node in nodes:
            if node not in self.canonical.issued:
                issuer = _Issuer("_:b")
                issuer.issue(node)
                paths.append(self._hash_n_degree(node, issuer))
        for _, issuer in sorted(paths, key=lambda path: path[0]):
            for node in issuer.issued:
                self.canonical.issue(node)

    def _relabelled(self) -> Iterator[Quad]:
        label = self.canonical.issued.get
        for subject, predicate, written, graph in self.quads:
            yield label(subject, subject), predicate, label(written, written), label(graph, graph)

    def _hash(self, text: str) -> str:
        return hashlib.new(self.algorithm, text.encode("utf-8")).hexdigest()

    def _hash_first_degree(self, node: str) -> str:
        """Section 4.6: hash the node's quads with itself as ``_:a`` and all others as ``_:z``."""

        def mask(term: str) -> str:
            if not term.startswith("_:"):
                return term
            return "_:a" if term == node else "_:z"

        lines = [
            write_quad((mask(subject), predicate, mask(written), mask(graph)))
            for subject, predicate, written, graph in self.of_node[node]
        ]
        return self._hash("".join(sorted(lines)))

    def _hash_related(self, related: str, quad: Quad, issuer: _Issuer, position: str) -> str:
        """Section 4.7."""
        label = self.canonical.issued.get(related) or issuer.issued.get(related)
        predicate = quad[1] if position != "g" else ""
        return self._hash(position + predicate + (label or self.first_degree[related]))

    def _related_by_hash(self, node: str, issuer: _Issuer) -> dict[str, list[str]]:
        related: dict[str, list[str]] = defaultdict(list)
        for quad in self.of_node[node]:
            for position, term in (("s", quad[0]), ("o", quad[2]), ("g", quad[3])):
                if term.startswith("_:") and term != node:
                    related[self._hash_related(term, quad, issuer, position)].append(term)
        return related

    def _hash_n_degree(self, node: str, issuer: _Issuer) -> tuple[str, _Issuer]:
        """Section 4.8."""
        self.calls -= 1
        if self.calls < 0:
            raise RefusedError("graph-too-complex", calls=MAX_N_DEGREE_CALLS)
        data = ""
        related = self._related_by_hash(node, issuer)
        for digest in sorted(related):
            path, issuer = self._shortest_path(related[digest], issuer)
            data += digest + path
        return self._hash(data), issuer

    def _shortest_path(self, nodes: list[str], issuer: _Issuer) -> tuple[str, _Issuer]:
        chosen_path, chosen_issuer = "", issuer
        for permutation in permutations(nodes):
            self.permutations -= 1
            if self.permutations < 0:
                raise RefusedError("graph-too-complex", permutations=MAX_N_DEGREE_PERMUTATIONS)
            found = self._follow(permutation, issuer.copy(), chosen_path)
            if found is not None and (not chosen_path or found[0] < chosen_path):
                chosen_path, chosen_issuer = found
        return chosen_path, chosen_issuer

    def _follow(self, permutation: tuple[str, ...], issuer: _Issuer, best: str) -> tuple[str, _Issuer] | None:
        """Walk one permutation (steps 5.4.4 and 5.4.5); None once it cannot beat ``best``."""
        path = ""
        recursion: list[str] = []
        for related in permutation:
            label = self.canonical.issued.get(related)
            if label is None:
                if related not in issuer.issued:
                    recursion.append(related)
                label = issuer.issue(related)
            path += label
            if best and len(path) >= len(best) and path > best:
                return None
        for related in recursion:
            digest, result = self._hash_n_degree(related, issuer)
            path += issuer.issue(related) + f"<{digest}>"
            issuer = result
            if best and len(path) >= len(best) and path > best:
                return None
        return path, issuer
