"""What a holder does with a selectively disclosable credential: show a part of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from umiem.engine.canonical.strict_json import parse_json
from umiem.engine.credential import SecuredCredential
from umiem.engine.issue import serialize
from umiem.engine.proofs import find_suite
from umiem.engine.proofs.suite import Cryptosuite, UnsecuredDocument
from umiem.errors import MalformedInputError, UnsupportedError


def derive_credential(data: bytes, *, selective_pointers: Sequence[str]) -> SecuredCredential:
    """Return the part of a credential that its issuer made mandatory and the holder chose.

    ``data`` carries one base proof of ecdsa-sd-2023 or bbs-2023 (Data Integrity ECDSA Cryptosuites
    1.0, 3.6.4; BBS Cryptosuites 1.0, 3.4.4); ``selective_pointers`` are JSON pointers into the
    credential. Whether the base proof is good is not checked: a proof derived from a bad one does
    not verify. Raises ``MalformedInputError`` (not a base proof, a pointer that leads nowhere,
    nothing selected) and ``UnsupportedError`` for another kind of proof.
    """
    secured = parse_json(data)
    if not isinstance(secured, dict):
        raise MalformedInputError("json-not-an-object")
    proof, suite = _base_proof(secured)
    assert suite.derive is not None
    unsecured = {name: value for name, value in secured.items() if name != "proof"}
    shown, proof_value = suite.derive(UnsecuredDocument(unsecured), proof, selective_pointers)
    return SecuredCredential(serialize({**shown, "proof": {**proof, "proofValue": proof_value}}))


def _base_proof(secured: Mapping[str, Any]) -> tuple[Mapping[str, Any], Cryptosuite]:
    proofs = secured.get("proof")
    if isinstance(proofs, list) and len(proofs) == 1:
        proofs = proofs[0]
    if not isinstance(proofs, dict):
        raise MalformedInputError("proof-missing" if proofs is None else "proof-not-single")
    name = proofs.get("cryptosuite")
    suite = find_suite(name) if isinstance(name, str) else None
    if suite is None or suite.derive is None:
        raise UnsupportedError("cryptosuite-not-selective", cryptosuite=str(name)[:100])
    return proofs, suite
