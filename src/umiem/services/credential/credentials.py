"""What the issuer does with a released credential: hand it out, suspend it, lift that, revoke it."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from umiem.errors import MalformedInputError, NotFoundError, RefusedError, UnavailableError
from umiem.services import audit
from umiem.services.access import Actor, Permission, authorise
from umiem.services.award.awards import find_award
from umiem.services.credential import status
from umiem.services.credential.current import current_credential
from umiem.services.files import File
from umiem.services.notice import notices
from umiem.storage.exact_bytes import signed_bytes
from umiem.storage.models import (
    Credential,
    CredentialState,
    CredentialStatus,
    Organisation,
    StatusEntry,
    StatusPurpose,
)

REVOCATION_REASONS = ("error", "withdrawn", "fraud", "superseded", "requested-by-learner", "other")
SUSPENSION_REASONS = ("under-review", "requested-by-learner", "other")
LONGEST_NOTE = 500


def download(actor: Actor, organisation: str, award_id: uuid.UUID) -> File:
    """Return the exact signed bytes of an award's credential, for the staff."""
    found = authorise(actor, organisation, Permission.READ)
    return file_of(current_credential(find_award(found, award_id)))


def file_of(credential: Credential) -> File:
    """Return the signed bytes; raises ``UnavailableError`` when storage gives back others."""
    if credential.state != CredentialState.RELEASED or credential.data is None:
        raise NotFoundError("credential-not-released")
    data = signed_bytes(credential)
    if credential.quarantined_at is not None or hashlib.sha256(data).hexdigest() != credential.digest:
        raise UnavailableError("credential-damaged", credential=str(credential.public_id))
    name = f"{credential.award.definition.slug}-{str(credential.public_id)[:8]}.json"
    return File(name=name, media_type=credential.media_type, data=data)


@dataclass(frozen=True, kw_only=True)
class Change:
    """One kind of change of status: from where to where, the bit that says so, the mail, the reasons."""

    name: str
    to: CredentialStatus
    allowed_from: tuple[CredentialStatus, ...]
    purpose: StatusPurpose
    is_set: bool
    mail: str
    reasons: tuple[str, ...]


REVOKE = Change(
    name="revoke",
    to=CredentialStatus.REVOKED,
    allowed_from=(CredentialStatus.ACTIVE, CredentialStatus.SUSPENDED),
    purpose=StatusPurpose.REVOCATION,
    is_set=True,
    mail="credential-revoked",
    reasons=REVOCATION_REASONS,
)
SUSPEND = Change(
    name="suspend",
    to=CredentialStatus.SUSPENDED,
    allowed_from=(CredentialStatus.ACTIVE,),
    purpose=StatusPurpose.SUSPENSION,
    is_set=True,
    mail="credential-suspended",
    reasons=SUSPENSION_REASONS,
)
LIFT = Change(
    name="lift",
    to=CredentialStatus.ACTIVE,
    allowed_from=(CredentialStatus.SUSPENDED,),
    purpose=StatusPurpose.SUSPENSION,
    is_set=False,
    mail="suspension-lifted",
    reasons=("",),
)


def revoke(
    actor: Actor, organisation: str, award_id: uuid.UUID, *, reason: str, note: str = ""
) -> Credential:
    """Revoke for good: the list is published at once and the learner is told. Cannot be undone."""
    return _change(actor, organisation, award_id, REVOKE, reason=reason, note=note)


def suspend(
    actor: Actor, organisation: str, award_id: uuid.UUID, *, reason: str, note: str = ""
) -> Credential:
    """Suspend until ``lift``: verifiers see it as not valid meanwhile."""
    return _change(actor, organisation, award_id, SUSPEND, reason=reason, note=note)


def lift(actor: Actor, organisation: str, award_id: uuid.UUID, *, note: str = "") -> Credential:
    """Lift a suspension."""
    return _change(actor, organisation, award_id, LIFT, reason="", note=note)


def change_all(
    organisation: Organisation, awards: Sequence[int], change: Change, *, reason: str, note: str = ""
) -> list[int]:
    """Change what stands of many awards (by primary key); return the awards that it concerned.

    What the change does not fit is left as it is, so the call can be repeated. Call it inside a transaction,
    tell the learners, then publish the lists.
    """
    rows = Credential.objects.select_for_update(no_key=True).filter(
        organisation=organisation,
        award_id__in=awards,
        state=CredentialState.RELEASED,
        status__in=change.allowed_from,
    )
    changed: dict[int, int] = dict(rows.order_by("pk").values_list("pk", "award_id"))
    now = timezone.now()
    Credential.objects.filter(pk__in=list(changed)).update(
        status=change.to, status_reason=reason, status_note=note.strip(), status_changed_at=now
    )
    entries = StatusEntry.objects.filter(credential_id__in=list(changed), purpose=change.purpose)
    status.set_entries(list(entries.values_list("pk", flat=True)), is_set=change.is_set, at=now)
    return list(dict.fromkeys(changed.values()))


def _change(
    actor: Actor,
    organisation: str,
    award_id: uuid.UUID,
    change: Change,
    *,
    reason: str,
    note: str,
) -> Credential:
    """1. permission 2. transaction: rows, bits, audit, mail 3. publish the list.

    Of a renewed award several credentials can be in force; the decision is about each of them.
    """
    check_reason(reason, change.reasons)
    found = authorise(actor, organisation, Permission.CHANGE_STATUS)
    check_note(note)
    award = find_award(found, award_id)
    now = timezone.now()
    with transaction.atomic():
        newest = current_credential(award)
        rows = Credential.objects.select_for_update(no_key=True).filter(award=award).order_by("pk")
        locked = {row.pk: row for row in rows}
        credential = locked[newest.pk]
        if not _fits(credential, change):
            raise RefusedError("status-change-refused", status=credential.status, wanted=str(change.to))
        for row in locked.values():
            if _fits(row, change):
                row.status, row.status_reason = change.to, reason
                row.status_note, row.status_changed_at = note.strip(), now
                row.save(update_fields=("status", "status_reason", "status_note", "status_changed_at"))
                status.set_status(row, change.purpose, is_set=change.is_set, at=now)
                audit.record(actor, found, change.mail, str(row.public_id), reason=reason)
        notices.tell_status(credential, change.mail, reason=reason)
    status.publish_changed(found)
    return credential


def _fits(credential: Credential, change: Change) -> bool:
    return credential.state == CredentialState.RELEASED and credential.status in change.allowed_from


def check_reason(reason: str, known: tuple[str, ...]) -> None:
    """Raise ``MalformedInputError`` when a reason is none of ``known``."""
    if reason not in known:
        raise MalformedInputError("reason-unknown", reason=reason[:40], known=", ".join(known))


def check_note(note: str) -> None:
    """Raise ``MalformedInputError`` when a note is too long, or holds what no text does."""
    if len(note) > LONGEST_NOTE or "\0" in note:
        raise MalformedInputError("note-too-long", limit=LONGEST_NOTE)
