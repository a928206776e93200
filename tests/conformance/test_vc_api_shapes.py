"""The conformance instance: what the public suites ask of VC-API, asked by ourselves."""

from __future__ import annotations

import copy
import json
from datetime import UTC, datetime
from typing import Any

import pytest

from umiem.conformance.instance import Instance
from umiem.conformance.issuers import ISSUERS
from umiem.conformance.server import Response, answer
from umiem.engine import InMemorySigner, sign_presentation

BASE = "https://localhost:40443"
NOW = datetime(2026, 9, 1, 12, tzinfo=UTC)
SELECTIVE = ("ecdsa-sd-2023", "bbs-2023")


@pytest.fixture(scope="module")
def instance() -> Instance:
    return Instance.start(BASE, lambda: NOW)


def post(instance: Instance, path: str, body: Any) -> Response:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    return answer(instance, "POST", path, accept="application/json", data=data)


def get(instance: Instance, target: str, accept: str = "*/*") -> Response:
    return answer(instance, "GET", target, accept=accept, data=b"")


def credential(instance: Instance, name: str) -> dict[str, Any]:
    return {
        "@context": ["https://www.w3.org/ns/credentials/v2", "https://www.w3.org/ns/credentials/examples/v2"],
        "id": "urn:uuid:8d5b4d2c-5a0e-4a3f-9f0a-0d5a7c1f7f11",
        "type": ["VerifiableCredential"],
        "issuer": instance.dids()[name],
        "credentialSubject": {"id": "did:example:learner", "alumniOf": {"id": "did:example:a", "name": "A"}},
    }


def issued(instance: Instance, name: str) -> dict[str, Any]:
    options = {"mandatoryPointers": ["/issuer"]} if name in SELECTIVE else {}
    body = {"credential": credential(instance, name), "options": options}
    response = post(instance, f"/{name}/credentials/issue", body)
    assert response.status == 201, response.body
    assert isinstance(response.body, dict)
    secured: dict[str, Any] = response.body["verifiableCredential"]
    return secured


def shown(instance: Instance, name: str) -> dict[str, Any]:
    """Return a credential as a verifier sees it."""
    secured = issued(instance, name)
    if name not in SELECTIVE:
        return secured
    body = {
        "verifiableCredential": secured,
        "options": {"selectivePointers": ["/credentialSubject/alumniOf"]},
    }
    response = post(instance, "/credentials/derive", body)
    assert response.status == 201, response.body
    assert isinstance(response.body, dict)
    derived: dict[str, Any] = response.body["verifiableCredential"]
    return derived


def verify(instance: Instance, secured: Any, **options: Any) -> Response:
    return post(instance, "/credentials/verify", {"verifiableCredential": secured, "options": options})


def assert_refused(response: Response, *statuses: int) -> None:
    assert response.status in (statuses or (400, 422)), response.body
    assert isinstance(response.body, dict)
    assert response.body["verified"] is False
    assert response.body["problemDetails"][0]["title"]


def test_issuers_are_listed_with_their_dids(instance: Instance) -> None:
    body = get(instance, "/issuers").body
    assert isinstance(body, dict)
    assert body.keys() == ISSUERS.keys()
    assert all(did.startswith("did:key:z") for did in body.values())


@pytest.mark.parametrize("name", ISSUERS)
def test_every_issuer_issues_what_the_verifier_accepts(instance: Instance, name: str) -> None:
    response = verify(instance, shown(instance, name))
    assert response.status == 200, response.body
    assert isinstance(response.body, dict)
    assert response.body["verified"] is True


@pytest.mark.parametrize("name", [name for name in ISSUERS if name != "jwt"])
def test_a_changed_credential_is_refused(instance: Instance, name: str) -> None:
    secured = shown(instance, name)
    secured["credentialSubject"]["id"] = "did:example:thief"
    assert_refused(verify(instance, secured), 400)


def test_a_changed_envelope_is_refused(instance: Instance) -> None:
    secured = issued(instance, "jwt")
    assert_refused(verify(instance, secured | {"id": secured["id"][:-4] + "AAAA"}))
    assert_refused(verify(instance, secured | {"@context": []}))
    assert_refused(verify(instance, secured | {"type": "VerifiableCredential"}))


