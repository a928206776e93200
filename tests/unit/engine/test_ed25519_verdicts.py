"""Ed25519: the same answers as ``cryptography``, and no where that one is more lenient."""

from __future__ import annotations

import hashlib

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from umiem.engine.keys import verify_signature
from umiem.engine.ports import PublicKey
from umiem.errors import MalformedInputError

_P = 2**255 - 19
_ORDER = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, -1, _P) % _P
_BASE_Y = 4 * pow(5, -1, _P) % _P
_ORDER_8_Y = 2707385501144840649318225287225658788936804267575313519463743609750303402022
Point = tuple[int, int]


def _x_of(y: int) -> int:
    square = (y * y - 1) * pow(_D * y * y + 1, -1, _P) % _P
    x = pow(square, (_P + 3) // 8, _P)
    if (x * x - square) % _P:
        x = x * pow(2, (_P - 1) // 4, _P) % _P
    return x if x % 2 == 0 else _P - x


def _add(first: Point, second: Point) -> Point:
    (x1, y1), (x2, y2) = first, second
    product = _D * x1 * x2 * y1 * y2 % _P
    x = (x1 * y2 + x2 * y1) * pow(1 + product, -1, _P)
    return x % _P, (y1 * y2 + x1 * x2) * pow(1 - product, -1, _P) % _P


def _times(number: int, point: Point) -> Point:
    total = (0, 1)
    while number:
        total = _add(total, point) if number & 1 else total
        point, number = _add(point, point), number >> 1
    return total


def _encode(point: Point) -> bytes:
    return (point[1] | (point[0] & 1) << 255).to_bytes(32, "little")


_BASE = (_x_of(_BASE_Y), _BASE_Y)
_ORDER_8 = (_x_of(_ORDER_8_Y), _ORDER_8_Y)
_SECRET, _NONCE = 0x1234567890ABCDEF**4 % _ORDER, 0xFEDCBA0987654321**4 % _ORDER
_KEY = _times(_SECRET, _BASE)


def _challenge(r: Point, key: Point, data: bytes) -> int:
    return int.from_bytes(hashlib.sha512(_encode(r) + _encode(key) + data).digest(), "little") % _ORDER


def _signed(r: Point, key: Point, data: bytes, *, nonce: int = _NONCE, beyond: int = 0) -> bytes:
    scalar = (nonce + _challenge(r, key, data) * _SECRET) % _ORDER + beyond
    return _encode(r) + scalar.to_bytes(32, "little")


def _verdicts(key: Point, signature: bytes, data: bytes) -> tuple[bool, bool]:
    raw = _encode(key)
    ours = verify_signature(PublicKey(algorithm="Ed25519", raw=raw), signature, data)
    try:
        Ed25519PublicKey.from_public_bytes(raw).verify(signature, data)
    except InvalidSignature:
        return ours, False
    return ours, True


def test_good_and_spoilt_signatures_get_the_same_answer() -> None:
    private = Ed25519PrivateKey.generate()
    key = PublicKey(algorithm="Ed25519", raw=private.public_key().public_bytes_raw())
    for length in (0, 1, 64, 5000):
        data = bytes(length)
        signature = private.sign(data)
        assert verify_signature(key, signature, data)
        for place in range(64):
            spoilt = bytearray(signature)
            spoilt[place] ^= 1 << (place % 8)
            assert not verify_signature(key, bytes(spoilt), data)
        assert not verify_signature(key, signature, data + b"\0")


def test_own_arithmetic_makes_signatures_that_both_accept() -> None:
    r = _times(_NONCE, _BASE)
    assert _verdicts(_KEY, _signed(r, _KEY, b"data"), b"data") == (True, True)


def test_s_beyond_the_order_is_refused_by_both() -> None:
    signature = _signed(_times(_NONCE, _BASE), _KEY, b"data", beyond=_ORDER)
    assert _verdicts(_KEY, signature, b"data") == (False, False)


def test_r_with_a_part_of_small_order_is_refused_by_both() -> None:
    """The equation with the cofactor would accept it."""
    r = _add(_times(_NONCE, _BASE), _ORDER_8)
    assert _verdicts(_KEY, _signed(r, _KEY, b"data"), b"data") == (False, False)


def test_keys_with_a_part_of_small_order_get_the_same_answer() -> None:
    key, r = _add(_KEY, _ORDER_8), _times(_NONCE, _BASE)
    for number in range(24):
        data = b"data %d" % number
        expected = _challenge(r, key, data) % 8 == 0
        assert _verdicts(key, _signed(r, key, data), data) == (expected, expected)


def test_r_of_small_order_is_refused_where_cryptography_accepts_it() -> None:
    signature = _signed((0, 1), _KEY, b"data", nonce=0)
    assert _verdicts(_KEY, signature, b"data") == (False, True)


def test_only_64_bytes_are_a_signature() -> None:
    """Bytes may not move between the signature and what was signed."""
    private = Ed25519PrivateKey.generate()
    key = PublicKey(algorithm="Ed25519", raw=private.public_key().public_bytes_raw())
    signature = private.sign(b"data")
    assert not verify_signature(key, signature + b"d", b"ata")
    assert not verify_signature(key, b"", signature + b"data")


@pytest.mark.parametrize("raw", [b"", bytes(31), bytes(33), bytes(32), _encode(_ORDER_8), b"\xff" * 32])
def test_keys_of_the_wrong_length_or_of_small_order_are_no_keys(raw: bytes) -> None:
    with pytest.raises(MalformedInputError, match="public-key-invalid"):
        verify_signature(PublicKey(algorithm="Ed25519", raw=raw), bytes(64), b"data")


def test_a_key_that_is_no_point_verifies_nothing() -> None:
    raw = (2).to_bytes(32, "little")
    assert not verify_signature(PublicKey(algorithm="Ed25519", raw=raw), bytes(64), b"data")
