"""did:key, did:web, multikey and DID documents: strict texts, right relationships."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engine_documents import (
    DID_WEB,
    SIGNER,
    World,
    changed,
    did_web_signer,
    issue,
    outcomes,
    plain_document,
    reason,
    verify,
)
from umiem.engine import InMemorySigner, PublicKey, Verdict
from umiem.engine.identifiers import did_key, did_web
from umiem.engine.identifiers.multibase import decode_base58, decode_multibase, encode_base58
from umiem.engine.identifiers.multikey import decode_multikey, encode_multikey
from umiem.engine.keys import load_key, verify_signature
from umiem.errors import MalformedInputError, UmiemError


@given(st.binary(max_size=200))
def test_base58_reads_back(data: bytes) -> None:
    assert decode_base58(encode_base58(data)) == data


@given(st.text("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz", max_size=400))
def test_base58_is_read_digit_by_digit(text: str) -> None:
    number = 0
    for character in text:
        number = number * 58 + "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz".index(character)
    zeros = len(text) - len(text.lstrip("1"))
    assert decode_base58(text) == bytes(zeros) + number.to_bytes((number.bit_length() + 7) // 8, "big")


@pytest.mark.parametrize("text", ["0", "O", "I", "l", "a b", "ż", "ÿ", "\udc80", "2" * 1025, "2" * 200 + "0"])
def test_foreign_base58_is_refused(text: str) -> None:
    with pytest.raises(MalformedInputError):
        decode_base58(text)


@pytest.mark.parametrize("text", [None, "", "z", 7, "m123", "uAA=", "uA", "uAB", "u+/", "f00"])
def test_other_multibase_is_refused(text: object) -> None:
    with pytest.raises(MalformedInputError):
        decode_multibase(text, bases="zu")


@pytest.mark.parametrize("algorithm", ["Ed25519", "P-256", "P-384"])
def test_keys_read_back_and_sign(algorithm: str) -> None:
    signer = InMemorySigner.generate(algorithm)
    assert decode_multikey(encode_multikey(signer.public_key)) == signer.public_key
    assert did_key.public_key(signer.did) == signer.public_key
    signature = signer.sign(b"data")
    assert verify_signature(signer.public_key, signature, b"data")
    assert not verify_signature(signer.public_key, signature, b"other")
    assert not verify_signature(signer.public_key, signature + b"\0", b"data")
    assert not verify_signature(signer.public_key, bytes(len(signature)), b"data")


WEAK = [bytes(32), b"\x01" + bytes(31), b"\xec" + b"\xff" * 30 + b"\x7f", b"\xff" * 32]


@pytest.mark.parametrize("raw", [*WEAK, b"\x01" + bytes(30) + b"\x80", b"short"])
def test_weak_ed25519_keys_are_refused(raw: bytes) -> None:
    with pytest.raises(MalformedInputError, match="public-key-invalid"):
        load_key(PublicKey(algorithm="Ed25519", raw=raw))


def test_points_off_the_curve_are_refused() -> None:
    with pytest.raises(MalformedInputError, match="public-key-invalid"):
        load_key(PublicKey(algorithm="P-256", raw=b"\x02" + b"\xff" * 32))
    with pytest.raises(MalformedInputError, match="public-key-not-compressed"):
        decode_multikey("z" + encode_base58(b"\x80\x24\x04" + bytes(32)))


GOOD_WEB = {
    "did:web:example.com": "https://example.com/.well-known/did.json",
    "did:web:example.com%3A8443": "https://example.com:8443/.well-known/did.json",
    "did:web:example.com:unit:math": "https://example.com/unit/math/did.json",
    "did:web:example.com%3A8443:u": "https://example.com:8443/u/did.json",
    "did:web:xn--d-vga.example": "https://xn--d-vga.example/.well-known/did.json",
}
BAD_WEB = [
    "did:web:",
    "did:key:z6Mk",
    "did:web:Example.com",
    "did:web:user@example.com",
    "did:web:exa mple.com",
    "did:web:example.com%3A0",
    "did:web:example.com%3A99999",
    "did:web:example.com%2F..",
    "did:web:example.com:..:x",
    "did:web:example.com::x",
    "did:web:example.com:a%2Fb",
    "did:web:example.com:a%2e%2e",
    "did:web:example.com/x",
    "did:web:example.com?x",
    "did:web:example.com#x",
    "did:web:-example.com",
    "did:web:[::1]",
    "did:web:łódź.example",
    "did:web:" + "a" * 2000,
]


@pytest.mark.parametrize("did", GOOD_WEB)
def test_did_web_urls(did: str) -> None:
    assert did_web.url_of(did) == GOOD_WEB[did]


@pytest.mark.parametrize("did", BAD_WEB)
def test_did_web_texts_that_are_refused(did: str) -> None:
    with pytest.raises(MalformedInputError, match="did-invalid"):
        did_web.url_of(did)


def test_did_of_is_the_inverse() -> None:
    assert did_web.did_of("example.com", port=8443, path=("a", "b")) == "did:web:example.com%3A8443:a:b"


def test_a_did_web_issuer() -> None:
    signer, world = did_web_signer()
    document = issue(plain_document(DID_WEB), signer=signer)
    assert verify(document, sources=world.sources).verdict is Verdict.VALID
    offline = verify(document)
    assert outcomes(offline)["proof"] == "unknown"
    assert offline.verdict is Verdict.INDETERMINATE
    nowhere = verify(document, sources=World().sources)
    assert (nowhere.verdict, reason(nowhere, "proof")) == (Verdict.INVALID, "did-not-found")


SPOILT: list[tuple[str, Any, str]] = [
    ("/assertionMethod", ["#other"], "verification-method-not-authorized"),
    ("/assertionMethod", ..., "verification-method-not-authorized"),
    ("/id", "did:web:example.org", "did-document-mismatch"),
    ("/verificationMethod/0/controller", "did:web:example.org", "verification-method-controller"),
    ("/verificationMethod/0/controller", ..., "verification-method-invalid"),
    ("/verificationMethod/0/type", "Other", "verification-method-type"),
    ("/verificationMethod/0/publicKeyMultibase", "z6Mk", "multikey-algorithm"),
    ("/verificationMethod/0/revoked", "2026-06-01T00:00:00Z", "verification-method-revoked"),
    ("/verificationMethod/0/expires", "2026-06-01T00:00:00Z", "verification-method-expired"),
    ("/verificationMethod/0/expires", "yesterday", "timestamp-invalid"),
]


@pytest.mark.parametrize(("pointer", "value", "expected"), SPOILT)
def test_did_documents_that_do_not_vouch_for_the_key(pointer: str, value: Any, expected: str) -> None:
    signer, world = did_web_signer()
    world.documents[DID_WEB] = changed(world.documents[DID_WEB], pointer, value)
    if pointer == "/verificationMethod/0/type":
        world.documents[DID_WEB]["verificationMethod"][0]["type"] = value
    report = verify(issue(plain_document(DID_WEB), signer=signer), sources=world.sources)
    assert reason(report, "proof") == expected
    assert report.verdict is not Verdict.VALID


def test_a_key_of_another_issuer_is_not_the_issuers() -> None:
    other = InMemorySigner.generate()
    with pytest.raises(UmiemError, match="issuer-is-not-signer"):
        issue(plain_document(SIGNER.did), signer=other)
    report = verify(issue(plain_document(SIGNER.did), signer=other, bind_issuer=False))
    found = outcomes(report)
    assert (found["proof"], found["issuer-binding"]) == ("passed", "failed")
