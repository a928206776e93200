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
from umiem.services.award.awards import current_credential, find_award
from umiem.services.credential import status
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
MANY_AT_ONCE = 500


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


def revoke(
    actor: Actor, organisation: str, award_id: uuid.UUID, *, reason: str, note: str = ""
) -> Credential:
    """Revoke for good: the list is published at once and the learner is told. Cannot be undone."""
    check_reason(reason, REVOCATION_REASONS)
    return _change(
        actor,
        organisation,
        award_id,
        to=CredentialStatus.REVOKED,
        allowed_from=(CredentialStatus.ACTIVE, CredentialStatus.SUSPENDED),
        bit=(StatusPurpose.REVOCATION, True),
        mail="credential-revoked",
        reason=reason,
        note=note,
    )


def suspend(
    actor: Actor, organisation: str, award_id: uuid.UUID, *, reason: str, note: str = ""
) -> Credential:
    """Suspend until ``lift``: verifiers see it as not valid meanwhile."""
    check_reason(reason, SUSPENSION_REASONS)
    return _change(
        actor,
        organisation,
        award_id,
        to=CredentialStatus.SUSPENDED,
        allowed_from=(CredentialStatus.ACTIVE,),
        bit=(StatusPurpose.SUSPENSION, True),
        mail="credential-suspended",
        reason=reason,
        note=note,
    )


def lift(actor: Actor, organisation: str, award_id: uuid.UUID, *, note: str = "") -> Credential:
    """Lift a suspension."""
    return _change(
        actor,
        organisation,
        award_id,
        to=CredentialStatus.ACTIVE,
        allowed_from=(CredentialStatus.SUSPENDED,),
        bit=(StatusPurpose.SUSPENSION, False),
        mail="suspension-lifted",
        reason="",
        note=note,
    )


def revoke_many(
    actor: Actor,
    organisation: str,
    award_ids: Sequence[uuid.UUID],
    *,
    reason: str,
    note: str = "",
    notify: bool = True,
) -> int:
    """Revoke the credentials of many awards, in chunks that are each all or nothing; return how many.

    What is revoked already, not released, or not of this organisation is left as it is, so the call can be
    repeated. The lists are published once at the end. Each learner gets one mail for each award.
    """
    check_reason(reason, REVOCATION_REASONS)
    return _change_many(actor, organisation, award_ids, _REVOKE, reason=reason, note=note, notify=notify)


def suspend_many(
    actor: Actor, organisation: str, award_ids: Sequence[uuid.UUID], *, reason: str, note: str = ""
) -> int:
    """Suspend the credentials of many awards that are in force; see ``revoke_many``."""
    check_reason(reason, SUSPENSION_REASONS)
    return _change_many(actor, organisation, award_ids, _SUSPEND, reason=reason, note=note)


def lift_many(actor: Actor, organisation: str, award_ids: Sequence[uuid.UUID], *, note: str = "") -> int:
    """Lift the suspension of many; see ``revoke_many``."""
    return _change_many(actor, organisation, award_ids, _LIFT, reason="", note=note)


@dataclass(frozen=True, kw_only=True)
class _Many:
    to: CredentialStatus
    allowed_from: tuple[CredentialStatus, ...]
    mail: str
    purpose: StatusPurpose
    is_set: bool


_REVOKE = _Many(
    to=CredentialStatus.REVOKED,
    allowed_from=(CredentialStatus.ACTIVE, CredentialStatus.SUSPENDED),
    mail="credential-revoked",
    purpose=StatusPurpose.REVOCATION,
    is_set=True,
)
_SUSPEND = _Many(
    to=CredentialStatus.SUSPENDED,
    allowed_from=(CredentialStatus.ACTIVE,),
    mail="credential-suspended",
    purpose=StatusPurpose.SUSPENSION,
    is_set=True,
)
_LIFT = _Many(
    to=CredentialStatus.ACTIVE,
    allowed_from=(CredentialStatus.SUSPENDED,),
    mail="suspension-lifted",
    purpose=StatusPurpose.SUSPENSION,
    is_set=False,
)


def _change_many(
    actor: Actor,
    organisation: str,
    award_ids: Sequence[uuid.UUID],
    change: _Many,
    *,
    reason: str,
    note: str,
    notify: bool = True,
) -> int:
    found = authorise(actor, organisation, Permission.CHANGE_STATUS)
    _check_note(note)
    count = 0
    for start in range(0, len(award_ids), MANY_AT_ONCE):
        part = award_ids[start : start + MANY_AT_ONCE]
        with transaction.atomic():
            changed = _changed(found, part, change, reason=reason, note=note)
            for row in changed:
                audit.record(actor, found, change.mail, str(row.public_id), reason=reason)
                if notify:
                    notices.tell_status(row, change.mail, reason=reason)
        count += len(changed)
    status.publish_changed(found)
    return count


def _changed(
    organisation: Organisation, award_ids: Sequence[uuid.UUID], change: _Many, *, reason: str, note: str
) -> list[Credential]:
    """Change the rows and bits of one chunk; return the credentials that it concerned."""
    rows = Credential.objects.select_for_update(no_key=True, of=("self",)).filter(
        organisation=organisation,
        award__public_id__in=award_ids,
        state=CredentialState.RELEASED,
        status__in=change.allowed_from,
    )
    newest = rows.exclude(replacements__state=CredentialState.RELEASED)
    changed = list(newest.select_related("award__organisation", "award__definition_version__definition"))
    now, ids = timezone.now(), [row.pk for row in changed]
    Credential.objects.filter(pk__in=ids).update(
        status=change.to, status_reason=reason, status_note=note.strip(), status_changed_at=now
    )
    entries = StatusEntry.objects.filter(credential_id__in=ids, purpose=change.purpose)
    status.set_entries(list(entries.values_list("pk", flat=True)), is_set=change.is_set, at=now)
    return changed


def _change(
    actor: Actor,
    organisation: str,
    award_id: uuid.UUID,
    *,
    to: CredentialStatus,
    allowed_from: tuple[CredentialStatus, ...],
    bit: tuple[StatusPurpose, bool],
    mail: str,
    reason: str,
    note: str,
) -> Credential:
    """1. permission 2. transaction: row, bit, audit, mail 3. publish the list."""
    found = authorise(actor, organisation, Permission.CHANGE_STATUS)
    _check_note(note)
    award = find_award(found, award_id)
    now = timezone.now()
    with transaction.atomic():
        newest = current_credential(award)
        credential = Credential.objects.select_for_update(no_key=True).get(pk=newest.pk)
        if credential.state != CredentialState.RELEASED or credential.status not in allowed_from:
            raise RefusedError("status-change-refused", status=credential.status, wanted=str(to))
        credential.status, credential.status_reason, credential.status_note = to, reason, note.strip()
        credential.status_changed_at = now
        credential.save(update_fields=("status", "status_reason", "status_note", "status_changed_at"))
        status.set_status(credential, bit[0], is_set=bit[1], at=now)
        audit.record(actor, found, mail, str(credential.public_id), reason=reason)
        notices.tell_status(credential, mail, reason=reason)
    status.publish_changed(found)
    return credential


def check_reason(reason: str, known: tuple[str, ...]) -> None:
    """Raise ``MalformedInputError`` when a reason is none of ``known``."""
    if reason not in known:
        raise MalformedInputError("reason-unknown", reason=reason[:40], known=", ".join(known))


def _check_note(note: str) -> None:
    if len(note) > LONGEST_NOTE or "\0" in note:
        raise MalformedInputError("note-too-long", limit=LONGEST_NOTE)
