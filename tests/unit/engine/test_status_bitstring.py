"""Bitstring Status List 1.0: making and reading, and every error case of the standard."""

from __future__ import annotations

import base64
import gzip
import time
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engine_documents import (
    AT,
    LIST_URL,
    World,
    badge_document,
    changed,
    entry,
    issue,
    outcomes,
    plain_document,
    reason,
    status_list,
    verify,
)
from umiem.engine import InMemorySigner, Verdict, VerificationPolicy, VerificationReport
from umiem.engine.limits import MAX_STATUS_ENTRIES, MIN_STATUS_LIST_ENTRIES
from umiem.engine.status.bitstring import (
    StatusEntry,
    decode_status_list,
    encode_status_list,
    read_entry,
    read_status,
    set_value,
    status_list_document,
    value_at,
)
from umiem.errors import MalformedInputError, RefusedError

EMPTY = bytes(MIN_STATUS_LIST_ENTRIES // 8)


def _list_with(*indexes: int) -> bytearray:
    bits = bytearray(EMPTY)
    for index in indexes:
        set_value(bits, index, 1)
    return bits


def test_the_left_most_bit_is_index_zero() -> None:
    assert bytes(_list_with(0))[:2] == b"\x80\x00"
    assert bytes(_list_with(7, 8))[:2] == b"\x01\x80"
    assert value_at(b"\x80\x00", 0) == 1


def test_encoding_is_stable_and_reads_back() -> None:
    bits = bytes(_list_with(1, 94567))
    assert encode_status_list(bits) == encode_status_list(bits)
    assert encode_status_list(bits).startswith("u")
    assert decode_status_list(encode_status_list(bits)) == bits


@given(st.integers(1, 8), st.integers(0, 200), st.data())
def test_values_of_any_size_read_back(size: int, index: int, data: st.DataObject) -> None:
    value = data.draw(st.integers(0, 2**size - 1))
    bits = bytearray(b"\xa5" * 256)
    set_value(bits, index, value, size=size)
    assert value_at(bits, index, size) == value
    if index:
        assert value_at(bits, index - 1, size) == value_at(b"\xa5" * 256, index - 1, size)


def test_a_good_and_a_revoked_credential() -> None:
    document = issue(badge_document(credentialStatus=entry(94567)))
    good = World(lists={LIST_URL: status_list(_list_with(94566, 94568))})
    report = verify(document, sources=good.sources)
    assert report.verdict is Verdict.VALID, outcomes(report)
    assert outcomes(report)["revocation"] == "passed"
    revoked = World(lists={LIST_URL: status_list(_list_with(94567))})
    report = verify(document, sources=revoked.sources)
    assert (report.verdict, reason(report, "revocation")) == (Verdict.INVALID, "revoked")


def test_suspension_is_told_apart() -> None:
    document = issue(badge_document(credentialStatus=entry(5, statusPurpose="suspension")))
    world = World(lists={LIST_URL: status_list(_list_with(5), purpose="suspension")})
    report = verify(document, sources=world.sources)
    assert reason(report, "suspension") == "suspended"
    assert outcomes(report)["revocation"] == "not-applicable"


def test_a_message_has_its_text() -> None:
    messages = {0: "złożony", 1: "przyjęty", 2: "odrzucony", 3: "wydany"}
    status = StatusEntry(purpose="message", index=3, list_url=LIST_URL, size=2, messages=messages)
    bits = bytearray(MIN_STATUS_LIST_ENTRIES // 4)
    set_value(bits, 3, 2, size=2)
    document = issue(badge_document(credentialStatus=status.as_json()))
    world = World(lists={LIST_URL: status_list(bits, purpose="message")})
    report = verify(document, sources=world.sources)
    check = report.check("status-message")
    assert check is not None
    assert (check.params["value"], check.params["message"]) == (2, "odrzucony")
    assert report.verdict is Verdict.VALID
    assert read_entry(status.as_json()).messages == messages


def _worlds() -> dict[str, tuple[World, str]]:
    good = status_list(_list_with())
    other = InMemorySigner.generate()
    foreign = issue(
        status_list_document(
            list_url=LIST_URL, issuer=other.did, purpose="revocation", bits=EMPTY, valid_from=AT
        ),
        signer=other,
    )
    import json

    def spoilt(pointer: str, value: Any) -> World:
        return World(lists={LIST_URL: json.dumps(changed(json.loads(good), pointer, value)).encode()})

    return {
        "no answer": (World(), "STATUS_RETRIEVAL_ERROR"),
        "not json": (World(lists={LIST_URL: b"<html>"}), "STATUS_VERIFICATION_ERROR"),
        "altered": (spoilt("/credentialSubject/encodedList", "uH4sIAAAA"), "STATUS_VERIFICATION_ERROR"),
        "no proof": (spoilt("/proof", ...), "STATUS_VERIFICATION_ERROR"),
        "expired": (spoilt("/validUntil", "2026-02-01T00:00:00Z"), "STATUS_VERIFICATION_ERROR"),
        "of another issuer": (
            World(lists={LIST_URL: json.dumps(foreign).encode()}),
            "STATUS_VERIFICATION_ERROR",
        ),
    }


WORLDS = _worlds()


@pytest.mark.parametrize("name", WORLDS)
def test_a_status_that_cannot_be_read_is_unknown(name: str) -> None:
    world, expected = WORLDS[name]
    report = verify(issue(badge_document(credentialStatus=entry())), sources=world.sources)
    assert outcomes(report)["revocation"] == "unknown"
    assert reason(report, "revocation") == expected
    assert report.verdict is Verdict.INDETERMINATE


def test_purpose_range_and_kind() -> None:
    world = World(lists={LIST_URL: status_list(_list_with())})
    cases: list[tuple[dict[str, Any], str, str]] = [
        (entry(statusPurpose="suspension"), "suspension", "STATUS_VERIFICATION_ERROR"),
        (entry(MIN_STATUS_LIST_ENTRIES), "revocation", "RANGE_ERROR"),
        (entry() | {"statusListIndex": "-1"}, "revocation", "MALFORMED_VALUE_ERROR"),
    ]
    for status, code, expected in cases:
        report = verify(issue(badge_document(credentialStatus=status)), sources=world.sources)
        assert reason(report, code) == expected
        assert report.verdict is Verdict.INVALID


def test_too_many_entries_fail_without_fetching() -> None:
    statuses = [entry(number, id=f"{LIST_URL}#{number}") for number in range(MAX_STATUS_ENTRIES + 1)]
    report = verify(issue(badge_document(credentialStatus=statuses)))
    assert reason(report, "revocation") == "too-many-status-entries"


MALFORMED = [
    {"statusListIndex": 5},
    {"statusListIndex": "05"},
    {"statusListIndex": "1e3"},
    {"statusListIndex": " 1"},
    {"statusListIndex": "9999999999"},
    {"statusListIndex": "٣"},
    {"statusListCredential": "not a url"},
    {"statusListCredential": None},
    {"statusPurpose": ""},
    {"statusSize": 0},
    {"statusSize": True},
    {"statusSize": 9},
    {"statusSize": 2},
    {"statusSize": 2, "statusMessage": [{"status": "0x0", "message": "a"}]},
    {"statusMessage": [{"status": "0x0", "message": "a"}, {"status": "0x0", "message": "b"}]},
    {"statusPurpose": "message"},
    {"statusReference": 7},
    {"id": LIST_URL},
]


@pytest.mark.parametrize("members", MALFORMED, ids=repr)
def test_malformed_entries(members: dict[str, Any]) -> None:
    with pytest.raises(MalformedInputError, match="MALFORMED_VALUE_ERROR"):
        read_entry(entry() | members)


def _packed(data: bytes) -> str:
    return "u" + base64.urlsafe_b64encode(data).rstrip(b"=").decode()


@pytest.mark.parametrize(
    "encoded",
    [
        None,
        "",
        "u",
        "uAAAA",
        "z" + encode_status_list(EMPTY)[1:],
        encode_status_list(EMPTY) + "=",
        _packed(gzip.compress(EMPTY, mtime=0) + b"x"),
        _packed(gzip.compress(EMPTY, mtime=0)[:-4]),
        _packed(gzip.compress(bytes(64 * 1024 * 1024), mtime=0)),
    ],
    ids=lambda encoded: repr(encoded)[:30],
)
def test_malformed_lists_and_bombs(encoded: object) -> None:
    started = time.perf_counter()
    with pytest.raises(MalformedInputError, match="MALFORMED_VALUE_ERROR"):
        decode_status_list(encoded)
    assert time.perf_counter() - started < 0.5


def test_short_lists_are_errors_for_both_sides() -> None:
    with pytest.raises(RefusedError, match="status-list-too-short"):
        status_list_document(
            list_url=LIST_URL, issuer="did:x:y", purpose="revocation", bits=b"\0", valid_from=AT
        )
    subject = {
        "type": "BitstringStatusList",
        "statusPurpose": "revocation",
        "encodedList": encode_status_list(EMPTY[:-1]),
    }
    status = StatusEntry(purpose="revocation", index=0, list_url=LIST_URL)
    with pytest.raises(MalformedInputError, match="STATUS_LIST_LENGTH_ERROR"):
        read_status({"credentialSubject": subject}, status)


def test_an_unknown_kind_of_status_is_unknown() -> None:
    document = plain_document(credentialStatus={"type": "https://example.org/#OtherStatus", "id": "urn:x:y"})
    report = verify(issue(document))
    assert reason(report, "revocation") == "status-type-unknown"
    assert report.verdict is Verdict.INDETERMINATE


class _Kept:
    """Remembers every good list and counts how often one was found."""

    def __init__(self) -> None:
        self.reports: dict[tuple[bytes, VerificationPolicy], VerificationReport] = {}
        self.found = 0

    def find(self, data: bytes, policy: VerificationPolicy) -> VerificationReport | None:
        report = self.reports.get((data, policy))
        self.found += report is not None
        return report

    def keep(self, data: bytes, policy: VerificationPolicy, report: VerificationReport) -> None:
        self.reports[data, policy] = report


def test_a_list_is_verified_once_but_its_dates_every_time() -> None:
    document = issue(badge_document(credentialStatus=entry(94567)))
    world = World(lists={LIST_URL: status_list(_list_with())})
    kept = _Kept()
    sources = replace(world.sources, verified_lists=kept)
    for times in range(3):
        assert verify(document, sources=sources).verdict is Verdict.VALID
        assert kept.found == times
    late = verify(document, sources=sources, at=AT + timedelta(days=200))
    assert outcomes(late)["revocation"] == "unknown"
    world.lists[LIST_URL] = status_list(_list_with(94567))
    assert reason(verify(document, sources=sources), "revocation") == "revoked"


def test_a_list_that_is_not_good_is_not_kept() -> None:
    document = issue(badge_document(credentialStatus=entry(94567)))
    world = World(lists={LIST_URL: status_list(_list_with()).replace(b"2026", b"2025")})
    kept = _Kept()
    report = verify(document, sources=replace(world.sources, verified_lists=kept))
    assert outcomes(report)["revocation"] == "unknown"
    assert kept.reports == {}


def test_a_list_is_decoded_once_and_a_broken_one_is_refused_each_time() -> None:
    one, other = bytes(16_384), b"\x80" + bytes(16_383)
    assert decode_status_list(encode_status_list(one)) is decode_status_list(encode_status_list(one))
    assert decode_status_list(encode_status_list(other)) == other
    for _time in range(2):
        with pytest.raises(MalformedInputError):
            decode_status_list(encode_status_list(one)[:-4])
