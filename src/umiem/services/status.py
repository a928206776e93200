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

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from umiem import wiring
from umiem.engine import PLAIN_CREDENTIAL, prepare_credential, sign_credential, status_list_document
from umiem.errors import NotFoundError
from umiem.services import keys
from umiem.services.files import write_atomically
from umiem.storage.models import (
    Credential,
    Organisation,
    SignerLogEntry,
    StatusEntry,
    StatusList,
    StatusPurpose,
)

PUBLISH_SECONDS = 15
LIST_LENGTH = 131_072
FULL_AT = LIST_LENGTH * 3 // 4  # above, random places become hard to find: a new list is begun
VALID_FOR = timedelta(hours=24)
RENEW_BEFORE = timedelta(hours=12)
TTL_MILLISECONDS = 300_000
_CHANGED = Q(revision__gt=F("published_revision"))
_PUBLISHED_FIELDS = ("document", "media_type", "digest", "published_revision", "published_at", "valid_until")


def allocate(organisation: Organisation, purpose: StatusPurpose, count: int) -> list[tuple[StatusList, int]]:
    """Choose ``count`` unused random places; call inside the transaction that stores the entries.

    The row of the list stays locked until that transaction ends, so no place is given away twice; the
    UNIQUE constraint is the second wall.
    """
    places: list[tuple[StatusList, int]] = []
    while len(places) < count:
        target = _open_list(organisation, purpose)
        wanted = min(count - len(places), FULL_AT - target.used)
        indices = _unused_indices(target, wanted)
        StatusList.objects.filter(pk=target.pk).update(used=F("used") + len(indices))
        places.extend((target, index) for index in indices)
    return places


def url_of(public_id: uuid.UUID) -> str:
    """Return the address at which a list is published."""
    return f"{wiring.installation().base_url}/status/{public_id}"


def set_status(credential: Credential, purpose: StatusPurpose, *, is_set: bool, at: datetime) -> StatusList:
    """Set or clear the bit of a credential; call inside a transaction, then ``publish`` the list."""
    entry = StatusEntry.objects.select_for_update(no_key=True).get(credential=credential, purpose=purpose)
    StatusEntry.objects.filter(pk=entry.pk).update(is_set=is_set, changed_at=at)
    StatusList.objects.filter(pk=entry.status_list_id).update(revision=F("revision") + 1)
    return StatusList.objects.get(pk=entry.status_list_id)


def publish(status_list: StatusList, *, at: datetime | None = None) -> StatusList:
    """Sign the list as the database has it now, store the bytes, and replace the public file."""
    now = (at or timezone.now()).replace(microsecond=0)
    with transaction.atomic():
        row = (
            StatusList.objects.select_for_update(no_key=True, of=("self",))
            .select_related("organisation")
            .get(pk=status_list.pk)
        )
        until = now + VALID_FOR
        document = status_list_document(
            list_url=url_of(row.public_id),
            issuer=row.organisation.did,
            purpose=row.purpose,
            bits=_bits(row),
            valid_from=now,
            valid_until=until,
            ttl_ms=TTL_MILLISECONDS,
        )
        key, signer = keys.active_signer(row.organisation)
        prepared = prepare_credential(document, PLAIN_CREDENTIAL)
        secured = sign_credential(prepared, signer, created=now)
        SignerLogEntry.objects.create(
            organisation=row.organisation,
            key=key,
            subject=f"status-list:{row.public_id}",
            intent_digest=prepared.digest,
            signed_digest=secured.digest,
        )
        row.document, row.media_type, row.digest = secured.data, secured.media_type, secured.digest
        row.published_revision, row.published_at, row.valid_until = row.revision, now, until
        row.save(update_fields=_PUBLISHED_FIELDS)
        write_atomically(wiring.installation().public_folder / "status" / str(row.public_id), secured.data)
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
    """Write every published list and DID document again, from the database."""
    folder = wiring.installation().public_folder
    for row in StatusList.objects.exclude(document=None):
        target = folder / "status" / str(row.public_id)
        if not target.exists() or hashlib.sha256(target.read_bytes()).hexdigest() != row.digest:
            write_atomically(target, bytes(row.document or b""))
    for organisation in Organisation.objects.all():
        keys.publish_did_document(organisation)


def published(public_id: uuid.UUID) -> StatusList:
    """Return a published list for everyone; publishes it first when it never was."""
    row = StatusList.objects.filter(public_id=public_id).first()
    if row is None:
        raise NotFoundError("status-list-unknown")
    return row if row.document is not None else publish(row)


def _open_list(organisation: Organisation, purpose: StatusPurpose) -> StatusList:
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)  # one allocation at a time
    lists = StatusList.objects.filter(organisation=organisation, purpose=purpose, used__lt=FULL_AT)
    found = lists.order_by("id").first()
    return found or StatusList.objects.create(organisation=organisation, purpose=purpose, length=LIST_LENGTH)


def _unused_indices(target: StatusList, count: int) -> Sequence[int]:
    chosen: list[int] = []
    while len(chosen) < count:
        draws = {secrets.randbelow(target.length) for _ in range((count - len(chosen)) * 2)} - set(chosen)
        taken = set(_taken(target, sorted(draws)))
        chosen.extend(sorted(draws - taken, key=lambda _: secrets.randbits(32))[: count - len(chosen)])
    return chosen


def _taken(target: StatusList, candidates: Sequence[int]) -> list[int]:
    if len(candidates) > 500:
        return list(target.entries.values_list("index", flat=True))
    return list(target.entries.filter(index__in=candidates).values_list("index", flat=True))


def _bits(row: StatusList) -> bytes:
    bits = bytearray(row.length // 8)
    for index in row.entries.filter(is_set=True).values_list("index", flat=True):
        bits[index >> 3] |= 0x80 >> (index & 7)  # the first bit is the left-most one
    return bytes(bits)
