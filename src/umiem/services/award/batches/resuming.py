"""What another worker stored as intents and left unsigned, as the database has it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from umiem.services.award.batches.claiming import Claim
from umiem.services.award.batches.documents import Document, IntendedRow
from umiem.services.award.batches.frames import Frame, frame_of, packer_for, requests_of, texts_of
from umiem.services.award.batches.rows import unpack_outcomes
from umiem.services.award.batches.texts import Texts
from umiem.services.award.requests import AwardRequest, record_of
from umiem.services.credential.kind_texts import Entry
from umiem.services.key import keys
from umiem.storage.models import (
    Credential,
    CredentialState,
    KeyState,
    Organisation,
    StatusEntry,
    StatusList,
    StatusPurpose,
)


def intended_rows(claim: Claim) -> tuple[Frame, list[IntendedRow]]:
    """Return what an earlier worker left to be signed, as the database has it."""
    requests = requests_of(claim)
    outcomes = unpack_outcomes(claim.chunk.outcomes)
    of_credential = {o.credential: requests[n] for n, o in enumerate(outcomes) if o.kind == "awarded"}
    rows = list(
        Credential.objects.filter(pk__in=list(of_credential), state=CredentialState.INTENDED)
        .select_related("dictionary", "key")
        .order_by("id")
    )
    _give_to_the_active_key(claim.batch.organisation, rows)
    entries: dict[int, dict[str, int]] = {}
    lists: dict[str, StatusList] = {}
    for entry in StatusEntry.objects.filter(credential__in=rows).select_related("status_list"):
        entries.setdefault(entry.credential_id, {})[entry.purpose] = entry.index
        lists[entry.purpose] = entry.status_list
    if not rows:
        return frame_of(claim.batch, lists, None), []
    ordered = {str(purpose): lists[purpose] for purpose in StatusPurpose}
    frame = frame_of(claim.batch, ordered, of_credential[rows[0].pk], intended=rows[0])
    texts = texts_of(frame.paper, frame.hash_name)
    return frame, [_as_stored(frame, texts, row, of_credential[row.pk], entries[row.pk]) for row in rows]


def _as_stored(
    frame: Frame, texts: Texts, row: Credential, request: AwardRequest, places: Mapping[str, int]
) -> IntendedRow:
    """Return a stored intent with its text recognised; its kind is learnt from what was asked for."""
    data = packer_for(frame.dictionary).unpack(bytes(row.intent))
    known = texts.recognise(data)
    if known is None:
        entry = Entry(
            record=record_of(frame.view, request),
            identifier=row.public_id,
            places={str(purpose): places[purpose] for purpose in StatusPurpose},
            valid_from=row.valid_from,
            valid_until=row.valid_until,
        )
        known = texts.kind_of(entry).checked.recognise(data)
    return IntendedRow(
        credential=row.pk,
        public_id=row.public_id,
        intent_digest=row.intent_digest,
        document=Document(known or data),
    )


def _give_to_the_active_key(organisation: Organisation, rows: Sequence[Credential]) -> None:
    """A key that was retired since the intents were stored signs no more: the one that is active now does."""
    stale = [row for row in rows if row.key.state != KeyState.ACTIVE]
    if not stale:
        return
    key, _signer = keys.active_signer(organisation)
    Credential.objects.filter(pk__in=[row.pk for row in stale]).update(key=key)
    for row in stale:
        row.key = key
