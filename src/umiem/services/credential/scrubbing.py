"""The scrubber: re-reads what is stored, slice by slice, and locks away what is not what was signed.

A database that is whole may still give back a changed byte, and nothing but the signature shows it. A
damaged credential is quarantined: it is handed out to nobody, and an alarm stays until it is restored from an
unchanged copy (``restore``). It is never signed again in silence: the other way is a correction. Readings in
other formats are made from the credential; a damaged one is given out to nobody either, and made anew.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from umiem.engine import Outcome, Sources, VerificationPolicy, verify_credential
from umiem.errors import NotFoundError, RefusedError, UnavailableError
from umiem.services import audit
from umiem.services.access import SYSTEM, Actor
from umiem.services.credential.own_sources import OwnDidDocuments, no_status_lists
from umiem.services.key import signer_log
from umiem.storage.exact_bytes import keep_plain, signed_bytes
from umiem.storage.models import (
    Award,
    Credential,
    CredentialState,
    Organisation,
    Representation,
    ScrubRound,
)

SLICE = 500
READINGS = 50
BETWEEN_ROUNDS = timedelta(hours=24)
_SHOWN_DAMAGED = 10


@dataclass(frozen=True, kw_only=True)
class Damage:
    """One damaged credential; ``fault`` is ``digest``, ``signature`` or ``other-credential``."""

    credential: Credential
    fault: str


def read_slice(*, now: datetime | None = None, size: int = SLICE) -> int:
    """Read the next slice of the round; begin a new round a day after the last began. Returns how many."""
    now = now or timezone.now()
    last = ScrubRound.objects.first()
    if last is None or (last.finished_at is not None and last.started_at <= now - BETWEEN_ROUNDS):
        last = ScrubRound.objects.create(started_at=now)
    return 0 if last.finished_at is not None else _next(last, size)


def read_all() -> ScrubRound:
    """Read everything now, in a round of its own."""
    begun = ScrubRound.objects.create()
    while _next(begun, SLICE):
        pass
    begun.refresh_from_db()
    return begun


def last_finished() -> ScrubRound | None:
    """Return the last round that read everything."""
    return ScrubRound.objects.exclude(finished_at=None).first()


def quarantined(organisation: Organisation | None = None) -> int:
    """Return how many credentials are locked away."""
    rows = Credential.objects.exclude(quarantined_at=None)
    return rows.count() if organisation is None else rows.filter(organisation=organisation).count()


def damaged_awards(organisation: Organisation) -> tuple[Award, ...]:
    """Return the newest awards of which a credential is locked away, for the staff."""
    rows = Award.objects.filter(organisation=organisation, credentials__quarantined_at__isnull=False)
    return tuple(rows.distinct()[:_SHOWN_DAMAGED])


def restore(actor: Actor, data: bytes) -> Credential:
    """Put an unchanged copy (the learner's file, or from a backup) in the place of a damaged credential.

    Which one it is says the signer's log: only bytes with a logged digest are taken. Raises ``NotFoundError``
    for bytes that were never signed here, ``RefusedError`` when nothing is damaged.
    """
    digest = hashlib.sha256(data).hexdigest()
    with transaction.atomic():
        row = _logged(digest)
        if row.quarantined_at is None and _fault(row) == "":
            raise RefusedError("credential-not-damaged", credential=str(row.public_id))
        row.digest, row.quarantined_at = digest, None
        keep_plain(row, data)
        if _fault(row):
            raise NotFoundError("copy-unknown")
        row.save(update_fields=("data", "intent", "dictionary", "digest", "quarantined_at"))
        audit.record(actor, row.organisation, "credential-restored", str(row.public_id), digest=digest)
    return row


def _next(begun: ScrubRound, size: int) -> int:
    rows = Credential.objects.filter(state=CredentialState.RELEASED, pk__gt=begun.cursor)
    rows = rows.select_related("organisation", "key").order_by("pk")
    part = list(rows[:size])
    damaged = [Damage(credential=row, fault=fault) for row in part if (fault := _fault(row))]
    _lock_away(damaged)
    if not part:
        return _next_readings(begun)
    begun.cursor = part[-1].pk
    ScrubRound.objects.filter(pk=begun.pk, cursor__lt=begun.cursor).update(
        cursor=begun.cursor, checked=F("checked") + len(part), damaged=F("damaged") + len(damaged)
    )
    return len(part)


def _next_readings(begun: ScrubRound) -> int:
    """Read further formats of credentials. A damaged one is dropped: it is made anew from what was signed."""
    rows = Representation.objects.filter(pk__gt=begun.readings_cursor).order_by("pk")
    count = dropped = 0
    for row in rows.select_related("organisation", "credential")[:READINGS].iterator(chunk_size=1):
        count += 1
        begun.readings_cursor = row.pk
        if hashlib.sha256(bytes(row.data)).hexdigest() != row.digest:
            dropped += 1
            _drop(row)
    if not count:
        ScrubRound.objects.filter(pk=begun.pk).update(finished_at=timezone.now())
        return 0
    ScrubRound.objects.filter(pk=begun.pk, readings_cursor__lt=begun.readings_cursor).update(
        readings_cursor=begun.readings_cursor,
        checked=F("checked") + count,
        damaged=F("damaged") + dropped,
    )
    return count


def _drop(row: Representation) -> None:
    subject = str(row.credential.public_id)
    with transaction.atomic():
        Representation.objects.filter(pk=row.pk).delete()
        audit.record(SYSTEM, row.organisation, "reading-dropped", subject, format=row.format)


def _fault(row: Credential) -> str:
    """Say what is wrong with a stored credential; "" when it is exactly what was signed."""
    try:
        data = signed_bytes(row)
    except UnavailableError:
        return "digest"
    if hashlib.sha256(data).hexdigest() != row.digest:
        return "digest"
    sources = Sources(
        resolver=OwnDidDocuments(trust_compromised=True), status_lists=no_status_lists(), known_issuers=None
    )
    at = row.released_at or row.created_at
    report = verify_credential(data, policy=VerificationPolicy.strict(), at=at, sources=sources)
    proof = report.check("proof")
    if proof is None or proof.outcome is not Outcome.PASSED:
        return "signature"
    claims = report.secured_claims or {}
    return "" if claims.get("id") == f"urn:uuid:{row.public_id}" else "other-credential"


def _lock_away(damaged: Sequence[Damage]) -> None:
    for found in damaged:
        row = found.credential
        with transaction.atomic():
            rows = Credential.objects.filter(pk=row.pk, quarantined_at=None)
            if rows.update(quarantined_at=timezone.now()):
                subject = str(row.public_id)
                audit.record(SYSTEM, row.organisation, "credential-quarantined", subject, fault=found.fault)


def _logged(digest: str) -> Credential:
    subject = signer_log.subject_of(digest)
    public_id = (subject or "").removeprefix("credential:")
    if not subject or subject == public_id:
        raise NotFoundError("copy-unknown")
    return Credential.objects.select_related("organisation", "key").get(public_id=public_id)
