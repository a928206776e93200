"""From an award to a released credential, in the one order that is safe.

prepare → check → store intent, status entries and bytes → sign → verify with the public key → release.

A crash between two steps leaves an intent without a signature; ``finish`` goes on from there, and the
background worker calls it at start. Nothing is released that was not read back and verified.
"""

from __future__ import annotations

import calendar
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from umiem.domain.award import AwardRecord, IssuerIdentity
from umiem.domain.definition import LegalIdentifier
from umiem.domain.text import LocalizedText
from umiem.engine import (
    OPEN_BADGES_3,
    Outcome,
    PreparedCredential,
    SecuredCredential,
    Sources,
    StatusEntry,
    VerificationPolicy,
    prepare_credential,
    verify_credential,
)
from umiem.errors import RefusedError
from umiem.services import audit
from umiem.services.access import Actor
from umiem.services.credential import replacements, status
from umiem.services.credential.identifiers import new_identifier
from umiem.services.credential.kind_texts import Entry, Paper, document_of, lasting_text
from umiem.services.credential.own_sources import OwnDidDocuments, no_status_lists
from umiem.services.key import keys, signer_log, signing
from umiem.services.notice import notices
from umiem.storage.exact_bytes import intended_bytes, packer_of, store_dictionary, stored_form
from umiem.storage.models import (
    Award,
    Credential,
    CredentialState,
    Organisation,
    ReplacementKind,
    SigningKey,
    StatusList,
    StatusPurpose,
)
from umiem.storage.models import StatusEntry as StatusEntryRow

PROFILE_NAME = "open-badges-3.0"


@dataclass(frozen=True, kw_only=True)
class Intent:
    """An award that needs a credential, with the plain data to make one of.

    ``replaces`` is the credential of the award whose place the new one takes, ``replacement`` why.
    """

    award: Award
    record: AwardRecord
    valid_until: date | None = None
    replaces: Credential | None = None
    replacement: ReplacementKind | None = None


@dataclass(frozen=True, kw_only=True)
class Intended:
    """A stored intent, with what was prepared where that was in this process and a moment ago."""

    credential: Credential
    prepared: PreparedCredential | None = None


def store_intents(organisation: Organisation, intents: Sequence[Intent]) -> list[Intended]:
    """Prepare, check and store what is going to be signed; call inside the transaction of the awards.

    Raises ``RefusedError`` or ``MalformedInputError`` when a document would not conform; then nothing at
    all is stored.
    """
    key, _ = keys.active_signer(organisation)
    places = {purpose: status.allocate(organisation, purpose, len(intents)) for purpose in StatusPurpose}
    stored: list[Intended] = []
    entries: list[StatusEntryRow] = []
    for number, intent in enumerate(intents):
        own = {purpose: found[number] for purpose, found in places.items()}
        intended = _intended(organisation, intent, key, own)
        stored.append(intended)
        entries.extend(
            StatusEntryRow(
                organisation=organisation,
                status_list=target,
                index=index,
                purpose=purpose,
                credential=intended.credential,
            )
            for purpose, (target, index) in own.items()
        )
    Credential.objects.bulk_create([intended.credential for intended in stored], batch_size=200)
    StatusEntryRow.objects.bulk_create(entries, batch_size=500)
    return stored


def finish(actor: Actor, intents: Sequence[Intended]) -> None:
    """Sign, verify and release stored intents. What was released already stays as it is.

    Raises ``RefusedError`` ``signature-not-verified`` when a signature does not verify; that credential
    stays an intent and is not released.
    """
    opened: dict[int, signing.Opened] = {}
    signed: list[tuple[Credential, signing.Signed]] = []
    for intended in intents:
        credential = intended.credential
        if credential.organisation_id not in opened:
            opened[credential.organisation_id] = signing.open_signer(credential.organisation)
        signed.append((credential, _signed(intended, opened[credential.organisation_id])))
    now = timezone.now()
    with transaction.atomic():
        done = [pair for pair in signed if _release(*pair, at=now)]
        _log(done)
        for credential, made in done:
            _tell(actor, credential, made, at=now)


