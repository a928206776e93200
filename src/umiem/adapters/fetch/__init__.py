"""The only door to the outside: every look-up of a stranger's address goes through ``Fetcher``."""

from umiem.adapters.fetch.door import Budget, Fetched, Fetcher, Purpose
from umiem.adapters.fetch.sources import RemoteDidDocuments, RemoteDocuments, RemoteStatusLists

__all__ = [
    "Budget",
    "Fetched",
    "Fetcher",
    "Purpose",
    "RemoteDidDocuments",
    "RemoteDocuments",
    "RemoteStatusLists",
]
