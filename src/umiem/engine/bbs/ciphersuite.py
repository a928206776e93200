"""Constants and hashing of the ciphersuite BLS12-381-SHA-256 (BBS draft, sections 4 and 7.2)."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from py_arkworks_bls12381 import G1Point, G2Point, Scalar

from umiem.errors import MalformedInputError

CIPHERSUITE_ID = b"BBS_BLS12381G1_XMD:SHA-256_SSWU_RO_"
API_ID = CIPHERSUITE_ID + b"H2G_HM2S_"
BLIND_API_ID = CIPHERSUITE_ID + b"BLIND_H2G_HM2S_"
ORDER = 0x73EDA753299D7D483339D80809A1D80553BDA402FFFE5BFEFFFFFFFF00000001
SCALAR_BYTES = 32
POINT_BYTES = 48
PUBLIC_KEY_BYTES = 96
_EXPAND_BYTES = 48
_GENERATOR_BLOCK = 64

P1 = G1Point.from_compressed_bytes(
    bytes.fromhex(
        "a8ce256102840821a3e94ea9025e4662b205762f9776b3a766c872b948f1fd225e7c59698588e70d11406d161b4e28c9"
    )
)
BP2 = G2Point()


def expand_message(message: bytes, dst: bytes, length: int) -> bytes:
    """Return ``length`` uniform bytes: expand_message_xmd with SHA-256 (RFC 9380, section 5.3.1)."""
    blocks = -(-length // 32)
    dst_prime = dst + bytes([len(dst)])
    seed = hashlib.sha256(bytes(64) + message + length.to_bytes(2) + b"\x00" + dst_prime).digest()
    block = hashlib.sha256(seed + b"\x01" + dst_prime).digest()
    output = [block]
    for index in range(2, blocks + 1):
        mixed = bytes(left ^ right for left, right in zip(seed, block, strict=True))
        block = hashlib.sha256(mixed + bytes([index]) + dst_prime).digest()
        output.append(block)
    return b"".join(output)[:length]


def hash_to_scalar(message: bytes, dst: bytes) -> Scalar:
    """Hash to a scalar modulo the group order (BBS draft, section 4.2.2)."""
    return Scalar.from_be_bytes_mod_order(expand_message(message, dst, _EXPAND_BYTES))


@dataclass(frozen=True, kw_only=True)
class Interface:
    """An interface of the scheme: its identifier, and how many messages the issuer knows.

    ``issuer_messages`` None: all of them (the plain interface). A number: the messages after these
    were committed to by the holder without showing them (Blind BBS draft, section 4).
    """

    api_id: bytes = API_ID
    issuer_messages: int | None = None

    def points(self, count: int) -> tuple[G1Point, ...]:
        """Return Q_1 and a generator for each of ``count`` messages."""
        if self.issuer_messages is None:
            return generators(count + 1, self.api_id)
        if self.issuer_messages > count:
            raise MalformedInputError("bbs-index-out-of-range", count=count)
        own = generators(self.issuer_messages + 1, self.api_id)
        return own + generators(count - self.issuer_messages, b"BLIND_" + self.api_id)


PLAIN = Interface()


def message_scalars(messages: Sequence[bytes], api_id: bytes = API_ID) -> list[Scalar]:
    """Map messages to scalars (BBS draft, section 4.1.2)."""
    return [hash_to_scalar(message, api_id + b"MAP_MSG_TO_SCALAR_AS_HASH_") for message in messages]


def generators(count: int, api_id: bytes = API_ID) -> tuple[G1Point, ...]:
    """Return the first ``count`` generators Q_1, H_1, H_2 … (BBS draft, section 4.1.1)."""
    whole_blocks = -(-count // _GENERATOR_BLOCK)
    return _generators(whole_blocks * _GENERATOR_BLOCK, api_id)[:count]


@lru_cache(maxsize=8)
def _generators(count: int, api_id: bytes) -> tuple[G1Point, ...]:
    """Each generator follows from the ones before, so a longer list serves shorter ones too."""
    seed_dst = api_id + b"SIG_GENERATOR_SEED_"
    value = expand_message(api_id + b"MESSAGE_GENERATOR_SEED", seed_dst, _EXPAND_BYTES)
    points = []
    for index in range(1, count + 1):
        value = expand_message(value + index.to_bytes(8), seed_dst, _EXPAND_BYTES)
        points.append(G1Point.hash_to_curve(value, api_id + b"SIG_GENERATOR_DST_"))
    return tuple(points)


def domain(public_key: bytes, points: Sequence[G1Point], header: bytes, api_id: bytes = API_ID) -> Scalar:
    """Bind key, generators and header together (BBS draft, section 4.2.3)."""
    data = public_key + serialise(len(points) - 1, *points) + api_id + len(header).to_bytes(8) + header
    return hash_to_scalar(data, api_id + b"H2S_")


def serialise(*values: int | Scalar | G1Point) -> bytes:
    """Write integers as 8, scalars as 32 and points as 48 bytes (BBS draft, section 4.2.4.1)."""
    return b"".join(_serialise_one(value) for value in values)


def _serialise_one(value: int | Scalar | G1Point) -> bytes:
    if isinstance(value, int):
        return value.to_bytes(8)
    if isinstance(value, Scalar):
        return scalar_bytes(value)
    return bytes(value.to_compressed_bytes())


def scalar_bytes(value: Scalar) -> bytes:
    return bytes(value.to_be_bytes())


def linear_combination(points: Sequence[G1Point], scalars: Sequence[Scalar]) -> G1Point:
    """Return the sum of ``scalar * point``."""
    return G1Point.multiexp_unchecked(list(points), list(scalars))