def finish_interrupted(actor: Actor) -> int:
    """Finish every single intent that a crash left behind; returns how many.

    Those of batches and of jobs that sign again are their workers' business, and have no ``signing_since``.
    """
    left = list(
        Credential.objects.filter(
            state=CredentialState.INTENDED, signing_since__lt=timezone.now() - timedelta(seconds=60)
        ).select_related("organisation", "key", "award__organisation", "award__definition_version")
    )
    for credential in left:
        finish(actor, [Intended(credential=credential)])
    return len(left)


def issuer_identity(organisation: Organisation) -> IssuerIdentity:
    """Return the organisation as verifiers see it."""
    legal = None
    if organisation.legal_id:
        legal = LegalIdentifier(scheme=organisation.legal_id_scheme, value=organisation.legal_id)
    return IssuerIdentity(
        did=organisation.did,
        name=LocalizedText(organisation.names),
        country=organisation.country,
        region=organisation.region,
        locality=organisation.address,
        homepage=organisation.website,
        email=organisation.email,
        legal_identifier=legal,
    )


def _intended(
    organisation: Organisation,
    intent: Intent,
    key: SigningKey,
    places: Mapping[StatusPurpose, tuple[StatusList, int]],
) -> Intended:
    paper = Paper(
        issuer=issuer_identity(organisation),
        definition_digest=intent.award.definition_version.digest,
        list_urls={str(purpose): status.url_of(target.public_id) for purpose, (target, _) in places.items()},
    )
    entry = entry_of(intent, {purpose: index for purpose, (_, index) in places.items()})
    document = document_of(paper, entry)
    prepared = prepare_credential(document, OPEN_BADGES_3)
    kept = json.dumps(prepared.document, ensure_ascii=False, separators=(",", ":")).encode()
    dictionary = store_dictionary(organisation, lasting_text(paper, entry))
    credential = credential_of(organisation, intent, entry, key=key, text=kept, dictionary=dictionary)
    return Intended(credential=credential, prepared=prepared)


def entry_of(intent: Intent, places: Mapping[StatusPurpose, int]) -> Entry:
    """Return what is to be written for an intent, under a new identifier."""
    start = start_of_validity(intent.record)
    return Entry(
        record=intent.record,
        identifier=new_identifier(timezone.now().date()),
        places={str(purpose): index for purpose, index in places.items()},
        valid_from=start,
        valid_until=end_of_validity(intent.record, intent.valid_until, start),
    )


def credential_of(
    organisation: Organisation,
    intent: Intent,
    entry: Entry,
    *,
    key: SigningKey,
    text: bytes,
    dictionary: str,
) -> Credential:
    """Return the row of an intent, not stored yet; ``text`` is the whole of what ``entry`` says."""
    return Credential(
        public_id=entry.identifier,
        organisation=organisation,
        award=intent.award,
        key=key,
        profile=PROFILE_NAME,
        media_type="",
        intent=packer_of(dictionary).pack(text),
        dictionary_id=dictionary,
        intent_digest=hashlib.sha256(text).hexdigest(),
        valid_from=entry.valid_from,
        valid_until=entry.valid_until,
        replaces=intent.replaces,
        replacement=intent.replacement,
        signing_since=timezone.now(),
    )


def status_entry(purpose: StatusPurpose, target: StatusList, index: int) -> StatusEntry:
    """Return the status entry of a credential at a place of a list (Bitstring Status List 1.0, 2.1)."""
    return StatusEntry(purpose=str(purpose), index=index, list_url=status.url_of(target.public_id))


