"""Recognising any input and opening what it is in; presentations, status lists and old tokens as JWT."""

from __future__ import annotations

import io
from typing import Any

import pytest
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
from umiem.engine.envelopes.sd_jwt.issuing import DisclosurePlan
from umiem.engine.envelopes.sd_jwt.token import flattened_json, general_json, parse_sd_jwt
from umiem.engine.envelopes.sd_jwt_vc import sign_sd_jwt_vc
from umiem.engine.envelopes.vc_jwt import sign_vc_jwt, sign_vc_sd_jwt
from umiem.engine.envelopes.vp_jwt import sign_vp_jwt, sign_vp_sd_jwt
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
