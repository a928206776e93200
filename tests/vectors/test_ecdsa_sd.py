"""ecdsa-sd-2023 against every intermediate value of the W3C examples.

Origin: w3c/vc-di-ecdsa, TestVectors (W3C software and document licence), in ../shared/vectors.
"""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest

from tests.shared_data import shared_path
from umiem.engine.identifiers.multikey import decode_multikey
from umiem.engine.keys import verify_signature
from umiem.engine.ports import PublicKey
from umiem.engine.proofs import ecdsa_sd_2023 as suite
from umiem.engine.proofs.selective import (
    canonicalise_and_group,
    canonicalise_with_labels,
    given_labels,
    hmac_labels,
    statements_digest,
)
from umiem.engine.proofs.selective_skolem import skolemise
from umiem.engine.proofs.suite import UnsecuredDocument
from umiem.engine.signers import InMemorySigner

pytestmark = pytest.mark.vectors
CASES = {
    "prc": ("prCredMandatory.json", "prCredSelective.json"),
    "employ": ("employMandatory.json", "employSelective.json"),
}


class Case:
    """The files of one example."""

    def __init__(self, name: str) -> None:
        self.root: Path = shared_path("vectors/vc-di-ecdsa/TestVectors")
        self.folder = self.root / "ecdsa-sd-2023" / name
        mandatory, selective = CASES[name]
        self.mandatory = self.load(self.root / mandatory)
        self.selective = self.load(self.root / selective)
        self.keys = self.load(self.root / "ecdsa-sd-2023" / "SDKeyMaterial.json")
        self.hmac_key = bytes.fromhex(self.keys["hmacKeyString"])
        # The unsigned prCredUnsigned.json was reworded after signing; the signed one is what was signed.
        signed = self.file("addSignedSDBase")
        self.document = without_proof(signed)
        self.base_proof = signed["proof"]
        self.issuer_key = decode_multikey(self.base_proof["verificationMethod"].split("#")[1])

    @staticmethod
    def load(path: Path) -> Any:
        return json.loads(path.read_text())

    def file(self, name: str) -> Any:
        return self.load(self.folder / f"{name}.json")

    def options(self) -> dict[str, Any]:
        return {name: value for name, value in self.base_proof.items() if name != "proofValue"}


@pytest.fixture(params=CASES)
def case(request: pytest.FixtureRequest) -> Case:
    return Case(request.param)


def without_proof(document: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in document.items() if name != "proof"}


def groups_of(case: Case) -> Any:
    pointers = {
        "mandatory": case.mandatory,
        "selective": case.selective,
        "combined": [*case.mandatory, *case.selective],
    }
    return canonicalise_and_group(case.document, groups=pointers, maker=hmac_labels(case.hmac_key))


def test_the_canonical_document_is_the_published_one(case: Case) -> None:
    assert list(skolemise(case.document).canonical.lines) == case.file("addBaseDocCanon")


def test_labels_are_the_published_hmacs(case: Case) -> None:
    assert list(groups_of(case).lines) == case.file("addBaseDocHMACCanon")


def test_mandatory_statements_are_the_published_ones(case: Case) -> None:
    grouped, published = groups_of(case), case.file("addBaseTransform")
    mandatory = [[index, grouped.lines[index]] for index in grouped.groups["mandatory"]]
    others = [[index, grouped.lines[index]] for index in grouped.outside("mandatory")]
    assert mandatory == published["mandatory"]["value"]
    assert others == published["nonMandatory"]["value"]


def test_hashes_are_the_published_ones(case: Case) -> None:
    grouped, published = groups_of(case), case.file("addHashData")
    mandatory = statements_digest(grouped.texts(grouped.groups["mandatory"]))
    assert suite.options_digest(case.document, case.options()).hex() == published["proofHash"]
    assert mandatory.hex() == published["mandatoryHash"]


def test_published_base_signatures_verify(case: Case) -> None:
    raw, hashes = case.file("addRawBaseSignatureInfo"), case.file("addHashData")
    statement_key = decode_multikey(raw["publicKey"])
    public_key = b"\x80\x24" + statement_key.raw
    signed = bytes.fromhex(hashes["proofHash"]) + public_key + bytes.fromhex(hashes["mandatoryHash"])
    assert verify_signature(case.issuer_key, bytes.fromhex(raw["baseSignature"]), signed)
    others = case.file("addBaseTransform")["nonMandatory"]["value"]
    for (_, statement), signature in zip(others, raw["signatures"], strict=True):
        assert verify_signature(statement_key, bytes.fromhex(signature), statement.encode())


