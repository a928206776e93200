"""Bitstring Status List 1.0: making lists, reading entries, and every way in which that can fail."""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any

from umiem.engine.data_model import CONTEXT_V2, is_url
from umiem.engine.identifiers.multibase import decode_multibase, encode_multibase_url
from umiem.engine.limits import MAX_STATUS_LIST_BYTES, MIN_STATUS_LIST_ENTRIES
from umiem.engine.timestamps import format_timestamp
from umiem.errors import MalformedInputError, RefusedError

ENTRY_TYPE = "BitstringStatusListEntry"
LIST_TYPE = "BitstringStatusList"
LIST_CREDENTIAL_TYPE = "BitstringStatusListCredential"
MAX_STATUS_SIZE = 8
MOST_DECODED = 8  # of at most two megabytes each
_INDEX = re.compile(r"(?:0|[1-9][0-9]{0,8})\Z")
_HEX = re.compile(r"0x[0-9a-fA-F]{1,2}\Z")


@dataclass(frozen=True, kw_only=True)
class StatusEntry:
    """Where the status of one credential is written (section 2.1).

    ``size`` is the number of bits of one entry; ``messages`` says what each value means when there
    is more than one bit, or the purpose is ``message``.
    """

    purpose: str
    index: int
    list_url: str
    size: int = 1
    messages: Mapping[int, str] = field(default_factory=dict)
    reference: tuple[str, ...] = ()
    id: str | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the ``credentialStatus`` object."""
        entry: dict[str, Any] = {
            "id": self.id or f"{self.list_url}#{self.index}",
            "type": ENTRY_TYPE,
            "statusPurpose": self.purpose,
            "statusListIndex": str(self.index),
            "statusListCredential": self.list_url,
        }
        if self.size > 1 or self.messages:
            entry["statusSize"] = self.size
            entry["statusMessage"] = [
                {"status": f"0x{value:x}", "message": text} for value, text in self.messages.items()
            ]
        if self.reference:
            entry["statusReference"] = list(self.reference)
        return entry


def read_entry(entry: Mapping[str, Any]) -> StatusEntry:
    """Read a ``credentialStatus`` object; raises ``MalformedInputError("MALFORMED_VALUE_ERROR")``."""
    index, url = entry.get("statusListIndex"), entry.get("statusListCredential")
    if not isinstance(index, str) or not _INDEX.match(index):
        raise _malformed("statusListIndex")
    if not isinstance(url, str) or not is_url(url):
        raise _malformed("statusListCredential")
    purpose = entry.get("statusPurpose")
    if not isinstance(purpose, str) or not purpose:
        raise _malformed("statusPurpose")
    identifier = entry.get("id")
    if identifier is not None and (not isinstance(identifier, str) or identifier == url):
        raise _malformed("id")
    size = entry.get("statusSize", 1)
    if isinstance(size, bool) or not isinstance(size, int) or not 1 <= size <= MAX_STATUS_SIZE:
        raise _malformed("statusSize")
    return StatusEntry(
        purpose=purpose,
        index=int(index),
        list_url=url,
        size=size,
        messages=_read_messages(entry.get("statusMessage"), size, purpose),
        reference=_read_references(entry.get("statusReference")),
        id=identifier,
    )


def encode_status_list(bits: bytes | bytearray) -> str:
    """Return ``encodedList``: multibase base64url of the gzip of the bits (section 3.3).

    The same bits give the same text (no time stamp in the gzip header).
    """
    return encode_multibase_url(gzip.compress(bytes(bits), compresslevel=9, mtime=0))


def decode_status_list(encoded: object) -> bytes:
    """Return the bits of an ``encodedList``, inflating no more than the limit (section 3.4)."""
    return _decoded(encoded) if isinstance(encoded, str) else _decode(encoded)


@lru_cache(maxsize=MOST_DECODED)
def _decoded(encoded: str) -> bytes:
    """Decode once what is read again and again: one list serves all credentials of an issuer."""
    return _decode(encoded)


def _decode(encoded: object) -> bytes:
    try:
        data = decode_multibase(encoded, bases="u")
    except MalformedInputError as error:
        raise _malformed("encodedList") from error
    return inflate(data)


def inflate(data: bytes) -> bytes:
    """Un-gzip one member within ``MAX_STATUS_LIST_BYTES``; trailing bytes are refused."""
    inflater = zlib.decompressobj(wbits=31)
    try:
        bits = inflater.decompress(data, MAX_STATUS_LIST_BYTES)
    except zlib.error as error:
        raise _malformed("encodedList") from error
    if not inflater.eof or inflater.unused_data:
        raise _malformed("encodedList")
    return bits


def status_list_document(
    *,
    list_url: str,
    issuer: str | Mapping[str, Any],
    purpose: str | tuple[str, ...],
    bits: bytes | bytearray,
    valid_from: datetime,
    valid_until: datetime | None = None,
    ttl_ms: int | None = None,
) -> dict[str, Any]:
    """Return the status list credential to prepare and sign; ``bits`` is the whole list.

    Raises ``RefusedError("status-list-too-short")`` below 131,072 entries of one bit: a small list
    tells who is on it (section 6.1).
    """
    if len(bits) * 8 < MIN_STATUS_LIST_ENTRIES:
        raise RefusedError("status-list-too-short", entries=len(bits) * 8, least=MIN_STATUS_LIST_ENTRIES)
    subject: dict[str, Any] = {
        "id": f"{list_url}#list",
        "type": LIST_TYPE,
        "statusPurpose": purpose if isinstance(purpose, str) else list(purpose),
        "encodedList": encode_status_list(bits),
    }
    if ttl_ms is not None:
        subject["ttl"] = ttl_ms
    document: dict[str, Any] = {
        "@context": [CONTEXT_V2],
        "id": list_url,
        "type": ["VerifiableCredential", LIST_CREDENTIAL_TYPE],
        "issuer": issuer if isinstance(issuer, str) else dict(issuer),
        "validFrom": format_timestamp(valid_from),
    }
    if valid_until is not None:
        document["validUntil"] = format_timestamp(valid_until)
    return document | {"credentialSubject": subject}


def read_status(list_document: Mapping[str, Any], entry: StatusEntry) -> int:
    """Return the status value of ``entry`` in a list credential (section 3.2).

    The caller has verified the list and its issuer. Raises ``MalformedInputError`` with the error
    names of the standard: STATUS_VERIFICATION_ERROR (wrong purpose, no list), RANGE_ERROR,
    STATUS_LIST_LENGTH_ERROR, MALFORMED_VALUE_ERROR.
    """
    subject = list_document.get("credentialSubject")
    if not isinstance(subject, Mapping) or subject.get("type") not in (LIST_TYPE, [LIST_TYPE]):
        raise MalformedInputError("STATUS_VERIFICATION_ERROR", member="type")
    purposes = subject.get("statusPurpose")
    if entry.purpose not in (purposes if isinstance(purposes, list) else [purposes]):
        raise MalformedInputError("STATUS_VERIFICATION_ERROR", member="statusPurpose")
    bits = decode_status_list(subject.get("encodedList"))
    if len(bits) * 8 // entry.size < MIN_STATUS_LIST_ENTRIES:
        raise MalformedInputError("STATUS_LIST_LENGTH_ERROR", entries=len(bits) * 8 // entry.size)
    return value_at(bits, entry.index, entry.size)


def value_at(bits: bytes, index: int, size: int = 1) -> int:
    """Return the value at ``index``; index 0 is the left-most bit of the first byte."""
    first = index * size
    if index < 0 or first + size > len(bits) * 8:
        raise MalformedInputError("RANGE_ERROR", index=index)
    value = 0
    for position in range(first, first + size):
        value = value << 1 | (bits[position >> 3] >> (7 - position & 7) & 1)
    return value


def set_value(bits: bytearray, index: int, value: int, *, size: int = 1) -> None:
    """Write the value at ``index`` of a list that is being made."""
    first = index * size
    if index < 0 or first + size > len(bits) * 8 or not 0 <= value < 1 << size:
        raise MalformedInputError("RANGE_ERROR", index=index, value=value)
    for offset in range(size):
        position = first + offset
        mask = 1 << (7 - position % 8)
        if value >> (size - 1 - offset) & 1:
            bits[position // 8] |= mask
        else:
            bits[position // 8] &= ~mask


def _malformed(member: str) -> MalformedInputError:
    return MalformedInputError("MALFORMED_VALUE_ERROR", member=member)


def _read_messages(value: object, size: int, purpose: str) -> dict[int, str]:
    if value is None:
        if size > 1 or purpose == "message":
            raise _malformed("statusMessage")
        return {}
    if not isinstance(value, list) or len(value) != 1 << size:
        raise _malformed("statusMessage")
    messages: dict[int, str] = {}
    for item in value:
        status = item.get("status") if isinstance(item, Mapping) else None
        text = item.get("message") if isinstance(item, Mapping) else None
        if not isinstance(status, str) or not _HEX.match(status) or not isinstance(text, str):
            raise _malformed("statusMessage")
        messages[int(status, 16)] = text
    if set(messages) != set(range(1 << size)):
        raise _malformed("statusMessage")
    return messages


def _read_references(value: object) -> tuple[str, ...]:
    if value is None:
        return ()
    references = value if isinstance(value, list) else [value]
    if not all(isinstance(reference, str) and is_url(reference) for reference in references):
        raise _malformed("statusReference")
    return tuple(references)
