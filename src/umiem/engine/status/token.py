"""Token Status List (IETF draft-ietf-oauth-status-list): the status of SD-JWT VCs, as a signed JWT.

Another format than the Bitstring Status List: the *least* significant bits come first, the bytes
are zlib-compressed, and one value of 1, 2, 4 or 8 bits is the whole status of a token.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from umiem.engine.canonical.strict_json import parse_json_object
from umiem.engine.envelopes.base64url import decode_base64url_text, encode_base64url
from umiem.engine.envelopes.jws import (
    CompactJws,
    compact_json,
    parse_compact_jws,
    sign_compact_jws,
)
from umiem.engine.limits import MAX_CLOCK_SKEW_SECONDS, MAX_DOCUMENT_BYTES, MAX_STATUS_LIST_BYTES
from umiem.engine.ports import Signer
from umiem.errors import MalformedInputError, RefusedError

STATUS_LIST_TYPE = "statuslist+jwt"
MEDIA_TYPE = "application/statuslist+jwt"
VALID, INVALID, SUSPENDED = 0, 1, 2
BIT_SIZES = (1, 2, 4, 8)
MAX_INDEX = 999_999_999


@dataclass(frozen=True, kw_only=True)
class StatusReference:
    """Where a token's status stands: ``status.status_list`` of its claims (section 6.2)."""

    uri: str
    index: int


