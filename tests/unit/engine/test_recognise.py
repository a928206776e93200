"""Recognising any input, Open Badges 3 as JWT, Open Badges 2 hosted and signed, presentations as JWT."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from PIL import Image
from pypdf import PdfWriter

from tests.envelope_world import AT, STRICT, credential, failed, prepared, reason, resigned, sources
from tests.signing_keys import new_signer
from umiem.engine import (
    PLAIN_CREDENTIAL,
    InMemorySigner,
    StatusEntry,
    VerificationPolicy,
    prepare_credential,
    sign_credential,
    status_list_document,
)
from umiem.engine.containers.png import bake_png
from umiem.engine.containers.svg import bake_svg
from umiem.engine.envelopes.base64url import encode_base64url
from umiem.engine.envelopes.enveloped import ENVELOPED_PRESENTATION, envelop
from umiem.engine.envelopes.jws import compact_json
from umiem.engine.envelopes.open_badges_jwt import sign_open_badge_jwt
from umiem.engine.envelopes.sd_jwt.issuing import DisclosurePlan
from umiem.engine.envelopes.sd_jwt.token import flattened_json, general_json, parse_sd_jwt
from umiem.engine.envelopes.sd_jwt_vc import sign_sd_jwt_vc
from umiem.engine.envelopes.vc_jwt import sign_vc_jwt, sign_vc_sd_jwt
from umiem.engine.envelopes.vp_jwt import sign_vp_jwt, sign_vp_sd_jwt
from umiem.engine.identifiers.jwk import public_key_to_jwk
from umiem.engine.legacy.open_badges_2 import verify_open_badge_2
from umiem.engine.profiles.open_badges_3 import OPEN_BADGES_3
from umiem.engine.recognition import Kind, recognise, verify_any
from umiem.engine.report import Outcome, Verdict
from umiem.engine.status.bitstring import set_value
from umiem.errors import MalformedInputError, UmiemError, UnsupportedError
from umiem.sentences.checks import check_sentence

SIGNER = new_signer()
DID_KEY = InMemorySigner.generate()


def presentation(*entries: Any) -> dict[str, Any]:
    return {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiablePresentation"],
        "holder": SIGNER.did,
        "verifiableCredential": list(entries),
    }


def sd_jwt_vc() -> bytes:
    claims = {"iss": SIGNER.did, "vct": "https://example.com/t", "given_name": "Jadwiga"}
    return sign_sd_jwt_vc(claims, SIGNER, plan=DisclosurePlan.of([("given_name",)])).data


def everything() -> list[tuple[Kind, bytes]]:
    vc = sign_vc_jwt(prepared(SIGNER), SIGNER)
    embedded = sign_credential(prepared(DID_KEY), DID_KEY, created=AT).data
    named = DisclosurePlan.of([("name",)])
    held = presentation(envelop(vc))
    return [
        (Kind.CREDENTIAL, embedded),
        (Kind.CREDENTIAL, b"\n" + embedded + b"\n"),
        (Kind.VC_JWT, vc.data),
        (Kind.VC_JWT, compact_json(envelop(vc))),
        (Kind.VC_SD_JWT, sign_vc_sd_jwt(prepared(SIGNER), SIGNER, plan=named).data),
        (Kind.DC_SD_JWT, sd_jwt_vc()),
        (Kind.DC_SD_JWT, flattened_json(parse_sd_jwt(sd_jwt_vc()))),
        (Kind.VP_JWT, sign_vp_jwt(held, SIGNER).data),
        (Kind.VP_JWT, compact_json(envelop(sign_vp_jwt(held, SIGNER), kind=ENVELOPED_PRESENTATION))),
        (Kind.VP_SD_JWT, sign_vp_sd_jwt(held, SIGNER, plan=DisclosurePlan.of([("holder",)])).data),
    ]


@pytest.mark.parametrize(("kind", "data"), everything())
def test_every_kind_is_recognised_and_verified(kind: Kind, data: bytes) -> None:
    found = recognise(data)
    assert (found.kind, found.container) == (kind, None)
    report = verify_any(data, policy=STRICT, at=AT, sources=sources())
    assert report.verdict is Verdict.VALID, [
        (check.code, dict(check.params)) for check in report.checks if check.code in failed(report)
    ]


def picture() -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (4, 4)).save(buffer, "PNG")
    return buffer.getvalue()


def document(attached: bytes) -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.add_attachment("credential.json", attached)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def test_containers_are_opened_once() -> None:
    token = sign_vc_jwt(prepared(SIGNER), SIGNER).data
    svg = b'<svg xmlns="http://www.w3.org/2000/svg"/>'
    for container, data in (
        ("png", bake_png(picture(), token)),
        ("svg", bake_svg(svg, token)),
        ("pdf", document(token)),
    ):
        assert recognise(data).container == container
        report = verify_any(data, policy=STRICT, at=AT, sources=sources())
        assert report.verdict is Verdict.VALID
        assert report.check("format").params["container"] == container
    nested = bake_png(picture(), bake_svg(svg, token))
    assert verify_any(nested, policy=STRICT, at=AT, sources=sources()).verdict is not Verdict.VALID


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", UnsupportedError),
        (b"hello", UnsupportedError),
        (b"PK\x03\x04", UnsupportedError),
        (b"{", MalformedInputError),
        (b"eyJ0eXAiOiJ4In0.e30.AA", UnsupportedError),
        (b"eyJ0eXAiOiJ2Yytqd3QifQ.e30.AA~", UnsupportedError),
        (b"eyJ0eXAiOiJkYytzZC1qd3QifQ.e30.AA", UnsupportedError),
        (bytes(11 * 1024 * 1024), MalformedInputError),
    ],
)
def test_what_is_not_recognised(data: bytes, error: type[UmiemError]) -> None:
    with pytest.raises(error):
        recognise(data)
    assert verify_any(data, policy=STRICT, at=AT, sources=sources()).verdict is not Verdict.VALID


def test_an_sd_jwt_with_two_signatures_is_not_half_verified() -> None:
    both = [parse_sd_jwt(sd_jwt_vc())] * 2
    with pytest.raises(UnsupportedError):
        recognise(general_json(both))


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


RSA = new_signer("RSA")


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


def test_proof_only_runs_name_what_they_leave_out() -> None:
    token = resigned(SIGNER, credential("did:example:u"), typ="vc+jwt", kid=SIGNER.verification_method)
    policy = VerificationPolicy.conformance()
    assert verify_any(token, policy=policy, at=AT, sources=sources()).verdict is Verdict.VALID
    assert verify_any(token, policy=STRICT, at=AT, sources=sources()).verdict is Verdict.INVALID


def test_a_time_without_zone_is_refused() -> None:
    token = sign_vc_jwt(prepared(SIGNER), SIGNER).data
    with pytest.raises(MalformedInputError):
        verify_any(token, policy=STRICT, at=AT.replace(tzinfo=None), sources=sources())


@pytest.mark.parametrize(("revoked", "verdict"), [(False, Verdict.VALID), (True, Verdict.INVALID)])
def test_a_bitstring_status_list_as_vc_jwt(revoked: bool, verdict: Verdict) -> None:
    url = "https://status.example/lists/3"
    bits = bytearray(16 * 1024)
    set_value(bits, 94_567, int(revoked))
    listed = status_list_document(
        list_url=url, issuer=SIGNER.did, purpose="revocation", bits=bits, valid_from=AT
    )
    token = sign_vc_jwt(prepare_credential(listed, PLAIN_CREDENTIAL), SIGNER).data
    entry = StatusEntry(purpose="revocation", index=94_567, list_url=url).as_json()
    subject = sign_vc_jwt(prepared(SIGNER, credentialStatus=entry), SIGNER).data
    report = verify_any(subject, policy=STRICT, at=AT, sources=sources({url: token}))
    assert report.verdict is verdict
    assert (reason(report, "revocation") == "revoked") is revoked


@pytest.mark.parametrize("header", [{"typ": "JWT"}, {}, {"typ": "vc+jwt"}])
def test_a_token_of_vcdm_1_1_is_refused_for_what_it_is(header: dict[str, str]) -> None:
    """VC-JOSE-COSE, 1.1.2.1: ``vc`` and ``vp`` must not be present."""
    claims = {"iss": "did:key:z6Mk", "vc": {"type": ["VerifiableCredential"], "credentialSubject": {}}}
    parts = (encode_base64url(compact_json(one)) for one in ({"alg": "EdDSA", **header}, claims))
    report = verify_any(b".".join((*parts, b"AAAA")), policy=STRICT, at=AT, sources=sources())
    check = report.check("format")
    assert check is not None
    assert (check.outcome, check.params["reason"]) == (Outcome.FAILED, "jwt-vc-claim")
    assert "older kind" in check_sentence(check, "en")


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
