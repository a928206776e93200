"""Derived credentials, spoilt one place at a time: the check that must fail is named."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

import pytest

from umiem.engine import (
    PLAIN_CREDENTIAL,
    BbsKey,
    InMemorySigner,
    Outcome,
    Verdict,
    VerificationPolicy,
    VerificationReport,
    derive_credential,
    offline_sources,
    prepare_credential,
    sign_credential,
    verify_credential,
)
from umiem.engine.proofs import bbs_2023, ecdsa_sd_2023
from umiem.engine.proofs.selective_cbor import decode_proof_value, encode_proof_value
from umiem.errors import MalformedInputError, UnsupportedError

AT = datetime(2026, 9, 1, 12, tzinfo=UTC)
SUITES = ("ecdsa-sd-2023", "bbs-2023")
SHOWN = ("/credentialSubject/degree", "/validUntil")


@lru_cache(maxsize=4)
def base(suite: str) -> bytes:
    signer = InMemorySigner.generate("P-256") if suite == "ecdsa-sd-2023" else BbsKey.generate()
    document = {
        "@context": ["https://www.w3.org/ns/credentials/v2", "https://www.w3.org/ns/credentials/examples/v2"],
        "type": ["VerifiableCredential", "ExampleDegreeCredential"],
        "issuer": signer.did,
        "validFrom": "2026-01-01T00:00:00Z",
        "validUntil": "2030-01-01T00:00:00Z",
        "credentialSubject": {
            "id": "did:example:learner",
            "degree": {"type": "ExampleBachelorDegree", "name": "Inżynier", "degreeType": "BSc"},
            "alumniOf": {"id": "https://uczelnia.example", "name": "Uczelnia"},
        },
    }
    prepared = prepare_credential(document, PLAIN_CREDENTIAL)
    pointers = ["/issuer", "/validFrom"]
    return sign_credential(
        prepared, signer, created=AT, cryptosuite=suite, mandatory_pointers=pointers
    ).data  # fmt: skip


@lru_cache(maxsize=4)
def derived_text(suite: str) -> bytes:
    return derive_credential(base(suite), selective_pointers=SHOWN).data


def derived(suite: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(derived_text(suite))
    return document


def verify(document: dict[str, Any]) -> VerificationReport:
    return verify_credential(
        json.dumps(document).encode(), policy=VerificationPolicy.strict(), at=AT, sources=offline_sources()
    )


@pytest.mark.parametrize("suite", SUITES)
def test_an_honest_derivation_is_valid_and_shows_no_more(suite: str) -> None:
    document = derived(suite)
    assert verify(document).verdict is Verdict.VALID
    assert "alumniOf" not in document["credentialSubject"]
    assert document["validFrom"] == "2026-01-01T00:00:00Z"


@pytest.mark.parametrize("suite", SUITES)
def test_a_base_proof_is_never_valid(suite: str) -> None:
    report = verify(json.loads(base(suite)))
    check = report.check("proof")
    assert check is not None
    assert (check.outcome, check.params["reason"]) == (Outcome.FAILED, "proof-value-kind")


def set_at(*path: str, value: Any) -> Callable[[dict[str, Any]], None]:
    def change(document: dict[str, Any]) -> None:
        target = document
        for name in path[:-1]:
            target = target[name]
        target[path[-1]] = value

    return change


def drop(*path: str) -> Callable[[dict[str, Any]], None]:
    def change(document: dict[str, Any]) -> None:
        target = document
        for name in path[:-1]:
            target = target[name]
        del target[path[-1]]

    return change


OTHER_DID = "did:key:zDnaepBuvsQ8cpsWrVKw8fbpGpvPeNSjVPTWoq6cRqaYzBKVP"
SPOILT: dict[str, tuple[Callable[[dict[str, Any]], None], str]] = {
    "a shown claim changed": (set_at("credentialSubject", "degree", "name", value="Magister"), "proof"),
    "a shown claim dropped": (drop("credentialSubject", "degree", "name"), "proof"),
    "a mandatory claim dropped": (drop("validFrom"), "proof"),
    "a mandatory claim changed": (set_at("validFrom", value="2025-01-01T00:00:00Z"), "proof"),
    "a claim added": (set_at("credentialSubject", "alumniOf", value={"name": "X"}), "proof"),
    "the subject exchanged": (set_at("credentialSubject", "id", value="did:example:thief"), "proof"),
    "the subject made anonymous": (drop("credentialSubject", "id"), "proof"),
    "a type added": (set_at("type", value=["VerifiableCredential", "ExampleAlumniCredential"]), "proof"),
    "the issuer exchanged": (set_at("issuer", value=OTHER_DID), "issuer-binding"),
    "the time of signing changed": (set_at("proof", "created", value="2026-08-01T00:00:00Z"), "proof"),
    "an expiry added": (set_at("proof", "expires", value="2031-01-01T00:00:00Z"), "proof"),
    "the purpose changed": (set_at("proof", "proofPurpose", value="authentication"), "proof"),
    "the key exchanged": (
        set_at("proof", "verificationMethod", value=f"{OTHER_DID}#{OTHER_DID[8:]}"),
        "proof",
    ),
    "the suite renamed": (set_at("proof", "cryptosuite", value="ecdsa-rdfc-2019"), "proof"),
    "no proof value": (drop("proof", "proofValue"), "proof"),
    "another proof value": (set_at("proof", "proofValue", value="u2V0BhAA"), "proof"),
    "a context added": (
        set_at("@context", value=["https://www.w3.org/ns/credentials/v2", "https://unknown.example/v1"]),
        "context",
    ),
}


@pytest.mark.parametrize("suite", SUITES)
@pytest.mark.parametrize("case", SPOILT)
def test_a_spoilt_derivation_is_never_valid(suite: str, case: str) -> None:
    change, code = SPOILT[case]
    document = derived(suite)
    change(document)
    report = verify(document)
    check = report.check(code)
    assert check is not None
    assert check.outcome in (Outcome.FAILED, Outcome.UNKNOWN), report
    assert report.verdict is not Verdict.VALID


KINDS = {
    "ecdsa-sd-2023": (ecdsa_sd_2023.DERIVED_HEADER, (bytes, bytes, list, dict, list)),
    "bbs-2023": (bbs_2023.DERIVED_HEADER, (bytes, dict, list, list, bytes)),
}


def changes_of(component: Any) -> list[Any]:
    """Ways to spoil one component of a proof value."""
    if isinstance(component, bytes):
        return [component[:-1], component + b"\x00", bytes([component[0] ^ 1]) + component[1:], b""]
    if isinstance(component, list):
        reversed_list, huge = component[::-1], [*component, 2**40]
        return [component[1:], component[:-1], *([reversed_list] if len(component) > 1 else []), huge]
    swapped = dict(zip(component, list(component.values())[::-1], strict=True))
    return [{}, {**component, 99: next(iter(component.values()))}, swapped]


@pytest.mark.parametrize("suite", SUITES)
def test_every_component_of_a_proof_value_matters(suite: str) -> None:
    header, kinds = KINDS[suite]
    original = derived(suite)
    components = decode_proof_value(original["proof"]["proofValue"], header=header, kinds=kinds)
    for place, component in enumerate(components):
        for changed in changes_of(component):
            if changed == component:
                continue
            spoilt = [*components[:place], changed, *components[place + 1 :]]
            document = derived(suite)
            document["proof"]["proofValue"] = encode_proof_value(header, spoilt)
            check = verify(document).check("proof")
            assert check is not None
            assert check.outcome is Outcome.FAILED, (place, changed)


@pytest.mark.parametrize("suite", SUITES)
@pytest.mark.parametrize(
    "pointers", [["/nothing"], ["credentialSubject"], ["/credentialSubject/degree/9"], ["/type/0/x"], [7]]
)
def test_deriving_with_a_wrong_pointer_is_refused(suite: str, pointers: list[Any]) -> None:
    with pytest.raises(MalformedInputError, match="json-pointer"):
        derive_credential(base(suite), selective_pointers=pointers)


@pytest.mark.parametrize("suite", SUITES)
def test_deriving_from_a_derived_credential_is_refused(suite: str) -> None:
    with pytest.raises(MalformedInputError, match="proof-value-kind"):
        derive_credential(derived_text(suite), selective_pointers=["/issuer"])


def test_deriving_needs_a_suite_that_discloses_selectively() -> None:
    signer = InMemorySigner.generate()
    document = {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiableCredential"],
        "issuer": signer.did,
        "credentialSubject": {"id": "did:example:learner"},
    }
    signed = sign_credential(prepare_credential(document, PLAIN_CREDENTIAL), signer, created=AT)
    with pytest.raises(UnsupportedError, match="cryptosuite-not-selective"):
        derive_credential(signed.data, selective_pointers=["/issuer"])
    with pytest.raises(MalformedInputError, match="proof-missing"):
        derive_credential(json.dumps(document).encode(), selective_pointers=["/issuer"])


def test_derivations_of_a_changed_base_document_do_not_verify() -> None:
    for suite in SUITES:
        forged = json.loads(base(suite))
        forged["credentialSubject"]["degree"]["name"] = "Doktor"
        shown = derive_credential(json.dumps(forged).encode(), selective_pointers=SHOWN)
        report = verify(json.loads(shown.data))
        assert report.verdict is Verdict.INVALID
