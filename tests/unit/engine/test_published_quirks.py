"""What published documents contain besides the letter of the standards, and what no document may do."""

from __future__ import annotations

import hashlib
import json
from base64 import b64encode, urlsafe_b64encode
from datetime import UTC, datetime
from typing import Any

import pytest

from umiem.engine import (
    PLAIN_CREDENTIAL,
    Outcome,
    VerificationPolicy,
    offline_sources,
    prepare_credential,
    verify_presentation,
)
from umiem.engine.canonical.to_rdf import document_to_quads
from umiem.engine.claim_checks import related_resource_check
from umiem.engine.contexts import context_bytes
from umiem.engine.timestamps import parse_timestamp
from umiem.errors import MalformedInputError

V2 = "https://www.w3.org/ns/credentials/v2"
DATA = context_bytes(V2)
NOW = datetime(2026, 9, 1, tzinfo=UTC)


def multibase(data: bytes) -> str:
    return "u" + urlsafe_b64encode(data).rstrip(b"=").decode()


GOOD_DIGESTS: list[dict[str, str]] = [
    {"digestSRI": f"sha256-{b64encode(hashlib.sha256(DATA).digest()).decode()}"},
    {"digestSRI": f"sha384-{b64encode(hashlib.sha384(DATA).digest()).decode()}"},
    {"digestMultibase": multibase(b"\x12\x20" + hashlib.sha256(DATA).digest())},
    {"digestMultibase": multibase(b"\x20\x30" + hashlib.sha384(DATA).digest())},
    {"digestMultibase": multibase(hashlib.sha256(DATA).digest())},
    {"digestSRI": "sha384-NSOcNpmdIVUxIJGvGUoe22FjTWrXiaXlsZ8q6912LdnR3KraQO2n75Ica4wK4Qeg"},
    {"digestMultibase": "uJKGMkOmFbVJhEfKTduMC2XCyvRAYLjOVmZWwIH1wQ7k"},
]
BAD_DIGESTS: list[dict[str, Any]] = [
    {"digestSRI": f"sha256-{b64encode(hashlib.sha384(DATA).digest()).decode()}"},
    {"digestSRI": f"sha384-{b64encode(bytes(48)).decode()}"},
    {"digestMultibase": multibase(b"\x12\x20" + bytes(32))},
    {"digestMultibase": multibase(hashlib.sha384(DATA).digest())},
    {"digestMultibase": multibase(bytes(32))},
    {"digestSRI": GOOD_DIGESTS[0]["digestSRI"], "digestMultibase": multibase(bytes(32))},
]


@pytest.mark.parametrize("digest", GOOD_DIGESTS)
def test_digests_of_the_base_context_are_recognised(digest: dict[str, str]) -> None:
    check = related_resource_check({"relatedResource": {"id": V2, **digest}})
    assert check.outcome is Outcome.PASSED


@pytest.mark.parametrize("digest", BAD_DIGESTS)
def test_wrong_digests_are_refused_before_signing(digest: dict[str, Any]) -> None:
    document = {
        "@context": [V2],
        "type": ["VerifiableCredential"],
        "issuer": "https://uczelnia.example",
        "relatedResource": [{"id": V2, **digest}],
        "credentialSubject": {"id": "did:example:learner"},
    }
    with pytest.raises(MalformedInputError, match="related-resource-digest-mismatch"):
        prepare_credential(document, PLAIN_CREDENTIAL)


def test_a_wrapped_inline_context_means_the_same() -> None:
    terms = {"alumniOf": "https://example.org/alumniOf"}
    plain, wrapped = (
        document_to_quads({"@context": [V2, inline], "id": "urn:x:1", "alumniOf": "A"})
        for inline in (terms, {"@context": terms})
    )
    assert plain == wrapped
    with pytest.raises(MalformedInputError):
        document_to_quads({"@context": [V2, {"@context": terms, "x": "urn:x"}], "alumniOf": "A"})


@pytest.mark.parametrize("value", [None, 7, True, [], {}, ["2026-01-01T00:00:00Z"], "today", ""])
def test_a_date_that_is_none_is_malformed(value: object) -> None:
    with pytest.raises(MalformedInputError, match="timestamp-invalid"):
        parse_timestamp(value)


@pytest.mark.parametrize("context", [None, 7, [], {}, "none"])
def test_a_presentation_without_usable_context_is_reported_not_raised(context: Any) -> None:
    document: dict[str, Any] = {
        "@context": context,
        "type": ["VerifiablePresentation"],
        "proof": {
            "type": "DataIntegrityProof",
            "cryptosuite": "eddsa-rdfc-2022",
            "verificationMethod": "did:key:z6MkpTHR8VNsBxYAAWHut2Geadd9jSwuBV8xRoAnwWsdvktH"
            "#z6MkpTHR8VNsBxYAAWHut2Geadd9jSwuBV8xRoAnwWsdvktH",
            "proofPurpose": "authentication",
            "proofValue": "z" + "2" * 87,
        },
    }
    if context == "none":
        del document["@context"]
    report = verify_presentation(
        json.dumps(document).encode(), policy=VerificationPolicy.strict(), at=NOW, sources=offline_sources()
    )
    check = report.check("format")
    assert check is not None
    assert check.outcome is Outcome.FAILED
