"""What the selective disclosure suites share: label maps, and a canonical form split into groups.

Data Integrity ECDSA Cryptosuites 1.0, section 3.4; Data Integrity BBS Cryptosuites 1.0, section 3.3.
Labels are written with their leading ``_:`` throughout.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from umiem.engine.canonical.rdfc import CanonicalDataset, canonicalize_quads, write_quad
from umiem.engine.canonical.to_rdf import Quad
from umiem.engine.proofs.selective_pointers import select
from umiem.engine.proofs.selective_skolem import Skolemised, skolemise
from umiem.engine.proofs.suite import UnsecuredDocument
from umiem.errors import MalformedInputError

# From "input label -> canonical label" to "input label -> label of the suite".
LabelMaker = Callable[[Mapping[str, str]], dict[str, str]]

HMAC_KEY_BYTES = 32


def hmac_labels(key: bytes) -> LabelMaker:
    """Labels of ecdsa-sd-2023: ``u`` and the HMAC of the canonical label (ECDSA, section 3.4.4)."""

    def labels(canonical: Mapping[str, str]) -> dict[str, str]:
        return {node: f"_:{_hmac_text(key, label)}" for node, label in canonical.items()}

    return labels


def shuffled_labels(key: bytes) -> LabelMaker:
    """Labels of bbs-2023: ``b0``, ``b1`` … in the order of the HMACs (BBS, section 3.3.1)."""

    def labels(canonical: Mapping[str, str]) -> dict[str, str]:
        ranked = sorted(canonical, key=lambda node: _hmac_text(key, canonical[node]))
        return {node: f"_:b{number}" for number, node in enumerate(ranked)}

    return labels


def given_labels(by_canonical: Mapping[str, str]) -> LabelMaker:
    """Labels that a derived proof brings along (ECDSA, section 3.4.3).

    The maker raises ``MalformedInputError`` unless the map names every blank node, no other, and no
    two alike.
    """

    def labels(canonical: Mapping[str, str]) -> dict[str, str]:
        if set(canonical.values()) != by_canonical.keys():
            raise MalformedInputError("label-map-does-not-fit")
        if len(set(by_canonical.values())) != len(by_canonical):
            raise MalformedInputError("label-map-not-unique")
        return {node: by_canonical[label] for node, label in canonical.items()}

    return labels


def _hmac_text(key: bytes, label: str) -> str:
    digest = hmac.digest(key, label.removeprefix("_:").encode(), hashlib.sha256)
    return "u" + base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


@dataclass(frozen=True, kw_only=True)
class Grouped:
    """A document's statements under the labels of a suite, and which of them each group selects."""

    lines: tuple[str, ...]
    labels: Mapping[str, str]
    groups: Mapping[str, tuple[int, ...]]
    skolemised: Skolemised

    def outside(self, group: str) -> tuple[int, ...]:
        """Return the indexes of the statements that ``group`` does not select."""
        inside = set(self.groups[group])
        return tuple(index for index in range(len(self.lines)) if index not in inside)

    def texts(self, indexes: Iterable[int]) -> tuple[str, ...]:
        """Return the statements at ``indexes``."""
        return tuple(self.lines[index] for index in indexes)

    def encoded(self, indexes: Iterable[int]) -> list[bytes]:
        """Return the statements at ``indexes`` as UTF-8, as they are signed one by one."""
        return [line.encode() for line in self.texts(indexes)]


def canonicalise_with_labels(unsecured: UnsecuredDocument, maker: LabelMaker) -> tuple[str, ...]:
    """Canonicalise a whole document under a suite's labels (ECDSA, section 3.4.2)."""
    labels = maker(unsecured.rdf_sha256.labels)
    return tuple(sorted(_written(unsecured.quads, labels)))


def canonicalise_and_group(
    document: Mapping[str, Any], *, groups: Mapping[str, Sequence[str]], maker: LabelMaker
) -> Grouped:
    """Canonicalise ``document`` and find which statements each group of pointers selects.

    ECDSA, section 3.4.16. Raises ``MalformedInputError`` for a pointer that leads nowhere and
    (``selection-changes-meaning``) for a selection that says what the whole document does not.
    """
    skolemised = skolemise(document)
    labels = maker(skolemised.canonical.labels)
    lines = tuple(sorted(_written(skolemised.quads(skolemised.document), labels)))
    position = {line: index for index, line in enumerate(lines)}
    found = {
        name: _positions(_written(_selected(skolemised, pointers), labels), position)
        for name, pointers in groups.items()
    }
    return Grouped(lines=lines, labels=labels, groups=found, skolemised=skolemised)


def verifier_labels(grouped: Grouped, pointers: Sequence[str]) -> dict[str, str]:
    """Map the canonical labels that a verifier of the selection computes to those of the suite.

    ECDSA, section 3.5.4, steps 12 to 14.
    """
    seen: CanonicalDataset = canonicalize_quads(_selected(grouped.skolemised, pointers))
    return {canonical: grouped.labels[node] for node, canonical in seen.labels.items()}


def relative_positions(members: Sequence[int], whole: Sequence[int]) -> list[int]:
    """Return where in ``whole`` the ``members`` stand."""
    inside = set(members)
    return [place for place, index in enumerate(whole) if index in inside]


def statements_digest(lines: Iterable[str]) -> bytes:
    """Return the SHA-256 digest of the lines joined (ECDSA, section 3.4.17)."""
    return hashlib.sha256("".join(lines).encode()).digest()


def split_statements(lines: Sequence[str], mandatory: Iterable[int]) -> tuple[list[str], list[str]]:
    """Return the statements at the indexes ``mandatory``, and the others."""
    first = set(mandatory)
    if any(index >= len(lines) for index in first):
        raise MalformedInputError("proof-value-malformed", part="indexes")
    return (
        [line for index, line in enumerate(lines) if index in first],
        [line for index, line in enumerate(lines) if index not in first],
    )


def _selected(skolemised: Skolemised, pointers: Sequence[str]) -> tuple[Quad, ...]:
    selection = select(skolemised.document, pointers)
    return () if selection is None else skolemised.quads(selection)


def _positions(lines: set[str], position: Mapping[str, int]) -> tuple[int, ...]:
    if not lines <= position.keys():
        raise MalformedInputError("selection-changes-meaning")
    return tuple(sorted(position[line] for line in lines))


def _written(quads: Iterable[Quad], labels: Mapping[str, str]) -> set[str]:
    return {write_quad(_relabelled(quad, labels)) for quad in quads}


def _relabelled(quad: Quad, labels: Mapping[str, str]) -> Quad:
    subject, predicate, written, graph = quad
    return labels.get(subject, subject), predicate, labels.get(written, written), labels.get(graph, graph)
