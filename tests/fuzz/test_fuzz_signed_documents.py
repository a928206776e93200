"""Fuzz targets for signed documents: real ones, spoilt at random places, get an answer and never crash.

UMIEM_FUZZ_EXAMPLES sets how many inputs each target gets.
"""

from __future__ import annotations

import copy
import json
import os
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from umiem.conformance.instance import Instance
from umiem.conformance.server import answer
from umiem.engine import (
    PLAIN_CREDENTIAL,
    BbsKey,
    InMemorySigner,
    Verdict,
    VerificationPolicy,
    derive_credential,
    offline_sources,
    prepare_credential,
    sign_credential,
    sign_presentation,
    verify_credential,
    verify_presentation,
)
from umiem.errors import UmiemError

EXAMPLES = int(os.environ.get("UMIEM_FUZZ_EXAMPLES", "60"))
SECONDS = 2.0
NOW = datetime(2026, 9, 1, 12, tzinfo=UTC)
CONTEXTS = ["https://www.w3.org/ns/credentials/v2", "https://www.w3.org/ns/credentials/examples/v2"]
fuzz = settings(max_examples=EXAMPLES, derandomize=True, suppress_health_check=list(HealthCheck))
NAMES = [
    "@context", "@graph", "@id", "@included", "@language", "@list", "@nest", "@reverse", "@set",
    "@type", "@value", "challenge", "created", "credentialSchema", "credentialStatus",
    "credentialSubject", "domain", "evidence", "expires", "holder", "id", "issuer", "name",
    "previousProof", "proof", "proofPurpose", "proofValue", "refreshService", "relatedResource",
    "termsOfUse", "type", "validFrom", "validUntil", "verifiableCredential", "verificationMethod",
]  # fmt: skip
SCALARS: list[Any] = [
    None, True, 0, -1, 1.5, 1e308, 2**53, "", "\x00", "\U0001f600", "_:b0", "did:key:z", "did:key:z6Mk#z6Mk",
    "https://www.w3.org/ns/credentials/v2", "2026-13-01T00:00:00Z", "9999-12-31T23:59:59Z", "u2V0BhAA", "z2",
    "x" * 70_000, "@id", "a:b",
]  # fmt: skip
WEIRD = st.recursive(
    st.sampled_from(SCALARS),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=3),
    max_leaves=6,
)


@lru_cache(maxsize=1)
def documents() -> dict[str, bytes]:
    """Return signed documents of each kind, made once."""
    ed25519, p256, bbs = InMemorySigner.generate(), InMemorySigner.generate("P-256"), BbsKey.generate()
    signed = {
        "eddsa-rdfc-2022": _signed(ed25519, "eddsa-rdfc-2022"),
        "eddsa-jcs-2022": _signed(ed25519, "eddsa-jcs-2022"),
        "ecdsa-sd-2023": _signed(p256, "ecdsa-sd-2023"),
        "bbs-2023": _signed(bbs, "bbs-2023"),
    }
    for name in ("ecdsa-sd-2023", "bbs-2023"):
        pointers = ["/credentialSubject/degree"]
        signed[f"{name}-derived"] = derive_credential(signed[name], selective_pointers=pointers).data
    presentation = {
        "@context": CONTEXTS,
        "type": ["VerifiablePresentation"],
        "holder": ed25519.did,
        "verifiableCredential": [json.loads(signed["eddsa-rdfc-2022"])],
    }
    signed["presentation"] = sign_presentation(presentation, ed25519, created=NOW, challenge="c").data
    return signed


