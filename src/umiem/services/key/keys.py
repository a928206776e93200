"""Signing keys of organisations: made, used, rotated. What verifiers learn of them is in ``did_documents``.

A key is active, then retired, and perhaps one day known to be compromised since some time. There is one
active key per organisation and no other to fall back on: when it cannot be used, issuing waits.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from umiem import wiring
from umiem.adapters.keys import file as key_file
from umiem.adapters.keys import pkcs11 as key_token
from umiem.adapters.keys.sealing import KeyEncryptionKey, load_key_encryption_key
from umiem.engine.ports import PublicKey, Signer
from umiem.engine.signers import InMemorySigner, public_key_of
from umiem.errors import ConfigurationError, RefusedError
from umiem.services import audit
from umiem.services.access import Actor, Permission, authorise
from umiem.services.key import did_documents
from umiem.storage.models import KeyState, KeyStore, Organisation, SigningKey

DEFAULT_ALGORITHM = "Ed25519"
ALGORITHMS = ("Ed25519", "P-256")
DEFAULT_DAYS = 730
LONGEST_DAYS = 3_660
ALARM_DAYS = 30

did_document = did_documents.did_document
did_document_of = did_documents.did_document_of
did_document_bytes = did_documents.did_document_bytes
publish_did_document = did_documents.publish_did_document


@dataclass(frozen=True, kw_only=True)
class KeyPlan:
    """Which key to make: its algorithm, where its private half is kept, for how many days it signs."""

    algorithm: str = DEFAULT_ALGORITHM
    store: str = KeyStore.FILE
    days: int = DEFAULT_DAYS


def begin_key(
    actor: Actor, organisation: Organisation, plan: KeyPlan, *, instead_of: str | None = None
) -> SigningKey:
    """Make a key and use it from now on; the key that was active is retired, what it signed stays valid.

    ``instead_of`` names the key that the caller believes to be active: of two rotations at once, the second
    is refused (``key-rotated-already``). A key made in a token whose transaction fails stays there unused.
    """
    check_plan(plan)
    with transaction.atomic():
        Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
        active = organisation.keys.filter(state=KeyState.ACTIVE).first()
        if instead_of is not None and (active is None or active.fragment != instead_of):
            raise RefusedError("key-rotated-already", key=instead_of)
        now = timezone.now()
        key = _made(organisation, plan, fragment=f"key-{organisation.keys.count() + 1}")
        key.created_at, key.valid_until = now, now + timedelta(days=plan.days)
        organisation.keys.filter(state=KeyState.ACTIVE).update(state=KeyState.RETIRED, retired_at=now)
        key.save(force_insert=True)
        if active is not None:
            audit.record(actor, organisation, "key-retired", active.fragment)
        audit.record(
            actor, organisation, "key-created", key.fragment, algorithm=key.algorithm, store=str(key.store)
        )
        did_documents.record_version(organisation)
    return key


def check_plan(plan: KeyPlan) -> None:
    """Raise ``RefusedError`` when no key can be made by this plan here."""
    if plan.algorithm not in ALGORITHMS:
        raise RefusedError("key-plan-algorithm", known=", ".join(ALGORITHMS))
    if plan.store not in list(KeyStore):
        raise RefusedError("key-plan-store", known=", ".join(KeyStore))
    if not 1 <= plan.days <= LONGEST_DAYS:
        raise RefusedError("key-plan-days", limit=LONGEST_DAYS)


def rotate_key(
    actor: Actor, organisation: str, plan: KeyPlan | None = None, *, instead_of: str | None = None
) -> SigningKey:
    """Begin a new key and publish the DID document with both; for administrators.

    Without a plan the new key is like the active one: the same algorithm, the same store.
    """
    found = authorise(actor, organisation, Permission.KEYS)
    key = begin_key(actor, found, plan or _like_the_active(found), instead_of=instead_of)
    did_documents.publish_did_document(found)
    return key


def active_signer(organisation: Organisation, *, for_lists: bool = False) -> tuple[SigningKey, Signer]:
    """Return the key that signs now. Only ``services.key.signing`` and those that sign in bulk ask for it.

    A key past its end makes no new credential; status lists it still signs (``for_lists``): a revocation
    that nobody can read would do more harm. Raises ``ConfigurationError`` (no key, past its end, the
    key-encryption key is missing) or ``UnavailableError`` (the token cannot be reached now).
    """
    key = organisation.keys.filter(state=KeyState.ACTIVE).first()
    if key is None:
        raise ConfigurationError("no-active-key", organisation=organisation.slug)
    if not for_lists and key.valid_until is not None and key.valid_until <= timezone.now():
        raise ConfigurationError("key-past-its-end", key=key.fragment, until=key.valid_until.isoformat())
    return key, signer_of(organisation, key)


def signer_of(organisation: Organisation, key: SigningKey) -> Signer:
    """Open an active key; a retired or compromised one never signs again (``RefusedError``).

    Raises ``ConfigurationError`` when the key-encryption key is missing or another, or the halves of the key
    do not belong together.
    """
    if key.state != KeyState.ACTIVE:
        raise RefusedError("key-signs-no-more", key=key.fragment, state=str(key.state))
    method = did_documents.method_of(organisation, key)
    public = PublicKey(algorithm=key.algorithm, raw=bytes(key.public))
    if key.store == KeyStore.PKCS11:
        place = key_token.TokenKey(token=key.token_label, key_id=bytes.fromhex(key.token_key_id))
        return key_token.TokenSigner(wiring.token_access(), place, method, public)
    plain = _key_encryption_key().unseal(bytes(key.private), purpose=_purpose(organisation, key.fragment))
    signer = InMemorySigner(key_file.from_der(plain), method)
    if signer.public_key != public:
        raise ConfigurationError("key-pair-broken", key=key.fragment)
    return signer


def needs_attention(organisation: Organisation) -> Mapping[str, Any] | None:
    """Return why the active key needs an administrator: ``code`` and ``key``, ``until``, or None."""
    key = organisation.keys.filter(state=KeyState.ACTIVE).first()
    if key is None:
        return {"code": "none"}
    if key.valid_until is None:
        return None
    left = key.valid_until - timezone.now()
    if left > timedelta(days=ALARM_DAYS):
        return None
    code = "ended" if left <= timedelta(0) else "ends-soon"
    return {"code": code, "key": key.fragment, "until": key.valid_until, "days": max(0, left.days)}


def key_of(organisation: Organisation, fragment: str) -> SigningKey | None:
    """Return a key by its name in this organisation."""
    return organisation.keys.filter(fragment=fragment).first()


def _like_the_active(organisation: Organisation) -> KeyPlan:
    active = organisation.keys.filter(state=KeyState.ACTIVE).first()
    if active is None:
        return KeyPlan()
    return KeyPlan(algorithm=active.algorithm, store=active.store)


def _made(organisation: Organisation, plan: KeyPlan, *, fragment: str) -> SigningKey:
    key = SigningKey(organisation=organisation, fragment=fragment, algorithm=plan.algorithm, store=plan.store)
    if plan.store == KeyStore.PKCS11:
        access = wiring.token_access()
        place, public = key_token.generate(access, plan.algorithm, label=f"{organisation.slug} {fragment}")
        key.public, key.private = public.raw, b""
        key.token_label, key.token_key_id = place.token, place.key_id.hex()
        return key
    private = key_file.generate(plan.algorithm)
    key.public = public_key_of(private).raw
    key.private = _key_encryption_key().seal(
        key_file.to_der(private), purpose=_purpose(organisation, fragment)
    )
    return key


def _purpose(organisation: Organisation, fragment: str) -> str:
    return f"{organisation.public_id}#{fragment}"


def _key_encryption_key() -> KeyEncryptionKey:
    return load_key_encryption_key(wiring.installation().key_encryption_key)
