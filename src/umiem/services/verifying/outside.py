"""The one fetcher of this process, as the installation's settings want it."""

from __future__ import annotations

from functools import lru_cache

from umiem import wiring
from umiem.adapters.fetch import Fetcher
from umiem.adapters.fetch.connection import Network


@lru_cache(maxsize=1)
def fetcher() -> Fetcher:
    """Return the fetcher; its short memory of answers is shared by all threads."""
    return Fetcher(Network(local_hosts=frozenset(wiring.installation().fetch_hosts)))
