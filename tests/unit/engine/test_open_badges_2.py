"""Open Badges 2: hosted and signed, believed because of where they are published."""

from __future__ import annotations

import json
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.envelope_world import AT, STRICT, failed, reason, resigned, sources
from tests.signing_keys import new_signer
from umiem.engine import (
    InMemorySigner,
)
from umiem.engine.envelopes.jws import compact_json
from umiem.engine.legacy.open_badges_2 import verify_open_badge_2
from umiem.engine.recognition import Kind, recognise, verify_any
from umiem.engine.report import Verdict

RSA = new_signer("RSA")


ASSERTION = "https://uni.example/assertions/1"


ISSUER = "https://uni.example/issuer"


def published_badge(**changes: Any) -> dict[str, Any]:
    """Return what an Open Badges 2 issuer publishes; ``changes`` replace documents by their last name."""
    pem = RSA.private_key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    documents: dict[str, Any] = {
        ASSERTION: {
            "@context": "https://w3id.org/openbadges/v2",
            "type": "Assertion",
            "id": ASSERTION,
            "recipient": {"type": "email", "hashed": False, "identity": "a@b.example"},
            "badge": "https://uni.example/badge",
            "issuedOn": "2025-06-01T10:00:00Z",
            "verification": {"type": "hosted"},
        },
        "https://uni.example/badge": {
            "id": "https://uni.example/badge",
            "type": "BadgeClass",
            "issuer": ISSUER,
        },
        ISSUER: {
            "id": ISSUER,
            "type": "Issuer",
            "publicKey": "https://uni.example/key",
            "revocationList": "https://uni.example/revoked",
        },
        "https://uni.example/key": {"id": "https://uni.example/key", "owner": ISSUER, "publicKeyPem": pem},
        "https://uni.example/revoked": {"id": "https://uni.example/revoked", "revokedAssertions": []},
    }
    for name, members in changes.items():
        url = ASSERTION if name == "assertion" else f"https://uni.example/{name}"
        documents[url] = {**documents[url], **members}
    return documents


def test_a_hosted_badge() -> None:
    documents = published_badge()
    for data in (compact_json(documents[ASSERTION]), ASSERTION.encode()):
        assert recognise(data).kind is Kind.OPEN_BADGE_2
        report = verify_any(data, policy=STRICT, at=AT, sources=sources(documents))
        assert (report.verdict, report.issuer) == (Verdict.VALID, ISSUER)
    offline = verify_any(compact_json(documents[ASSERTION]), policy=STRICT, at=AT, sources=sources())
    assert offline.verdict is Verdict.INDETERMINATE


EVIL = "https://evil.example/a"


HOSTED: list[tuple[str, dict[str, Any], dict[str, Any], str]] = [
    ("altered", {}, {"recipient": {"identity": "me@evil.example"}}, "proof"),
    ("revoked", {"assertion": {"revoked": True}}, {}, "revocation"),
    ("expired", {"assertion": {"expires": "2025-07-01T00:00:00Z"}}, {}, "validity-period"),
    ("of the future", {"assertion": {"issuedOn": "2027-07-01T00:00:00Z"}}, {}, "validity-period"),
    ("without zone", {"assertion": {"issuedOn": "2025-07-01"}}, {}, "validity-period"),
    (
        "under another path",
        {"issuer": {"verification": {"startsWith": "https://uni.example/x"}}},
        {},
        "issuer-binding",
    ),
    ("another origin", {"issuer": {"verification": {"allowedOrigins": "a.example"}}}, {}, "issuer-binding"),
    ("no recipient", {"assertion": {"recipient": None}}, {"recipient": 1, "type": "Badge"}, "format"),
]


@pytest.mark.parametrize(("name", "published", "given", "code"), HOSTED, ids=[row[0] for row in HOSTED])
def test_a_hosted_badge_spoilt(
    name: str, published: dict[str, Any], given: dict[str, Any], code: str
) -> None:
    documents = published_badge(**published)
    shown = {**documents[ASSERTION], **given}
    report = verify_open_badge_2(compact_json(shown), policy=STRICT, at=AT, sources=sources(documents))
    assert code in failed(report)


def test_what_an_assertion_embeds_about_its_issuer_is_not_believed() -> None:
    documents = published_badge()
    forged = {
        **documents[ASSERTION],
        "id": EVIL,
        "badge": {
            "type": "BadgeClass",
            "issuer": {"id": ISSUER, "verification": {"allowedOrigins": "evil.example"}},
        },
    }
    report = verify_any(
        compact_json(forged), policy=STRICT, at=AT, sources=sources({**documents, EVIL: forged})
    )
    assert failed(report) == {"issuer-binding"}


def signed_badge(signer: InMemorySigner, **changes: Any) -> bytes:
    claims = published_badge()[ASSERTION]
    verification = {"type": "signed", "creator": "https://uni.example/key"}
    return resigned(signer, {**claims, "verification": verification, **changes}, typ="JWT")


def test_a_signed_badge() -> None:
    def check(token: bytes, **published: Any) -> Any:
        return verify_any(token, policy=STRICT, at=AT, sources=sources(published_badge(**published)))

    assert check(signed_badge(RSA)).verdict is Verdict.VALID
    assert "proof" in failed(check(signed_badge(new_signer("RSA"))))
    assert failed(check(signed_badge(RSA), key={"owner": "https://evil.example"})) == {"issuer-binding"}
    assert failed(check(signed_badge(RSA), issuer={"publicKey": []})) == {"issuer-binding"}
    revoked = {"revokedAssertions": [{"id": ASSERTION}]}
    assert failed(check(signed_badge(RSA), revoked=revoked)) == {"revocation"}
    assert failed(check(signed_badge(RSA), revoked={"revokedAssertions": [ASSERTION]})) == {"revocation"}
    own_key = {"id": "https://uni.example/key", "owner": ISSUER, "publicKeyPem": "x"}
    embedded = {"verification": {"type": "signed", "creator": own_key}}
    assert "proof" in failed(check(signed_badge(RSA, **embedded)))


@pytest.mark.parametrize("kind", [["HostedBadge", "Extension"], ["MerkleProofVerification2017"], {}, [[]], 1])
def test_any_value_may_stand_where_a_badge_says_how_it_is_verified(kind: object) -> None:
    badge = {
        "@context": "https://w3id.org/openbadges/v2",
        "type": "Assertion",
        "id": ["urn:uuid:1"],
        "recipient": {},
        "badge": {"issuer": "https://far.example/i"},
        "issuedOn": "2020-01-01T00:00:00Z",
        "verification": {"type": kind},
    }
    report = verify_any(json.dumps(badge).encode(), policy=STRICT, at=AT, sources=sources())
    assert report.verdict is not Verdict.VALID
    is_hosted = isinstance(kind, list) and "HostedBadge" in kind
    assert reason(report, "format") == (None if is_hosted else "badge-verification-type")
