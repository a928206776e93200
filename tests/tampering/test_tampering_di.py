"""Good credentials spoilt one place at a time, each naming the check that must not pass."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest

from tests.engine_documents import (
    AT,
    BADGE_RULES,
    SIGNER,
    badge_document,
    changed,
    issue,
    issue_badge,
    outcomes,
    verify,
)
from umiem.engine import InMemorySigner, Verdict
from umiem.engine.identifiers.multibase import decode_multibase, encode_multibase

BADGE = issue_badge()
SUITES = ("eddsa-rdfc-2022", "eddsa-jcs-2022", "ecdsa-rdfc-2019", "ecdsa-jcs-2019")
OTHER = InMemorySigner.generate()
P256 = InMemorySigner.generate("P-256")
MUTATIONS = 2000

_WRONG_RESOURCE = {"id": "https://www.w3.org/ns/credentials/v2", "digestSRI": "sha256-AAAA"}

SPOILT: list[tuple[str, Any, str]] = [
    ("/@context/0", "https://www.w3.org/2018/credentials/v1", "proof"),
    ("/@context/1", "https://example.org/unknown", "context"),
    ("/@context", ["https://www.w3.org/ns/credentials/v2"], "context"),
    ("/id", "urn:uuid:58172aac-d8ba-11ed-83dd-000000000000", "proof"),
    ("/id", "not a url", "format"),
    ("/type", ["OpenBadgeCredential"], "format"),
    ("/type/1", "EndorsementCredential", "proof"),
    ("/type/1", "UnknownCredential", "context"),
    ("/name", "Inna nazwa", "proof"),
    ("/name", 7, "format"),
    ("/issuer/id", OTHER.did, "proof"),
    ("/issuer/id", OTHER.did, "issuer-binding"),
    ("/issuer/name", "Politechnika Podrobiona", "proof"),
    ("/issuer", ..., "format"),
    ("/validFrom", "2026-01-01T00:00:01Z", "proof"),
    ("/validFrom", "2026-01-01T00:00:00", "format"),
    ("/validFrom", "2029-01-01T00:00:00Z", "validity-period"),
    ("/validUntil", "2031-01-01T00:00:00Z", "proof"),
    ("/validUntil", "2026-06-30T00:00:00Z", "validity-period"),
    ("/validUntil", "2025-06-30T00:00:00Z", "format"),
    ("/validUntil", ..., "proof"),
    ("/credentialSubject/id", "did:example:thief", "proof"),
    ("/credentialSubject", {}, "format"),
    ("/credentialSubject/result/0/value", "100", "proof"),
    ("/credentialSubject/undefinedTerm", "x", "context"),
    ("/credentialSubject/achievement/name", "Doktorat", "proof"),
    ("/credentialSubject/achievement/name", ..., "schema"),
    ("/credentialSubject/achievement/criteria", ..., "schema"),
    ("/credentialSubject/achievement/creditsAvailable", 35, "proof"),
    ("/credentialSubject/achievement/alignment/0/targetUrl", "https://example.org/", "proof"),
    ("/credentialSubject/achievement/alignment", [], "proof"),
    ("/proof/created", "2026-06-29T00:00:00Z", "proof"),
    ("/proof/created", "2026-06-29T00:00:00", "proof"),
    ("/proof/created", "2036-06-29T00:00:00Z", "proof"),
    ("/proof/created", ..., "proof"),
    ("/proof/expires", "2026-06-30T00:00:00Z", "proof"),
    ("/proof/expires", "2036-06-30T00:00:00Z", "proof"),
    ("/proof/domain", "example.org", "proof"),
    ("/proof/challenge", "abc", "proof"),
    ("/proof/nonce", "abc", "proof"),
    ("/proof/proofPurpose", "authentication", "proof"),
    ("/proof/proofPurpose", "assertion", "proof"),
    ("/proof/cryptosuite", "eddsa-jcs-2022", "proof"),
    ("/proof/cryptosuite", "ecdsa-rdfc-2019", "proof"),
    ("/proof/cryptosuite", "eddsa-rdfc-2099", "proof"),
    ("/proof/type", "Ed25519Signature2020", "proof"),
    ("/proof/type", ..., "format"),
    ("/proof/verificationMethod", OTHER.verification_method, "proof"),
    ("/proof/verificationMethod", SIGNER.did, "proof"),
    ("/proof/verificationMethod", "did:web:example.org#key-1", "proof"),
    ("/proof/verificationMethod", "https://example.org/key", "proof"),
    ("/proof/verificationMethod", P256.verification_method, "proof"),
    ("/proof/previousProof", "urn:uuid:1", "proof"),
    ("/proof/proofValue", ..., "proof"),
    ("/proof/proofValue", "", "proof"),
    ("/proof", ..., "proof"),
    ("/proof", [], "format"),
    ("/relatedResource", _WRONG_RESOURCE, "related-resource"),
]


@pytest.mark.parametrize(
    ("pointer", "value", "check"), SPOILT, ids=[f"{number}-{row[0]}" for number, row in enumerate(SPOILT)]
)
def test_each_spoilt_place_fails_its_check(pointer: str, value: Any, check: str) -> None:
    report = verify(changed(BADGE, pointer, value))
    assert outcomes(report)[check] in ("failed", "unknown"), outcomes(report)
    assert report.verdict is not Verdict.VALID
    if check in ("format", "context", "proof"):
        assert report.secured_claims is None


def test_the_untouched_badge_is_valid() -> None:
    assert verify(BADGE).verdict is Verdict.VALID


def _value(*, flip: int | None = None, data: bytes | None = None) -> str:
    raw = bytearray(decode_multibase(BADGE["proof"]["proofValue"]))
    if flip is not None:
        raw[flip] ^= 1
    return encode_multibase(bytes(raw) if data is None else data)


@pytest.mark.parametrize("place", range(0, 64, 7))
def test_a_flipped_signature_bit_fails(place: int) -> None:
    assert outcomes(verify(changed(BADGE, "/proof/proofValue", _value(flip=place))))["proof"] == "failed"


@pytest.mark.parametrize(
    "text",
    [
        BADGE["proof"]["proofValue"] + "1",
        "z1" + BADGE["proof"]["proofValue"][1:],
        "u" + BADGE["proof"]["proofValue"][1:],
        " " + BADGE["proof"]["proofValue"],
        BADGE["proof"]["proofValue"] + "\n",
        BADGE["proof"]["proofValue"].replace("z", "0", 1),
        _value(data=b""),
        _value(data=bytes(64)),
        _value(data=bytes(65)),
        "z" + "2" * 5000,
    ],
)
def test_other_spellings_of_a_signature_fail(text: str) -> None:
    assert outcomes(verify(changed(BADGE, "/proof/proofValue", text)))["proof"] == "failed"


def test_der_encoded_ecdsa_fails() -> None:
    from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

    signed = issue(badge_document(P256.did), signer=P256, profile=BADGE_RULES, cryptosuite="ecdsa-rdfc-2019")
    assert verify(signed).verdict is Verdict.VALID
    raw = decode_multibase(signed["proof"]["proofValue"])
    der = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
    report = verify(changed(signed, "/proof/proofValue", encode_multibase(der)))
    assert outcomes(report)["proof"] == "failed"


def test_a_second_bogus_proof_fails_and_an_unknown_one_leaves_doubt() -> None:
    bogus = BADGE["proof"] | {"proofValue": _value(flip=3)}
    assert verify(BADGE | {"proof": [BADGE["proof"], bogus]}).verdict is Verdict.INVALID
    unknown = BADGE["proof"] | {"cryptosuite": "quantum-2030"}
    assert verify(BADGE | {"proof": [BADGE["proof"], unknown]}).verdict is Verdict.INDETERMINATE
    assert verify(BADGE | {"proof": [BADGE["proof"]] * 5}).verdict is Verdict.INVALID


def test_proof_loops_end() -> None:
    first = BADGE["proof"] | {"id": "urn:a", "previousProof": "urn:b"}
    second = BADGE["proof"] | {"id": "urn:b", "previousProof": "urn:a"}
    report = verify(BADGE | {"proof": [first, second]})
    assert outcomes(report)["proof"] == "failed"


@pytest.mark.parametrize("suite", SUITES)
def test_no_random_mutation_is_valid(suite: str) -> None:
    """2,000 one-place changes of the bytes, over the four suites; the seed makes it repeatable."""
    signer = SIGNER if suite.startswith("eddsa") else P256
    document = issue(badge_document(signer.did), signer=signer, profile=BADGE_RULES, cryptosuite=suite)
    text = json.dumps(document, ensure_ascii=False)
    assert verify(text.encode()).verdict is Verdict.VALID
    chance = random.Random(20260701)
    alphabet = [*'abcdefghijklmnopqrstuvwxyz0123456789"{}[]:,\\ AZ/#@._-', "ł", "\u202e", "\x00"]
    for _ in range(MUTATIONS // len(SUITES)):
        place = chance.randrange(len(text))
        replacement = chance.choice([*alphabet, ""])
        mutated = text[:place] + replacement + text[place + 1 :]
        if _means_the_same(mutated, document):
            continue
        report = verify(mutated.encode(), at=AT)
        assert report.verdict is not Verdict.VALID, mutated[max(0, place - 30) : place + 30]


def _means_the_same(text: str, document: dict[str, Any]) -> bool:
    try:
        return bool(json.loads(text) == document)
    except ValueError:
        return False
