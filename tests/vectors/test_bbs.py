"""bbs-2023 against every intermediate value of the W3C examples, baseline feature.

Origin: w3c/vc-di-bbs, TestVectors (W3C software and document licence), in ../shared/vectors. The
examples draw the proof's random scalars from a fixed seed.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from py_arkworks_bls12381 import Scalar

from tests.shared_data import shared_path
from umiem.engine.bbs import scheme
from umiem.engine.bbs.ciphersuite import API_ID, expand_message
from umiem.engine.bbs.signer import BbsKey
from umiem.engine.proofs import bbs_2023 as suite
from umiem.engine.proofs.ecdsa_sd_2023 import options_digest
from umiem.engine.proofs.selective import (
    canonicalise_and_group,
    canonicalise_with_labels,
    given_labels,
    shuffled_labels,
    statements_digest,
)
from umiem.engine.proofs.selective_cbor import decode_proof_value, encode_proof_value
from umiem.engine.proofs.selective_skolem import skolemise
from umiem.engine.proofs.suite import UnsecuredDocument
from umiem.errors import MalformedInputError

pytestmark = pytest.mark.vectors
CASES = {
    "wind": (".", "windMandatory.json", "windSelective.json"),
    "prc": ("prc", "prCredMandatory.json", "prCredSelective.json"),
}


def seeded(seed: bytes, undisclosed: int) -> scheme.Randomness:
    count = undisclosed + 5
    stream = expand_message(seed, API_ID, 48 * count)
    chunks = (stream[start : start + 48] for start in range(0, len(stream), 48))
    return scheme.Randomness(scalars=tuple(Scalar.from_be_bytes_mod_order(chunk) for chunk in chunks))


class Case:
    """The files of one example."""

    def __init__(self, name: str) -> None:
        self.root: Path = shared_path("vectors/vc-di-bbs/TestVectors")
        folder, mandatory, selective = CASES[name]
        self.folder = self.root / folder
        self.mandatory = self.load(self.root / mandatory)
        self.selective = self.load(self.root / selective)
        keys = self.load(self.root / "BBSKeyMaterial.json")
        self.key = BbsKey(bytes.fromhex(keys["privateKeyHex"]))
        self.public_key_hex = keys["publicKeyHex"]
        self.hmac_key = bytes.fromhex(keys["hmacKeyString"])
        derive = self.load(self.root / "BBSDeriveMaterial.json")
        self.presentation_header = bytes.fromhex(derive["presentationHeaderHex"])
        self.seed = bytes.fromhex(derive["pseudoRandSeedHex"])
        # The unsigned prCredUnsigned.json was reworded after signing; the signed one is what was signed.
        signed = self.file("addSignedSDBase")
        self.document = without_proof(signed)
        self.base_proof = signed["proof"]

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
    return canonicalise_and_group(case.document, groups=pointers, maker=shuffled_labels(case.hmac_key))


def test_the_public_key_is_the_published_one(case: Case) -> None:
    assert case.key.public_key.raw.hex() == case.public_key_hex


def test_canonical_and_shuffled_statements_are_the_published_ones(case: Case) -> None:
    assert list(skolemise(case.document).canonical.lines) == case.file("addBaseDocCanon")
    assert list(groups_of(case).lines) == case.file("addBaseDocHMACCanon")


def test_mandatory_statements_and_hashes_are_the_published_ones(case: Case) -> None:
    grouped, published = groups_of(case), case.file("addBaseTransform")
    mandatory = [[index, grouped.lines[index]] for index in grouped.groups["mandatory"]]
    others = [[index, grouped.lines[index]] for index in grouped.outside("mandatory")]
    assert mandatory == published["mandatory"]["value"]
    assert others == published["nonMandatory"]["value"]
    hashes = case.file("addHashData")
    assert options_digest(case.document, case.options()).hex() == hashes["proofHash"]
    assert statements_digest(line for _, line in mandatory).hex() == hashes["mandatoryHash"]


def test_the_base_proof_is_exactly_the_published_one(case: Case) -> None:
    proof_value = suite.create_base_proof(
        case.document,
        case.options(),
        mandatory_pointers=case.mandatory,
        signer=case.key,
        hmac_key=case.hmac_key,
    )
    assert suite.parse_base_proof(proof_value) == suite.parse_base_proof(case.base_proof["proofValue"])
    assert proof_value == case.base_proof["proofValue"]
    assert (
        suite.parse_base_proof(proof_value).signature.hex()
        == case.file("addRawBaseSignatureInfo")["bbsSignature"]
    )


def test_the_published_signature_verifies(case: Case) -> None:
    base = suite.parse_base_proof(case.base_proof["proofValue"])
    messages = groups_of(case).encoded(groups_of(case).outside("mandatory"))
    assert scheme.verify(base.public_key, base.signature, header=base.header, messages=messages)
    assert not scheme.verify(base.public_key, base.signature, header=b"", messages=messages)


def test_deriving_gives_exactly_the_published_document(case: Case) -> None:
    published = case.file("derivedRevealDocument")
    adjusted = case.file("derivedAdjIndexes")
    undisclosed = len(groups_of(case).outside("mandatory")) - len(adjusted["adjSelectiveIndexes"])
    shown, proof_value = suite.derive(
        case.document,
        case.base_proof,
        selective_pointers=case.selective,
        presentation_header=case.presentation_header,
        randomness=seeded(case.seed, undisclosed),
    )
    assert shown == without_proof(published)
    assert shown == case.file("derivedUnsignedReveal")
    ours, theirs = (
        suite.parse_derived_proof(value) for value in (proof_value, published["proof"]["proofValue"])
    )
    assert ours == theirs
    assert ours.mandatory_indexes == adjusted["adjMandatoryIndexes"]
    assert ours.selective_indexes == adjusted["adjSelectiveIndexes"]


def test_the_published_derived_document_verifies(case: Case) -> None:
    document = case.file("derivedRevealDocument")
    derived = suite.parse_derived_proof(document["proof"]["proofValue"])
    assert derived.proof.hex() == case.file("derivedDisclosureData")["bbsProof"]
    canonicalise_with_labels(UnsecuredDocument(without_proof(document)), given_labels(derived.labels))
    assert suite.verify_derived(
        UnsecuredDocument(without_proof(document)), document["proof"], key=case.key.public_key
    )


def test_two_derivations_share_no_proof_bytes(case: Case) -> None:
    first, second = (
        suite.derive(case.document, case.base_proof, selective_pointers=case.selective) for _ in range(2)
    )
    assert first[0] == second[0]
    assert suite.parse_derived_proof(first[1]).proof != suite.parse_derived_proof(second[1]).proof
    for shown, proof_value in (first, second):
        proof = {**case.options(), "proofValue": proof_value}
        assert suite.verify_derived(UnsecuredDocument(shown), proof, key=case.key.public_key)


def holder_bound() -> dict[str, Any]:
    path = shared_path("vectors/vc-di-bbs/TestVectors/HolderBinding/derivedRevealDocument.json")
    document: dict[str, Any] = json.loads(path.read_text())
    return document


def test_the_published_proof_of_an_anonymous_holder_verifies() -> None:
    document, key = holder_bound(), Case("prc").key.public_key
    unsecured = UnsecuredDocument(without_proof(document))
    assert suite.verify_derived(unsecured, document["proof"], key=key)
    later = document["proof"] | {"created": "2023-08-16T23:36:38Z"}
    assert not suite.verify_derived(unsecured, later, key=key)


@pytest.mark.parametrize("issuer_messages", [0, 16, 22, 24, 25, 26, 10**9])
def test_the_number_of_the_issuers_messages_is_bound(issuer_messages: int) -> None:
    document, key = holder_bound(), Case("prc").key.public_key
    kinds = (bytes, dict, list, list, bytes, int)
    header = suite.HOLDER_BOUND_HEADER
    *components, _ = decode_proof_value(document["proof"]["proofValue"], header=header, kinds=kinds)
    proof = document["proof"] | {"proofValue": encode_proof_value(header, [*components, issuer_messages])}
    try:
        good = suite.verify_derived(UnsecuredDocument(without_proof(document)), proof, key=key)
    except MalformedInputError:
        good = False
    assert not good


@pytest.mark.parametrize("feature", ["Pseudonym", "PseudonymHB"])
def test_pseudonyms_are_refused_by_name(feature: str) -> None:
    path = shared_path(f"vectors/vc-di-bbs/TestVectors/{feature}/derivedRevealDocument.json")
    document = json.loads(path.read_text())
    unsecured = UnsecuredDocument(without_proof(document))
    with pytest.raises(MalformedInputError, match="proof-value-kind"):
        suite.verify_derived(unsecured, document["proof"], key=Case("prc").key.public_key)
