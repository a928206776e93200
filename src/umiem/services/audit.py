"""The audit log: who did what; a chain of hashes shows a changed or missing entry."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from umiem.services.access import Actor, Permission, authorise
from umiem.services.pages import Page, page_of
from umiem.storage.models import AuditEntry, AuditHead, Organisation

PLATFORM_CHAIN = "platform"


def record(
    actor: Actor, organisation: Organisation | None, action: str, subject: str, **params: Any
) -> AuditEntry:
    """Add an entry to the organisation's chain; call it inside the transaction of what it tells about.

    ``params`` are plain JSON values and hold no secrets and no text of a credential.
    """
    chain = PLATFORM_CHAIN if organisation is None else chain_of(organisation)
    with transaction.atomic():
        head = _locked_head(chain)
        entry = AuditEntry(
            organisation=organisation,
            chain=chain,
            sequence=head.sequence + 1,
            at=timezone.now(),
            actor=actor.name,
            action=action,
            subject=subject,
            params=params,
            previous=head.digest,
        )
        entry.digest = _digest(entry)
        entry.save(force_insert=True)
        AuditHead.objects.filter(pk=head.pk).update(sequence=entry.sequence, digest=entry.digest)
    return entry


def entries(actor: Actor, organisation: str, *, page: int = 1, size: int = 50) -> Page[AuditEntry]:
    """Return the newest entries of an organisation; for its administrators."""
    found = authorise(actor, organisation, Permission.ADMINISTER)
    return page_of(
        AuditEntry.objects.filter(organisation=found).order_by("-sequence"), number=page, size=size
    )


def broken_links(chain: str) -> Iterator[int]:
    """Yield the sequence numbers of entries that were changed, or before which entries are missing."""
    previous, expected = "", 1
    for entry in AuditEntry.objects.filter(chain=chain).order_by("sequence").iterator():
        if entry.sequence != expected or entry.previous != previous or entry.digest != _digest(entry):
            yield entry.sequence
        previous, expected = entry.digest, entry.sequence + 1
    head = AuditHead.objects.filter(chain=chain).first()
    if head is not None and (head.sequence, head.digest) != (expected - 1, previous):
        yield head.sequence


def chain_of(organisation: Organisation) -> str:
    """Return the name of the organisation's chain; a slug has no slash, so it is never the platform's."""
    return f"o/{organisation.slug}"


def _locked_head(chain: str) -> AuditHead:
    AuditHead.objects.get_or_create(chain=chain)
    return AuditHead.objects.select_for_update(no_key=True).get(chain=chain)


def _digest(entry: AuditEntry) -> str:
    covered = {
        "chain": entry.chain,
        "sequence": entry.sequence,
        "at": _instant(entry.at),
        "actor": entry.actor,
        "action": entry.action,
        "subject": entry.subject,
        "params": entry.params,
        "previous": entry.previous,
    }
    text = json.dumps(covered, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _instant(at: datetime) -> str:
    return at.astimezone(tz=timezone.get_fixed_timezone(0)).isoformat(timespec="microseconds")
