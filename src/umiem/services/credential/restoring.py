"""After a backup was restored: what happened since the backup must not be undone by it.

The published status lists know of revocations that the restored database does not. They stay revoked; the
lists give away no more places, because a place may belong to a credential that the backup does not hold.
Sessions and claim codes of the time of the backup end.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from umiem.services import audit
from umiem.services.access import SYSTEM
from umiem.services.credential import status, status_bits
from umiem.services.key import did_documents
from umiem.storage.models import (
    Credential,
    CredentialStatus,
    Organisation,
    StatusEntry,
    StatusList,
    StatusPurpose,
)

NOTE = "published-before-restore"


def after_restore() -> Mapping[str, int]:
    """Take over what was published after the backup, close the lists, end the sessions; can be repeated.

    Returns how many revocations were taken over, how many lists closed and how many sessions ended.
    """
    adopted = closed = 0
    for organisation in Organisation.objects.all():
        with transaction.atomic():
            lists = StatusList.objects.select_for_update(no_key=True).filter(organisation=organisation)
            for row in list(lists.filter(used__lt=F("length"))):
                StatusList.objects.filter(pk=row.pk).update(used=row.length)
                closed += 1
            for row in list(lists.filter(purpose=StatusPurpose.REVOCATION)):
                adopted += _adopt(row)
            audit.record(SYSTEM, organisation, "backup-restored", organisation.slug, adopted=adopted)
        for row in StatusList.objects.filter(organisation=organisation).exclude(published_revision=0):
            status.publish(row)
        did_documents.publish_did_document(organisation)
    ended = Session.objects.count()
    Session.objects.all().delete()
    return {"adopted": adopted, "closed": closed, "sessions": ended}


def _adopt(row: StatusList) -> int:
    """Set in the database what the published list has set; what belongs to nothing we know stays carried."""
    bits = status_bits.published_bits(row)
    known = {entry.index: entry for entry in row.entries.filter(is_set=False)}
    missing = [entry for index, entry in known.items() if bits[index >> 3] & 0x80 >> (index & 7)]
    now = timezone.now()
    StatusEntry.objects.filter(pk__in=[entry.pk for entry in missing]).update(is_set=True, changed_at=now)
    Credential.objects.filter(pk__in=[entry.credential_id for entry in missing]).update(
        status=CredentialStatus.REVOKED, status_reason="other", status_note=NOTE, status_changed_at=now
    )
    if missing:
        StatusList.objects.filter(pk=row.pk).update(revision=F("revision") + 1)
    return len(missing)
