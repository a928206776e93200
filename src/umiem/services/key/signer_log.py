"""The signer's own log: what was signed, with which key, in which order. A chain of hashes, only added to.

The log proves that a signature existed at a time, which decides about credentials of a key that was stolen
later (``key_history``), and it shows a signature that has no intent (``umiem doctor``).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from umiem.errors import UnavailableError
from umiem.storage.models import (
    Credential,
    Organisation,
    SignerLogBlock,
    SignerLogEntry,
    SignerLogHead,
    SigningKey,
)

ENTRY_BYTES = 80
LARGEST_STEP_BACK = timedelta(seconds=5)


@dataclass(frozen=True, kw_only=True)
class Signature:
    """One signature to log: of what (``credential:<uuid>``), over which intent, giving which bytes."""

    key: SigningKey
    subject: str
    intent_digest: str
    signed_digest: str


def append(organisation: Organisation, signatures: Sequence[Signature]) -> None:
    """Add signatures to the log; call it inside the transaction that releases what was signed.

    Raises ``UnavailableError`` ``clock-went-back`` when the clock shows an earlier time than the last entry:
    a log whose times cannot be relied on would prove nothing.
    """
    if not signatures:
        return
    with transaction.atomic():
        SignerLogHead.objects.get_or_create(organisation=organisation)
        head = SignerLogHead.objects.select_for_update(no_key=True).get(organisation=organisation)
        at = _not_before(head.at, timezone.now())
        entries = []
        previous, sequence = head.digest, head.sequence
        for signature in signatures:
            sequence += 1
            entry = SignerLogEntry(
                organisation=organisation,
                key=signature.key,
                subject=signature.subject,
                intent_digest=signature.intent_digest,
                signed_digest=signature.signed_digest,
                at=at,
                sequence=sequence,
                previous=previous,
            )
            previous = entry.digest = _digest(entry)
            entries.append(entry)
        SignerLogEntry.objects.bulk_create(entries, batch_size=500)
        SignerLogHead.objects.filter(pk=head.pk).update(sequence=sequence, digest=previous, at=at)


@dataclass(frozen=True, kw_only=True)
class Block:
    """Many signatures of one key, to be logged as one entry: primary key of the credential and the rest."""

    key: SigningKey
    subject: str
    signatures: Sequence[tuple[int, UUID, str, str]]
    """Primary key and identifier of the credential, digests of what was intended and of what was signed."""


def append_block(organisation: Organisation, block: Block) -> str:
    """Add many signatures to the log like ``append``; return the digest that stands in the chain."""
    entries = b"".join(
        public_id.bytes + bytes.fromhex(intended) + bytes.fromhex(signed)
        for _, public_id, intended, signed in block.signatures
    )
    digest = hashlib.sha256(entries).hexdigest()
    if not block.signatures:
        return digest
    whole = Signature(key=block.key, subject=block.subject, intent_digest=digest, signed_digest=digest)
    append(organisation, [whole])
    keys = [pk for pk, *_ in block.signatures]
    SignerLogBlock.objects.create(
        organisation=organisation,
        key=block.key,
        subject=block.subject,
        count=len(keys),
        first_credential=min(keys),
        last_credential=max(keys),
        entries=entries,
        digest=digest,
    )
    return digest


def signatures_of(block: SignerLogBlock) -> Iterator[tuple[UUID, str, str]]:
    """Yield identifier, digest of the intent and digest of the signed bytes of each entry of a block."""
    entries = bytes(block.entries)
    for start in range(0, len(entries), ENTRY_BYTES):
        entry = entries[start : start + ENTRY_BYTES]
        yield UUID(bytes=entry[:16]), entry[16:48].hex(), entry[48:].hex()


def refuse_if_clock_went_back(organisation: Organisation) -> None:
    """Raise ``UnavailableError`` when now is before the last signature; ask before signing."""
    last = SignerLogHead.objects.filter(organisation=organisation).values_list("at", flat=True).first()
    _not_before(last, timezone.now())


def signed_at(organisation: Organisation, subject: str, *, signed_digest: str) -> datetime | None:
    """Return when these bytes were signed, or None when the log does not know them."""
    rows = SignerLogEntry.objects.filter(
        organisation=organisation, subject=subject, signed_digest=signed_digest
    )
    found = rows.order_by("id").values_list("at", flat=True).first()
    return found or _signed_in_block(organisation, subject, signed_digest)


def _signed_in_block(organisation: Organisation, subject: str, signed_digest: str) -> datetime | None:
    public_id = subject.removeprefix("credential:")
    credential = Credential.objects.filter(organisation=organisation, public_id=public_id).first()
    if credential is None:
        return None
    blocks = SignerLogBlock.objects.filter(
        organisation=organisation, first_credential__lte=credential.pk, last_credential__gte=credential.pk
    )
    for block in blocks.order_by("id").iterator(chunk_size=1):
        for found, _, signed in signatures_of(block):
            if found == credential.public_id and signed == signed_digest:
                at: datetime = block.at
                return at
    return None


def subject_of(signed_digest: str) -> str | None:
    """Return what was signed with these bytes as the result, or None when the log does not know them."""
    rows = SignerLogEntry.objects.filter(signed_digest=signed_digest)
    return rows.values_list("subject", flat=True).first() or _subject_in_blocks(signed_digest)


def _subject_in_blocks(signed_digest: str) -> str | None:
    """Read all blocks: what is looked for is known by nothing but its digest. For repairs."""
    wanted = bytes.fromhex(signed_digest)
    for block in SignerLogBlock.objects.order_by("-id").iterator(chunk_size=1):
        if wanted in bytes(block.entries):
            for found, _, signed in signatures_of(block):
                if signed == signed_digest:
                    return f"credential:{found}"
    return None


def broken_links(organisation: Organisation) -> Iterator[int]:
    """Yield the sequence numbers of entries that were changed, or before which entries are missing."""
    previous, expected = "", 1
    rows = SignerLogEntry.objects.filter(organisation=organisation).exclude(sequence=None)
    for entry in rows.order_by("sequence").iterator():
        if entry.sequence != expected or entry.previous != previous or entry.digest != _digest(entry):
            yield entry.sequence or 0
        previous, expected = entry.digest, (entry.sequence or 0) + 1
    head = SignerLogHead.objects.filter(organisation=organisation).first()
    if head is not None and (head.sequence, head.digest) != (expected - 1, previous):
        yield head.sequence


def broken_blocks(organisation: Organisation) -> Iterator[str]:
    """Yield the subjects of blocks that were changed, or that the chain does not know."""
    for block in (
        SignerLogBlock.objects.filter(organisation=organisation).order_by("id").iterator(chunk_size=1)
    ):
        chained = SignerLogEntry.objects.filter(organisation=organisation, subject=block.subject)
        whole = hashlib.sha256(bytes(block.entries)).hexdigest() == block.digest
        if not whole or not chained.filter(signed_digest=block.digest).exists():
            yield block.subject


def _not_before(last: datetime | None, now: datetime) -> datetime:
    if last is None or now >= last:
        return now
    if last - now > LARGEST_STEP_BACK:
        raise UnavailableError("clock-went-back", now=now.isoformat(), last=last.isoformat())
    return last


def _digest(entry: SignerLogEntry) -> str:
    parts = (
        entry.previous,
        str(entry.sequence),
        str(entry.key_id),
        entry.subject,
        entry.intent_digest,
        entry.signed_digest,
        entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
    )
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
