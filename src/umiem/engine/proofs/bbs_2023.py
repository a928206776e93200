"""bbs-2023: one BBS signature over all statements, from which unlinkable proofs are derived.

Data Integrity BBS Cryptosuites 1.0, section 3.4, baseline feature. Derived proofs that are bound to
an anonymous holder are verified too; making them, and pseudonyms, are not offered. Every derivation
is fresh, so that two of them show nothing in common but the mandatory and chosen statements.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

from umiem.engine.bbs import scheme
from umiem.engine.bbs.ciphersuite import BLIND_API_ID, PLAIN, Interface
from umiem.engine.limits import (
    MAX_BLANK_NODES,
    MAX_PRESENTATION_HEADER_BYTES,
    MAX_QUADS,
    MAX_SIGNED_STATEMENTS,
)
from umiem.engine.ports import PublicKey, Signer
from umiem.engine.proofs.ecdsa_sd_2023 import options_digest
from umiem.engine.proofs.selective import (
    HMAC_KEY_BYTES,
    canonicalise_and_group,
    canonicalise_with_labels,
    given_labels,
    relative_positions,
    shuffled_labels,
    split_statements,
    statements_digest,
    verifier_labels,
)
from umiem.engine.proofs.selective_cbor import (
    decode_proof_value,
    encode_proof_value,
    header_of,
    require_ascending,
    require_bytes,
)
from umiem.engine.proofs.selective_pointers import check_pointers, select
from umiem.engine.proofs.suite import Cryptosuite, UnsecuredDocument
from umiem.errors import MalformedInputError, UnsupportedError

NAME = "bbs-2023"
BASE_HEADER = b"\xd9\x5d\x02"
DERIVED_HEADER = b"\xd9\x5d\x03"
HOLDER_BOUND_HEADER = b"\xd9\x5d\x05"
KEY_ALGORITHM = "BLS12-381-G2"
_HEADER_BYTES = 64
_PRESENTATION_HEADER_BYTES = 32


@runtime_checkable
class BbsSigner(Protocol):
    """A BBS key in use: it signs a header and a list of messages, not one text."""

    @property
    def verification_method(self) -> str: ...

    @property
    def public_key(self) -> PublicKey: ...

    def sign_messages(self, *, header: bytes, messages: Sequence[bytes]) -> bytes:
        """Return the 80 byte BBS signature."""


@dataclass(frozen=True, kw_only=True)
class BaseProof:
    """The components of a base proof value (section 3.3.2)."""

    signature: bytes
    header: bytes
    public_key: bytes
    hmac_key: bytes
    mandatory_pointers: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class DerivedProof:
    """The components of a derived proof value (section 3.3.7)."""

    proof: bytes
    labels: dict[str, str]
    mandatory_indexes: list[int]
    selective_indexes: list[int]
    presentation_header: bytes
    interface: Interface = PLAIN


def create_base_proof(
    document: Mapping[str, Any],
    options: Mapping[str, Any],
    *,
    mandatory_pointers: Sequence[str],
    signer: Signer | BbsSigner,
    hmac_key: bytes | None = None,
) -> str:
    """Return the base ``proofValue`` for ``document`` (without proof) and proof ``options``.

    Section 3.4.1. Raises ``UnsupportedError`` for a signer without BBS and ``MalformedInputError``
    for a pointer that leads nowhere. ``hmac_key`` is given in test vectors only.
    """
    if not isinstance(signer, BbsSigner) or signer.public_key.algorithm != KEY_ALGORITHM:
        raise UnsupportedError("key-algorithm", algorithm=signer.public_key.algorithm)
    hmac_key = hmac_key or secrets.token_bytes(HMAC_KEY_BYTES)
    pointers = check_pointers(mandatory_pointers)
    grouped = canonicalise_and_group(
        document, groups={"mandatory": pointers}, maker=shuffled_labels(hmac_key)
    )
    mandatory_hash = statements_digest(grouped.texts(grouped.groups["mandatory"]))
    header = options_digest(document, options) + mandatory_hash
    messages = grouped.encoded(grouped.outside("mandatory"))
    signature = signer.sign_messages(header=header, messages=messages)
    return encode_proof_value(
        BASE_HEADER, [signature, header, signer.public_key.raw, hmac_key, list(pointers)]
    )


def derive(
    document: Mapping[str, Any],
    proof: Mapping[str, Any],
    *,
    selective_pointers: Sequence[str],
    presentation_header: bytes | None = None,
    randomness: scheme.Randomness | None = None,
) -> tuple[dict[str, Any], str]:
    """Return the part of ``document`` to show, and its derived ``proofValue`` (section 3.4.4).

    Raises ``MalformedInputError`` for a proof value that is no base proof, a pointer that leads
    nowhere, or an empty selection. ``randomness`` is given in test vectors only.
    """
    base = parse_base_proof(proof.get("proofValue"))
    selective = check_pointers(selective_pointers)
    combined = (*base.mandatory_pointers, *selective)
    if not combined:
        raise MalformedInputError("nothing-selected")
    if presentation_header is None:
        presentation_header = secrets.token_bytes(_PRESENTATION_HEADER_BYTES)
    groups = {"mandatory": base.mandatory_pointers, "selective": selective, "combined": combined}
    grouped = canonicalise_and_group(document, groups=groups, maker=shuffled_labels(base.hmac_key))
    others = grouped.outside("mandatory")
    selective_indexes = relative_positions(grouped.groups["selective"], others)
    bbs_proof = scheme.prove(
        base.public_key,
        base.signature,
        header=base.header,
        presentation_header=presentation_header,
        messages=grouped.encoded(others),
        disclosed=selective_indexes,
        randomness=randomness,
    )
    mandatory_indexes = relative_positions(grouped.groups["mandatory"], grouped.groups["combined"])
    labels = _compressed(verifier_labels(grouped, combined))
    shown = select(document, combined)
    assert shown is not None
    components = [bbs_proof, labels, mandatory_indexes, selective_indexes, presentation_header]
    return shown, encode_proof_value(DERIVED_HEADER, components)


def verify_derived(unsecured: UnsecuredDocument, proof: Mapping[str, Any], *, key: PublicKey) -> bool:
    """Say whether the derived ``proof`` covers every statement of ``unsecured`` (section 3.4.7).

    Not checked here: whose key it is, purpose, time. Raises ``MalformedInputError`` for what is no
    derived proof (a base proof among others) and ``UnsupportedError`` for another kind of key.
    """
    if key.algorithm != KEY_ALGORITHM:
        raise UnsupportedError("key-algorithm", algorithm=key.algorithm)
    derived = parse_derived_proof(proof.get("proofValue"))
    lines = canonicalise_with_labels(unsecured, given_labels(derived.labels))
    mandatory, others = split_statements(lines, derived.mandatory_indexes)
    if len(others) != len(derived.selective_indexes):
        return False
    options = {name: value for name, value in proof.items() if name != "proofValue"}
    messages = (line.encode() for line in others)
    return scheme.verify_proof(
        key.raw,
        derived.proof,
        header=options_digest(unsecured.document, options) + statements_digest(mandatory),
        presentation_header=derived.presentation_header,
        disclosed=dict(zip(derived.selective_indexes, messages, strict=True)),
        interface=derived.interface,
    )


def verify_base(document: Mapping[str, Any], proof: Mapping[str, Any], *, key: PublicKey) -> bool:
    """Say whether a base proof is good.

    For the issuer who has just made it and the holder who receives it; a verifier never sees one.
    """
    base = parse_base_proof(proof.get("proofValue"))
    groups = {"mandatory": base.mandatory_pointers}
    grouped = canonicalise_and_group(document, groups=groups, maker=shuffled_labels(base.hmac_key))
    options = {name: value for name, value in proof.items() if name != "proofValue"}
    mandatory_hash = statements_digest(grouped.texts(grouped.groups["mandatory"]))
    if (base.header, base.public_key) != (options_digest(document, options) + mandatory_hash, key.raw):
        return False
    messages = grouped.encoded(grouped.outside("mandatory"))
    return scheme.verify(key.raw, base.signature, header=base.header, messages=messages)


def parse_base_proof(proof_value: object) -> BaseProof:
    """Read a base proof value (section 3.3.3)."""
    signature, header, public_key, hmac_key, pointers = decode_proof_value(
        proof_value, header=BASE_HEADER, kinds=(bytes, bytes, bytes, bytes, list)
    )
    require_bytes([signature], scheme.SIGNATURE_BYTES)
    require_bytes([header], _HEADER_BYTES)
    require_bytes([hmac_key], HMAC_KEY_BYTES)
    return BaseProof(
        signature=signature,
        header=header,
        public_key=public_key,
        hmac_key=hmac_key,
        mandatory_pointers=check_pointers(pointers),
    )


def parse_derived_proof(proof_value: object) -> DerivedProof:
    """Read a derived proof value (section 3.3.8)."""
    bound = header_of(proof_value) == HOLDER_BOUND_HEADER
    header = HOLDER_BOUND_HEADER if bound else DERIVED_HEADER
    kinds = (bytes, dict, list, list, bytes, *((int,) if bound else ()))
    proof, labels, mandatory, selective, presentation_header, *issuer_messages = decode_proof_value(
        proof_value, header=header, kinds=kinds
    )
    if len(presentation_header) > MAX_PRESENTATION_HEADER_BYTES:
        raise MalformedInputError("proof-value-malformed", part="presentation-header")
    if any(not isinstance(number, int) or number >= MAX_BLANK_NODES for number in labels.values()):
        raise MalformedInputError("proof-value-malformed", part="labels")
    return DerivedProof(
        proof=proof,
        labels={f"_:c14n{canonical}": f"_:b{number}" for canonical, number in labels.items()},
        mandatory_indexes=require_ascending(mandatory, MAX_QUADS),
        # What the holder committed to comes after the issuer's messages and is never shown.
        selective_indexes=require_ascending(selective, min([MAX_SIGNED_STATEMENTS, *issuer_messages])),
        presentation_header=presentation_header,
        interface=Interface(api_id=BLIND_API_ID, issuer_messages=issuer_messages[0]) if bound else PLAIN,
    )


def _compressed(labels: Mapping[str, str]) -> dict[int, int]:
    """``_:c14n{n}`` and ``_:b{m}`` to their numbers (section 3.3.5)."""
    numbers = {
        int(canonical.removeprefix("_:c14n")): int(label.removeprefix("_:b"))
        for canonical, label in labels.items()
    }
    return dict(sorted(numbers.items()))


def _create(unsecured: UnsecuredDocument, config: Mapping[str, Any], signer: Signer | BbsSigner) -> str:
    return _create_selectively(unsecured, config, signer, ())


def _create_selectively(
    unsecured: UnsecuredDocument,
    config: Mapping[str, Any],
    signer: Signer | BbsSigner,
    pointers: Sequence[str],
) -> str:
    return create_base_proof(unsecured.document, config, mandatory_pointers=pointers, signer=signer)


def _derive(
    unsecured: UnsecuredDocument, proof: Mapping[str, Any], pointers: Sequence[str]
) -> tuple[dict[str, Any], str]:
    return derive(unsecured.document, proof, selective_pointers=pointers)


def _verify(unsecured: UnsecuredDocument, proof: Mapping[str, Any], key: PublicKey) -> bool:
    return verify_derived(unsecured, proof, key=key)


def _verify_base(unsecured: UnsecuredDocument, proof: Mapping[str, Any], key: PublicKey) -> bool:
    return verify_base(unsecured.document, proof, key=key)


BBS_2023 = Cryptosuite(
    name=NAME,
    key_algorithms=frozenset((KEY_ALGORITHM,)),
    create=_create,
    verify=_verify,
    verify_base=_verify_base,
    create_selectively=_create_selectively,
    derive=_derive,
)
