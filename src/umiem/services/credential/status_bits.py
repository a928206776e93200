"""The bits of a status list: from the database, and never fewer than the world has seen."""

from __future__ import annotations

from collections.abc import Iterable

from umiem import wiring
from umiem.engine import decode_status_list, parse_json_object
from umiem.errors import MalformedInputError
from umiem.storage.models import StatusList, StatusPurpose


def published_bits(row: StatusList) -> bytes:
    """Return the bits to publish now: index 0 is the left-most bit (Bitstring Status List 1.0, 3.1).

    A revocation is for good, so the bits of a list of revocations that were published stay set, whatever the
    database says: those the database does not know are remembered in ``row.carried`` and reported by
    ``umiem doctor``. That happens when an old backup was restored.
    """
    bits = of_indices(row.entries.filter(is_set=True).values_list("index", flat=True).iterator(), row.length)
    if row.purpose != StatusPurpose.REVOCATION:
        return bits
    known = int.from_bytes(bits)
    seen = int.from_bytes(bytes(row.carried or b"")) | _seen(row, len(bits))
    extra = seen & ~known
    row.carried = extra.to_bytes(len(bits)) if extra else None
    return (known | extra).to_bytes(len(bits))


def of_indices(indices: Iterable[int], length: int) -> bytes:
    """Return a list of ``length`` bits in which those at ``indices`` are set."""
    bits = bytearray(length // 8)
    for index in indices:
        bits[index >> 3] |= 0x80 >> (index & 7)
    return bytes(bits)


def count(bits: bytes) -> int:
    """Return how many bits are set."""
    return int.from_bytes(bits).bit_count()


def unknown_revocations(row: StatusList) -> int:
    """Return how many published revocations the database did not know when it published last."""
    return count(bytes(row.carried or b""))


def missing_revocations(row: StatusList) -> int:
    """Return how many published revocations the database does not know now.

    Where the public file is another than the one it published, the file is asked, too: right after an old
    backup was restored nothing was published yet.
    """
    document, public = bytes(row.document or b""), _public_file(row)
    if row.purpose != StatusPurpose.REVOCATION or public in (b"", document):
        return unknown_revocations(row)
    known = of_indices(row.entries.filter(is_set=True).values_list("index", flat=True).iterator(), row.length)
    seen = int.from_bytes(bytes(row.carried or b"")) | _seen(row, len(known))
    return (seen & ~int.from_bytes(known)).bit_count()


def _seen(row: StatusList, size: int) -> int:
    """The bits that were published last: as the database says, and as the public file says."""
    seen = 0
    for data in (bytes(row.document or b""), _public_file(row)):
        bits = _bits_of(data)
        if len(bits) == size:
            seen |= int.from_bytes(bits)
    return seen


def _public_file(row: StatusList) -> bytes:
    public = wiring.installation().public_folder / "status" / str(row.public_id)
    return public.read_bytes() if row.published_revision and public.exists() else b""


def _bits_of(data: bytes) -> bytes:
    """Read a list that we published; bytes that are none (a damaged file) say nothing."""
    if not data:
        return b""
    try:
        subject = parse_json_object(data).get("credentialSubject")
        return decode_status_list(subject.get("encodedList")) if isinstance(subject, dict) else b""
    except MalformedInputError:
        return b""
