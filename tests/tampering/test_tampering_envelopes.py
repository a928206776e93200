"""Every signed envelope spoilt one field at a time, naming the check that must fail."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.envelope_world import (
    AT,
    STRICT,
    credential,
    failed,
    issuer_and_holder,
    joined,
    parts,
    prepared,
    reason,
    resigned,
    sources,
    spoilt,
)
from tests.signing_keys import new_signer
from umiem.engine import VerificationReport
from umiem.engine.envelopes.base64url import encode_base64url
from umiem.engine.envelopes.enveloped import envelop
from umiem.engine.envelopes.jws import compact_json
from umiem.engine.envelopes.sd_jwt.issuing import DisclosurePlan
from umiem.engine.envelopes.sd_jwt.presenting import KeyBindingExpectation, bind_to_key, select_disclosures
from umiem.engine.envelopes.sd_jwt.token import SdJwt, parse_sd_jwt
from umiem.engine.envelopes.sd_jwt_vc import sign_sd_jwt_vc, verify_sd_jwt_vc
from umiem.engine.envelopes.vc_jwt import sign_vc_jwt, sign_vc_sd_jwt, verify_vc_jwt, verify_vc_sd_jwt
from umiem.engine.envelopes.vp_jwt import PresentationExpectation, sign_vp_jwt, verify_vp_jwt
from umiem.engine.identifiers.jwk import public_key_to_jwk
from umiem.engine.report import Verdict

AUDIENCE, NONCE = "https://verifier.example", "n-0S6_WzA2Mj"
EXPECTED = KeyBindingExpectation(audience=AUDIENCE, nonce=NONCE)


def check_vc(token: bytes) -> VerificationReport:
    return verify_vc_jwt(token, policy=STRICT, at=AT, sources=sources())


def check_dc(token: bytes) -> VerificationReport:
    return verify_sd_jwt_vc(token, policy=STRICT, at=AT, sources=sources(), key_binding=EXPECTED)


@pytest.mark.parametrize("algorithm", ["Ed25519", "P-256", "P-384", "RSA"])
def test_vc_jwt_every_claim_is_covered(algorithm: str) -> None:
    signer = new_signer(algorithm)
    token = sign_vc_jwt(prepared(signer), signer).data
    assert check_vc(token).verdict is Verdict.VALID
    header, payload, signature = parts(token)
    for place, changed in spoilt(payload):
        report = check_vc(joined(header, changed, signature))
        assert "proof" in failed(report), place
        assert report.secured_claims is None, place


@pytest.mark.parametrize("algorithm", ["Ed25519", "P-256"])
def test_vc_jwt_every_header_parameter_is_covered(algorithm: str) -> None:
    signer = new_signer(algorithm)
    header, payload, signature = parts(sign_vc_jwt(prepared(signer), signer).data)
    for place, changed in spoilt(header):
        assert "proof" in failed(check_vc(joined(changed, payload, signature))), place


HEADERS: list[tuple[str, dict[str, Any], str, str]] = [
    ("no algorithm", {"alg": "none"}, "proof", "jws-algorithm-not-of-key"),
    ("HMAC with the public key", {"alg": "HS256"}, "proof", "jws-algorithm-not-of-key"),
    ("another key's algorithm", {"alg": "ES256"}, "proof", "jws-algorithm-not-of-key"),
    ("unknown critical extension", {"crit": ["exp"]}, "proof", "jws-critical-extension"),
    ("unencoded payload", {"b64": False}, "proof", "jws-critical-extension"),
    ("compressed payload", {"zip": "DEF"}, "proof", "jws-compressed"),
    ("another kind of token", {"typ": "vp+jwt"}, "format", "jws-type"),
    ("no kind", {"typ": None}, "format", "jws-type"),
    ("another content type", {"cty": "vp"}, "format", "jws-content-type"),
    ("key id is no text", {"kid": 7}, "proof", "jws-key-id-malformed"),
    ("key of nobody", {"kid": "did:example:x#1"}, "proof", "did-not-found"),
]


@pytest.mark.parametrize(("name", "header", "code", "why"), HEADERS, ids=[row[0] for row in HEADERS])
def test_vc_jwt_headers_signed_by_the_issuer(name: str, header: dict[str, Any], code: str, why: str) -> None:
    signer = new_signer()
    usual = {"typ": "vc+jwt", "cty": "vc", "kid": signer.verification_method}
    report = check_vc(resigned(signer, credential(signer.did), **{**usual, **header}))
    assert report.verdict is Verdict.INVALID
    assert reason(report, code) == why


CLAIMS: list[tuple[str, dict[str, Any], str, str]] = [
    ("vc wrapper", {"vc": {}}, "format", "jwt-vc-claim"),
    ("vp wrapper", {"vp": {}}, "format", "jwt-vc-claim"),
    ("another issuer in iss", {"iss": "did:example:other"}, "format", "jwt-issuer-mismatch"),
    ("embedded proof", {"proof": {"type": "DataIntegrityProof"}}, "format", "proof-inside-envelope"),
    ("expired signature", {"exp": 1_700_000_000}, "validity-period", "signature-expired"),
    ("signature of tomorrow", {"nbf": 1_900_000_000}, "validity-period", "signature-not-yet-valid"),
    ("expiry that is no number", {"exp": "2031"}, "validity-period", "jwt-date-malformed"),
    ("expired credential", {"validUntil": "2026-02-01T00:00:00Z"}, "validity-period", "expired"),
    ("not yet valid", {"validFrom": "2027-01-01T00:00:00Z"}, "validity-period", "not-yet-valid"),
    ("undefined term", {"colour": "red"}, "context", "term-undefined"),
    ("no subject", {"credentialSubject": {}}, "format", "subject-empty"),
    ("version 1.1", {"@context": ["https://www.w3.org/2018/credentials/v1"]}, "format", "context-first"),
    (
        "an issuer that did not sign",
        {"issuer": "did:example:u"},
        "issuer-binding",
        "proof-controller-mismatch",
    ),
    (
        "status that cannot be read",
        {"credentialStatus": {"type": "Unknown", "id": "urn:x:1"}},
        "revocation",
        "status-type-unknown",
    ),
]


@pytest.mark.parametrize(("name", "claims", "code", "why"), CLAIMS, ids=[row[0] for row in CLAIMS])
def test_vc_jwt_claims_signed_by_the_issuer(name: str, claims: dict[str, Any], code: str, why: str) -> None:
    signer = new_signer()
    header = {"typ": "vc+jwt", "cty": "vc", "kid": signer.verification_method}
    report = check_vc(resigned(signer, {**credential(signer.did), **claims}, **header))
    assert report.verdict is not Verdict.VALID
    assert reason(report, code) == why


def test_vc_jwt_signed_by_somebody_else() -> None:
    issuer, stranger = issuer_and_holder()
    claims = credential(issuer.did)
    header = {"typ": "vc+jwt", "cty": "vc", "kid": stranger.verification_method}
    report = check_vc(resigned(stranger, claims, **header))
    assert failed(report) == {"issuer-binding"}
    report = check_vc(resigned(stranger, claims, **{**header, "kid": issuer.verification_method}))
    assert reason(report, "proof") == "jws-algorithm-not-of-key"


def test_a_key_in_the_header_is_not_believed() -> None:
    issuer, stranger = new_signer(), new_signer()
    header = {
        "typ": "vc+jwt",
        "jwk": public_key_to_jwk(stranger.public_key),
        "kid": issuer.verification_method,
    }
    report = check_vc(resigned(stranger, credential(issuer.did), **header))
    assert reason(report, "proof") == "signature-invalid"


def test_vc_sd_jwt_disclosures_are_covered() -> None:
    signer = new_signer("P-256")
    plan = DisclosurePlan.of([("name",), ("description",)])
    sd_jwt = parse_sd_jwt(sign_vc_sd_jwt(prepared(signer), signer, plan=plan).data)
    for spoil, faulty in (
        (_altered, "format"),
        (_repeated, "format"),
        (_unreferenced, "proof"),
        (_reordered_salt, "proof"),
    ):
        broken = spoil(sd_jwt)
        report = verify_vc_sd_jwt(broken.compact().encode(), policy=STRICT, at=AT, sources=sources())
        assert report.verdict is Verdict.INVALID, spoil.__name__
        assert faulty in failed(report), spoil.__name__


def _text(*values: Any) -> str:
    return encode_base64url(compact_json(list(values))).decode()


def _altered(sd_jwt: SdJwt) -> SdJwt:
    return SdJwt(sd_jwt.issuer_signed, (sd_jwt.disclosures[0][:-2] + "AA", *sd_jwt.disclosures[1:]))


def _repeated(sd_jwt: SdJwt) -> SdJwt:
    return SdJwt(sd_jwt.issuer_signed, (*sd_jwt.disclosures, sd_jwt.disclosures[0]))


def _unreferenced(sd_jwt: SdJwt) -> SdJwt:
    return SdJwt(sd_jwt.issuer_signed, (*sd_jwt.disclosures, _text("salt", "grade", "5.0")))


def _reordered_salt(sd_jwt: SdJwt) -> SdJwt:
    return SdJwt(sd_jwt.issuer_signed, (_text("name", "salt", 1),))


def presented(**changes: Any) -> tuple[SdJwt, Any]:
    issuer, holder = issuer_and_holder()
    claims = {
        "iss": issuer.did,
        "vct": "https://example.com/types/micro-credential",
        "iat": 1_760_000_000,
        "exp": 1_900_000_000,
        "cnf": {"jwk": public_key_to_jwk(holder.public_key)},
        "given_name": "Jadwiga",
        "family_name": "Nowak",
    }
    token = sign_sd_jwt_vc(claims, issuer, plan=DisclosurePlan.of([("given_name",), ("family_name",)])).data
    chosen = select_disclosures(parse_sd_jwt(token), [("given_name",)])
    settings = {"audience": AUDIENCE, "nonce": NONCE, "issued_at": AT, **changes}
    return bind_to_key(chosen, settings.pop("signer", holder), **settings), holder


BINDINGS: list[tuple[str, dict[str, Any], str]] = [
    ("another verifier", {"audience": "https://evil.example"}, "key-binding-other-audience"),
    ("another nonce", {"nonce": "replayed"}, "key-binding-other-nonce"),
    ("old", {"issued_at": AT - timedelta(hours=1)}, "key-binding-too-old"),
    ("of the future", {"issued_at": AT + timedelta(hours=1)}, "key-binding-from-future"),
    ("another holder", {"signer": new_signer("P-256")}, "key-binding-signature-invalid"),
    ("another kind of key", {"signer": new_signer()}, "key-binding-jws-algorithm-not-of-key"),
]


@pytest.mark.parametrize(("name", "changes", "why"), BINDINGS, ids=[row[0] for row in BINDINGS])
def test_key_binding(name: str, changes: dict[str, Any], why: str) -> None:
    good, _ = presented()
    assert check_dc(good.compact().encode()).verdict is Verdict.VALID
    bad, _ = presented(**changes)
    report = check_dc(bad.compact().encode())
    assert failed(report) == {"key-binding"}
    assert reason(report, "key-binding") == why


def test_key_binding_covers_what_is_shown() -> None:
    bound, _ = presented()
    more = SdJwt(bound.issuer_signed, (), bound.key_binding)
    assert reason(check_dc(more.compact().encode()), "key-binding") == "key-binding-other-presentation"
    assert reason(check_dc(bound.without_key_binding().compact().encode()), "key-binding") == (
        "key-binding-missing"
    )


SD_JWT_VC: list[tuple[str, Callable[[dict[str, Any]], dict[str, Any]], str, str]] = [
    ("no type", lambda c: {k: v for k, v in c.items() if k != "vct"}, "format", "sd-jwt-type-missing"),
    ("types empty", lambda c: {**c, "aka_vcts": []}, "format", "sd-jwt-types-malformed"),
    ("type named twice", lambda c: {**c, "aka_vcts": [c["vct"]]}, "format", "sd-jwt-types-malformed"),
    ("issuer is no text", lambda c: {**c, "iss": 1}, "format", "jwt-claim-malformed"),
    ("expired", lambda c: {**c, "exp": 1_700_000_000}, "validity-period", "expired"),
    ("not yet valid", lambda c: {**c, "nbf": 1_900_000_000}, "validity-period", "not-yet-valid"),
    ("dates are texts", lambda c: {**c, "exp": "soon"}, "validity-period", "jwt-date-malformed"),
    (
        "unknown key binding",
        lambda c: {**c, "cnf": {"kid": "x"}},
        "format",
        "key-binding-confirmation-unsupported",
    ),
    (
        "private key in cnf",
        lambda c: {**c, "cnf": {"jwk": {"kty": "OKP", "d": "AA"}}},
        "format",
        "jwk-private",
    ),
    ("status malformed", lambda c: {**c, "status": {}}, "revocation", "token-status-reference-malformed"),
    (
        "status concealed inside",
        lambda c: {**c, "status": {"_sd": ["x"], "status_list": {"idx": 1, "uri": "https://s.example/1"}}},
        "format",
        "sd-jwt-claim-never-disclosable",
    ),
    (
        "another issuer",
        lambda c: {**c, "iss": "did:example:x"},
        "issuer-binding",
        "proof-controller-mismatch",
    ),
    ("unknown hash", lambda c: {**c, "_sd_alg": "md5"}, "format", "sd-jwt-hash-unsupported"),
]


@pytest.mark.parametrize(("name", "spoil", "code", "why"), SD_JWT_VC, ids=[row[0] for row in SD_JWT_VC])
def test_sd_jwt_vc_signed_by_the_issuer(
    name: str, spoil: Callable[[dict[str, Any]], dict[str, Any]], code: str, why: str
) -> None:
    issuer = new_signer()
    claims = spoil({"iss": issuer.did, "vct": "https://example.com/t", "exp": 1_900_000_000})
    token = resigned(issuer, claims, typ="dc+sd-jwt", kid=issuer.verification_method) + b"~"
    report = verify_sd_jwt_vc(token, policy=STRICT, at=AT, sources=sources())
    assert report.verdict is not Verdict.VALID
    assert reason(report, code) == why


@pytest.mark.parametrize("claim", ["iss", "exp", "nbf", "cnf", "vct", "status", "aka_vcts"])
def test_claims_that_decide_validity_may_not_be_disclosed(claim: str) -> None:
    issuer = new_signer()
    disclosure = _text("salt-of-enough-entropy", claim, "https://example.com/t")
    from umiem.engine.envelopes.sd_jwt.disclosure import hash_named

    claims = {
        "iss": issuer.did,
        "vct": "https://example.com/t",
        "_sd": [hash_named("sha-256")(disclosure.encode())],
    }
    claims.pop(claim, None)
    token = resigned(issuer, claims, typ="dc+sd-jwt", kid=issuer.verification_method).decode()
    report = verify_sd_jwt_vc(
        SdJwt(token, (disclosure,)).compact().encode(), policy=STRICT, at=AT, sources=sources()
    )
    assert "format" in failed(report)


def test_vp_jwt_spoilt() -> None:
    issuer, holder = issuer_and_holder()
    secured = sign_vc_jwt(prepared(issuer), issuer)
    document = {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiablePresentation"],
        "holder": holder.did,
        "verifiableCredential": [envelop(secured)],
    }
    token = sign_vp_jwt(document, holder, challenge=NONCE, domain=AUDIENCE).data
    asked = PresentationExpectation(challenge=NONCE, domain=AUDIENCE)

    def check(data: bytes, expected: PresentationExpectation = asked) -> VerificationReport:
        return verify_vp_jwt(data, policy=STRICT, at=AT, sources=sources(), expected=expected)

    assert check(token).verdict is Verdict.VALID
    assert failed(check(token, PresentationExpectation(challenge="other"))) == {"key-binding"}
    assert failed(check(token, PresentationExpectation(domain="https://other"))) == {"key-binding"}
    header, payload, signature = parts(token)
    for place, changed in spoilt(payload):
        assert "proof" in failed(check(joined(header, changed, signature))), place
    other = {**payload, "holder": issuer.did}
    assert "holder-binding" in failed(check(resigned(holder, other, **_without_alg(header))))
    inner_header, inner_payload, inner_signature = parts(secured.data)
    inner = joined(inner_header, {**inner_payload, "name": "Doktorat"}, inner_signature).decode()
    forged = {
        **payload,
        "verifiableCredential": [{**envelop(secured), "id": f"data:application/vc+jwt,{inner}"}],
    }
    assert failed(check(resigned(holder, forged, **_without_alg(header)))) == {"credential"}
    bare = {**payload, "verifiableCredential": [credential(issuer.did)]}
    assert "credential" in failed(check(resigned(holder, bare, **_without_alg(header))))


def _without_alg(header: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in header.items() if name != "alg"}