def _signed(intended: Intended, opened: signing.Opened) -> signing.Signed:
    """Sign what was prepared (from storage: prepared again; nothing unchecked is signed) and verify it.

    The key that signs is the one that is active now: the key named by an older intent may be retired.
    """
    credential = intended.credential
    kept = intended_bytes(credential)
    if hashlib.sha256(kept).hexdigest() != credential.intent_digest:
        raise RefusedError("intent-damaged", credential=str(credential.public_id))
    document = json.loads(kept)
    prepared = intended.prepared or prepare_credential(document, OPEN_BADGES_3)
    created = timezone.now().replace(microsecond=0)
    made = signing.sign_with(credential.organisation, opened, prepared, created=created)
    _refuse_unless_verified(credential, intended=document, secured=made.secured, at=created)
    return made


def _refuse_unless_verified(
    credential: Credential, *, intended: Mapping[str, Any], secured: SecuredCredential, at: datetime
) -> None:
    sources = Sources(resolver=OwnDidDocuments(), status_lists=no_status_lists(), known_issuers=None)
    report = verify_credential(secured.data, policy=VerificationPolicy.strict(), at=at, sources=sources)
    checks = [report.check(code) for code in ("proof", "issuer-binding")]
    proved = all(check is not None and check.outcome is Outcome.PASSED for check in checks)
    claims = {name: value for name, value in json.loads(secured.data).items() if name != "proof"}
    if not proved or claims != intended:
        raise RefusedError("signature-not-verified", credential=str(credential.public_id))


def _release(credential: Credential, made: signing.Signed, *, at: datetime) -> bool:
    """Release one credential; False when another request finished it first: its bytes stand."""
    secured = made.secured
    waiting = Credential.objects.filter(pk=credential.pk, state=CredentialState.INTENDED)
    changed = waiting.update(
        state=CredentialState.RELEASED,
        key=made.key,
        data=stored_form(credential, secured.data),
        digest=hashlib.sha256(secured.data).hexdigest(),
        media_type=secured.media_type,
        released_at=at,
        signing_since=None,
    )
    return bool(changed)


def _log(done: Sequence[tuple[Credential, signing.Signed]]) -> None:
    by_organisation: dict[int, list[signer_log.Signature]] = {}
    for credential, made in done:
        signature = signer_log.Signature(
            key=made.key,
            subject=f"credential:{credential.public_id}",
            intent_digest=credential.intent_digest,
            signed_digest=made.secured.digest,
        )
        by_organisation.setdefault(credential.organisation_id, []).append(signature)
    organisations = {credential.organisation_id: credential.organisation for credential, _ in done}
    for pk, signatures in by_organisation.items():
        signer_log.append(organisations[pk], signatures)


def _tell(actor: Actor, credential: Credential, made: signing.Signed, *, at: datetime) -> None:
    audit.record(
        actor,
        credential.organisation,
        "credential-released",
        str(credential.public_id),
        digest=made.secured.digest,
    )
    credential.refresh_from_db()
    if credential.replaces_id is not None:
        replacements.put_in_place(actor, credential, at=at)
    elif credential.award.notify:
        notices.tell_award(credential.award)


def start_of_validity(record: AwardRecord) -> datetime:
    """The day of the award, coarse on purpose: a second would tell people awarded together apart."""
    day = datetime(record.awarded_on.year, record.awarded_on.month, record.awarded_on.day, tzinfo=UTC)
    return min(day, timezone.now().replace(microsecond=0))


def end_of_validity(record: AwardRecord, last_day: date | None, start: datetime) -> datetime | None:
    """The end of the named day where the institution is, or after the definition's months, or none."""
    if last_day is not None:
        end = datetime.combine(last_day, time(23, 59, 59), tzinfo=timezone.get_current_timezone())
        return end.astimezone(UTC)
    months = record.definition.validity_months
    if months is None:
        return None
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    days = calendar.monthrange(year, month + 1)[1]
    return start.replace(year=year, month=month + 1, day=min(start.day, days))
