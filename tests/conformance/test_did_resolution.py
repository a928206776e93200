"""DID resolution over HTTP: both vocabularies of errors, chosen by Accept."""

from __future__ import annotations

import pytest

from umiem.conformance.resolution import OLDER, RESOLUTION, resolve
from umiem.engine.identifiers import did_jwk
from umiem.engine.ports import PublicKey

DID = "did:key:z6MktKwz7Ge1Yxzr4JHavN33wiwa8y81QdcMRLXQsrH9T53b"
METHOD = f"{DID}#{DID[8:]}"
ERRORS = {
    "": ("NOT_FOUND", "notFound", 404),
    "not-a-did": ("INVALID_DID", "invalidDid", 400),
    "did:example": ("INVALID_DID", "invalidDid", 400),
    "notDid:key:z6Mk": ("INVALID_DID", "invalidDid", 400),
    "did:key:@": ("INVALID_DID", "invalidDid", 400),
    "did:key:": ("INVALID_DID", "invalidDid", 400),
    f"did:key:-4:{DID[8:]}": ("INVALID_DID", "invalidDid", 400),
    f"did:key:{DID[9:]}": ("INVALID_DID", "invalidDid", 400),
    "did:key:zTjsVPtY": ("INVALID_DID", "invalidPublicKeyLength", 400),
    "did:unsupported:123456789abcdefghi": ("METHOD_NOT_SUPPORTED", "methodNotSupported", 501),
    "did:web:uczelnia.example": ("METHOD_NOT_SUPPORTED", "methodNotSupported", 501),
}


@pytest.mark.parametrize("did", ERRORS)
def test_the_newer_vocabulary_names_problems_by_url(did: str) -> None:
    answer = resolve(did, accept=RESOLUTION, parameters={})
    newer, _, status = ERRORS[did]
    assert answer.status == status
    assert answer.media_type == RESOLUTION
    assert answer.body["didDocument"] is None
    assert answer.body["didDocumentMetadata"] == {}
    assert answer.body["didResolutionMetadata"]["error"]["type"] == f"https://www.w3.org/ns/did#{newer}"


@pytest.mark.parametrize("did", ERRORS)
def test_the_older_vocabulary_uses_short_names(did: str) -> None:
    answer = resolve(did, accept=f'{OLDER};profile="https://w3id.org/did-resolution"', parameters={})
    _, older, status = ERRORS[did]
    assert (answer.status, answer.body["didResolutionMetadata"]) == (status, {"error": older})


@pytest.mark.parametrize("accept", [RESOLUTION, "*/*", "application/json", ""])
def test_a_did_resolves_to_its_document_with_metadata(accept: str) -> None:
    answer = resolve(DID, accept=accept, parameters={})
    assert (answer.status, answer.body["didDocument"]["id"]) == (200, DID)
    assert answer.body["didResolutionMetadata"] == {"contentType": RESOLUTION}


def test_a_representation_is_the_document_alone() -> None:
    answer = resolve(DID, accept="application/did+json", parameters={})
    assert (answer.status, answer.media_type, answer.body["id"]) == (200, "application/did+json", DID)
    assert resolve(DID, accept="application/x-unknown", parameters={}).status == 406


def test_did_jwk_resolves_too() -> None:
    did = did_jwk.encode(PublicKey(algorithm="Ed25519", raw=bytes(range(32))))
    assert resolve(did, accept=RESOLUTION, parameters={}).body["didDocument"]["id"] == did


def test_a_did_url_dereferences_to_its_verification_method() -> None:
    answer = resolve(METHOD, accept=OLDER, parameters={})
    assert (answer.status, answer.body["didDocument"]["controller"]) == (200, DID)


@pytest.mark.parametrize(
    ("url", "parameters", "error"),
    [
        (f"{DID}/^bar^/?query=`#z", {}, "invalidDidUrl"),
        (f"{DID}#other", {}, "notFound"),
        (METHOD, {"publicKeyFormat": "Ed25519VerificationKey2018"}, "invalidPublicKeyType"),
        (METHOD, {"publicKeyFormat": "unknown"}, "unsupportedPublicKeyType"),
    ],
)
def test_dereferencing_errors_have_their_own_metadata(
    url: str, parameters: dict[str, str], error: str
) -> None:
    answer = resolve(url, accept=OLDER, parameters=parameters)
    assert answer.status >= 400
    assert answer.body["didDereferencingMetadata"] == {"error": error}
