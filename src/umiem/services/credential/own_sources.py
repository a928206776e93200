"""What this installation knows itself, without the network: its DID documents and status lists."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from umiem import wiring
from umiem.engine.ports import StatusListSource
from umiem.engine.web_addresses import split_address
from umiem.errors import NotFoundError, UnavailableError
from umiem.services.credential import status
from umiem.services.key import keys

_WALLET_FORM = "/token"  # the same list as a Token Status List, for wallet credentials


@dataclass(frozen=True)
class OwnDidDocuments:
    """Resolves the organisations of this installation; any other DID is unavailable.

    ``trust_compromised`` is for verification alone, which asks ``key_history`` about each such key.
    """

    trust_compromised: bool = False

    def resolve(self, did: str) -> Mapping[str, Any]:
        """Return the DID document; raises ``UnavailableError`` for a DID from elsewhere."""
        found = keys.did_document_of(did, trust_compromised=self.trust_compromised)
        if found is None:
            raise UnavailableError("did-not-ours", did=did)
        return found


class OwnStatusLists:
    """Gives the status lists that this installation published."""

    def fetch(self, url: str) -> bytes:
        """Return the published bytes; raises ``UnavailableError`` for any other address."""
        public_id = own_status_list(url)
        if public_id is None:
            raise UnavailableError("status-list-not-ours", url=url)
        try:
            if (own_path(url) or "").endswith(_WALLET_FORM):
                return bytes(status.published_token(public_id).token or b"")
            return bytes(status.published(public_id).document or b"")
        except NotFoundError as problem:
            raise UnavailableError("status-list-unknown", url=url) from problem


class _NoStatusLists:
    def fetch(self, url: str) -> bytes:
        raise UnavailableError("status-not-asked", url=url)


def no_status_lists() -> StatusListSource:
    """Return a source that knows no list, for checks that are not about the status."""
    return _NoStatusLists()


def own_path(url: str) -> str | None:
    """Return the path of an address of this installation (its present or a former one), else None."""
    parts = split_address(url)
    place = wiring.installation()
    origin = f"{parts.scheme}://{parts.netloc}"
    return parts.path if origin in (place.base_url, *place.former_base_urls) else None


def own_status_list(url: str) -> uuid.UUID | None:
    """Return the identifier of one of our status lists from its address, else None."""
    path = own_path(url)
    if path is None or not path.startswith("/status/"):
        return None
    try:
        return uuid.UUID(path.removeprefix("/status/").removesuffix(_WALLET_FORM))
    except ValueError:
        return None
