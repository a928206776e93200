"""did:key vectors of the W3C CCG: keys, documents, X25519 derived from Ed25519."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.shared_data import shared_path
from umiem.engine.identifiers import did_key
from umiem.engine.identifiers.jwk import public_key_from_jwk, public_key_to_jwk
from umiem.engine.identifiers.multibase import decode_base58, encode_base58
from umiem.engine.ports import PublicKey
from umiem.errors import UmiemError, UnsupportedError

pytestmark = pytest.mark.vectors
FOLDER = "vectors/did-key/test-vectors"


def _cases(name: str) -> dict[str, Any]:
    cases: dict[str, Any] = json.loads(shared_path(f"{FOLDER}/{name}.json").read_text())
    return cases


def test_ed25519_and_its_x25519() -> None:
    for did, case in _cases("ed25519-x25519").items():
        pair = case["verificationKeyPair"]
        if "publicKeyBase58" in pair:
            raw = decode_base58(pair["publicKeyBase58"])
            assert encode_base58(raw) == pair["publicKeyBase58"]
        else:
            raw = public_key_from_jwk(pair["publicKeyJwk"]).raw
        key = did_key.public_key(did)
        assert key == PublicKey(algorithm="Ed25519", raw=raw)
        assert did_key.encode(key) == did
        document = did_key.resolve(did)
        agreement = case["didDocument"]["keyAgreement"][0]
        expected = agreement if isinstance(agreement, str) else agreement["id"]
        assert document["keyAgreement"] == [expected]
        assert document["assertionMethod"] == [did_key.verification_method(key)]


def test_x25519() -> None:
    for did in _cases("x25519")["didDocument"]:
        key = did_key.public_key(did)
        assert key.algorithm == "X25519"
        assert "assertionMethod" not in did_key.resolve(did)


def test_nist_curves() -> None:
    known = 0
    for did, case in _cases("nist-curves").items():
        try:
            key = did_key.public_key(did)
        except UnsupportedError:
            assert case["verificationMethod"].get("publicKeyJwk", {}).get("crv") not in ("P-256", "P-384")
            continue
        known += 1
        jwk = case["verificationMethod"].get("publicKeyJwk")
        if jwk is not None:
            assert public_key_to_jwk(key) == jwk
    assert known >= 4


@pytest.mark.parametrize("name", ["rsa", "secp256k1", "bls12381"])
def test_other_keys_are_known_or_refused_by_name(name: str) -> None:
    for did in filter(lambda text: text.startswith("did:key:"), _cases(name)):
        if name == "bls12381" and did.startswith("did:key:zUC7"):
            assert did_key.public_key(did).algorithm == "BLS12-381-G2"
            continue
        with pytest.raises(UmiemError, match=r"multikey-algorithm|public-key-length"):
            did_key.public_key(did)
