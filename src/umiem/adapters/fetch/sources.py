"""The engine's look-ups over the network: did:web documents and status lists."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from umiem.adapters.fetch.door import DID_DOCUMENT, METADATA, STATUS_LIST, Budget, Fetcher, Purpose
from umiem.engine import parse_json_object
from umiem.engine.identifiers import did_web
from umiem.errors import (
    MalformedInputError,
    NotFoundError,
    RefusedError,
    UnavailableError,
    UnsupportedError,
)


class RemoteDidDocuments:
    """Resolves did:web (W3C CCG did:web, section 3.2); other methods are ``UnsupportedError``."""

    def __init__(self, fetcher: Fetcher, budget: Budget) -> None:
        self._fetcher = fetcher
        self._budget = budget

    def resolve(self, did: str) -> Mapping[str, Any]:
        """Return the DID document; does not check that it says anything about ``did``: the engine does."""
        if not did.startswith("did:web:"):
            raise UnsupportedError("did-method-unsupported", did=did[:200])
        try:
            fetched = self._fetcher.get(did_web.url_of(did), DID_DOCUMENT, self._budget)
        except RefusedError as problem:
            raise UnavailableError(problem.code, **problem.params) from problem
        return parse_json_object(fetched.data)


class RemoteStatusLists:
    """Fetches status lists by their address."""

    def __init__(self, fetcher: Fetcher, budget: Budget) -> None:
        self._fetcher = fetcher
        self._budget = budget

    def fetch(self, url: str) -> bytes:
        """Return the bytes published there; a list that may not be asked for is unavailable too."""
        return _fetched(self._fetcher, url, STATUS_LIST, self._budget)


class RemoteDocuments:
    """Fetches what a few formats publish beside the credential: issuer keys, type metadata, hosted badges."""

    def __init__(self, fetcher: Fetcher, budget: Budget) -> None:
        self._fetcher = fetcher
        self._budget = budget

    def fetch(self, url: str) -> bytes:
        """Return the bytes published there; what may not be asked for is unavailable."""
        return _fetched(self._fetcher, url, METADATA, self._budget)


def _fetched(fetcher: Fetcher, url: str, purpose: Purpose, budget: Budget) -> bytes:
    try:
        return fetcher.get(url, purpose, budget).data
    except (RefusedError, MalformedInputError, NotFoundError) as problem:
        raise UnavailableError(problem.code, **problem.params) from problem