BAD_CREDENTIALS: dict[str, Any] = {
    "@context": [
        "none",
        4,
        {"foo": True},
        None,
        False,
        [],
        [None],
        [4],
        "https://www.w3.org/ns/credentials/v2",
    ],
    "type": ["none", 4, "VerifiableCredential", None, [], [4], [[]], ["Other"]],
    "issuer": ["none", None, True, 4, [], "not a url", {"name": "x"}, "did:example:other"],
    "credentialSubject": ["none", None, True, 4, [], "did:example:1", {}, [{}], ["x"]],
    "validFrom": [4, "yesterday", "2026-01-01"],
    "credentialStatus": [{"id": "https://a.example/1"}, "x"],
    "proof": [{"type": "DataIntegrityProof"}],
}


@pytest.mark.parametrize(
    ("member", "value"), [(m, v) for m, values in BAD_CREDENTIALS.items() for v in values]
)
def test_issuing_something_else_than_a_credential_is_refused(
    instance: Instance, member: str, value: Any
) -> None:
    body = {"credential": credential(instance, "eddsa-rdfc-2022")}
    if value == "none":
        del body["credential"][member]
    else:
        body["credential"][member] = value
    assert_refused(post(instance, "/eddsa-rdfc-2022/credentials/issue", body))


def test_a_term_that_no_context_defines_is_refused(instance: Instance) -> None:
    document = credential(instance, "eddsa-rdfc-2022")
    document |= {"@context": document["@context"][:1], "credentialSubject": {"id": "did:example:a", "age": 4}}
    assert_refused(post(instance, "/eddsa-rdfc-2022/credentials/issue", {"credential": document}), 400)


BAD_PROOFS: list[Any] = [
    "none", "text", None, [], 10, True, {}, [None],
    {"type": "DataIntegrityProof"},
]  # fmt: skip
PROOF_MEMBERS = ("type", "cryptosuite", "verificationMethod", "proofPurpose", "proofValue")


@pytest.mark.parametrize("value", BAD_PROOFS)
def test_verifying_something_without_a_proof_is_refused(instance: Instance, value: Any) -> None:
    secured = issued(instance, "eddsa-rdfc-2022")
    if value == "none":
        del secured["proof"]
    else:
        secured["proof"] = value
    assert_refused(verify(instance, secured), 400)


@pytest.mark.parametrize("member", PROOF_MEMBERS)
def test_verifying_an_incomplete_proof_is_refused(instance: Instance, member: str) -> None:
    secured = issued(instance, "eddsa-rdfc-2022")
    del secured["proof"][member]
    assert_refused(verify(instance, secured))


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{",
        b'{"verifiableCredential": 1}',
        b'{"verifiableCredential": {}, "verifiableCredential": {}}',
        b'{"verifiableCredential": {"a": NaN}}',
        b"[" * 100_000,
        b'{"credential": {}, "options": 7}',
        '{"a": "\ud800"}'.encode("utf-8", "surrogatepass"),
    ],
)
@pytest.mark.parametrize(
    "path",
    ["/credentials/verify", "/presentations/verify", "/credentials/derive", "/status/credentials/issue"],
)
def test_hostile_bodies_are_refused_on_every_path(instance: Instance, path: str, body: bytes) -> None:
    assert_refused(post(instance, path, body))


@pytest.mark.parametrize("pointers", ["/a", [4], ["nothing"], ["/nothing"], {"a": 1}])
def test_wrong_pointers_are_refused(instance: Instance, pointers: Any) -> None:
    options = {"mandatoryPointers": pointers}
    body = {"credential": credential(instance, "ecdsa-sd-2023"), "options": options}
    assert_refused(post(instance, "/ecdsa-sd-2023/credentials/issue", body), 400)
    derive = {
        "verifiableCredential": issued(instance, "bbs-2023"),
        "options": {"selectivePointers": pointers},
    }
    assert_refused(post(instance, "/credentials/derive", derive), 400)


def test_an_unknown_context_cannot_be_judged(instance: Instance) -> None:
    secured = issued(instance, "eddsa-rdfc-2022")
    secured["@context"] = [*secured["@context"], "https://unknown.example/v1"]
    assert_refused(verify(instance, secured), 422)


