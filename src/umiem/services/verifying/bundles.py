"""Making a bundle for checking without a network: lists, keys and status lists as they are now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils import timezone

from umiem import wiring
from umiem.adapters.fetch import Budget, RemoteDidDocuments, RemoteStatusLists
from umiem.adapters.offline_bundle import write_bundle
from umiem.engine import parse_json_object
from umiem.engine.envelopes.jws import parse_compact_jws
from umiem.engine.recognition import recognise
from umiem.errors import UmiemError
from umiem.services.credential import status, status_tokens
from umiem.services.credential.own_sources import own_path
from umiem.services.key import did_documents
from umiem.services.verifying import trust_lists
from umiem.storage.models import ListedIssuer, Organisation, StatusList, StatusPurpose

MOST_FOREIGN = 500


def make_bundle(credentials: Iterable[bytes] = ()) -> tuple[bytes, tuple[str, ...]]:
    """Return the bundle, and what could not be had for it.

    It holds every trust list in use; keys and status lists of this installation; keys of the listed issuers;
    and what ``credentials`` need besides.
    """
    missing: list[str] = []
    documents = {row.did: did_documents.did_document(row) for row in Organisation.objects.all()}
    lists = dict(_own_lists())
    wanted_dids, wanted_lists = _needed(credentials)
    listed = set(ListedIssuer.objects.values_list("did", flat=True)[:MOST_FOREIGN])
    for did in sorted(wanted_dids | {one for one in listed if one.startswith("did:web:")}):
        if did not in documents:
            _take(documents, did, missing)
    for url in sorted(wanted_lists):
        if url not in lists and own_path(url) is None:
            _take_list(lists, url, missing)
    data = write_bundle(
        made_at=timezone.now(),
        trust_lists=[bytes(row.document or b"") for row in trust_lists.lists()],
        did_documents=documents,
        status_lists=lists,
    )
    return data, tuple(missing)


def _own_lists() -> Iterator[tuple[str, bytes]]:
    """Yield the lists of this installation, and what revocations are told as for wallet credentials."""
    for row in StatusList.objects.all():
        yield status.url_of(row.public_id), bytes(status.published(row.public_id).document or b"")
        if row.purpose == StatusPurpose.REVOCATION:
            token = status.published_token(row.public_id).token
            yield status_tokens.url_of(row.public_id), bytes(token or b"")


def _needed(credentials: Iterable[bytes]) -> tuple[set[str], set[str]]:
    dids: set[str] = set()
    lists: set[str] = set()
    for data in credentials:
        document = _claims(data)
        issuer = document.get("issuer") or document.get("iss")
        name = issuer.get("id") if isinstance(issuer, Mapping) else issuer
        if isinstance(name, str) and name.startswith("did:web:"):
            dids.add(name)
        stated = document.get("credentialStatus")
        for entry in stated if isinstance(stated, list) else [stated]:
            url = entry.get("statusListCredential") if isinstance(entry, Mapping) else None
            if isinstance(url, str):
                lists.add(url)
        lists.update(_token_lists(document))
    return dids, lists


def _claims(data: bytes) -> Mapping[str, Any]:
    """Return what a credential says, a token's payload too; nothing where it cannot be read."""
    try:
        payload = recognise(data).payload
        if payload.lstrip().startswith(b"{"):
            return parse_json_object(payload)
        return parse_json_object(parse_compact_jws(payload.strip().partition(b"~")[0]).payload)
    except UmiemError:
        return {}


def _token_lists(document: Mapping[str, Any]) -> Iterator[str]:
    stated = document.get("status")
    entry = stated.get("status_list") if isinstance(stated, Mapping) else None
    url = entry.get("uri") if isinstance(entry, Mapping) else None
    if isinstance(url, str):
        yield url


def _take(documents: dict[str, Mapping[str, Any]], did: str, missing: list[str]) -> None:
    try:
        documents[did] = RemoteDidDocuments(wiring.fetcher(), Budget()).resolve(did)
    except UmiemError as error:
        missing.append(f"{did}: {error.code}")


def _take_list(lists: dict[str, bytes], url: str, missing: list[str]) -> None:
    try:
        lists[url] = RemoteStatusLists(wiring.fetcher(), Budget()).fetch(url)
    except UmiemError as error:
        missing.append(f"{url}: {error.code}")
