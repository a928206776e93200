"""Open Badges 3.0 in the JWT profile: claims that repeat the credential, and whose key it is."""

from __future__ import annotations

from typing import Any

import pytest

from tests.envelope_world import AT, STRICT, credential, failed, reason, resigned, sources
from tests.signing_keys import new_signer
from umiem.engine import (
    prepare_credential,
)
from umiem.engine.envelopes.open_badges_jwt import sign_open_badge_jwt
from umiem.engine.identifiers.jwk import public_key_to_jwk
from umiem.engine.profiles.open_badges_3 import OPEN_BADGES_3
from umiem.engine.recognition import Kind, recognise, verify_any
from umiem.engine.report import Verdict

RSA = new_signer("RSA")


def badge(issuer: str) -> dict[str, Any]:
    return {
        **credential(issuer),
        **{
            "@context": [
                "https://www.w3.org/ns/credentials/v2",
                "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
            ],
            "type": ["VerifiableCredential", "OpenBadgeCredential"],
            "issuer": {"id": issuer, "type": ["Profile"], "name": "Politechnika Przykładowa"},
            "credentialSubject": {
                "id": "did:example:learner",
                "type": ["AchievementSubject"],
                "achievement": {
                    "id": "https://uni.example/a/1",
                    "type": ["Achievement"],
                    "name": "Analiza danych",
                    "description": "Łączy i analizuje dane",
                    "criteria": {"narrative": "Projekt"},
                },
            },
        },
    }


def test_open_badges_jwt_profile() -> None:
    token = sign_open_badge_jwt(prepare_credential(badge(RSA.did), OPEN_BADGES_3), RSA).data
    assert recognise(token).kind is Kind.OPEN_BADGE_JWT
    report = verify_any(token, policy=STRICT, at=AT, sources=sources())
    assert report.verdict is Verdict.VALID
    assert report.secured_claims is not None
    assert "nbf" not in report.secured_claims


JWT_CLAIMS: list[tuple[str, dict[str, Any]]] = [
    ("iss", {"iss": "did:example:x"}),
    ("jti", {"jti": "urn:uuid:other"}),
    ("nbf", {"nbf": 1}),
    ("exp", {"exp": 4_000_000_000}),
    ("sub", {"sub": "did:example:other"}),
]


def badge_token(changes: dict[str, Any], **header: Any) -> bytes:
    claims = badge(RSA.did)
    subject = claims["credentialSubject"]["id"]
    repeated = {
        "iss": RSA.did,
        "jti": claims["id"],
        "nbf": 1_767_225_600,
        "exp": 1_924_992_000,
        "sub": subject,
    }
    return resigned(RSA, {**claims, **repeated, **changes}, **header)


@pytest.mark.parametrize(("name", "changes"), JWT_CLAIMS, ids=[row[0] for row in JWT_CLAIMS])
def test_claims_that_repeat_the_credential_must_agree(name: str, changes: dict[str, Any]) -> None:
    header = {"kid": RSA.verification_method}
    good = verify_any(badge_token({}, **header), policy=STRICT, at=AT, sources=sources())
    assert good.verdict is Verdict.VALID
    report = verify_any(badge_token(changes, **header), policy=STRICT, at=AT, sources=sources())
    assert "format" in failed(report)


def test_a_key_that_the_token_brings_must_be_the_issuers() -> None:
    own = verify_any(
        badge_token({}, jwk=public_key_to_jwk(RSA.public_key)), policy=STRICT, at=AT, sources=sources()
    )
    assert own.verdict is Verdict.VALID
    stranger = new_signer("RSA")
    forged = resigned(
        stranger, {**badge(RSA.did), "iss": RSA.did}, jwk=public_key_to_jwk(stranger.public_key)
    )
    report = verify_any(forged, policy=STRICT, at=AT, sources=sources())
    assert reason(report, "issuer-binding") == "issuer-key-unbound"
    assert report.verdict is not Verdict.VALID


def test_a_key_published_on_the_issuers_host() -> None:
    issuer, url = "https://uni.example/issuer", "https://uni.example/keys/1"
    published = {url: public_key_to_jwk(RSA.public_key)}
    claims = badge(issuer)
    repeated = {"iss": issuer, "jti": claims["id"], "nbf": 1_767_225_600, "exp": 1_924_992_000}
    token = resigned(RSA, {**claims, **repeated, "sub": "did:example:learner"}, kid=url)
    assert verify_any(token, policy=STRICT, at=AT, sources=sources(published)).verdict is Verdict.VALID
    elsewhere = {"https://evil.example/keys/1": published[url]}
    token = resigned(RSA, {**claims, **repeated}, kid="https://evil.example/keys/1")
    report = verify_any(token, policy=STRICT, at=AT, sources=sources(elsewhere))
    assert failed(report) == {"issuer-binding"}
