"""W3C vectors of eddsa-rdfc-2022, eddsa-jcs-2022, ecdsa-rdfc-2019, ecdsa-jcs-2019, Ed25519Signature2020.

Origin: w3c/vc-di-eddsa and w3c/vc-di-ecdsa, W3C software and document licence.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from tests.engine_documents import AT, outcomes, verify
from tests.shared_data import shared_path
from umiem.engine import InMemorySigner, Verdict, VerificationPolicy
from umiem.engine.proofs import find_suite
from umiem.engine.proofs.data_integrity import json_hash_data, rdf_hash_data
from umiem.engine.proofs.suite import UnsecuredDocument

pytestmark = pytest.mark.vectors
EDDSA, ECDSA = "vectors/vc-di-eddsa/TestVectors", "vectors/vc-di-ecdsa/TestVectors"

CASES = [
    (f"{EDDSA}/eddsa-rdfc-2022", "DataInt", "sha256"),
    (f"{EDDSA}/eddsa-rdfc-2022/employ", "DataInt", "sha256"),
    (f"{EDDSA}/eddsa-jcs-2022", "JCS", "sha256"),
    (f"{EDDSA}/Ed25519Signature2020", "EdSig", "sha256"),
    (f"{ECDSA}/ecdsa-rdfc-2019-p256", "ECDSAP256", "sha256"),
    (f"{ECDSA}/ecdsa-rdfc-2019-p256/employ", "ECDSAP256", "sha256"),
    (f"{ECDSA}/ecdsa-rdfc-2019-p384", "ECDSAP384", "sha384"),
    (f"{ECDSA}/ecdsa-rdfc-2019-p384/employ", "ECDSAP384", "sha384"),
    (f"{ECDSA}/ecdsa-jcs-2019-p256", "JCSECDSAP256", "sha256"),
    (f"{ECDSA}/ecdsa-jcs-2019-p384", "JCSECDSAP384", "sha384"),
]


def _read(folder: str, name: str) -> str:
    return Path(shared_path(f"{folder}/{name}")).read_text(encoding="utf-8")


def _parts(folder: str, suffix: str) -> tuple[UnsecuredDocument, dict[str, Any]]:
    signed = json.loads(_read(folder, f"signed{suffix}.json"))
    return UnsecuredDocument({k: v for k, v in signed.items() if k != "proof"}), signed["proof"]


@pytest.mark.parametrize(("folder", "suffix", "algorithm"), CASES)
def test_canonical_document_and_hashes(folder: str, suffix: str, algorithm: str) -> None:
    unsecured, proof = _parts(folder, suffix)
    canonical = _read(folder, f"canonDoc{suffix}.txt")
    is_json = "jcs" in folder
    if is_json:
        assert unsecured.json.decode() == canonical
        data = json_hash_data(unsecured, proof, algorithm)
    else:
        dataset = unsecured.rdf_sha256 if algorithm == "sha256" else unsecured.rdf_sha384
        assert dataset.text == canonical
        data = rdf_hash_data(unsecured, proof, algorithm)
    assert data.hex() == _read(folder, f"combinedHash{suffix}.txt").strip()
    assert data[-len(data) // 2 :] == hashlib.new(algorithm, canonical.encode()).digest()


@pytest.mark.parametrize(("folder", "suffix", "algorithm"), CASES)
def test_signed_document_verifies(folder: str, suffix: str, algorithm: str) -> None:
    data = _read(folder, f"signed{suffix}.json").encode()
    report = verify(data, policy=VerificationPolicy.conformance(), at=AT)
    assert report.verdict is Verdict.VALID, outcomes(report)
    assert algorithm in ("sha256", "sha384")


@pytest.mark.parametrize(("folder", "suffix", "algorithm"), CASES)
def test_strict_policy_refuses_the_vectors_for_their_issuer_alone(
    folder: str, suffix: str, algorithm: str
) -> None:
    report = verify(_read(folder, f"signed{suffix}.json").encode(), at=AT)
    found = outcomes(report)
    assert found["proof"] == "passed", algorithm
    assert found["issuer-binding"] == "failed"
    assert report.verdict is Verdict.INVALID


@pytest.mark.parametrize(
    ("folder", "suffix", "cryptosuite"),
    [(CASES[0][0], "DataInt", "eddsa-rdfc-2022"), (CASES[2][0], "JCS", "eddsa-jcs-2022")],
)
def test_eddsa_signature_is_the_published_one(folder: str, suffix: str, cryptosuite: str) -> None:
    keys = json.loads(_read(EDDSA, "keyPair.json"))
    signer = InMemorySigner.from_secret(keys["privateKeyMultibase"])
    unsecured, proof = _parts(folder, suffix)
    config = {name: value for name, value in proof.items() if name != "proofValue"}
    suite = find_suite(cryptosuite)
    assert suite is not None
    create = suite.create
    assert create is not None
    assert create(unsecured, config, signer) == proof["proofValue"]


@pytest.mark.parametrize(
    "name", ["signedProofSet1", "signedProofSet2", "signedProofChain1", "signedProofChain2"]
)
def test_proof_sets_and_chains(name: str) -> None:
    report = verify(
        _read(f"{EDDSA}/proof-set-chain", f"{name}.json").encode(), policy=VerificationPolicy.conformance()
    )
    assert report.verdict is Verdict.VALID, outcomes(report)


@pytest.mark.parametrize(
    "change",
    ["drop-first", "alter-first", "reverse-link", "unknown-link"],
)
def test_a_broken_chain_is_invalid(change: str) -> None:
    signed = json.loads(_read(f"{EDDSA}/proof-set-chain", "signedProofChain2.json"))
    proofs = signed["proof"]
    linked = next(proof for proof in proofs if "previousProof" in proof)
    if change == "drop-first":
        signed["proof"] = [linked]
    elif change == "alter-first":
        next(proof for proof in proofs if proof is not linked)["created"] = "2020-01-01T00:00:00Z"
    elif change == "reverse-link":
        linked["previousProof"] = linked.get("id", "urn:none")
    else:
        linked["previousProof"] = "urn:uuid:00000000-0000-0000-0000-000000000000"
    report = verify(signed, policy=VerificationPolicy.conformance())
    assert outcomes(report)["proof"] == "failed"
    assert report.verdict is Verdict.INVALID
