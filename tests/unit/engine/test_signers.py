"""Signers over keys in memory."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from umiem.engine.keys import verify_signature
from umiem.engine.signers import InMemorySigner


@pytest.mark.parametrize("data", [b"", b"x", b"y" * 64, "Zażółć".encode() * 1000])
def test_ed25519_signs_as_another_library_does(data: bytes) -> None:
    key = Ed25519PrivateKey.generate()
    signer = InMemorySigner.with_did_key(key)
    assert signer.sign(data) == key.sign(data)
    assert verify_signature(signer.public_key, signer.sign(data), data)


def test_a_secret_is_not_shown() -> None:
    key = Ed25519PrivateKey.generate()
    shown = repr(InMemorySigner.with_did_key(key))
    assert key.private_bytes_raw().hex() not in shown
    assert repr(key.private_bytes_raw())[2:-1] not in shown