def _signed(signer: InMemorySigner | BbsKey, cryptosuite: str) -> bytes:
    document = {
        "@context": CONTEXTS,
        "id": "urn:uuid:5a0e4a3f-9f0a-4d5a-8c1f-7f118d5b4d2c",
        "type": ["VerifiableCredential"],
        "issuer": {"id": signer.did, "name": {"@value": "Uczelnia", "@language": "pl"}},
        "validFrom": "2026-01-01T00:00:00Z",
        "credentialSubject": {
            "id": "did:example:learner",
            "degree": {"type": "ExampleBachelorDegree", "name": "Inżynier"},
        },
    }
    pointers = ["/issuer"] if cryptosuite in ("ecdsa-sd-2023", "bbs-2023") else []
    prepared = prepare_credential(document, PLAIN_CREDENTIAL)
    return sign_credential(
        prepared, signer, created=NOW, cryptosuite=cryptosuite, mandatory_pointers=pointers
    ).data


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the path of every member and element."""
    items: Any = ()
    if isinstance(value, dict):
        items = value.items()
    elif isinstance(value, list):
        items = enumerate(value)
    for key, inner in items:
        yield (*path, key)
        yield from places(inner, (*path, key))


@st.composite
def spoilt_documents(draw: st.DrawFn) -> dict[str, Any]:
    """A signed document with one to three members dropped, exchanged, added or doubled."""
    document = json.loads(documents()[draw(st.sampled_from(sorted(documents())))])
    for _ in range(draw(st.integers(1, 3))):
        *way, last = draw(st.sampled_from(list(places(document))))
        target = document
        for step in way:
            target = target[step]
        kind, weird = draw(st.sampled_from(["drop", "exchange", "add", "double"])), copy.deepcopy(draw(WEIRD))
        if kind == "drop":
            del target[last]
        elif kind == "add" and isinstance(target, dict):
            target[draw(st.sampled_from(NAMES))] = weird
        else:
            target[last] = [target[last], weird] if kind == "double" else weird
        if not list(places(document)):
            break
    return document


def outcome(call: Callable[[], Any]) -> Any:
    """Return what a call gives, or the code of its UmiemError; anything else is a finding."""
    started = time.monotonic()
    try:
        return call()
    except UmiemError as error:
        return error.code
    finally:
        assert time.monotonic() - started < SECONDS


POLICIES = (VerificationPolicy.strict(), VerificationPolicy.conformance())


@fuzz
@given(spoilt_documents(), st.sampled_from(POLICIES))
def test_verifying_a_spoilt_document_always_gives_a_report(
    document: dict[str, Any], policy: VerificationPolicy
) -> None:
    data = json.dumps(document).encode()
    for verify in (verify_credential, verify_presentation):
        report = verify(data, policy=policy, at=NOW, sources=offline_sources())
        assert report.verdict in Verdict
        if report.verdict is Verdict.VALID:
            assert report.secured_claims is not None


@fuzz
@given(spoilt_documents())
def test_preparing_a_spoilt_document_refuses_or_prepares(document: dict[str, Any]) -> None:
    claims = {name: value for name, value in document.items() if name != "proof"}
    assert outcome(lambda: prepare_credential(claims, PLAIN_CREDENTIAL))


@fuzz
@given(spoilt_documents(), st.lists(st.text(alphabet="/~01credntialSubj", max_size=12) | WEIRD, max_size=3))
def test_deriving_from_a_spoilt_document_refuses_or_derives(document: dict[str, Any], pointers: Any) -> None:
    data = json.dumps(document).encode()
    assert outcome(lambda: derive_credential(data, selective_pointers=pointers))


@pytest.fixture(scope="module")
def instance() -> Instance:
    return Instance.start("https://localhost", lambda: NOW)


PATHS = ("/credentials/verify", "/presentations/verify", "/credentials/derive", "/status/credentials/issue")
MEMBERS = ("verifiableCredential", "verifiablePresentation", "credential", "options", "credentialStatus")


@fuzz
@given(
    path=st.sampled_from([*PATHS, "/credentials/status", "/jwt/credentials/issue", "/x"]),
    members=st.dictionaries(st.sampled_from(MEMBERS), spoilt_documents() | WEIRD, max_size=3),
)
def test_every_request_gets_an_answer_that_is_no_server_error(
    instance: Instance, path: str, members: dict[str, Any]
) -> None:
    data = json.dumps(members).encode()
    response = answer(instance, "POST", path, accept="*/*", data=data)
    assert response.status in (200, 201, 400, 404, 422, 503)


@fuzz
@given(target=st.text(max_size=60), accept=st.text(max_size=30))
def test_every_did_gets_an_answer_that_is_no_server_error(
    instance: Instance, target: str, accept: str
) -> None:
    response = answer(instance, "GET", f"/1.0/identifiers/{target}", accept=accept, data=b"")
    assert response.status in (200, 400, 404, 406, 501)
