"""Credentials made here are verified by an independent implementation, and its credentials here.

The judge is ``openvc-core`` (PyPI), used in tests only; it knows nothing of Umiem but the two extra contexts.
"""

from __future__ import annotations

import copy
import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from openvc import Ed25519SigningKey
from openvc.proof.data_integrity import DataIntegrityProofSuite, SignatureInvalid

from tests.shared_data import shared_path
from umiem.domain.award import AwardRecord, Learner, Result, issuer_from_definition
from umiem.domain.definition_file import load_definition
from umiem.engine import (
    OPEN_BADGES_3,
    InMemorySigner,
    Outcome,
    PublicKey,
    VerificationPolicy,
    offline_sources,
    prepare_credential,
    sign_credential,
    verify_credential,
)
from umiem.engine.identifiers import did_key
from umiem.services.credential.representations.open_badges_3 import open_badge_document

ROOT = Path(__file__).parents[2]
AT = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)
DEFINITIONS = sorted((ROOT / "examples" / "definitions").glob("*.yaml"))


def contexts() -> dict[str, Any]:
    """The contexts an outsider has to fetch: Open Badges as published, Umiem's own from the project."""
    own = ROOT / "src" / "umiem" / "engine" / "contexts" / "umiem-microcredential-v1.jsonld"
    published = shared_path("vectors/contexts-published")
    badges, extensions = published / "ob-v3p0-3.0.3.json", published / "ob-v3p0-extensions.json"
    return {
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json": json.loads(badges.read_bytes()),
        "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json": json.loads(extensions.read_bytes()),
        "https://w3id.org/umiem/microcredential/v1": json.loads(own.read_bytes()),
    }


def unsigned(path: Path, did: str) -> dict[str, Any]:
    definition = load_definition(path.read_bytes(), path.name)
    record = AwardRecord(
        definition=definition,
        learner=Learner(given_name="Świętosława", family_name="Żółć-Łęcka", email="zolc@example.org"),
        results=tuple(Result(outcome_id=outcome.id, value="80") for outcome in definition.learning_outcomes),
        awarded_on=date(2026, 10, 30),
        identity_salt="0f" * 16,
    )
    return open_badge_document(
        record,
        issuer_from_definition(definition, did),
        status_entries=(),
        credential_id="urn:uuid:7a2ad2ff-2b7a-4bd2-9a0c-0f2d0d6ad3ab",
        valid_from=datetime(2026, 10, 30, tzinfo=UTC),
        valid_until=None,
        languages=("pl", "en"),
    )


def with_its_only_proof(issued: dict[str, Any]) -> dict[str, Any]:
    """Open Badges take a list of proofs, this judge takes one proof: a set of one is that one."""
    (proof,) = issued["proof"]
    return issued | {"proof": proof}


@pytest.mark.vectors
@pytest.mark.parametrize("path", DEFINITIONS, ids=lambda path: path.stem)
def test_an_independent_implementation_accepts_ours_and_refuses_a_changed_name(path: Path) -> None:
    signer = InMemorySigner.generate("Ed25519").did_key()
    document = unsigned(path, signer.verification_method.split("#")[0])
    secured = sign_credential(prepare_credential(document, OPEN_BADGES_3), signer, created=AT)

    seen = with_its_only_proof(json.loads(secured.data))
    verified = DataIntegrityProofSuite().verify(seen, now=AT, extra_contexts=contexts())
    assert verified.issuer == document["issuer"]["id"]

    changed = copy.deepcopy(seen)
    changed["credentialSubject"]["achievement"]["name"] += "!"
    with pytest.raises(SignatureInvalid):
        DataIntegrityProofSuite().verify(changed, now=AT, extra_contexts=contexts())


@pytest.mark.vectors
def test_its_credentials_are_verified_here_and_a_changed_one_is_not() -> None:
    private = Ed25519PrivateKey.generate()
    key = Ed25519SigningKey(private, kid="")
    public = PublicKey(algorithm="Ed25519", raw=private.public_key().public_bytes_raw())
    did = did_key.encode(public)
    document = unsigned(DEFINITIONS[0], did)
    signed = DataIntegrityProofSuite().add_proof(
        document,
        signing_key=key,
        verification_method=did_key.verification_method(public),
        created=AT,
        extra_contexts=contexts(),
    )

    def proof_of(credential: dict[str, Any]) -> Outcome:
        report = verify_credential(
            json.dumps(credential).encode(),
            policy=VerificationPolicy.strict(),
            at=AT,
            sources=offline_sources(),
        )
        check = report.check("proof")
        assert check is not None
        return check.outcome

    assert proof_of(signed) is Outcome.PASSED
    signed["validFrom"] = "2026-10-29T00:00:00Z"
    assert proof_of(signed) is Outcome.FAILED
