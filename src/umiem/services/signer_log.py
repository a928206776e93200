"""The signer's own log: what was signed, with which key, in which order. A chain of hashes, only added to.

The log proves that a signature existed at a time, which decides about credentials of a key that was stolen
later (``key_history``), and it shows a signature that has no intent (``umiem doctor``).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from umiem.errors import UnavailableError
from umiem.storage.models import Organisation, SignerLogEntry, SignerLogHead, SigningKey

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


def refuse_if_clock_went_back(organisation: Organisation) -> None:
    """Raise ``UnavailableError`` when now is before the last signature; ask before signing."""
    last = SignerLogHead.objects.filter(organisation=organisation).values_list("at", flat=True).first()
    _not_before(last, timezone.now())


def signed_at(organisation: Organisation, subject: str, *, signed_digest: str) -> datetime | None:
    """Return when these bytes were signed, or None when the log does not know them."""
    rows = SignerLogEntry.objects.filter(
        organisation=organisation, subject=subject, signed_digest=signed_digest
    )
    return rows.order_by("id").values_list("at", flat=True).first()


def subject_of(signed_digest: str) -> str | None:
    """Return what was signed with these bytes as the result, or None when the log does not know them."""
    rows = SignerLogEntry.objects.filter(signed_digest=signed_digest)
    return rows.values_list("subject", flat=True).first()


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
