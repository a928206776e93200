"""Renewing what a batch awarded, some hundred at a time: written anew, stored as intents, signed, released.

The texts are written as those of a batch are, from the awards as they are stored, and say who the issuer is
now. What a crash leaves unsigned is finished like a single intent (``issuing.finish_interrupted``).
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from umiem.engine.compiled.filled import FilledText, hash_of
from umiem.services import audit
from umiem.services.access import SYSTEM
from umiem.services.award.batches.frames import texts_of
from umiem.services.credential import issuing, renewals, replacing_many, status
from umiem.services.credential.kind_texts import Paper, lasting_text
from umiem.services.credential.text_signing import sign_texts
from umiem.services.key import keys, signer_log
from umiem.services.notice import notices
from umiem.storage import bulk
from umiem.storage.exact_bytes import store_dictionary
from umiem.storage.models import (
    Award,
    AwardState,
    BatchChange,
    Credential,
    CredentialState,
    CredentialStatus,
    Organisation,
    SigningKey,
    StatusPurpose,
)


@dataclass(frozen=True, kw_only=True)
class Intents:
    """What was stored and is to be signed: the old credentials with the new ones."""

    key: SigningKey
    pairs: Sequence[tuple[Credential, Credential]]


def store(change: BatchChange, awards: Sequence[int], *, at_most: int) -> Intents | None:
    """Store intents for the first of many awards (by primary key) that can be renewed, ``at_most`` so many.

    Left out is what has no end, ends as late already, is revoked or withdrawn, or is being replaced just
    now; so the call can be repeated until it returns None. Call inside a transaction, then ``release``.
    """
    organisation, until = change.organisation, change.valid_until
    if until is None:
        raise ValueError("a decision to renew names the new last day")
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    olds = [row for row in _newest(organisation, awards) if _ends_before(row, until)][:at_most]
    if not olds:
        return None
    key, _ = keys.active_signer(organisation)
    key.organisation = organisation
    found = Award.objects.in_bulk([row.award_id for row in olds])
    for row in olds:
        row.award = found[row.award_id]
        row.award.organisation = organisation
        row.award.definition_version = change.batch.definition_version
    news = _written(organisation, key, olds, until)
    return Intents(key=key, pairs=list(zip(olds, news, strict=True)))


def release(change: BatchChange, intents: Intents) -> None:
    """Sign what was stored, verify it, put it in its place and tell the learners, all or none."""
    organisation, key = change.organisation, intents.key
    signer_log.refuse_if_clock_went_back(organisation)
    created = timezone.now().replace(microsecond=0)
    signed = sign_texts(key, replacing_many.texts_of([new for _, new in intents.pairs]), created)
    subject = f"renewal:{change.public_id.hex}:{uuid.uuid4().hex}"
    with transaction.atomic():
        released = replacing_many.release(organisation, key, intents.pairs, signed, subject=subject)
        news = [new.pk for _, new in released]
        Credential.objects.filter(pk__in=news).update(signing_since=None)
        standing = Credential.objects.filter(pk__in=news).exclude(status=CredentialStatus.REVOKED)
        told = set(standing.values_list("pk", flat=True))
        notices.tell_all_renewed(change.batch, [(new.award, new) for _, new in released if new.pk in told])
        batch = str(change.batch.public_id)
        audit.record(SYSTEM, organisation, "batch-chunk-renewed", batch, count=len(released))


def any_with_end(awards: Sequence[int]) -> bool:
    """True when a credential of these awards (by primary key) that is not revoked has a last day."""
    rows = Credential.objects.filter(award_id__in=awards, valid_until__isnull=False)
    return rows.exclude(status=CredentialStatus.REVOKED).exists()


def _newest(organisation: Organisation, awards: Sequence[int]) -> list[Credential]:
    """Return the newest released credential of each award, unless another is about to take its place."""
    rows = Credential.objects.select_for_update(no_key=True, of=("self",)).filter(
        organisation=organisation,
        award_id__in=awards,
        award__state__in=(AwardState.AWARDED, AwardState.ACCEPTED),
    )
    newest: dict[int, Credential] = {}
    pending: set[int] = set()
    for row in rows.exclude(state=CredentialState.ABORTED).defer("intent", "data").order_by("pk"):
        if row.state == CredentialState.INTENDED:
            pending.add(row.award_id)
        else:
            newest[row.award_id] = row
    return [row for award, row in newest.items() if award not in pending]


def _ends_before(row: Credential, until: date) -> bool:
    in_force = row.status != CredentialStatus.REVOKED
    return in_force and row.valid_until is not None and timezone.localdate(row.valid_until) < until


def _written(
    organisation: Organisation, key: SigningKey, olds: Sequence[Credential], until: date
) -> list[Credential]:
    lists, places = {}, {}
    for purpose in StatusPurpose:
        lists[purpose], places[purpose] = status.allocate_together(organisation, purpose, len(olds))
    version = olds[0].award.definition_version
    paper = Paper(
        issuer=issuing.issuer_identity(organisation),
        definition_digest=version.digest,
        list_urls={str(purpose): status.url_of(row.public_id) for purpose, row in lists.items()},
    )
    texts = texts_of(paper, hash_of(key.algorithm))
    dictionary, news = "", []
    for number, (pk, old) in enumerate(zip(bulk.next_ids(Credential, len(olds)), olds, strict=True)):
        intent = renewals.renewal_of(old.award, old, until)
        entry = issuing.entry_of(intent, {purpose: given[number] for purpose, given in places.items()})
        dictionary = dictionary or store_dictionary(organisation, lasting_text(paper, entry))
        written = texts.write(entry)
        text = written.data if isinstance(written, FilledText) else written
        new = issuing.credential_of(organisation, intent, entry, key=key, text=text, dictionary=dictionary)
        new.pk = pk
        news.append(new)
    indexed = {purpose: [(lists[purpose], index) for index in places[purpose]] for purpose in StatusPurpose}
    replacing_many.insert(news, indexed)
    return news
