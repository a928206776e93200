"""Key ceremonies: one reviewed file in, a signed transcript out, with two people where the file says so.

The same file twice gives the same ceremony. The transcript is signed with the new key (it exists and can be
used) and, where there was one, with the key it takes over from; each transcript names the digest of the one
before, so that a missing one shows.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from umiem.domain.ceremony_file import CeremonyPlan, read_ceremony_file
from umiem.engine.identifiers.multikey import encode_multikey
from umiem.engine.ports import PublicKey, Signer
from umiem.engine.timestamps import format_timestamp
from umiem.errors import NotFoundError, RefusedError
from umiem.services import audit
from umiem.services.access import Actor, Permission, authorise
from umiem.services.files import File
from umiem.services.key import did_documents, keys
from umiem.services.key.ceremony_transcripts import FORMAT, sealed
from umiem.services.key.keys import KeyPlan
from umiem.storage.models import (
    CeremonyState,
    KeyCeremony,
    KeyState,
    Membership,
    Organisation,
    Role,
    SigningKey,
)


def begin(actor: Actor, data: bytes) -> KeyCeremony:
    """Begin the ceremony that a file describes, or return the one begun with the very same file.

    Without confirmation the key is made at once. Raises ``MalformedInputError`` for a file that is none,
    ``RefusedError`` for a plan that cannot be carried out.
    """
    plan = read_ceremony_file(data)
    found = authorise(actor, plan.organisation, Permission.ADMINISTER)
    keys.check_plan(_key_plan(plan))
    digest = hashlib.sha256(data).hexdigest()
    with transaction.atomic():
        Organisation.objects.select_for_update(no_key=True).get(pk=found.pk)
        known = KeyCeremony.objects.filter(organisation=found, content_digest=digest).first()
        if known is not None:
            return known
        _check_people(found, plan)
        ceremony = KeyCeremony.objects.create(
            organisation=found,
            content=data,
            content_digest=digest,
            plan={
                "purpose": plan.purpose,
                "algorithm": plan.algorithm,
                "store": plan.store,
                "days": plan.days,
                "confirmation": plan.confirmation,
                "people": list(plan.people),
            },
            started_by=actor.name,
        )
        audit.record(actor, found, "ceremony-begun", str(ceremony.public_id), file=digest)
        if not plan.confirmations_needed:
            _perform(actor, ceremony, plan)
    did_documents.publish_did_document(found)
    return ceremony


def confirm(actor: Actor, organisation: str, ceremony_id: uuid.UUID) -> KeyCeremony:
    """Confirm as one of the people of the file; with the second confirmation the key is made."""
    found = authorise(actor, organisation, Permission.ADMINISTER)
    with transaction.atomic():
        ceremony = _locked(found, ceremony_id)
        plan = read_ceremony_file(bytes(ceremony.content))
        if actor.kind != "person" or actor.name.casefold() not in plan.people:
            raise RefusedError("ceremony-not-yours")
        told = [entry["person"] for entry in ceremony.confirmations]
        if actor.name.casefold() not in told:
            at = format_timestamp(timezone.now())
            ceremony.confirmations.append({"person": actor.name.casefold(), "at": at})
            ceremony.save(update_fields=("confirmations",))
            audit.record(actor, found, "ceremony-confirmed", str(ceremony.public_id))
        if len(ceremony.confirmations) >= plan.confirmations_needed:
            _perform(actor, ceremony, plan)
    did_documents.publish_did_document(found)
    return ceremony


def cancel(actor: Actor, organisation: str, ceremony_id: uuid.UUID) -> None:
    """Call a waiting ceremony off; no key is made."""
    found = authorise(actor, organisation, Permission.ADMINISTER)
    with transaction.atomic():
        ceremony = _locked(found, ceremony_id)
        ceremony.state, ceremony.finished_at = CeremonyState.CANCELLED, timezone.now()
        ceremony.save(update_fields=("state", "finished_at"))
        audit.record(actor, found, "ceremony-cancelled", str(ceremony.public_id))


def ceremonies(actor: Actor, organisation: str) -> tuple[KeyCeremony, ...]:
    """Return the ceremonies of an organisation, newest first, for administrators."""
    found = authorise(actor, organisation, Permission.ADMINISTER)
    return tuple(KeyCeremony.objects.filter(organisation=found).select_related("key"))


def ceremony(actor: Actor, organisation: str, ceremony_id: uuid.UUID) -> KeyCeremony:
    """Return one ceremony."""
    found = authorise(actor, organisation, Permission.ADMINISTER)
    rows = KeyCeremony.objects.filter(organisation=found, public_id=ceremony_id).select_related("key")
    row = rows.first()
    if row is None:
        raise NotFoundError("ceremony-unknown")
    return row


def transcript(actor: Actor, organisation: str, ceremony_id: uuid.UUID) -> File:
    """Return the signed transcript of a finished ceremony."""
    row = ceremony(actor, organisation, ceremony_id)
    if row.transcript is None or row.key is None:
        raise NotFoundError("ceremony-unknown")
    name = f"ceremony-{row.organisation.slug}-{row.key.fragment}.json"
    return File(name=name, media_type="application/json", data=bytes(row.transcript))


def _perform(actor: Actor, ceremony: KeyCeremony, plan: CeremonyPlan) -> None:
    """Make the key and write the transcript; call inside the transaction that locks the organisation."""
    organisation = ceremony.organisation
    before = organisation.keys.filter(state=KeyState.ACTIVE).first()
    former = None if before is None else keys.signer_of(organisation, before)
    key = keys.begin_key(actor, organisation, _key_plan(plan), instead_of=plan.instead_of)
    signers: list[Signer] = [keys.signer_of(organisation, key)]
    if former is not None:
        signers.append(former)
    told = _told(ceremony, plan, key, former)
    data = sealed(told, signers)
    ceremony.key, ceremony.state, ceremony.finished_at = key, CeremonyState.DONE, timezone.now()
    ceremony.transcript, ceremony.transcript_digest = data, hashlib.sha256(data).hexdigest()
    ceremony.save()
    subject = str(ceremony.public_id)
    audit.record(actor, organisation, "ceremony-done", subject, transcript=ceremony.transcript_digest)


def _told(
    ceremony: KeyCeremony, plan: CeremonyPlan, key: SigningKey, former: Signer | None
) -> Mapping[str, Any]:
    organisation = ceremony.organisation
    version = did_documents.record_version(organisation)
    last = KeyCeremony.objects.filter(organisation=organisation).exclude(transcript_digest="").first()
    public = PublicKey(algorithm=key.algorithm, raw=bytes(key.public))
    until = key.valid_until or key.created_at
    return {
        "format": FORMAT,
        "ceremony": str(ceremony.public_id),
        "organisation": organisation.did,
        "purpose": plan.purpose,
        "file": {
            "sha256": ceremony.content_digest,
            "text": bytes(ceremony.content).decode("utf-8"),
        },
        "startedBy": ceremony.started_by,
        "startedAt": format_timestamp(ceremony.created_at),
        "confirmations": list(ceremony.confirmations),
        "key": {
            "verificationMethod": did_documents.method_of(organisation, key),
            "algorithm": key.algorithm,
            "publicKeyMultibase": encode_multikey(public),
            "store": str(key.store),
            "signsFrom": format_timestamp(key.created_at),
            "validUntil": format_timestamp(until),
        },
        "takesOverFrom": None if former is None else former.verification_method,
        "didDocument": {"versionId": str(version.version), "sha256": version.digest},
        "previousTranscript": None if last is None else f"sha256:{last.transcript_digest}",
    }


def _key_plan(plan: CeremonyPlan) -> KeyPlan:
    return KeyPlan(algorithm=plan.algorithm, store=plan.store, days=plan.days)


def _check_people(organisation: Organisation, plan: CeremonyPlan) -> None:
    admins = Membership.objects.filter(organisation=organisation, role=Role.ADMIN)
    known = {email.casefold() for email in admins.values_list("user__email", flat=True)}
    for person in plan.people:
        if person not in known:
            raise RefusedError("ceremony-person-unknown", person=person)


def _locked(organisation: Organisation, ceremony_id: uuid.UUID) -> KeyCeremony:
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    rows = KeyCeremony.objects.select_for_update(no_key=True, of=("self",)).select_related("organisation")
    row = rows.filter(organisation=organisation, public_id=ceremony_id).first()
    if row is None:
        raise NotFoundError("ceremony-unknown")
    if row.state != CeremonyState.WAITING:
        raise RefusedError("ceremony-settled")
    return row


def rotation_file(
    organisation: Organisation, key_plan: KeyPlan, *, instead_of: str, people: tuple[str, ...] = ()
) -> bytes:
    """Write the ceremony file of a rotation that an administrator asks for on a page.

    ``instead_of`` is the key that the page showed as active ("" for none): a second click is refused.
    """
    if people and len(people) < 2:
        raise RefusedError("ceremony-needs-two")
    lines = [
        f"organisation: {organisation.slug}",
        f"purpose: {json.dumps('rotation ' + format_timestamp(timezone.now()))}",
        f"algorithm: {key_plan.algorithm}",
        f"store: {key_plan.store}",
        f"valid-days: {key_plan.days}",
        f"confirmation: {'two-people' if people else 'one-person'}",
    ]
    if people:
        lines += ["people:", *(f"  - {json.dumps(person)}" for person in people)]
    if instead_of:
        lines.append(f"instead-of: {json.dumps(instead_of)}")
    return ("\n".join(lines) + "\n").encode()
