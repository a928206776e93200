"""Signing many stored credentials again with the key that is active now: same claims, new identifier.

The order is that of ``issuing``: intents with places in the lists first, then signatures, then release, all
in chunks. The claims come from what was signed, so nothing about the learner changes.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from umiem.engine import OPEN_BADGES_3, CompiledTemplate, SecuredCredential
from umiem.engine import StatusEntry as StatusReference
from umiem.errors import RefusedError
from umiem.services import audit
from umiem.services.access import Actor
from umiem.services.credential import replacements, status
from umiem.services.credential.issuing import status_entry
from umiem.services.key import keys, signer_log
from umiem.services.key.signing import SUITES
from umiem.services.notice import notices
from umiem.storage.exact_bytes import intended_bytes, signed_bytes
from umiem.storage.models import (
    Award,
    Credential,
    CredentialState,
    CredentialStatus,
    Reissue,
    ReplacementKind,
    SigningKey,
    StatusEntry,
    StatusPurpose,
)

STATUS_MEMBERS = ("credentialStatus", "suspensionStatus")


def sign_again(actor: Actor, reissue: Reissue, olds: Sequence[Credential]) -> int:
    """Store intents for ``olds``, sign and release them; return how many."""
    with transaction.atomic():
        key, _ = keys.active_signer(reissue.organisation)
        news = _store(reissue, olds, key)
    _finish(actor, reissue, list(zip(olds, news, strict=True)))
    return len(olds)


def finish_interrupted(actor: Actor, reissue: Reissue) -> None:
    """Finish the intents that a killed process left behind."""
    rows = Credential.objects.filter(
        replaces__key=reissue.key,
        replacement=ReplacementKind.KEY_COMPROMISED,
        state=CredentialState.INTENDED,
    )
    left = list(rows.select_related("replaces", "award__organisation"))
    if left:
        _finish(actor, reissue, [(row.replaces, row) for row in left if row.replaces is not None])


def _store(reissue: Reissue, olds: Sequence[Credential], key: SigningKey) -> list[Credential]:
    organisation = reissue.organisation
    places = {purpose: status.allocate(organisation, purpose, len(olds)) for purpose in StatusPurpose}
    news: list[Credential] = []
    entries: list[StatusEntry] = []
    for number, old in enumerate(olds):
        identifier = uuid.uuid4()
        document = _claims(old)
        document["id"] = f"urn:uuid:{identifier}"
        entries_of = {
            str(purpose): status_entry(purpose, *found[number]) for purpose, found in places.items()
        }
        for member in STATUS_MEMBERS:
            if member in document:
                document[member] = _replaced(document[member], entries_of)
        kept = json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
        new = Credential(
            public_id=identifier,
            organisation=organisation,
            award=old.award,
            key=key,
            profile=old.profile,
            media_type="",
            intent=kept,
            intent_digest=hashlib.sha256(kept).hexdigest(),
            valid_from=old.valid_from,
            valid_until=old.valid_until,
            replaces=old,
            replacement=ReplacementKind.KEY_COMPROMISED,
        )
        news.append(new)
        entries.extend(
            StatusEntry(
                organisation=organisation, status_list=target, index=index, purpose=purpose, credential=new
            )
            for purpose, (target, index) in ((purpose, found[number]) for purpose, found in places.items())
        )
    Credential.objects.bulk_create(news, batch_size=200)
    StatusEntry.objects.bulk_create(entries, batch_size=500)
    return news


def _replaced(stated: Any, entries: Mapping[str, StatusReference]) -> Any:
    """The same statuses at other places, in the shape they are stated in: one, or a list."""
    if isinstance(stated, list):
        return [_replaced(entry, entries) for entry in stated]
    return entries[str(stated["statusPurpose"])].as_json()


def _claims(old: Credential) -> dict[str, Any]:
    """What was signed, from the exact bytes; raises ``RefusedError`` when they are damaged."""
    data = signed_bytes(old)
    if hashlib.sha256(data).hexdigest() != old.digest:
        raise RefusedError("credential-damaged", credential=str(old.public_id))
    document: dict[str, Any] = json.loads(data)
    document.pop("proof")
    return document


def _finish(actor: Actor, reissue: Reissue, pairs: Sequence[tuple[Credential, Credential]]) -> None:
    organisation = reissue.organisation
    signer_log.refuse_if_clock_went_back(organisation)
    key, signer = keys.active_signer(organisation)
    template = CompiledTemplate(signer, timezone.now().replace(microsecond=0), SUITES[key.algorithm])
    signed = [(old, new, _signed(template, new)) for old, new in pairs]
    now = timezone.now()
    with transaction.atomic():
        released = [pair for pair in signed if _released(pair[1], pair[2], key)]
        signatures = [(new.pk, new.public_id, new.intent_digest, new.digest) for _, new, _ in released]
        subject = f"reissue:{reissue.public_id.hex}:{uuid.uuid4().hex}"
        signer_log.append_block(
            organisation, signer_log.Block(key=key, subject=subject, signatures=signatures)
        )
        replacements.put_all_in_place([(old, new) for old, new, _ in released], at=now)
        _tell(reissue, [new.award for _, new, _ in released])
        told = {str(old.public_id): str(new.public_id) for old, new, _ in released}
        if told:
            subject = reissue.key.fragment
            audit.record(actor, organisation, "key-reissue-chunk", subject, count=len(told))


def _signed(template: CompiledTemplate, new: Credential) -> SecuredCredential:
    """Sign a stored intent; the engine checks it before, and the signature after."""
    kept = intended_bytes(new)
    if hashlib.sha256(kept).hexdigest() != new.intent_digest:
        raise RefusedError("intent-damaged", credential=str(new.public_id))
    return template.sign(template.prepare(json.loads(kept), OPEN_BADGES_3))


def _released(new: Credential, secured: SecuredCredential, key: SigningKey) -> bool:
    """Release one credential; False when another process did it first: its bytes stand."""
    new.digest = hashlib.sha256(secured.data).hexdigest()
    new.status = CredentialStatus.ACTIVE
    rows = Credential.objects.filter(pk=new.pk, state=CredentialState.INTENDED)
    return bool(
        rows.update(
            state=CredentialState.RELEASED,
            key=key,
            data=secured.data,
            digest=new.digest,
            media_type=secured.media_type,
            released_at=timezone.now(),
        )
    )


def _tell(reissue: Reissue, awards: Sequence[Award]) -> None:
    """One mail for each address of the whole job, however many awards and however often it was stopped."""
    if not reissue.notify:
        return
    for award in {award.email: award for award in awards}.values():
        notices.tell_reissued(award, occasion=str(reissue.public_id))
