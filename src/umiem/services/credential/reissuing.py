"""Signing many stored credentials again with the key that is active now: same claims, new identifier.

The order is that of ``issuing``: intents with places in the lists first, then signatures, then release, all
in chunks, and the signatures in processes of a pool. The claims come from what was signed, so nothing about
the learner changes.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from umiem.adapters.jobs import Pool
from umiem.engine import StatusEntry as StatusReference
from umiem.errors import RefusedError
from umiem.services import audit
from umiem.services.access import Actor
from umiem.services.credential import replacing_many, status
from umiem.services.credential.identifiers import new_identifier
from umiem.services.credential.issuing import status_entry
from umiem.services.credential.text_signing import SignedText, sign_texts
from umiem.services.key import keys, signer_log
from umiem.services.notice import notices
from umiem.storage import bulk
from umiem.storage.exact_bytes import packer_of, signed_bytes
from umiem.storage.models import (
    Award,
    Credential,
    CredentialState,
    Reissue,
    ReplacementKind,
    SigningKey,
    StatusEntry,
    StatusPurpose,
)

STATUS_MEMBERS = ("credentialStatus", "suspensionStatus")
_ENCODE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@dataclass(frozen=True, kw_only=True)
class Work:
    """Stored intents on their way: the old credentials with the new ones, and the signatures to come."""

    key: SigningKey
    pairs: Sequence[tuple[Credential, Credential]]
    future: Future[list[SignedText]]


def begin(reissue: Reissue, olds: Sequence[Credential], pool: Pool, hold: Callable[[], None]) -> Work:
    """Store intents for ``olds`` and have a process of ``pool`` sign them.

    ``hold`` is called inside the transaction; what it raises undoes everything.
    """
    with transaction.atomic():
        hold()
        key, _ = keys.active_signer(reissue.organisation)
        news = _store(reissue, olds, key)
    return _sign(reissue, key, list(zip(olds, news, strict=True)), pool)


def take_up_interrupted(reissue: Reissue, pool: Pool, *, after: int) -> Work | None:
    """Have the intents signed that a killed process left behind, for credentials beyond the key ``after``."""
    rows = Credential.objects.filter(
        replaces__gt=after,
        replaces__key=reissue.key,
        replacement=ReplacementKind.KEY_COMPROMISED,
        state=CredentialState.INTENDED,
    )
    left = list(
        rows.order_by("replaces").select_related(
            "replaces", "award__organisation", "award__definition_version"
        )
    )
    if not left:
        return None
    key, _ = keys.active_signer(reissue.organisation)
    Credential.objects.filter(pk__in=[row.pk for row in left]).exclude(key=key).update(key=key)
    return _sign(reissue, key, [(row.replaces, row) for row in left if row.replaces is not None], pool)


def finish(actor: Actor, reissue: Reissue, work: Work, hold: Callable[[], None]) -> int:
    """Wait for the signatures, release the new credentials, revoke the old; return how many.

    Raises what signing raised; then the intents stay as they are.
    """
    organisation = reissue.organisation
    signed = work.future.result()
    with transaction.atomic():
        hold()
        subject = f"reissue:{reissue.public_id.hex}:{uuid.uuid4().hex}"
        released = replacing_many.release(organisation, work.key, work.pairs, signed, subject=subject)
        if reissue.notify:
            _tell(reissue, [new.award for _, new in released])
        if released:
            subject = reissue.key.fragment
            audit.record(actor, organisation, "key-reissue-chunk", subject, count=len(released))
    return len(released)


def _sign(
    reissue: Reissue, key: SigningKey, pairs: Sequence[tuple[Credential, Credential]], pool: Pool
) -> Work:
    signer_log.refuse_if_clock_went_back(reissue.organisation)
    key.organisation = reissue.organisation
    texts = replacing_many.texts_of([new for _, new in pairs])
    created = timezone.now().replace(microsecond=0)
    return Work(key=key, pairs=pairs, future=pool.submit(sign_texts, key, texts, created))


def _store(reissue: Reissue, olds: Sequence[Credential], key: SigningKey) -> list[Credential]:
    organisation = reissue.organisation
    places = {purpose: status.allocate(organisation, purpose, len(olds)) for purpose in StatusPurpose}
    stated, today = _stated(olds), timezone.now().date()
    news: list[Credential] = []
    for number, (pk, old) in enumerate(zip(bulk.next_ids(Credential, len(olds)), olds, strict=True)):
        identifier = new_identifier(today)
        entries_of = {
            str(purpose): status_entry(purpose, *found[number]) for purpose, found in places.items()
        }
        kept = _rewritten(old, identifier, stated.get(old.pk, {}), entries_of)
        new = Credential(
            pk=pk,
            public_id=identifier,
            organisation=organisation,
            award=old.award,
            key=key,
            profile=old.profile,
            media_type="",
            intent=kept if old.dictionary_id is None else packer_of(str(old.dictionary_id)).pack(kept),
            dictionary_id=old.dictionary_id,
            intent_digest=hashlib.sha256(kept).hexdigest(),
            valid_from=old.valid_from,
            valid_until=old.valid_until,
            replaces=old,
            replacement=ReplacementKind.KEY_COMPROMISED,
        )
        news.append(new)
    replacing_many.insert(news, places)
    return news


def _stated(olds: Sequence[Credential]) -> dict[int, dict[str, StatusReference]]:
    """Return what each credential states about its places in lists, by purpose."""
    found: dict[int, dict[str, StatusReference]] = {}
    rows = StatusEntry.objects.filter(credential__in=[old.pk for old in olds])
    for credential, purpose, index, target in rows.values_list(
        "credential_id", "purpose", "index", "status_list__public_id"
    ):
        entry = StatusReference(purpose=purpose, index=index, list_url=status.url_of(target))
        found.setdefault(credential, {})[purpose] = entry
    return found


def _rewritten(
    old: Credential,
    identifier: uuid.UUID,
    stated: Mapping[str, StatusReference],
    entries: Mapping[str, StatusReference],
) -> bytes:
    """Return the claims of a credential with another identifier and other places, as its text has them.

    A text in which a place is not written as this installation writes it is read and written as a whole.
    """
    text = _unsigned(old)
    for purpose, place in stated.items():
        before = _ENCODE(place.as_json())
        if text.count(before) != 1:
            return _written_again(text, old.public_id, identifier, entries)
        text = text.replace(before, _ENCODE(entries[purpose].as_json()))
    before = f'"id":"urn:uuid:{old.public_id}'
    if before not in text:
        return _written_again(text, old.public_id, identifier, entries)
    return text.replace(before, f'"id":"urn:uuid:{identifier}').encode()


def _written_again(
    text: str, former: uuid.UUID, identifier: uuid.UUID, entries: Mapping[str, StatusReference]
) -> bytes:
    document = json.loads(text)
    document["id"] = f"urn:uuid:{identifier}"
    for member in STATUS_MEMBERS:
        if member in document:
            document[member] = _replaced(document[member], entries)
    written = _ENCODE(document)  # its parts are named after it, too
    return written.replace(f'"id":"urn:uuid:{former}', f'"id":"urn:uuid:{identifier}').encode()


def _replaced(stated: Any, entries: Mapping[str, StatusReference]) -> Any:
    """The same statuses at other places, in the shape they are stated in: one, or a list."""
    if isinstance(stated, list):
        return [_replaced(entry, entries) for entry in stated]
    return entries[str(stated["statusPurpose"])].as_json()


def _unsigned(old: Credential) -> str:
    """What was signed, from the exact bytes; raises ``RefusedError`` when they are damaged."""
    data = signed_bytes(old)
    if hashlib.sha256(data).hexdigest() != old.digest:
        raise RefusedError("credential-damaged", credential=str(old.public_id))
    return (data[: data.rfind(b',"proof":')] + b"}").decode()


def _tell(reissue: Reissue, awards: Sequence[Award]) -> None:
    """One mail for each address of the whole job, however many awards and however often it was stopped."""
    notices.tell_all_reissued(reissue.organisation, awards, occasion=str(reissue.public_id))
