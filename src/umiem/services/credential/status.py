"""Status lists: places for new credentials, changes, and the signed files that tell the world.

Bitstring Status List v1.0. Two lists per organisation, one per purpose, filled at random places that are
never used twice. A list is published at once after a decision, and by the background worker within
``PUBLISH_SECONDS`` if that failed; it is rebuilt from the database every time.
"""

from __future__ import annotations

import hashlib
import secrets
import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from umiem import wiring
from umiem.engine import PLAIN_CREDENTIAL, SecuredCredential, prepare_credential, status_list_document
from umiem.engine.status.placing import SEED_BYTES, places_of
from umiem.errors import NotFoundError
from umiem.services.credential import status_bits, status_tokens
from umiem.services.files import write_atomically
from umiem.services.key import keys, signer_log, signing
from umiem.storage.models import (
    Credential,
    Organisation,
    StatusEntry,
    StatusList,
    StatusPurpose,
)

PUBLISH_SECONDS = 15
LIST_LENGTH = 131_072
VALID_FOR = timedelta(hours=24)
RENEW_BEFORE = timedelta(hours=12)
TTL_MILLISECONDS = 300_000
_CHANGED = Q(revision__gt=F("published_revision"))
_SQL_BATCH = 500
_PUBLISHED_FIELDS = (
    "document",
    "media_type",
    "digest",
    "published_revision",
    "published_at",
    "valid_until",
    "published_set",
    "carried",
    "token",
    "token_digest",
)


def allocate(organisation: Organisation, purpose: StatusPurpose, count: int) -> list[tuple[StatusList, int]]:
    """Give away ``count`` places; call inside a transaction.

    The row of the organisation stays locked until that transaction ends, and the count only ever goes up,
    so no place is given away twice; the UNIQUE constraint is the second wall. Places that are not used in the
    end stay unused for ever.
    """
    places: list[tuple[StatusList, int]] = []
    while len(places) < count:
        target = _open_list(organisation, purpose, room=1)
        places.extend((target, index) for index in _give_away(target, count - len(places)))
    return places


def allocate_together(
    organisation: Organisation, purpose: StatusPurpose, count: int
) -> tuple[StatusList, Sequence[int]]:
    """Give away ``count`` places of one list, like ``allocate``."""
    target = _open_list(organisation, purpose, room=count)
    return target, _give_away(target, count)


def url_of(public_id: uuid.UUID) -> str:
    """Return the address at which a list is published."""
    return f"{wiring.installation().base_url}/status/{public_id}"


def set_status(credential: Credential, purpose: StatusPurpose, *, is_set: bool, at: datetime) -> StatusList:
    """Set or clear the bit of a credential; call inside a transaction, then ``publish`` the list."""
    entry = StatusEntry.objects.select_for_update(no_key=True).get(credential=credential, purpose=purpose)
    set_entries([entry.pk], is_set=is_set, at=at)
    return StatusList.objects.get(pk=entry.status_list_id)


def set_entries(entries: Sequence[int], *, is_set: bool, at: datetime) -> None:
    """Set or clear the bits of many entries (by primary key); call inside a transaction.

    A suspension also changes the token status list, which is made from the list of revocations.
    """
    for start in range(0, len(entries), _SQL_BATCH):
        part = entries[start : start + _SQL_BATCH]
        rows = StatusEntry.objects.filter(pk__in=part).exclude(is_set=is_set)
        changed = list(rows.values_list("status_list_id", "credential_id"))
        rows.update(is_set=is_set, changed_at=at)
        lists = {status_list for status_list, _ in changed}
        credentials = {credential for _, credential in changed}
        beside = StatusEntry.objects.filter(credential_id__in=credentials, purpose=StatusPurpose.REVOCATION)
        with_token = beside.exclude(status_list__token=None).values_list("status_list_id", flat=True)
        lists.update(with_token.distinct())
        StatusList.objects.filter(pk__in=lists).update(revision=F("revision") + 1)


def publish(status_list: StatusList, *, at: datetime | None = None) -> StatusList:
    """Sign the list as the database has it now, store the bytes, and replace the public file.

    A list of revocations never loses a bit: what was published once stays set, also when a restored
    database knows nothing of it (``carried``).
    """
    now = (at or timezone.now()).replace(microsecond=0)
    with transaction.atomic():
        row = (
            StatusList.objects.select_for_update(no_key=True, of=("self",))
            .select_related("organisation")
            .get(pk=status_list.pk)
        )
        bits = status_bits.published_bits(row)
        opened = signing.open_signer(row.organisation, for_lists=True)
        secured = _signed_list(row, bits, opened, now)
        row.document, row.media_type, row.digest = secured.data, secured.media_type, secured.digest
        row.published_set = status_bits.count(bits)
        row.published_revision, row.published_at, row.valid_until = row.revision, now, now + VALID_FOR
        if row.token is not None:
            status_tokens.sign(row, bits, opened.key, opened.signer, at=now)
        row.save(update_fields=_PUBLISHED_FIELDS)
        write_atomically(public_file(row), secured.data)
        if row.token is not None:
            write_atomically(status_tokens.public_file(row), bytes(row.token))
    return row


