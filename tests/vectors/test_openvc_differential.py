"""A second implementation reads what we issue, and refuses what we refuse (openvc-core, tests only).

SD-JWT VC and Token Status List; its ``vc+jwt`` still expects the ``vc`` claim, which VC-JOSE-COSE forbids.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import openvc
import pytest
from openvc.status import token_status_list as theirs

from tests.envelope_world import AT, joined, parts, sources, spoilt
from tests.signing_keys import new_signer
from umiem.engine import VerificationPolicy
from umiem.engine.envelopes.sd_jwt.issuing import DisclosurePlan
from umiem.engine.envelopes.sd_jwt.presenting import bind_to_key, select_disclosures
from umiem.engine.envelopes.sd_jwt.token import parse_sd_jwt
from umiem.engine.envelopes.sd_jwt_vc import sign_sd_jwt_vc, verify_sd_jwt_vc
from umiem.engine.identifiers.jwk import public_key_to_jwk
from umiem.engine.report import Verdict
from umiem.engine.status.token import (
    TokenStatusList,
    decode_token_status_list,
    encode_token_status_list,
    sign_status_list_token,
)

AUDIENCE, NONCE, URI = "https://verifier.example", "n-0S6_WzA2Mj", "https://status.example/1"


def accepted(token: bytes, **settings: Any) -> bool:
    """Say whether the other implementation accepts a token."""
    try:
        openvc.verify_credential(token.decode(), **settings)
    except openvc.OpenvcError:
        return False
    return True


def status_world(index: int, bits: int) -> tuple[bytes, Any, Any]:
    """Return a presented SD-JWT VC with a status, and the list for both implementations."""
    now = datetime.now(UTC)
    issuer, holder = new_signer("P-256"), new_signer("P-256")
    claims = {
        "iss": issuer.did,
        "vct": "https://example.com/t",
        "exp": int((now + timedelta(days=9)).timestamp()),
        "cnf": {"jwk": public_key_to_jwk(holder.public_key)},
        "given_name": "Jadwiga",
        "family_name": "Nowak",
        "status": {"status_list": {"idx": index, "uri": URI}},
    }
    plan = DisclosurePlan.of([("given_name",), ("family_name",)], decoys=2)
    shown = select_disclosures(
        parse_sd_jwt(sign_sd_jwt_vc(claims, issuer, plan=plan).data), [("given_name",)]
    )
    bound = bind_to_key(shown, holder, audience=AUDIENCE, nonce=NONCE, issued_at=now)
    listed = sign_status_list_token(
        TokenStatusList.of([0, 1, 0, 0], bits=bits),
        issuer,
        uri=URI,
        issued_at=now,
        lifetime=timedelta(hours=1),
    )
    return bound.compact().encode(), listed, now


@pytest.mark.parametrize(("index", "good"), [(0, True), (1, False)])
def test_sd_jwt_vc_with_key_binding_and_status(index: int, good: bool) -> None:
    token, listed, now = status_world(index, 2)
    policy = openvc.VerificationPolicy(audience=AUDIENCE, nonce=NONCE, require_key_binding=True)
    bits = decode_token_status_list(parts(listed)[1]["status_list"])
    answer = {"status_list": {"bits": bits.bits, "lst": theirs.encode_status_list(bits.data)}, "sub": URI}
    assert accepted(token, policy=policy, resolve_status_list_token=lambda uri: answer) is good
    ours = verify_sd_jwt_vc(token, policy=VerificationPolicy.strict(), at=now, sources=sources({URI: listed}))
    assert (ours.verdict is Verdict.VALID) is good


def test_status_lists_read_each_other() -> None:
    for bits in (1, 2, 4, 8):
        values = [number % (1 << bits) for number in range(64)]
        ours = encode_token_status_list(TokenStatusList.of(values, bits=bits))
        raw = theirs.decode_status_list(ours["lst"])
        assert [theirs.get_status(raw, index, bits=bits) for index in range(64)] == values
        made = theirs.new_status_list(64, bits=bits)
        for index, value in enumerate(values):
            theirs.set_status(made, index, value, bits=bits)
        read = decode_token_status_list({"bits": bits, "lst": theirs.encode_status_list(bytes(made))})
        assert [read.read(index) for index in range(64)] == values


def test_both_refuse_a_spoilt_token() -> None:
    issuer = new_signer("P-256")
    claims = {"iss": issuer.did, "vct": "https://example.com/t", "given_name": "Jadwiga"}
    good = sign_sd_jwt_vc(claims, issuer, plan=DisclosurePlan()).data
    assert accepted(good)
    header, payload, signature = parts(good.removesuffix(b"~"))
    policy = VerificationPolicy.strict()
    for place, changed in spoilt(payload):
        bad = joined(header, changed, signature) + b"~"
        ours = verify_sd_jwt_vc(bad, policy=policy, at=AT, sources=sources())
        assert ours.verdict is not Verdict.VALID, place
        assert not accepted(bad), place
