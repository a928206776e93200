"""What verifiers learn about an organisation's keys: its DID document, and every earlier version of it.

did:web has no history of its own, so Umiem serves one: ``did.json`` is the newest version,
``did.json?versionId=3`` and ``?versionTime=…`` (DID Core 1.0, 3.2.1) are earlier ones, and
``did-history.json`` lists all of them in a chain of digests, with the time in which each key signed. Retired
keys stay in the newest document. A compromised key stays as a verification method with ``revoked``
(Controlled Identifiers 1.0, 2.2), but may assert nothing any more.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from umiem import wiring
from umiem.engine.identifiers.document import did_web_document
from umiem.engine.ports import PublicKey
from umiem.engine.timestamps import format_timestamp
from umiem.errors import NotFoundError
from umiem.services.files import write_atomically
from umiem.storage.models import DidDocumentVersion, KeyState, Organisation, SigningKey

_SECOND = timedelta(seconds=1)


def method_of(organisation: Organisation, key: SigningKey) -> str:
    """Return the DID URL of a key."""
    return f"{organisation.did}#{key.fragment}"


def did_document(organisation: Organisation, *, trust_compromised: bool = False) -> Mapping[str, Any]:
    """Return the organisation's DID document as of now, newest key first (did:web).

    ``trust_compromised`` lists compromised keys like the others; only for ``key_history``, which then decides
    about each signature by the signer's log.
    """
    rows = list(organisation.keys.all())
    keys = [(key.fragment, PublicKey(algorithm=key.algorithm, raw=bytes(key.public))) for key in rows]
    document = did_web_document(organisation.did, keys)
    compromised = {} if trust_compromised else _compromised(organisation, rows)
    for method in document["verificationMethod"]:
        if method["id"] in compromised:
            method["revoked"] = compromised[method["id"]]
    trusted = [name for name in document["assertionMethod"] if name not in compromised]
    return document | {"assertionMethod": trusted, "authentication": trusted}


def did_document_bytes(organisation: Organisation) -> bytes:
    """Return the DID document as it is served."""
    return json.dumps(did_document(organisation), ensure_ascii=False, indent=2).encode()


def did_document_of(did: str, *, trust_compromised: bool = False) -> Mapping[str, Any] | None:
    """Return the DID document of an organisation of this installation, or None for any other DID."""
    organisation = Organisation.objects.filter(did=did).first()
    if organisation is None:
        return None
    return did_document(organisation, trust_compromised=trust_compromised)


def record_version(organisation: Organisation) -> DidDocumentVersion:
    """Add the present document to the history unless it is there; call inside a transaction of a change."""
    data = did_document_bytes(organisation)
    digest = hashlib.sha256(data).hexdigest()
    with transaction.atomic():
        Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
        last = organisation.did_versions.order_by("-version").first()
        if last is not None and last.digest == digest:
            return last
        return DidDocumentVersion.objects.create(
            organisation=organisation,
            version=1 if last is None else last.version + 1,
            document=data,
            digest=digest,
            previous="" if last is None else last.digest,
        )


def version_bytes(organisation: Organisation, *, number: str = "", time: str = "") -> bytes:
    """Return an earlier document, by its number or as it was at a time; raises ``NotFoundError``."""
    rows = organisation.did_versions.order_by("-version")
    if number:
        known = number.isascii() and number.isdigit() and len(number) < 9
        row = rows.filter(version=int(number)).first() if known else None
    else:
        row = rows.filter(created_at__lt=_moment(time) + _SECOND).first()  # told times are whole seconds
    if row is None:
        raise NotFoundError("did-version-unknown")
    return bytes(row.document)


def history(organisation: Organisation) -> Mapping[str, Any]:
    """Return all versions and the time in which each key signed, as it is served."""
    base = f"{wiring.installation().base_url}/o/{organisation.slug}/did.json"
    return {
        "id": organisation.did,
        "versions": [
            {
                "versionId": str(row.version),
                "versionTime": format_timestamp(row.created_at),
                "digest": f"sha256:{row.digest}",
                "previous": f"sha256:{row.previous}" if row.previous else None,
                "url": f"{base}?versionId={row.version}",
            }
            for row in organisation.did_versions.all()
        ],
        "keys": [_window(organisation, key) for key in organisation.keys.order_by("id")],
    }


def history_bytes(organisation: Organisation) -> bytes:
    """Return the history as it is served."""
    return json.dumps(history(organisation), ensure_ascii=False, indent=2).encode()


def broken_versions(organisation: Organisation) -> Iterator[int]:
    """Yield the versions that were changed, follow a gap, or differ from the keys (the newest one)."""
    previous, expected, newest = "", 1, b""
    for row in organisation.did_versions.order_by("version"):
        newest = bytes(row.document)
        whole = hashlib.sha256(newest).hexdigest() == row.digest
        if not whole or row.version != expected or row.previous != previous:
            yield row.version
        previous, expected = row.digest, row.version + 1
    if expected > 1 and newest != did_document_bytes(organisation):
        yield expected - 1


def publish_did_document(organisation: Organisation) -> None:
    """Write the DID document and its history to the public folder, under the path of their URLs."""
    record_version(organisation)
    folder = wiring.installation().public_folder / "o" / organisation.slug
    write_atomically(folder / "did.json", did_document_bytes(organisation))
    write_atomically(folder / "did-history.json", history_bytes(organisation))


def _compromised(organisation: Organisation, rows: list[SigningKey]) -> dict[str, str]:
    return {
        method_of(organisation, key): format_timestamp(key.compromised_since)
        for key in rows
        if key.state == KeyState.COMPROMISED and key.compromised_since is not None
    }


def _window(organisation: Organisation, key: SigningKey) -> dict[str, Any]:
    moments = {
        "signsFrom": key.created_at,
        "validUntil": key.valid_until,
        "retiredAt": key.retired_at,
        "compromisedSince": key.compromised_since,
    }
    told = {name: format_timestamp(moment) for name, moment in moments.items() if moment is not None}
    return {"id": method_of(organisation, key), "state": str(key.state), **told}


def _moment(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text.replace(" ", "+"))
    except ValueError as problem:
        raise NotFoundError("did-version-unknown") from problem
    if found.tzinfo is None:
        raise NotFoundError("did-version-unknown")
    return found
