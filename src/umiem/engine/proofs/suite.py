"""What a Data Integrity cryptosuite is: a record of four named parts (VC Data Integrity 1.0, 3.1)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias

from umiem.engine.canonical.jcs import canonicalize_json
from umiem.engine.canonical.rdfc import CanonicalDataset, canonicalize_quads
from umiem.engine.canonical.to_rdf import Quad, document_to_quads
from umiem.engine.ports import PublicKey, Signer


@dataclass(frozen=True)
class UnsecuredDocument:
    """A document without the proof in question, and its canonical forms, each made once."""

    document: Mapping[str, Any]

    @cached_property
    def quads(self) -> list[Quad]:
        return document_to_quads(dict(self.document))

    @cached_property
    def rdf_sha256(self) -> CanonicalDataset:
        return canonicalize_quads(self.quads)

    @cached_property
    def rdf_sha384(self) -> CanonicalDataset:
        return canonicalize_quads(self.quads, algorithm="sha384")

    @property
    def quad_count(self) -> int:
        """How many statements the document makes; raises what the conversion raises."""
        return len(self.quads)

    @property
    def has_inline_context(self) -> bool:
        """Whether the document, or a part of it, defines terms for itself."""
        return _has_inline_context(self.document)

    @property
    def is_faultless(self) -> bool:
        """Whether it is known already that the rules of shape find nothing wrong."""
        return False

    def rdf_digest(self, algorithm: str) -> bytes:
        """Return the hash of the canonical N-Quads; the algorithm is also the one inside RDFC-1.0."""
        canonical = self.rdf_sha256 if algorithm == "sha256" else self.rdf_sha384
        return canonical.digest(algorithm)

    @cached_property
    def json(self) -> bytes:
        return canonicalize_json(dict(self.document))


CreateProofValue: TypeAlias = Callable[[UnsecuredDocument, Mapping[str, Any], Signer], str]
VerifyProofValue: TypeAlias = Callable[[UnsecuredDocument, Mapping[str, Any], PublicKey], bool]
CreateSelectively: TypeAlias = Callable[[UnsecuredDocument, Mapping[str, Any], Signer, Sequence[str]], str]
Derive: TypeAlias = Callable[
    [UnsecuredDocument, Mapping[str, Any], Sequence[str]], tuple[dict[str, Any], str]
]


@dataclass(frozen=True, kw_only=True)
class HashedParts:
    """The two hashes of a plain suite, each with the hash algorithm named last."""

    of_configuration: Callable[[UnsecuredDocument, Mapping[str, Any], str], bytes]
    of_document: Callable[[UnsecuredDocument, str], bytes]

    def both(self, unsecured: UnsecuredDocument, config: Mapping[str, Any], algorithm: str) -> bytes:
        """Return what is signed; ``config`` may be a whole proof."""
        configuration = self.of_configuration(unsecured, config, algorithm)
        return configuration + self.of_document(unsecured, algorithm)


@dataclass(frozen=True, kw_only=True)
class Cryptosuite:
    """``create`` takes the proof configuration (the proof without ``proofValue``) and returns the
    proof value; ``verify`` takes the whole proof and says whether it is good. Both may raise
    ``MalformedInputError``, ``UnsupportedError`` or ``RefusedError``; ``create`` None: verify only.
    ``verify_base`` checks what ``create`` made where that is not what verifiers are shown
    (selective disclosure). ``create_selectively`` also takes the mandatory JSON pointers, and
    ``derive`` takes a base proof and the holder's pointers and returns what to show with its value.
    ``parts`` are given where what is signed is nothing but the hash of the configuration followed by
    the hash of the document.
    """

    name: str
    key_algorithms: frozenset[str]
    create: CreateProofValue | None
    verify: VerifyProofValue
    verify_base: VerifyProofValue | None = None
    create_selectively: CreateSelectively | None = None
    derive: Derive | None = None
    parts: HashedParts | None = None


def _has_inline_context(value: Any) -> bool:
    """Look for a ``@context`` that is, or holds, an object, anywhere in the document."""
    if isinstance(value, list):
        return any(map(_has_inline_context, value))
    if not isinstance(value, Mapping):
        return False
    context = value.get("@context", [])
    entries = context if isinstance(context, list) else [context]
    if any(not isinstance(entry, str) for entry in entries):
        return True
    return any(_has_inline_context(member) for name, member in value.items() if name != "@context")
