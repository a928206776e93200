"""Signing keys of organisations, and the DID document that tells verifiers about them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from umiem import wiring
from umiem.adapters.keys import file as key_file
from umiem.adapters.keys.sealing import KeyEncryptionKey, load_key_encryption_key
from umiem.engine.identifiers.document import did_web_document
from umiem.engine.ports import PublicKey
from umiem.engine.signers import InMemorySigner, public_key_of
from umiem.errors import ConfigurationError, NotFoundError, RefusedError
from umiem.services import audit
from umiem.services.access import Actor, Permission, authorise
from umiem.services.files import write_atomically
from umiem.storage.models import KeyState, Organisation, SigningKey

DEFAULT_ALGORITHM = "Ed25519"


def create_key(actor: Actor, organisation: Organisation, *, algorithm: str = DEFAULT_ALGORITHM) -> SigningKey:
    """Make a key pair, store the private key encrypted, and use it from now on.

    The key that was active is retired: it stays in the DID document, and what it signed stays valid.
    """
    private = key_file.generate(algorithm)
    with transaction.atomic():
        Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
        fragment = f"key-{organisation.keys.count() + 1}"
        sealed = _key_encryption_key().seal(
            key_file.to_der(private), purpose=_purpose(organisation, fragment)
        )
        organisation.keys.filter(state=KeyState.ACTIVE).update(
            state=KeyState.RETIRED, retired_at=timezone.now()
        )
        key = SigningKey.objects.create(
            organisation=organisation,
            fragment=fragment,
            algorithm=algorithm,
            public=public_key_of(private).raw,
            private=sealed,
        )
        audit.record(actor, organisation, "key-created", fragment, algorithm=algorithm)
    return key


def rotate_key(actor: Actor, organisation: str) -> SigningKey:
    """Begin a new key and publish the DID document with both; for administrators."""
    found = authorise(actor, organisation, Permission.ADMINISTER)
    key = create_key(actor, found)
    publish_did_document(found)
    return key


def report_compromise(actor: Actor, organisation: str, fragment: str, *, since: datetime) -> SigningKey:
    """Take a stolen key out of the DID document: nothing it signed verifies any more."""
    found = authorise(actor, organisation, Permission.ADMINISTER)
    with transaction.atomic():
        key = found.keys.select_for_update(no_key=True).filter(fragment=fragment).first()
        if key is None:
            raise NotFoundError("key-unknown", key=fragment)
        if key.state == KeyState.ACTIVE:
            raise RefusedError("key-still-active", key=fragment)
        key.state, key.compromised_since = KeyState.COMPROMISED, since
        key.save(update_fields=("state", "compromised_since"))
        audit.record(actor, found, "key-compromised", fragment, since=since.isoformat())
    publish_did_document(found)
    return key


def active_signer(organisation: Organisation) -> tuple[SigningKey, InMemorySigner]:
    """Return the key that signs now. Only ``services.issuing`` and ``services.status`` ask for it."""
    key = organisation.keys.filter(state=KeyState.ACTIVE).first()
    if key is None:
        raise ConfigurationError("no-active-key", organisation=organisation.slug)
    return key, signer_of(organisation, key)


def signer_of(organisation: Organisation, key: SigningKey) -> InMemorySigner:
    """Unseal a key; raises ``ConfigurationError`` when the key-encryption key is missing or another."""
    plain = _key_encryption_key().unseal(bytes(key.private), purpose=_purpose(organisation, key.fragment))
    method = f"{organisation.did}#{key.fragment}"
    signer = InMemorySigner(key_file.from_der(plain), method)
    if signer.public_key.raw != bytes(key.public):
        raise ConfigurationError("key-pair-broken", key=key.fragment)
    return signer


def did_document(organisation: Organisation) -> Mapping[str, Any]:
    """Return the organisation's DID document: active and retired keys, newest first (did:web)."""
    published = organisation.keys.exclude(state=KeyState.COMPROMISED)
    keys = [(key.fragment, PublicKey(algorithm=key.algorithm, raw=bytes(key.public))) for key in published]
    return did_web_document(organisation.did, keys)


def did_document_bytes(organisation: Organisation) -> bytes:
    """Return the DID document as it is served."""
    return json.dumps(did_document(organisation), ensure_ascii=False, indent=2).encode()


def did_document_of(did: str) -> Mapping[str, Any] | None:
    """Return the DID document of an organisation of this installation, or None for any other DID."""
    organisation = Organisation.objects.filter(did=did).first()
    return None if organisation is None else did_document(organisation)


def publish_did_document(organisation: Organisation) -> None:
    """Write the DID document to the public folder, under the path of its URL."""
    target = wiring.installation().public_folder / "o" / organisation.slug / "did.json"
    write_atomically(target, did_document_bytes(organisation))


def _purpose(organisation: Organisation, fragment: str) -> str:
    return f"{organisation.public_id}#{fragment}"


def _key_encryption_key() -> KeyEncryptionKey:
    return load_key_encryption_key(wiring.installation().key_encryption_key)
