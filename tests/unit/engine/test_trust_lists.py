"""Signed trust lists: what may replace what, and what is refused."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from umiem.engine import InMemorySigner
from umiem.engine.envelopes.base64url import decode_base64url, encode_base64url
from umiem.engine.identifiers.multikey import encode_multikey
from umiem.engine.trust_list import (
    MAX_ISSUERS,
    ListedIssuer,
    TrustList,
    accept_trust_list,
    read_trust_list,
    sign_trust_list,
)
from umiem.errors import MalformedInputError, RefusedError, UmiemError

AT = datetime(2026, 11, 28, 12, tzinfo=UTC)
ONE, TWO, THREE = (InMemorySigner.generate() for _ in range(3))
ISSUER = ListedIssuer(
    id="did:web:uczelnia.example",
    names={"pl": "Uczelnia Łódzka"},
    since=date(2026, 1, 1),
    evidence="register entry 12",
)


def content(version: int = 1, *, signers=None, threshold: int = 1, **changes) -> TrustList:
    keys = {name: encode_multikey(signer.public_key) for name, signer in (signers or {"a": ONE}).items()}
    made = TrustList(
        id="https://lists.example/registry.json",
        names={"en": "Example list"},
        version=version,
        issued_at=AT,
        expires_at=AT + timedelta(days=30),
        keys=keys,
        threshold=threshold,
        issuers=(ISSUER,),
    )
    return replace(made, **changes)


def signed(version: int = 1, *, signers=None, by=None, **changes):
    signers = signers or {"a": ONE}
    return read_trust_list(sign_trust_list(content(version, signers=signers, **changes), by or signers))


def refusal(found, **named) -> str:
    with pytest.raises(RefusedError) as caught:
        accept_trust_list(found, at=named.pop("at", AT), previous=named.pop("previous", None), **named)
    return caught.value.code


def test_a_list_comes_back_as_it_was_signed():
    found = signed(3)
    assert found.content == content(3)
    assert found.signed_by == {"a"}
    accept_trust_list(found, at=AT, previous=None, trusted_key=encode_multikey(ONE.public_key))


def test_every_changed_byte_of_the_payload_costs_the_signature():
    envelope = json.loads(signed().data)
    payload = decode_base64url(envelope["payload"].encode())
    changed = payload.replace(b"Uczelnia", b"Uczelnio")
    envelope["payload"] = encode_base64url(changed).decode()
    found = read_trust_list(json.dumps(envelope).encode())
    assert refusal(found) == "trust-list-not-signed"


def test_a_list_that_ended_is_refused():
    assert refusal(signed(), at=AT + timedelta(days=31)) == "trust-list-expired"


def test_a_first_list_must_have_the_key_that_was_told():
    assert refusal(signed(), trusted_key=encode_multikey(TWO.public_key)) == "trust-list-other-key"


def test_versions_only_grow():
    assert refusal(signed(1), previous=signed(2)) == "trust-list-older"
    other = signed(2, names={"en": "Another"})
    assert refusal(other, previous=signed(2)) == "trust-list-two-of-a-version"
    accept_trust_list(signed(2), at=AT, previous=signed(2))


def test_new_keys_count_only_when_the_old_ones_signed_them_in():
    old = signed(1)
    assert refusal(signed(2, signers={"a": TWO}), previous=old) == "trust-list-other-root"
    handed_over = read_trust_list(sign_trust_list(content(2, signers={"b": TWO}), {"a": ONE, "b": TWO}))
    accept_trust_list(handed_over, at=AT, previous=old)


def test_a_threshold_counts_different_keys():
    signers = {"a": ONE, "b": TWO, "c": THREE}
    one = signed(1, signers=signers, threshold=2, by={"a": ONE})
    assert refusal(one) == "trust-list-not-signed"
    twice = json.loads(one.data)
    twice["signatures"] *= 2
    assert refusal(read_trust_list(json.dumps(twice).encode())) == "trust-list-not-signed"
    accept_trust_list(
        signed(1, signers=signers, threshold=2, by={"a": ONE, "c": THREE}), at=AT, previous=None
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"version": 0},
        {"names": {}},
        {"threshold": 2},
        {"keys": {}},
        {"issuers": (ISSUER, ISSUER)},
        {"issuers": tuple(replace(ISSUER, id=f"did:web:{n}.example") for n in range(MAX_ISSUERS + 1))},
        {"issuers": (replace(ISSUER, names={"pl": " "}),)},
        {"id": ""},
    ],
)
def test_what_is_no_list_is_refused_with_a_reason(changes):
    data = sign_trust_list(replace(content(), **changes), {"a": ONE})
    with pytest.raises(MalformedInputError):
        read_trust_list(data)


@pytest.mark.parametrize(
    "data", [b"", b"{}", b"[]", b'{"payload": 1, "signatures": []}', b'{"payload": "!", "signatures": [1]}']
)
def test_noise_is_no_list(data):
    with pytest.raises(UmiemError):
        read_trust_list(data)
