"""Presentations: the answer is about the credential inside, and never better than the credential alone."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from tests.engine_documents import issue_badge
from tests.signing_keys import new_signer
from umiem.engine import bake_png, envelop, sign_presentation, sign_vp_jwt
from umiem.engine.credential import SecuredCredential
from umiem.services.credential.representations.stored import get_representation
from umiem.services.verifying import check_batches
from umiem.services.verifying.verdicts import answer_of
from umiem.services.verifying.verification import check
from umiem.storage.exact_bytes import signed_bytes
from umiem.web.verifier.verdict import view_of

pytestmark = [pytest.mark.django_db]
HOLDER = new_signer()


def presentation(*credentials: Any, **members: Any) -> dict[str, Any]:
    return {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiablePresentation"],
        "verifiableCredential": list(credentials),
        **members,
    }


def signed(document: dict[str, Any]) -> bytes:
    created = timezone.now().replace(microsecond=0) - timedelta(minutes=1)
    return sign_presentation(document, HOLDER, created=created).data


def ours(world) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(signed_bytes(world.award().credential))
    return found


def outcome(data: bytes) -> tuple[str, str]:
    result = check(data)
    around = result.report.check("presentation")
    return answer_of(result), "" if around is None else around.outcome.value


def test_what_is_genuine_alone_is_genuine_inside_and_named(world):
    credential = ours(world)
    for holder in ({}, {"holder": HOLDER.did}):
        assert outcome(signed(presentation(credential, **holder))) == ("verified", "passed")
    plain = json.dumps(presentation(credential)).encode()
    assert outcome(plain) == ("verified", "not-applicable")
    result = check(plain)
    assert result.summary is not None
    assert result.summary.learner_name == "Świętosława Żółć"


def test_a_holder_is_not_said_to_be_the_person_named(world):
    result = check(signed(presentation(ours(world), holder=HOLDER.did)))
    with override("en"):
        told = {row.code: row.sentence for row in view_of(result).checks}
    assert told["holder-binding"] == "The key that signed that it is shown belongs to the holder named there."
    assert "Whether that is the person named is for you to find out" in told["presentation"]


def test_a_token_in_a_signed_presentation_is_found(world):
    credential = world.award().credential
    token = get_representation(credential, "ob3-jwt")
    inside = envelop(SecuredCredential(token.data, "application/vc+jwt"))
    assert outcome(sign_vp_jwt(presentation(inside, holder=HOLDER.did), HOLDER).data) == (
        "verified",
        "passed",
    )


def test_what_was_changed_inside_is_named_and_a_changed_presentation_is_not_in_order(world):
    credential = ours(world)
    changed = json.loads(json.dumps(credential, ensure_ascii=False).replace("Żółć", "Nowak"))
    result = check(json.dumps(presentation(changed)).encode())
    assert answer_of(result) == "not-verified"
    assert "Nowak" in " ".join(difference.shown for difference in result.differences)
    around = json.loads(signed(presentation(credential, holder=HOLDER.did)))
    around["id"] = "urn:uuid:58172aac-d8ba-11ed-83dd-000000000000"
    spoilt = check(json.dumps(around).encode())
    assert answer_of(spoilt) == "not-verified"
    with override("en"):
        assert "the presentation around it is not in order" in view_of(spoilt).sentence


def test_a_presentation_of_several_leads_to_the_table_and_of_none_confirms_nothing(world):
    both = signed(presentation(ours(world), issue_badge(), holder=HOLDER.did))
    assert check_batches.are_many("x.json", both)
    items = check_batches.read_items([("x.json", both)])
    assert [item.name for item in items] == ["x.json", "x.json (1)", "x.json (2)"]
    assert answer_of(check(items[1].data or b"")) == "verified"
    assert answer_of(check(both)) == "verified-with-open-points"
    empty = signed(presentation(holder=HOLDER.did))
    assert answer_of(check(empty)) == "verified-with-open-points"
    assert check(empty).summary is None
    assert Client().post("/verify/", {"text": both.decode()}).status_code == 302


def test_what_somebody_says_of_themselves_is_never_green():
    claim = {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiableCredential"],
        "issuer": HOLDER.did,
        "credentialSubject": {"id": HOLDER.did, "name": "Doctor"},
    }
    assert answer_of(check(signed(presentation(claim, holder=HOLDER.did)))) == "verified-with-open-points"
    assert answer_of(check(json.dumps(presentation(claim, holder=HOLDER.did)).encode())) == "not-verified"


def test_a_presentation_in_a_picture_is_answered_for_the_credential_inside(world):
    credential = world.award().credential
    picture = get_representation(credential, "png").data
    token = get_representation(credential, "ob3-jwt")
    inside = envelop(SecuredCredential(token.data, "application/vc+jwt"))
    shown = sign_vp_jwt(presentation(inside, holder=HOLDER.did), HOLDER).data
    plain = json.dumps(presentation(json.loads(signed_bytes(credential)))).encode()
    escaped = plain.replace(b"VerifiablePresentation", b"Verifiable\\u0050resentation")
    for data, around in (
        (bake_png(picture, shown), "passed"),
        (bake_png(picture, plain), "not-applicable"),
        (escaped, "not-applicable"),
    ):
        result = check(data)
        assert result.report.check("presentation").outcome.value == around
        assert result.summary is not None
