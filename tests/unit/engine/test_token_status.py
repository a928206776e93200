"""Token Status List: the draft's own examples, signing, reading, and every way in which that can fail."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.envelope_world import AT, STRICT, failed, parts, reason, resigned, sources
from tests.signing_keys import new_signer
from umiem.engine.envelopes.base64url import encode_base64url
from umiem.engine.envelopes.sd_jwt.issuing import DisclosurePlan
from umiem.engine.envelopes.sd_jwt_vc import sign_sd_jwt_vc, verify_sd_jwt_vc
from umiem.engine.limits import MAX_STATUS_LIST_BYTES
from umiem.engine.report import Outcome, Verdict
from umiem.engine.signers import InMemorySigner
from umiem.engine.status.token import (
    StatusReference,
    TokenStatusList,
    decode_token_status_list,
    encode_token_status_list,
    parse_status_list_token,
    sign_status_list_token,
    status_reference,
)
from umiem.errors import MalformedInputError, RefusedError

DAY = timedelta(days=1)
URI = "https://status.example/lists/1"

# draft-ietf-oauth-status-list, sections 4.1 and 4.2
EXAMPLES = [
    (1, [1, 0, 0, 1, 1, 1, 0, 1, 1, 1, 0, 0, 0, 1, 0, 1], "b9a3", "eNrbuRgAAhcBXQ"),
    (2, [1, 2, 0, 3, 0, 1, 0, 1, 1, 2, 3, 3], "c944f9", "eNo76fITAAPfAgc"),
]


@pytest.mark.parametrize(("bits", "statuses", "packed", "encoded"), EXAMPLES)
def test_examples_of_the_draft(bits: int, statuses: list[int], packed: str, encoded: str) -> None:
    made = TokenStatusList.of(statuses, bits=bits)
    assert made.data.hex() == packed
    assert encode_token_status_list(made) == {"bits": bits, "lst": encoded}
    read = decode_token_status_list({"bits": bits, "lst": encoded})
    assert [read.read(index) for index in range(len(statuses))] == statuses


@pytest.mark.parametrize("bits", [4, 8])
def test_wide_statuses(bits: int) -> None:
    statuses = [value % (1 << bits) for value in range(300)]
    read = decode_token_status_list(encode_token_status_list(TokenStatusList.of(statuses, bits=bits)))
    assert [read.read(index) for index in range(300)] == statuses


def test_what_cannot_be_packed_or_read() -> None:
    with pytest.raises(RefusedError):
        TokenStatusList.of([2], bits=1)
    with pytest.raises(MalformedInputError):
        TokenStatusList.of([1], bits=3)
    for index in (-1, 8):
        with pytest.raises(MalformedInputError):
            TokenStatusList(bits=1, data=b"\x00").read(index)


BOMB = encode_base64url(zlib.compress(bytes(MAX_STATUS_LIST_BYTES + 1))).decode()
BAD_LISTS: list[tuple[Any, str]] = [
    (None, "token-status-list-malformed"),
    ({"bits": 1}, "base64url-invalid"),
    ({"bits": True, "lst": "eNrbuRgAAhcBXQ"}, "token-status-bits"),
    ({"bits": 3, "lst": "eNrbuRgAAhcBXQ"}, "token-status-bits"),
    ({"bits": 1, "lst": "AAAA"}, "token-status-list-malformed"),
    ({"bits": 1, "lst": "eNrbuRgA"}, "token-status-list-malformed"),
    ({"bits": 1, "lst": "eNrbuRgAAhcBXQAA"}, "token-status-list-malformed"),
    ({"bits": 1, "lst": BOMB}, "token-status-list-too-large"),
]


@pytest.mark.parametrize(("claim", "code"), BAD_LISTS)
def test_bad_lists(claim: Any, code: str) -> None:
    with pytest.raises(MalformedInputError) as caught:
        decode_token_status_list(claim)
    assert caught.value.code == code


@pytest.mark.parametrize(
    "status",
    [
        [],
        {},
        {"status_list": 1},
        {"status_list": {"idx": "1", "uri": URI}},
        {"status_list": {"idx": -1, "uri": URI}},
        {"status_list": {"idx": 10**9, "uri": URI}},
        {"status_list": {"idx": True, "uri": URI}},
        {"status_list": {"idx": 1}},
    ],
)
def test_bad_references(status: Any) -> None:
    with pytest.raises(MalformedInputError):
        status_reference({"status": status})


def test_references() -> None:
    assert status_reference({}) is None
    reference = status_reference({"status": {"status_list": {"idx": 5, "uri": URI}}})
    assert reference == StatusReference(uri=URI, index=5)


def listed(signer: InMemorySigner, **changes: Any) -> bytes:
    settings: dict[str, Any] = {"uri": URI, "issued_at": AT, "lifetime": timedelta(hours=12)} | changes
    return sign_status_list_token(TokenStatusList.of([0, 1, 2, 3], bits=2), signer, **settings)


def report_on(index: int, publish: Callable[[InMemorySigner], bytes | None]) -> Any:
    """Verify an SD-JWT VC whose status stands at ``index`` of what ``publish`` makes."""
    issuer = new_signer()
    claims = {
        "iss": issuer.did,
        "vct": "https://example.com/t",
        "status": {"status_list": {"idx": index, "uri": URI}},
    }
    token = sign_sd_jwt_vc(claims, issuer, plan=DisclosurePlan()).data
    published = publish(issuer)
    world = sources({} if published is None else {URI: published})
    return verify_sd_jwt_vc(token, policy=STRICT, at=AT, sources=world)


def test_each_status() -> None:
    assert report_on(0, listed).verdict is Verdict.VALID
    revoked = report_on(1, listed)
    assert failed(revoked) == {"revocation"}
    assert reason(revoked, "revocation") == "revoked"
    suspended = report_on(2, listed)
    assert failed(suspended) == {"suspension"}
    assert reason(suspended, "suspension") == "suspended"
    other = report_on(3, listed)
    assert other.verdict is Verdict.INDETERMINATE
    assert other.check("revocation").outcome is Outcome.UNKNOWN


def changed(name: str, value: Any) -> Callable[[InMemorySigner], bytes]:
    """Publish a list whose claim ``name`` is another one (signed by the issuer)."""

    def publish(signer: InMemorySigner) -> bytes:
        header, claims, _ = parts(listed(signer))
        return resigned(signer, {**claims, name: value}, typ=header["typ"], kid=header["kid"])

    return publish


def broken_signature(signer: InMemorySigner) -> bytes:
    token = listed(signer)
    return token[:-4] + (b"AAAA" if not token.endswith(b"AAAA") else b"BBBB")


UNREADABLE: list[tuple[str, Callable[[InMemorySigner], bytes | None], str]] = [
    ("nothing there", lambda signer: None, "STATUS_RETRIEVAL_ERROR"),
    ("no token", lambda signer: b"<html>", "STATUS_VERIFICATION_ERROR"),
    ("bad signature", broken_signature, "STATUS_VERIFICATION_ERROR"),
    ("somebody else's list", lambda signer: listed(new_signer()), "STATUS_VERIFICATION_ERROR"),
    ("another list", lambda signer: listed(signer, uri=URI + "0"), "STATUS_VERIFICATION_ERROR"),
    ("expired", lambda signer: listed(signer, issued_at=AT - timedelta(days=2)), "STATUS_VERIFICATION_ERROR"),
    (
        "from tomorrow",
        lambda signer: listed(signer, issued_at=AT + timedelta(days=1)),
        "STATUS_VERIFICATION_ERROR",
    ),
    ("no subject", changed("sub", None), "STATUS_VERIFICATION_ERROR"),
    ("no date", changed("iat", "today"), "STATUS_VERIFICATION_ERROR"),
    ("negative ttl", changed("ttl", 0), "STATUS_VERIFICATION_ERROR"),
    ("no list", changed("status_list", {}), "STATUS_VERIFICATION_ERROR"),
]


@pytest.mark.parametrize(("name", "publish", "code"), UNREADABLE, ids=[row[0] for row in UNREADABLE])
def test_a_status_that_cannot_be_read_is_unknown(
    name: str, publish: Callable[[InMemorySigner], bytes | None], code: str
) -> None:
    report = report_on(0, publish)
    assert report.verdict is Verdict.INDETERMINATE
    assert failed(report) == {"revocation", "suspension"}
    assert reason(report, "revocation") == code


def test_an_index_beyond_the_list_is_refused() -> None:
    report = report_on(4, listed)
    assert report.verdict is Verdict.INVALID
    assert reason(report, "revocation") == "token-status-index-out-of-range"


def test_our_own_token() -> None:
    signer = new_signer("P-256")
    token = parse_status_list_token(listed(signer, ttl=timedelta(minutes=15), issuer=signer.did))
    assert (token.subject, token.ttl, token.issuer) == (URI, 900, signer.did)
    for wrong in ({"lifetime": timedelta(0)}, {"ttl": timedelta(seconds=-1)}):
        with pytest.raises(RefusedError):
            listed(signer, **wrong)