@dataclass(frozen=True, kw_only=True)
class TokenStatusList:
    """An unpacked status list: ``bits`` for each entry, packed from the least significant bit up."""

    bits: int
    data: bytes

    @classmethod
    def of(cls, statuses: Iterable[int], *, bits: int = 1) -> TokenStatusList:
        """Pack one status for each index.

        >>> TokenStatusList.of([1, 0, 0, 1, 1, 1, 0, 1, 1, 1, 0, 0, 0, 1, 0, 1]).data.hex()
        'b9a3'
        """
        _check_bits(bits)
        values = list(statuses)
        packed = bytearray((len(values) * bits + 7) // 8)
        for index, status in enumerate(values):
            if not 0 <= status < 1 << bits:
                raise RefusedError("token-status-value", status=status, bits=bits)
            packed[index * bits // 8] |= status << (index * bits % 8)
        return cls(bits=bits, data=bytes(packed))

    def read(self, index: int) -> int:
        """Return the status at ``index``; ``MalformedInputError`` when the list does not reach that far."""
        if not 0 <= index < len(self.data) * 8 // self.bits:
            raise MalformedInputError("token-status-index-out-of-range", index=index)
        position = index * self.bits
        return self.data[position // 8] >> (position % 8) & ((1 << self.bits) - 1)


@dataclass(frozen=True, kw_only=True)
class StatusListToken:
    """A status list token taken apart: ``jws`` still has to be verified by its reader."""

    jws: CompactJws
    subject: str
    issuer: str | None
    issued_at: int
    expires: float | None
    ttl: float | None
    statuses: TokenStatusList


def encode_token_status_list(statuses: TokenStatusList) -> dict[str, Any]:
    """Return the ``status_list`` claim (section 4.2), compressed as well as zlib can.

    >>> encode_token_status_list(TokenStatusList(bits=1, data=bytes.fromhex("b9a3")))
    {'bits': 1, 'lst': 'eNrbuRgAAhcBXQ'}
    """
    _check_bits(statuses.bits)
    return {"bits": statuses.bits, "lst": encode_base64url(zlib.compress(statuses.data, 9)).decode("ascii")}


def decode_token_status_list(claim: object) -> TokenStatusList:
    """Unpack a ``status_list`` claim, inflating at most ``MAX_STATUS_LIST_BYTES``.

    Raises ``MalformedInputError``: wrong shape, wrong ``bits``, no zlib stream, an inflation bomb.
    """
    if not isinstance(claim, Mapping):
        raise MalformedInputError("token-status-list-malformed")
    bits = _check_bits(claim.get("bits"))
    inflater = zlib.decompressobj()
    try:
        data = inflater.decompress(decode_base64url_text(claim.get("lst")), MAX_STATUS_LIST_BYTES + 1)
    except zlib.error as error:
        raise MalformedInputError("token-status-list-malformed") from error
    if len(data) > MAX_STATUS_LIST_BYTES:
        raise MalformedInputError("token-status-list-too-large", limit=MAX_STATUS_LIST_BYTES)
    if not inflater.eof or inflater.unused_data:
        raise MalformedInputError("token-status-list-malformed")
    return TokenStatusList(bits=bits, data=data)


def sign_status_list_token(
    statuses: TokenStatusList,
    signer: Signer,
    *,
    uri: str,
    issued_at: datetime,
    lifetime: timedelta,
    ttl: timedelta | None = None,
    issuer: str | None = None,
) -> bytes:
    """Return the status list token to publish at ``uri`` (section 5.1), good for ``lifetime``.

    ``ttl`` is how long readers may keep it. Raises ``RefusedError`` when either is not positive.
    """
    if lifetime <= timedelta(0) or (ttl is not None and ttl <= timedelta(0)):
        raise RefusedError("token-status-lifetime")
    issued = int(issued_at.timestamp())
    claims: dict[str, Any] = {
        "sub": uri,
        "iat": issued,
        "exp": issued + int(lifetime.total_seconds()),
        "status_list": encode_token_status_list(statuses),
    }
    if ttl is not None:
        claims["ttl"] = int(ttl.total_seconds())
    if issuer is not None:
        claims["iss"] = issuer
    header = {"typ": STATUS_LIST_TYPE, "kid": signer.verification_method}
    return sign_compact_jws(header, compact_json(claims), signer)


def parse_status_list_token(token: bytes) -> StatusListToken:
    """Take a status list token apart and hold it to section 5.1; the signature is not checked.

    Raises ``MalformedInputError``: wrong ``typ``, a missing or malformed claim, a bad list.
    """
    jws = parse_compact_jws(token)
    if jws.header.get("typ") != STATUS_LIST_TYPE:
        raise MalformedInputError("token-status-type")
    claims = parse_json_object(jws.payload, max_bytes=MAX_DOCUMENT_BYTES)
    subject, issuer, issued_at = claims.get("sub"), claims.get("iss"), claims.get("iat")
    if not isinstance(subject, str) or not isinstance(issued_at, int) or isinstance(issued_at, bool):
        raise MalformedInputError("token-status-claims")
    if issuer is not None and not isinstance(issuer, str):
        raise MalformedInputError("token-status-claims")
    ttl = _number(claims, "ttl")
    if ttl is not None and ttl <= 0:
        raise MalformedInputError("token-status-claims")
    return StatusListToken(
        jws=jws,
        subject=subject,
        issuer=issuer,
        issued_at=issued_at,
        expires=_number(claims, "exp"),
        ttl=ttl,
        statuses=decode_token_status_list(claims.get("status_list")),
    )


def status_token_fault(token: StatusListToken, reference: StatusReference, *, at: datetime) -> str | None:
    """Say why this list says nothing about ``reference`` at time ``at``, or None (section 8.3).

    Not checked here: the signature, and who may sign for the issuer.
    """
    now = at.timestamp()
    if token.subject != reference.uri:
        return "token-status-other-list"
    if token.issued_at > now + MAX_CLOCK_SKEW_SECONDS:
        return "token-status-from-future"
    if token.expires is not None and token.expires + MAX_CLOCK_SKEW_SECONDS < now:
        return "token-status-expired"
    return None


def status_reference(claims: Mapping[str, Any]) -> StatusReference | None:
    """Return the ``status.status_list`` reference of a token, or None when it states no status.

    Raises ``MalformedInputError`` for a malformed one, and for a status of an unknown mechanism: a
    stated status that cannot be read is not "no status".
    """
    status = claims.get("status")
    if status is None:
        return None
    entry = status.get("status_list") if isinstance(status, Mapping) else None
    if not isinstance(entry, Mapping):
        raise MalformedInputError("token-status-reference-malformed")
    uri, index = entry.get("uri"), entry.get("idx")
    if not isinstance(uri, str) or not uri or not isinstance(index, int) or isinstance(index, bool):
        raise MalformedInputError("token-status-reference-malformed")
    if not 0 <= index <= MAX_INDEX:
        raise MalformedInputError("token-status-reference-malformed")
    return StatusReference(uri=uri, index=index)


def _check_bits(bits: object) -> int:
    if not isinstance(bits, int) or isinstance(bits, bool) or bits not in BIT_SIZES:
        raise MalformedInputError("token-status-bits", bits=str(bits)[:20])
    return bits


def _number(claims: Mapping[str, Any], name: str) -> float | None:
    value = claims.get(name)
    if value is not None and (not isinstance(value, int | float) or isinstance(value, bool)):
        raise MalformedInputError("token-status-claims")
    return value
