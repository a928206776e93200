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
class Cryptosuite:
    """``create`` takes the proof configuration (the proof without ``proofValue``) and returns the
    proof value; ``verify`` takes the whole proof and says whether it is good. Both may raise
    ``MalformedInputError``, ``UnsupportedError`` or ``RefusedError``; ``create`` None: verify only.
    ``verify_base`` checks what ``create`` made where that is not what verifiers are shown
    (selective disclosure). ``create_selectively`` also takes the mandatory JSON pointers, and
    ``derive`` takes a base proof and the holder's pointers and returns what to show with its value.
    """

    name: str
    key_algorithms: frozenset[str]
    create: CreateProofValue | None
    verify: VerifyProofValue
    verify_base: VerifyProofValue | None = None
    create_selectively: CreateSelectively | None = None
    derive: Derive | None = None
