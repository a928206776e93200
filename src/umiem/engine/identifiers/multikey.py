"""Multikey: public and secret keys as one multibase text (W3C Controlled Identifiers 1.0, 2.2.2)."""

from __future__ import annotations

from umiem.engine.identifiers.multibase import decode_multibase, encode_multibase
from umiem.engine.ports import PublicKey
from umiem.errors import MalformedInputError, UnsupportedError

_PUBLIC_HEADERS: dict[str, tuple[bytes, int]] = {
    "Ed25519": (b"\xed\x01", 32),
    "X25519": (b"\xec\x01", 32),
    "P-256": (b"\x80\x24", 33),
    "P-384": (b"\x81\x24", 49),
    "BLS12-381-G2": (b"\xeb\x01", 96),
}
"""Algorithm → (multicodec header, length of the key after it)."""

_SECRET_HEADERS: dict[str, tuple[bytes, int]] = {
    "Ed25519": (b"\x80\x26", 32),
    "P-256": (b"\x86\x26", 32),
    "P-384": (b"\x87\x26", 48),
}


def encode_multikey(key: PublicKey) -> str:
    """Return ``publicKeyMultibase`` of a key."""
    return encode_multibase(_header(key.algorithm) + key.raw)


def decode_multikey(text: object) -> PublicKey:
    """Read ``publicKeyMultibase``; the length must be exactly the algorithm's.

    Whether the bytes are a point of the curve is checked when the key is used.
    """
    algorithm, raw = _decode(text, _PUBLIC_HEADERS)
    if algorithm in ("P-256", "P-384") and raw[0] not in (2, 3):
        raise MalformedInputError("public-key-not-compressed", algorithm=algorithm)
    return PublicKey(algorithm=algorithm, raw=raw)


def decode_secret_multikey(text: object) -> tuple[str, bytes]:
    """Read ``secretKeyMultibase``: the algorithm and the secret."""
    return _decode(text, _SECRET_HEADERS)


def _header(algorithm: str) -> bytes:
    if algorithm not in _PUBLIC_HEADERS:
        raise UnsupportedError("multikey-algorithm", algorithm=algorithm)
    return _PUBLIC_HEADERS[algorithm][0]


def _decode(text: object, headers: dict[str, tuple[bytes, int]]) -> tuple[str, bytes]:
    data = decode_multibase(text)
    for algorithm, (header, length) in headers.items():
        if data.startswith(header):
            raw = data[len(header) :]
            if len(raw) != length:
                raise MalformedInputError("public-key-length", algorithm=algorithm, length=len(raw))
            return algorithm, raw
    raise UnsupportedError("multikey-algorithm", header=data[:2].hex())