def _signed_list(row: StatusList, bits: bytes, opened: signing.Opened, now: datetime) -> SecuredCredential:
    document = status_list_document(
        list_url=url_of(row.public_id),
        issuer=row.organisation.did,
        purpose=row.purpose,
        bits=bits,
        valid_from=now,
        valid_until=now + VALID_FOR,
        ttl_ms=TTL_MILLISECONDS,
    )
    prepared = prepare_credential(document, PLAIN_CREDENTIAL)
    made = signing.sign_with(row.organisation, opened, prepared, created=now)
    subject = f"status-list:{row.public_id}"
    signature = signer_log.Signature(
        key=opened.key, subject=subject, intent_digest=prepared.digest, signed_digest=made.secured.digest
    )
    signer_log.append(row.organisation, [signature])
    return made.secured


def public_file(row: StatusList) -> Path:
    """Return where the list is published for a web server to serve as it is."""
    return wiring.installation().public_folder / "status" / str(row.public_id)


def token_list_url(credential: Credential) -> str:
    """Return the address of the Token Status List that tells the status of ``credential`` (draft, 6.2)."""
    return status_tokens.url_of(_revocation_entry(credential).status_list.public_id)


def token_list_index(credential: Credential) -> int:
    """Return the place of ``credential`` in its Token Status List."""
    return _revocation_entry(credential).index


def _revocation_entry(credential: Credential) -> StatusEntry:
    rows = StatusEntry.objects.select_related("status_list")
    return rows.get(credential=credential, purpose=StatusPurpose.REVOCATION)


def published_token(public_id: uuid.UUID) -> StatusList:
    """Return the list whose ``token`` is published for everyone; makes it when nobody asked before."""
    row = StatusList.objects.filter(public_id=public_id, purpose=StatusPurpose.REVOCATION).first()
    if row is None:
        raise NotFoundError("status-list-unknown")
    if row.token is None:
        StatusList.objects.filter(pk=row.pk, token=None).update(token=b"")
        row = publish(row)
    return row


def publish_changed(organisation: Organisation) -> int:
    """Publish those lists of an organisation that changed since they were published; return how many."""
    changed = list(StatusList.objects.filter(_CHANGED, organisation=organisation))
    for row in changed:
        publish(row)
    return len(changed)


def publish_due() -> int:
    """Publish every list that changed or is about to expire; the background worker calls this."""
    soon = timezone.now() + RENEW_BEFORE
    rows = list(StatusList.objects.filter(_CHANGED | Q(valid_until__lt=soon)))
    for row in rows:
        publish(row)
    return len(rows)


def restore_public_folder() -> None:
    """Publish every list whose file is missing or another, and every DID document."""
    for row in StatusList.objects.exclude(document=None):
        target = public_file(row)
        if not target.exists() or hashlib.sha256(target.read_bytes()).hexdigest() != row.digest:
            publish(row)  # not the stored bytes: what is out there may be newer than this database
    for organisation in Organisation.objects.all():
        keys.publish_did_document(organisation)


def published(public_id: uuid.UUID) -> StatusList:
    """Return a published list for everyone; publishes it first when it never was."""
    row = StatusList.objects.filter(public_id=public_id).first()
    if row is None:
        raise NotFoundError("status-list-unknown")
    return row if row.document is not None else publish(row)


def _open_list(organisation: Organisation, purpose: StatusPurpose, *, room: int) -> StatusList:
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)  # one allocation at a time
    lists = StatusList.objects.filter(organisation=organisation, purpose=purpose, seed__isnull=False)
    found = lists.filter(used__lte=F("length") - room).order_by("id").defer("document").first()
    return found or StatusList.objects.create(
        organisation=organisation, purpose=purpose, length=LIST_LENGTH, seed=secrets.token_bytes(SEED_BYTES)
    )


def _give_away(target: StatusList, most: int) -> list[int]:
    """Return the next places of a locked list, at most as many as it has."""
    count = min(most, target.length - target.used)
    StatusList.objects.filter(pk=target.pk).update(used=F("used") + count)
    return list(places_of(bytes(target.seed or b""), target.used, count, target.length))
