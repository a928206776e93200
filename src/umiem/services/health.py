"""Is this installation healthy? Each function returns what it found, or raises what is wrong."""

from __future__ import annotations

import hashlib
import shutil
from datetime import timedelta

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from umiem import wiring
from umiem.errors import ConfigurationError, UnavailableError
from umiem.services import audit
from umiem.services.credential.status import RENEW_BEFORE
from umiem.services.key import keys
from umiem.storage.exact_bytes import signed_bytes
from umiem.storage.models import (
    AuditEntry,
    AuditHead,
    Batch,
    BatchState,
    Credential,
    CredentialState,
    KeyState,
    MailState,
    OutboxMail,
    SigningKey,
    StatusList,
)

MAIL_LATE = timedelta(minutes=15)
BATCH_LATE = timedelta(minutes=2)
LEAST_FREE = 64 * 1024 * 1024
"""Bytes free in the data folder; with less, lists and batches soon wait for room."""
LIST_LATE = RENEW_BEFORE - timedelta(hours=1)
"""A list that is valid for less than this should have been published anew an hour ago."""


def background_is_late() -> bool:
    """Say whether work that any worker does by itself has been left lying: is a worker running at all?

    Asks the database three short questions; raises Django's ``DatabaseError`` when it does not answer.
    """
    now = timezone.now()
    due = OutboxMail.objects.filter(state=MailState.QUEUED, next_attempt_at__lt=now - MAIL_LATE)
    waiting = Batch.objects.filter(state=BatchState.RUNNING, started_at=None, start_at__lt=now - BATCH_LATE)
    lists = StatusList.objects.filter(valid_until__lt=now + LIST_LATE)
    mail_is_late = wiring.installation().smtp_url is not None and due.exists()
    return mail_is_late or waiting.exists() or lists.exists()


def free_space() -> int:
    """Return the free bytes of the data folder; ``UnavailableError`` disk-full when there are too few.

    Not of a PostgreSQL server elsewhere.
    """
    free = shutil.disk_usage(wiring.installation().home).free
    if free < LEAST_FREE:
        raise UnavailableError("disk-full", mebibytes=free >> 20)
    return free


def disk_is_full() -> bool:
    """Say whether ``free_space`` finds too little."""
    try:
        free_space()
    except UnavailableError:
        return True
    return False


def database() -> str:
    """Return kind and version of the database; raises when tables are missing or a file is damaged."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise ConfigurationError("database-not-migrated")
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA quick_check")
            answer = str(cursor.fetchone()[0])
            if answer != "ok":
                raise ConfigurationError("database-unusable", problem=answer)
            cursor.execute("SELECT sqlite_version()")
        else:
            cursor.execute("SHOW server_version")
        return f"{connection.display_name} {cursor.fetchone()[0]}"


def usable_keys() -> int:
    """Open every active key and compare it with its public half; return how many there are."""
    active = SigningKey.objects.filter(state=KeyState.ACTIVE).select_related("organisation")
    for key in active:
        keys.signer_of(key.organisation, key)
    return len(active)


def published_lists() -> int:
    """Return how many lists are published; raises when one is out of date or damaged."""
    rows = list(StatusList.objects.exclude(document=None))
    for row in rows:
        if hashlib.sha256(bytes(row.document or b"")).hexdigest() != row.digest:
            raise UnavailableError("status-list-damaged", status_list=str(row.public_id))
        if row.valid_until is not None and row.valid_until < timezone.now():
            raise UnavailableError("status-list-out-of-date", status_list=str(row.public_id))
    return len(rows)


def audit_entries() -> int:
    """Follow every chain of the audit log; raises at the first entry that was changed or is missing."""
    for chain in AuditHead.objects.values_list("chain", flat=True):
        broken = next(audit.broken_links(chain), None)
        if broken is not None:
            raise UnavailableError("audit-log-broken", chain=chain, sequence=broken)
    return AuditEntry.objects.count()


def undamaged_credentials() -> int:
    """Compare every stored credential with its digest; raises at the first that is not what was signed.

    Does not verify the signatures: the digest was taken when they were.
    """
    count = 0
    for row in (
        Credential.objects.filter(state=CredentialState.RELEASED)
        .only("intent", "data", "dictionary", "digest", "public_id")
        .iterator()
    ):
        if hashlib.sha256(signed_bytes(row)).hexdigest() != row.digest:
            raise UnavailableError("credential-damaged", credential=str(row.public_id))
        count += 1
    return count