def test_credentials_of_version_1_1_get_the_context_of_their_proof(instance: Instance) -> None:
    document = {
        "@context": ["https://www.w3.org/2018/credentials/v1"],
        "type": ["VerifiableCredential"],
        "issuer": instance.dids()["eddsa-rdfc-2022"],
        "issuanceDate": "2026-01-01T00:00:00Z",
        "expirationDate": "2030-01-01T00:00:00Z",
        "credentialSubject": {"id": "did:example:learner"},
    }
    response = post(instance, "/eddsa-rdfc-2022/credentials/issue", {"credential": document})
    assert response.status == 201
    assert isinstance(response.body, dict)
    secured = response.body["verifiableCredential"]
    assert secured["@context"][1] == "https://w3id.org/security/data-integrity/v2"
    assert verify(instance, secured).status == 200


def test_a_status_that_is_set_shows_in_list_and_verification(instance: Instance) -> None:
    secured = issued(instance, "status")
    assert verify(instance, secured, checks=["proof", "credentialStatus"]).status == 200
    entry = secured["credentialStatus"][0]
    assert entry["statusListCredential"].startswith(f"{BASE}/status-lists/")
    body = {
        "credentialId": secured["id"],
        "credentialStatus": {k: entry[k] for k in ("type", "statusPurpose")},
    }
    assert post(instance, "/credentials/status", body).status == 200
    assert post(instance, "/status-lists/revocation/publish", {}).status == 204
    assert_refused(verify(instance, secured, checks=["credentialStatus"]), 400)
    assert verify(instance, secured, checks=["proof"]).status == 200
    published = get(instance, entry["statusListCredential"].removeprefix(BASE)).body
    assert isinstance(published, bytes)
    assert verify(instance, json.loads(published)).status == 200
    assert post(instance, "/credentials/status", {**body, "status": False}).status == 200
    assert verify(instance, secured, checks=["credentialStatus"]).status == 200


def test_the_status_of_a_stranger_cannot_be_set_or_read(instance: Instance) -> None:
    body = {"credentialId": "urn:x:none", "credentialStatus": {"statusPurpose": "revocation"}}
    assert post(instance, "/credentials/status", body).status == 404
    assert get(instance, "/status-lists/none").status == 404
    foreign = credential(instance, "eddsa-rdfc-2022")
    foreign["credentialStatus"] = {
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": "1",
        "statusListCredential": "https://elsewhere.example/1",
    }
    response = post(instance, "/eddsa-rdfc-2022/credentials/issue", {"credential": foreign})
    assert isinstance(response.body, dict)
    secured = response.body["verifiableCredential"]
    assert_refused(verify(instance, secured, checks=["credentialStatus"]), 422)


def test_presentations_are_bound_to_challenge_and_domain(instance: Instance) -> None:
    holder = InMemorySigner.generate()
    document = {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiablePresentation"],
        "holder": holder.did,
        "verifiableCredential": [issued(instance, "eddsa-rdfc-2022")],
    }
    signed = sign_presentation(document, holder, created=NOW, challenge="c", domain="d.example")
    presentation = json.loads(signed.data)

    def ask(presented: Any, challenge: str = "c", domain: str = "d.example") -> Response:
        options = {"challenge": challenge, "domain": domain}
        return post(
            instance, "/presentations/verify", {"verifiablePresentation": presented, "options": options}
        )

    assert ask(presentation).status == 200
    assert_refused(ask(presentation, challenge="other"))
    assert_refused(ask(presentation, domain="other.example"))
    spoilt = copy.deepcopy(presentation)
    spoilt["verifiableCredential"][0]["credentialSubject"]["id"] = "did:example:thief"
    assert_refused(ask(spoilt))
    del presentation["@context"]
    assert_refused(ask(presentation))


def test_unknown_paths_are_not_found(instance: Instance) -> None:
    assert get(instance, "/").status == 404
    assert post(instance, "/credentials/other", {}).status == 404
    assert post(instance, "/nobody/credentials/issue", {"credential": {}}).status == 404
