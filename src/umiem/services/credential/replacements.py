"""One credential in the place of another of the same award: a correction, a renewal, or a new key.

The award, with its business key, stays one. The old credential stays stored and says that it was replaced;
the new one says what it replaces. Links that the learner gave out lead to the new one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from umiem.services import audit
from umiem.services.access import Actor
from umiem.services.credential import status
from umiem.services.notice import notices
from umiem.storage.models import (
    Credential,
    CredentialState,
    CredentialStatus,
    ReplacementKind,
    ShareLink,
    StatusEntry,
    StatusPurpose,
)
from umiem.storage.replacement_rows import replacement_row

# why it was replaced → the reason with which the old credential is revoked; a renewal revokes nothing
REVOKES: Mapping[str, str] = {
    ReplacementKind.CORRECTION: "superseded",
    ReplacementKind.KEY_COMPROMISED: "key-compromised",
}
_ACTIONS: Mapping[str, str] = {
    ReplacementKind.CORRECTION: "credential-corrected",
    ReplacementKind.RENEWAL: "credential-renewed",
    ReplacementKind.KEY_COMPROMISED: "credential-reissued",
}


@dataclass(frozen=True, kw_only=True)
class Replacement:
    """What is told about a credential: why and when it was replaced (``by``), and what it replaces (``of``).

    Kinds are those of ``ReplacementKind``, or "" where there is none.
    """

    by: str = ""
    by_at: datetime | None = None
    of: str = ""
    of_at: datetime | None = None


def put_in_place(actor: Actor, credential: Credential, *, at: datetime) -> None:
    """Let a credential just released take the place of the one it replaces; call inside that transaction.

    The old one is revoked unless this is a renewal, and so is what a correction finds of earlier renewals;
    the caller publishes the changed lists afterwards. The learner is told of a correction and a renewal.
    """
    rows = Credential.objects.select_for_update(no_key=True, of=("self",))
    old = rows.get(replacements=credential)
    put_all_in_place([(old, credential)], at=at)
    if credential.replacement == ReplacementKind.CORRECTION:
        _revoke_earlier(rows, old, at=at)
    if old.status != CredentialStatus.ACTIVE:
        credential.refresh_from_db()
    action = _ACTIONS[str(credential.replacement)]
    subject = str(credential.award.public_id)
    audit.record(
        actor, credential.organisation, action, subject, old=str(old.public_id), new=str(credential.public_id)
    )
    if (
        credential.replacement != ReplacementKind.KEY_COMPROMISED
        and credential.status != CredentialStatus.REVOKED
    ):
        notices.tell_replaced(credential)


def _revoke_earlier(rows: QuerySet[Credential], old: Credential, *, at: datetime) -> None:
    """Revoke what is still in force of the credentials before ``old``: they say what was corrected."""
    earlier = rows.filter(award=old.award_id, state=CredentialState.RELEASED, pk__lt=old.pk)
    ids = list(earlier.exclude(status=CredentialStatus.REVOKED).values_list("pk", flat=True))
    _revoke(ids, REVOKES[ReplacementKind.CORRECTION], at=at)


def _revoke(credentials: Sequence[int], reason: str, *, at: datetime) -> None:
    Credential.objects.filter(pk__in=credentials).update(
        status=CredentialStatus.REVOKED, status_reason=reason, status_note="", status_changed_at=at
    )
    _set(credentials, StatusPurpose.REVOCATION, at=at)


def put_all_in_place(pairs: Sequence[tuple[Credential, Credential]], *, at: datetime) -> None:
    """Revoke each old credential of ``pairs`` for its new one unless it was renewed, carry share links over.

    A suspension goes on, and so does a revocation that was decided while the new one waited for its
    signature, as the database has it now: a new signature lifts nothing.
    """
    standing = _standing([old.pk for old, _ in pairs])
    revoked = [(old, new) for old, new in pairs if new.replacement in REVOKES]
    suspended = {old.pk: new for old, new in pairs if standing[old.pk][0] == CredentialStatus.SUSPENDED}
    for old, new in pairs:
        state, reason = standing[old.pk]
        if state == CredentialStatus.REVOKED and reason not in REVOKES.values():
            _revoke([new.pk], reason, at=at)
    for kind, reason in REVOKES.items():
        ids = [old.pk for old, new in revoked if new.replacement == kind]
        rows = Credential.objects.filter(pk__in=ids).exclude(status=CredentialStatus.REVOKED)
        rows.update(
            status=CredentialStatus.REVOKED, status_reason=reason, status_note="", status_changed_at=at
        )
    _set([old.pk for old, _ in revoked], StatusPurpose.REVOCATION, at=at)
    carried = [new.pk for new in suspended.values()]
    for old in (old for old, _ in pairs if old.pk in suspended):
        Credential.objects.filter(pk=suspended[old.pk].pk).update(
            status=CredentialStatus.SUSPENDED, status_reason=standing[old.pk][1], status_changed_at=at
        )
    _set(carried, StatusPurpose.SUSPENSION, at=at)
    new_of = {old.pk: new for old, new in pairs}
    for link in ShareLink.objects.filter(credential_id__in=list(new_of)):
        ShareLink.objects.filter(pk=link.pk).update(credential=new_of[link.credential_id])


def _standing(credentials: Sequence[int]) -> dict[int, tuple[str, str]]:
    """Return status and reason of credentials, by primary key, and lock them."""
    rows = Credential.objects.select_for_update(no_key=True).filter(pk__in=credentials).order_by("pk")
    return {pk: (state, reason) for pk, state, reason in rows.values_list("pk", "status", "status_reason")}


def of_credential(credential: Credential) -> Replacement:
    """Return what is told about a stored credential."""
    newer = credential.replacements.filter(state=CredentialState.RELEASED).first()
    older = credential.replaces
    return Replacement(
        by="" if newer is None else str(newer.replacement),
        by_at=None if newer is None else newer.released_at,
        of="" if older is None else str(credential.replacement),
        of_at=None if older is None else older.released_at,
    )


def of_document(document: Mapping[str, Any]) -> Replacement | None:
    """Return what is told about a credential that somebody brings, or None when it is not one of ours."""
    identifier = document.get("id")
    if not isinstance(identifier, str):
        return None
    try:
        public_id = UUID(identifier.removeprefix("urn:uuid:"))
    except ValueError:
        return None
    issuer = document.get("issuer")
    did = issuer.get("id") if isinstance(issuer, Mapping) else issuer
    row = replacement_row(public_id, did) if isinstance(did, str) else None
    return None if row is None else Replacement(by=row.by, by_at=row.by_at, of=row.of, of_at=row.of_at)


def _set(credentials: Sequence[int], purpose: StatusPurpose, *, at: datetime) -> None:
    if credentials:
        rows = StatusEntry.objects.filter(credential_id__in=credentials, purpose=purpose)
        status.set_entries(list(rows.values_list("pk", flat=True)), is_set=True, at=at)
