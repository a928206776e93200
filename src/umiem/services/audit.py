"""The audit log: who did what; a chain of hashes shows a changed or missing entry."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from umiem.services.access import Actor, Permission, authorise
from umiem.services.pages import Page, page_of
from umiem.storage.models import AuditEntry, AuditHead, Organisation

PLATFORM_CHAIN = "platform"
ERASED = "erased"


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
        entry.parts = {name: _committed(value) for name, value in _said(entry).items()}
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
    """Yield the sequence numbers of entries that were changed, or before which entries are missing.

    An entry from which personal data were erased counts as whole; that it was erased can be seen in it.
    """
    previous, expected = "", 1
    for entry in AuditEntry.objects.filter(chain=chain).order_by("sequence").iterator():
        linked = entry.sequence == expected and entry.previous == previous and entry.digest == _digest(entry)
        if not linked or not _keeps_its_word(entry):
            yield entry.sequence
        previous, expected = entry.digest, entry.sequence + 1
    head = AuditHead.objects.filter(chain=chain).first()
    if head is not None and (head.sequence, head.digest) != (expected - 1, previous):
        yield head.sequence


def erase_person(emails: Collection[str]) -> int:
    """Take a person's addresses out of every entry: as actor, as subject, and in params; return of how many.

    The other parts of an entry, its action, its time and its place in the chain stay provable. Call it
    inside a transaction.
    """
    known = {email.casefold() for email in emails if email}
    about = Q()
    for email in known:
        about |= Q(actor__iexact=email) | Q(subject__iexact=email) | Q(params__icontains=email)
    entries = AuditEntry.objects.filter(about, parts__isnull=False) if known else AuditEntry.objects.none()
    erased = 0
    for entry in entries:
        said = _said(entry)
        named = [name for name, value in said.items() if any(email in _text(value) for email in known)]
        parts = dict(entry.parts or {})
        for name in named:
            setattr(entry, name, {} if name == "params" else ERASED)
            parts[name] = ["", parts[name][1]]
        entry.parts = parts
        entry.save(update_fields=("actor", "subject", "params", "parts"))
        erased += bool(named)
    return erased


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
        "action": entry.action,
        "previous": entry.previous,
    }
    parts = entry.parts
    covered |= _said(entry) if parts is None else {name: parts[name][1] for name in sorted(parts)}
    return _hash(covered)


def _committed(value: object) -> list[str]:
    salt = secrets.token_hex(16)
    return [salt, _hash([salt, value])]


def _keeps_its_word(entry: AuditEntry) -> bool:
    """Whether each part is what its hash was made for, or is empty because it was erased."""
    if entry.parts is None:
        return True
    return set(entry.parts) == set(_said(entry)) and all(
        digest == _hash([salt, _said(entry)[name]]) if salt else _said(entry)[name] in (ERASED, {})
        for name, (salt, digest) in entry.parts.items()
    )


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False).casefold()


def _said(entry: AuditEntry) -> dict[str, Any]:
    return {"actor": entry.actor, "subject": entry.subject, "params": entry.params}


def _hash(covered: object) -> str:
    text = json.dumps(covered, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _instant(at: datetime) -> str:
    return at.astimezone(tz=timezone.get_fixed_timezone(0)).isoformat(timespec="microseconds")
