"""The rows of a chunk as the database gets them: learners, awards, credentials, places in status lists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from umiem.services.award.batches.documents import WrittenRow
from umiem.services.credential.issuing import PROFILE_NAME
from umiem.storage import bulk
from umiem.storage.models import (
    Award,
    AwardState,
    Batch,
    Credential,
    CredentialState,
    CredentialStatus,
    Learner,
    SigningKey,
    StatusEntry,
)

_COLUMNS_OF_LEARNERS = (
    "id", "organisation_id", "key", "given_name", "family_name", "email", "identifier", "created_at",
)  # fmt: skip
_COLUMNS_OF_AWARDS = (
    "id", "public_id", "organisation_id", "definition_id", "definition_version_id", "learner_id", "run",
    "state", "given_name", "family_name", "email", "record", "notify", "awarded_on", "claim_hash",
    "created_at",
)  # fmt: skip
_COLUMNS_OF_CREDENTIALS = (
    "id", "public_id", "organisation_id", "award_id", "key_id", "state", "status", "status_reason",
    "status_note", "profile", "media_type", "intent", "intent_digest", "dictionary_id", "digest",
    "valid_from", "valid_until", "created_at",
)  # fmt: skip
_COLUMNS_OF_ENTRIES = ("organisation_id", "status_list_id", "index", "purpose", "credential_id", "is_set")


def insert_intended(
    batch: Batch,
    rows: Sequence[WrittenRow],
    known: Mapping[str, int],
    *,
    key: SigningKey,
    dictionary: str,
    lists: Mapping[str, int],
    now: datetime,
) -> tuple[list[int], list[int]]:
    """Insert everything about ``rows`` that is not signed yet; return the keys of awards and credentials.

    ``known`` are the learners there are already, by key. Call inside the transaction that holds the claim of
    the chunk.
    """
    learners = _learners(batch, rows, known, now)
    awards = list(bulk.next_ids(Award, len(rows)))
    credentials = list(bulk.next_ids(Credential, len(rows)))
    bulk.insert(Award, _COLUMNS_OF_AWARDS, _award_rows(batch, rows, awards, learners, now))
    bulk.insert(
        Credential, _COLUMNS_OF_CREDENTIALS, _credential_rows(key, dictionary, rows, credentials, awards, now)
    )
    bulk.insert(StatusEntry, _COLUMNS_OF_ENTRIES, _entry_rows(batch, lists, rows, credentials))
    return awards, credentials


def _learners(
    batch: Batch, rows: Sequence[WrittenRow], known: Mapping[str, int], now: datetime
) -> dict[str, int]:
    """Return the learners of the rows by key, making those that are new."""
    organisation = batch.organisation_id
    new = [row for row in rows if row.learner_key not in known]
    ids = bulk.next_ids(Learner, len(new))
    at = bulk.stored_time(now)
    bulk.insert(
        Learner,
        _COLUMNS_OF_LEARNERS,
        (
            (
                pk,
                organisation,
                row.learner_key,
                row.given_name,
                row.family_name,
                row.email,
                row.identifier,
                at,
            )
            for pk, row in zip(ids, new, strict=True)
        ),
    )
    return {**known} | {row.learner_key: pk for pk, row in zip(ids, new, strict=True)}


def _award_rows(
    batch: Batch,
    rows: Sequence[WrittenRow],
    awards: Sequence[int],
    learners: Mapping[str, int],
    now: datetime,
) -> Iterator[Sequence[Any]]:
    at = bulk.stored_time(now)
    for row, pk in zip(rows, awards, strict=True):
        yield (
            pk, row.award_id, batch.organisation_id, batch.definition_id, batch.definition_version_id,
            learners[row.learner_key], batch.run, str(AwardState.AWARDED), row.given_name, row.family_name,
            row.email, row.record, batch.notify, row.awarded_on.isoformat(), "", at,
        )  # fmt: skip


def _credential_rows(
    key: SigningKey,
    dictionary: str,
    rows: Sequence[WrittenRow],
    credentials: Sequence[int],
    awards: Sequence[int],
    now: datetime,
) -> Iterator[Sequence[Any]]:
    at = bulk.stored_time(now)
    moments = {moment for row in rows for moment in (row.valid_from, row.valid_until)}
    times = {moment: bulk.stored_time(moment) for moment in moments}
    for row, pk, award in zip(rows, credentials, awards, strict=True):
        yield (
            pk, row.credential_id.hex, key.organisation_id, award, key.pk, str(CredentialState.INTENDED),
            str(CredentialStatus.ACTIVE), "", "", PROFILE_NAME, "", row.intent, row.document.digest,
            dictionary, "", times[row.valid_from], times[row.valid_until], at,
        )  # fmt: skip


def _entry_rows(
    batch: Batch, lists: Mapping[str, int], rows: Sequence[WrittenRow], credentials: Sequence[int]
) -> Iterator[Sequence[Any]]:
    for row, credential in zip(rows, credentials, strict=True):
        for purpose, index in row.places.items():
            yield batch.organisation_id, lists[purpose], index, purpose, credential, False
