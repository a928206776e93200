"""ecdsa-sd-2023: the issuer signs every statement apart, the holder shows the ones of his choice.

Data Integrity ECDSA Cryptosuites 1.0, section 3.6. P-256 only. The issuer's key signs the proof
options, the mandatory statements and a key that is made for this one proof; that key signs each
other statement. A base proof lets its holder derive any selection and must never be published.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from umiem.engine.canonical.rdfc import canonicalize_quads
from umiem.engine.canonical.to_rdf import document_to_quads
from umiem.engine.keys import verify_signature
from umiem.engine.limits import MAX_QUADS, MAX_SIGNED_STATEMENTS
from umiem.engine.ports import PublicKey, Signer
from umiem.engine.proofs.selective import (
    HMAC_KEY_BYTES,
    canonicalise_and_group,
    canonicalise_with_labels,
    given_labels,
    hmac_labels,
    relative_positions,
    split_statements,
    statements_digest,
    verifier_labels,
)
from umiem.engine.proofs.selective_cbor import (
    decode_proof_value,
    encode_proof_value,
    require_ascending,
    require_bytes,
)
from umiem.engine.proofs.selective_pointers import check_pointers, select
from umiem.engine.proofs.suite import Cryptosuite, UnsecuredDocument
from umiem.engine.signers import InMemorySigner
from umiem.errors import MalformedInputError, UnsupportedError

NAME = "ecdsa-sd-2023"
BASE_HEADER = b"\xd9\x5d\x00"
DERIVED_HEADER = b"\xd9\x5d\x01"
_P256_MULTIKEY = b"\x80\x24"
_KEY_BYTES = 35
_SIGNATURE_BYTES = 64


@dataclass(frozen=True, kw_only=True)
class BaseSecrets:
    """What is made fresh for each base proof; fixed in test vectors only."""

    hmac_key: bytes
    statement_signer: Signer

    @classmethod
    def fresh(cls) -> BaseSecrets:
        return cls(
            hmac_key=secrets.token_bytes(HMAC_KEY_BYTES), statement_signer=InMemorySigner.generate("P-256")
        )


@dataclass(frozen=True, kw_only=True)
class BaseProof:
    """The components of a base proof value (section 3.5.2)."""

    base_signature: bytes
    public_key: bytes
    hmac_key: bytes
    signatures: list[bytes]
    mandatory_pointers: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class DerivedProof:
    """The components of a derived proof value (section 3.5.7)."""

    base_signature: bytes
    public_key: bytes
    signatures: list[bytes]
    labels: dict[str, str]
    mandatory_indexes: list[int]


def create_base_proof(
    document: Mapping[str, Any],
    options: Mapping[str, Any],
    *,
    mandatory_pointers: Sequence[str],
    signer: Signer,
    fresh: BaseSecrets | None = None,
) -> str:
    """Return the base ``proofValue`` for ``document`` (without proof) and proof ``options``.

    Section 3.6.1. Raises ``UnsupportedError`` for a key that is not P-256 and
    ``MalformedInputError`` for a pointer that leads nowhere.
    """
    if signer.public_key.algorithm != "P-256":
        raise UnsupportedError("key-algorithm", algorithm=signer.public_key.algorithm)
    fresh = fresh or BaseSecrets.fresh()
    pointers = check_pointers(mandatory_pointers)
    # 1. Label the statements and set the mandatory ones apart.
    grouped = canonicalise_and_group(
        document, groups={"mandatory": pointers}, maker=hmac_labels(fresh.hmac_key)
    )
    others = grouped.encoded(grouped.outside("mandatory"))
    if len(others) > MAX_SIGNED_STATEMENTS:
        raise MalformedInputError("too-many-statements", count=len(others), limit=MAX_SIGNED_STATEMENTS)
    # 2. Sign each other statement with the key of this proof, and everything with the issuer's.
    public_key = _P256_MULTIKEY + fresh.statement_signer.public_key.raw
    mandatory_hash = statements_digest(grouped.texts(grouped.groups["mandatory"]))
    signed = options_digest(document, options) + public_key + mandatory_hash
    signatures = [fresh.statement_signer.sign(statement) for statement in others]
    return encode_proof_value(
        BASE_HEADER, [signer.sign(signed), public_key, fresh.hmac_key, signatures, list(pointers)]
    )


def derive(
    document: Mapping[str, Any], proof: Mapping[str, Any], *, selective_pointers: Sequence[str]
) -> tuple[dict[str, Any], str]:
    """Return the part of ``document`` to show, and its derived ``proofValue`` (section 3.6.4).

    The signatures of the base proof are not checked here. Raises ``MalformedInputError`` for a
    proof value that is no base proof, a pointer that leads nowhere, or an empty selection.
    """
    base = parse_base_proof(proof.get("proofValue"))
    selective = check_pointers(selective_pointers)
    combined = (*base.mandatory_pointers, *selective)
    if not combined:
        raise MalformedInputError("nothing-selected")
    # 1. Group the statements: always shown, chosen, both.
    groups = {"mandatory": base.mandatory_pointers, "selective": selective, "combined": combined}
    grouped = canonicalise_and_group(document, groups=groups, maker=hmac_labels(base.hmac_key))
    others = grouped.outside("mandatory")
    if len(others) != len(base.signatures):
        raise MalformedInputError("proof-value-malformed", part="signatures")
    # 2. Keep the signatures of what is chosen, and say where the mandatory statements stand.
    chosen = set(grouped.groups["selective"])
    kept = [signature for index, signature in zip(others, base.signatures, strict=True) if index in chosen]
    mandatory_indexes = relative_positions(grouped.groups["mandatory"], grouped.groups["combined"])
    labels = _compressed(verifier_labels(grouped, combined))
    shown = select(document, combined)
    assert shown is not None
    return shown, encode_proof_value(
        DERIVED_HEADER, [base.base_signature, base.public_key, kept, labels, mandatory_indexes]
    )


def verify_derived(unsecured: UnsecuredDocument, proof: Mapping[str, Any], *, key: PublicKey) -> bool:
    """Say whether the derived ``proof`` covers every statement of ``unsecured`` (section 3.6.7).

    Not checked here: whose key it is, purpose, time. Raises ``MalformedInputError`` for what is no
    derived proof (a base proof among others) and ``UnsupportedError`` for a key that is not P-256.
    """
    if key.algorithm != "P-256":
        raise UnsupportedError("key-algorithm", algorithm=key.algorithm)
    derived = parse_derived_proof(proof.get("proofValue"))
    lines = canonicalise_with_labels(unsecured, given_labels(derived.labels))
    mandatory, others = split_statements(lines, derived.mandatory_indexes)
    if len(others) != len(derived.signatures):
        return False
    options = {name: value for name, value in proof.items() if name != "proofValue"}
    signed = options_digest(unsecured.document, options) + derived.public_key + statements_digest(mandatory)
    if not verify_signature(key, derived.base_signature, signed):
        return False
    return _statements_verify(derived.public_key, derived.signatures, [line.encode() for line in others])


def verify_base(document: Mapping[str, Any], proof: Mapping[str, Any], *, key: PublicKey) -> bool:
    """Say whether a base proof is good, all its statement signatures included.

    For the issuer who has just made it and the holder who receives it; a verifier never sees one.
    """
    base = parse_base_proof(proof.get("proofValue"))
    groups = {"mandatory": base.mandatory_pointers}
    grouped = canonicalise_and_group(document, groups=groups, maker=hmac_labels(base.hmac_key))
    statements = grouped.encoded(grouped.outside("mandatory"))
    options = {name: value for name, value in proof.items() if name != "proofValue"}
    mandatory_hash = statements_digest(grouped.texts(grouped.groups["mandatory"]))
    signed = options_digest(document, options) + base.public_key + mandatory_hash
    if len(statements) != len(base.signatures) or not verify_signature(key, base.base_signature, signed):
        return False
    return _statements_verify(base.public_key, base.signatures, statements)


def options_digest(document: Mapping[str, Any], options: Mapping[str, Any]) -> bytes:
    """Return the SHA-256 digest of the canonical proof options (section 3.6.5)."""
    configuration = {**options, "@context": document.get("@context")}
    return hashlib.sha256(canonicalize_quads(document_to_quads(configuration)).text.encode()).digest()


def parse_base_proof(proof_value: object) -> BaseProof:
    """Read a base proof value (section 3.5.3)."""
    signature, public_key, hmac_key, signatures, pointers = decode_proof_value(
        proof_value, header=BASE_HEADER, kinds=(bytes, bytes, bytes, list, list)
    )
    require_bytes([signature, *signatures], _SIGNATURE_BYTES)
    require_bytes([hmac_key], HMAC_KEY_BYTES)
    return BaseProof(
        base_signature=signature,
        public_key=_statement_key(public_key),
        hmac_key=hmac_key,
        signatures=signatures,
        mandatory_pointers=check_pointers(pointers),
    )


def parse_derived_proof(proof_value: object) -> DerivedProof:
    """Read a derived proof value (section 3.5.8)."""
    signature, public_key, signatures, labels, indexes = decode_proof_value(
        proof_value, header=DERIVED_HEADER, kinds=(bytes, bytes, list, dict, list)
    )
    require_bytes([signature, *signatures], _SIGNATURE_BYTES)
    return DerivedProof(
        base_signature=signature,
        public_key=_statement_key(public_key),
        signatures=signatures,
        labels=_decompressed(labels),
        mandatory_indexes=require_ascending(indexes, MAX_QUADS),
    )


def _statements_verify(public_key: bytes, signatures: list[bytes], statements: list[bytes]) -> bool:
    key = PublicKey(algorithm="P-256", raw=public_key[len(_P256_MULTIKEY) :])
    return all(
        verify_signature(key, signature, statement)
        for signature, statement in zip(signatures, statements, strict=True)
    )


def _statement_key(public_key: bytes) -> bytes:
    if len(public_key) != _KEY_BYTES or not public_key.startswith(_P256_MULTIKEY):
        raise MalformedInputError("proof-value-malformed", part="public-key")
    return public_key


def _compressed(labels: Mapping[str, str]) -> dict[int, bytes]:
    """``_:c14n{n}`` to the number, ``_:u{base64url}`` to the 32 bytes (section 3.5.5)."""
    return {
        int(canonical.removeprefix("_:c14n")): base64.urlsafe_b64decode(label.removeprefix("_:u") + "=")
        for canonical, label in sorted(labels.items(), key=lambda pair: int(pair[0].removeprefix("_:c14n")))
    }


def _decompressed(labels: Mapping[int, Any]) -> dict[str, str]:
    """The reverse (section 3.5.6); each value must be the 32 bytes of an HMAC."""
    require_bytes(list(labels.values()), HMAC_KEY_BYTES)
    return {
        f"_:c14n{number}": "_:u" + binascii.b2a_base64(label, newline=False).decode().translate(_URL_SAFE)
        for number, label in labels.items()
    }


_URL_SAFE = str.maketrans({"+": "-", "/": "_", "=": None})


def _create(unsecured: UnsecuredDocument, config: Mapping[str, Any], signer: Signer) -> str:
    return _create_selectively(unsecured, config, signer, ())


def _create_selectively(
    unsecured: UnsecuredDocument, config: Mapping[str, Any], signer: Signer, pointers: Sequence[str]
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


ECDSA_SD_2023 = Cryptosuite(
    name=NAME,
    key_algorithms=frozenset(("P-256",)),
    create=_create,
    verify=_verify,
    verify_base=_verify_base,
    create_selectively=_create_selectively,
    derive=_derive,
)