def test_the_published_base_proof_reads_back(case: Case) -> None:
    base, published = (
        suite.parse_base_proof(case.base_proof["proofValue"]),
        case.file("derivedRecoveredBaseData"),
    )
    assert base.base_signature.hex() == published["baseSignature"]
    assert base.hmac_key.hex() == published["hmacKey"]
    assert [signature.hex() for signature in base.signatures] == published["signatures"]
    assert list(base.mandatory_pointers) == published["mandatoryPointers"]


def test_groups_are_the_published_ones(case: Case) -> None:
    grouped, published = groups_of(case), case.file("derivedGroupIndexes")
    assert list(grouped.groups["combined"]) == published["combinedIndexes"]
    assert list(grouped.groups["mandatory"]) == published["mandatoryIndexes"]
    assert list(grouped.groups["selective"]) == published["selectiveIndexes"]
    assert list(grouped.outside("mandatory")) == published["nonMandatoryIndexes"]


def test_deriving_gives_exactly_the_published_document(case: Case) -> None:
    shown, proof_value = suite.derive(case.document, case.base_proof, selective_pointers=case.selective)
    published = case.file("derivedRevealDocument")
    assert shown == without_proof(published)
    assert shown == case.file("derivedUnsignedReveal")
    assert proof_value == published["proof"]["proofValue"]


def test_the_derived_proof_reads_as_published(case: Case) -> None:
    derived = suite.parse_derived_proof(case.file("derivedRevealDocument")["proof"]["proofValue"])
    published = case.file("verifyDerivedProofValue")
    assert [signature.hex() for signature in derived.signatures] == published["signatures"]
    assert derived.mandatory_indexes == published["mandatoryIndexes"]
    labels = [[key.removeprefix("_:"), label.removeprefix("_:")] for key, label in derived.labels.items()]
    assert labels == published["labelMap"]
    assert derived.mandatory_indexes == case.file("derivedAdjMandatoryIndexes")["adjMandatoryIndexes"]


def test_the_published_derived_document_verifies(case: Case) -> None:
    document = case.file("derivedRevealDocument")
    derived = suite.parse_derived_proof(document["proof"]["proofValue"])
    lines = canonicalise_with_labels(UnsecuredDocument(without_proof(document)), given_labels(derived.labels))
    assert list(lines) == case.file("verifyNQuads")
    assert suite.verify_derived(
        UnsecuredDocument(without_proof(document)), document["proof"], key=case.issuer_key
    )


def test_own_base_proof_with_the_published_secrets(case: Case) -> None:
    fresh = suite.BaseSecrets(
        hmac_key=case.hmac_key,
        statement_signer=InMemorySigner.from_secret(case.keys["proofKeyPair"]["secretKeyMultibase"]),
    )
    signer = InMemorySigner.from_secret(case.keys["baseKeyPair"]["secretKeyMultibase"])
    proof_value = suite.create_base_proof(
        case.document, case.options(), mandatory_pointers=case.mandatory, signer=signer, fresh=fresh
    )
    ours, published = (
        suite.parse_base_proof(value) for value in (proof_value, case.base_proof["proofValue"])
    )
    assert (ours.public_key, ours.hmac_key) == (published.public_key, published.hmac_key)
    assert ours.mandatory_pointers == published.mandatory_pointers
    base_proof = {**case.options(), "proofValue": proof_value}
    shown, derived = suite.derive(case.document, base_proof, selective_pointers=case.selective)
    key: PublicKey = signer.public_key
    assert suite.verify_derived(UnsecuredDocument(shown), {**case.options(), "proofValue": derived}, key=key)


def test_base_proof_values_start_as_the_standard_says(case: Case) -> None:
    body = case.base_proof["proofValue"][1:]
    assert base64.urlsafe_b64decode(body + "=" * (-len(body) % 4))[:3] == suite.BASE_HEADER
