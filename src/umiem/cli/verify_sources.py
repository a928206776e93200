"""Where ``umiem verify`` looks things up: this machine's installation, a bundle, the network or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from umiem import wiring
from umiem.errors import MalformedInputError, UnavailableError

if TYPE_CHECKING:
    from umiem.adapters.offline_bundle import OfflineBundle
    from umiem.engine import Sources

LARGEST_REGISTRY = 64 * 1024 * 1024


@dataclass(frozen=True)
class LookUp:
    """The sources of one call; ``bundle`` is what --registry named, if anything."""

    sources: Sources
    bundle: OfflineBundle | None
    offline: bool

    def document_at(self, url: str) -> bytes:
        """Return the credential at an address; raises ``UnavailableError`` without a network."""
        if self.offline:
            raise UnavailableError("offline", what=url)
        from umiem.adapters.fetch import Budget
        from umiem.adapters.fetch.door import CREDENTIAL

        data: bytes = wiring.fetcher().get(url, CREDENTIAL, Budget()).data
        return data


def look_up(*, offline: bool, registry: Path | None, at: datetime) -> LookUp:
    """First the public folder of the installation on this machine, then the bundle, then the network."""
    from umiem.adapters.public_folder import PublicFolder
    from umiem.engine import Sources, offline_sources

    place = wiring.installation()
    bundle = None if registry is None else _bundle(registry, at)
    outside = offline_sources() if offline else _network()
    packed = bundle if bundle is not None and bundle.made_at is not None else None
    folder = PublicFolder(
        place.public_folder,
        (place.base_url, *place.former_base_urls),
        did_documents=_First(packed, outside, offline) if packed else outside.resolver,
        status_lists=_First(packed, outside, offline) if packed else outside.status_lists,
    )
    known = folder.issuers() | (dict(bundle.known_issuers) if bundle else {})
    sources = Sources(
        resolver=folder, status_lists=folder, known_issuers=known or None, documents=outside.documents
    )
    return LookUp(sources, bundle, offline)


@dataclass(frozen=True)
class _First:
    """Without a network the bundle; with one the owners themselves, as they say it now."""

    bundle: OfflineBundle
    outside: Sources
    offline: bool

    def resolve(self, did: str) -> Mapping[str, Any]:
        return self.bundle.resolve(did) if self.offline else self.outside.resolver.resolve(did)

    def fetch(self, url: str) -> bytes:
        return self.bundle.fetch(url) if self.offline else self.outside.status_lists.fetch(url)


def _bundle(path: Path, at: datetime) -> OfflineBundle:
    from umiem.adapters.offline_bundle import read_bundle

    try:
        with path.open("rb") as stream:
            data = stream.read(LARGEST_REGISTRY + 1)
        if len(data) > LARGEST_REGISTRY:
            raise MalformedInputError("registry-unreadable", path=str(path))
        return read_bundle(data, at=at)
    except OSError as problem:
        raise MalformedInputError("registry-unreadable", path=str(path)) from problem
    except MalformedInputError as problem:
        raise MalformedInputError("registry-unreadable", path=str(path)) from problem


def _network() -> Sources:
    """Sources that load what they need for the network only when something must be asked there."""
    from umiem.engine import Sources

    network = _Network()
    return Sources(
        resolver=network, status_lists=_Files(network, "status_lists"), documents=_Files(network, "documents")
    )


class _Network:
    @cached_property
    def sources(self) -> Sources:
        from umiem.adapters.fetch import Budget, RemoteDidDocuments, RemoteDocuments, RemoteStatusLists
        from umiem.engine import Sources

        fetcher, budget = wiring.fetcher(), Budget()
        return Sources(
            resolver=RemoteDidDocuments(fetcher, budget),
            status_lists=RemoteStatusLists(fetcher, budget),
            documents=RemoteDocuments(fetcher, budget),
        )

    def resolve(self, did: str) -> Mapping[str, Any]:
        return self.sources.resolver.resolve(did)


@dataclass(frozen=True)
class _Files:
    network: _Network
    kind: str

    def fetch(self, url: str) -> bytes:
        data: bytes = getattr(self.network.sources, self.kind).fetch(url)
        return data
