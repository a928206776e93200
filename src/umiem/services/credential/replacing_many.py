"""Many credentials at once in the place of others of the same awards: stored as intents, then released.

Between the two somebody signs the texts (``text_signing``). Jobs that sign again after a theft and batches
that are renewed share this; each decides by itself which claims the new credentials make.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils import timezone

from umiem.engine.credential import MEDIA_TYPE_CREDENTIAL
from umiem.services.credential import replacements
from umiem.services.credential.text_signing import SignedText, TextToSign
from umiem.services.key import signer_log
from umiem.storage import bulk
from umiem.storage.exact_bytes import intended_bytes, packer_of
from umiem.storage.models import (
    Credential,
    Organisation,
    SigningKey,
    StatusEntry,
    StatusList,
    StatusPurpose,
)

_COLUMNS_OF_CREDENTIALS = (
    "id", "public_id", "organisation_id", "award_id", "key_id", "state", "status", "status_reason",
    "status_note", "profile", "media_type", "intent", "intent_digest", "dictionary_id", "digest",
    "valid_from", "valid_until", "created_at", "replaces_id", "replacement", "signing_since",
)  # fmt: skip
_COLUMNS_OF_ENTRIES = ("organisation_id", "status_list_id", "index", "purpose", "credential_id", "is_set")


def insert(
    news: Sequence[Credential], places: Mapping[StatusPurpose, Sequence[tuple[StatusList, int]]]
) -> None:
    """Store intents with their places in the lists; call inside a transaction.

    ``places`` has, for each purpose, one list and index for each of ``news``, in their order.
    """
    bulk.insert(Credential, _COLUMNS_OF_CREDENTIALS, _rows_of(news))
    bulk.insert(
        StatusEntry,
        _COLUMNS_OF_ENTRIES,
        (
            (new.organisation_id, target.pk, index, str(purpose), new.pk, False)
            for purpose, found in places.items()
            for new, (target, index) in zip(news, found, strict=True)
        ),
    )


def texts_of(news: Sequence[Credential]) -> list[TextToSign]:
    """Return what is to be signed, as it is stored."""
    return [
        TextToSign(
            credential=new.pk,
            public_id=new.public_id,
            text=intended_bytes(new),
            intent_digest=new.intent_digest,
        )
        for new in news
    ]


def release(
    organisation: Organisation,
    key: SigningKey,
    pairs: Sequence[tuple[Credential, Credential]],
    signed: Sequence[SignedText],
    *,
    subject: str,
) -> list[tuple[Credential, Credential]]:
    """Release signed credentials, log their signatures, put each in the place of its old one, all or none.

    ``pairs`` are old and new; what another process released meanwhile is left out of the answer. Call inside
    a transaction; then tell the learners, and publish the lists.
    """
    now = timezone.now()
    made = {one.credential: one for one in signed}
    rows = [(new.pk, _stored(new, made[new.pk].tail), made[new.pk].signed_digest) for _, new in pairs]
    keys_released = bulk.release_credentials(rows, media_type=MEDIA_TYPE_CREDENTIAL, at=now)
    released = [(old, new) for old, new in pairs if new.pk in keys_released]
    signatures = [
        (new.pk, new.public_id, new.intent_digest, made[new.pk].signed_digest) for _, new in released
    ]
    signer_log.append_block(organisation, signer_log.Block(key=key, subject=subject, signatures=signatures))
    replacements.put_all_in_place(released, at=now)
    return released


def _rows_of(news: Sequence[Credential]) -> Iterator[Sequence[Any]]:
    now = bulk.stored_time(timezone.now())
    for new in news:
        yield (
            new.pk, new.public_id.hex, new.organisation_id, new.award_id, new.key_id, str(new.state),
            str(new.status), "", "", new.profile, "", bytes(new.intent), new.intent_digest, new.dictionary_id,
            "", bulk.stored_time(new.valid_from), bulk.stored_time(new.valid_until), now, new.replaces_id,
            str(new.replacement), bulk.stored_time(new.signing_since),
        )  # fmt: skip


def _stored(new: Credential, tail: bytes) -> bytes:
    """The signed bytes as this credential keeps them."""
    if new.dictionary_id is None:
        return intended_bytes(new)[:-1] + tail
    return packer_of(str(new.dictionary_id)).pack(tail)
