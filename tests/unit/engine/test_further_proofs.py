"""Proof sets and proof chains made here, and what spoils them; proofs that end."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.engine_documents import AT, BADGE_RULES, SIGNER, badge_document, outcomes, reason, verify
from umiem.engine import (
    InMemorySigner,
    SecuredCredential,
    Verdict,
    add_further_proof,
    prepare_credential,
    sign_credential,
)
from umiem.engine.limits import MAX_PROOFS
from umiem.errors import MalformedInputError, RefusedError

CREATED = datetime(2026, 6, 30, tzinfo=UTC)
PREPARED = prepare_credential(badge_document(), BADGE_RULES)
FIRST = sign_credential(PREPARED, SIGNER, created=CREATED, proof_id="urn:proof:1")
SECOND_SIGNERS = [
    ("eddsa-rdfc-2022", InMemorySigner.generate()),
    ("eddsa-jcs-2022", InMemorySigner.generate()),
    ("ecdsa-rdfc-2019", InMemorySigner.generate("P-384")),
    ("ecdsa-jcs-2019", InMemorySigner.generate("P-256")),
]


def chained(cryptosuite: str = "eddsa-rdfc-2022", signer: InMemorySigner = SIGNER) -> dict[str, Any]:
    secured = add_further_proof(
        FIRST,
        signer,
        created=CREATED,
        cryptosuite=cryptosuite,
        previous=["urn:proof:1"],
        proof_id="urn:proof:2",
    )
    document: dict[str, Any] = json.loads(secured.data)
    return document


@pytest.mark.parametrize(("cryptosuite", "signer"), SECOND_SIGNERS, ids=[row[0] for row in SECOND_SIGNERS])
def test_sets_and_chains_verify(cryptosuite: str, signer: InMemorySigner) -> None:
    beside = add_further_proof(FIRST, signer, created=CREATED, cryptosuite=cryptosuite)
    over = chained(cryptosuite, signer)
    for document in (beside.data, over):
        report = verify(document)
        assert report.verdict is Verdict.VALID, outcomes(report)
        proof = report.check("proof")
        assert proof is not None
        assert proof.params["proofs"] == 2


def test_a_set_may_lose_a_proof_and_a_chain_may_not() -> None:
    other = InMemorySigner.generate()
    beside = json.loads(add_further_proof(FIRST, other, created=CREATED).data)
    assert verify(beside | {"proof": beside["proof"][:1]}).verdict is Verdict.VALID
    over = chained()
    assert reason(verify(over | {"proof": over["proof"][1:]}), "proof") == "previous-proof-missing"
    again = json.loads(
        sign_credential(
            PREPARED, SIGNER, created=datetime(2026, 6, 29, tzinfo=UTC), proof_id="urn:proof:1"
        ).data
    )
    replaced = over | {"proof": [again["proof"], over["proof"][1]]}
    assert reason(verify(replaced), "proof") == "signature-invalid"


def test_the_proof_of_a_stranger_alone_is_not_the_issuers() -> None:
    beside = json.loads(add_further_proof(FIRST, InMemorySigner.generate(), created=CREATED).data)
    report = verify(beside | {"proof": beside["proof"][1:]})
    assert reason(report, "issuer-binding") == "proof-controller-mismatch"


def test_a_proof_ends() -> None:
    end = datetime(2026, 7, 1, tzinfo=UTC)
    ended = sign_credential(PREPARED, SIGNER, created=CREATED, expires=end)
    assert reason(verify(ended.data, at=AT), "proof") == "proof-expired"
    assert verify(ended.data, at=end).verdict is Verdict.VALID


def test_what_cannot_be_extended() -> None:
    with pytest.raises(MalformedInputError, match="proof-missing"):
        add_further_proof(SecuredCredential(b"{}"), SIGNER, created=CREATED)
    with pytest.raises(MalformedInputError, match="previous-proof-missing"):
        add_further_proof(FIRST, SIGNER, created=CREATED, previous=["urn:proof:none"])
    full = FIRST
    for _ in range(MAX_PROOFS - 1):
        full = add_further_proof(full, SIGNER, created=CREATED)
    with pytest.raises(RefusedError, match="too-many-proofs"):
        add_further_proof(full, SIGNER, created=CREATED)
