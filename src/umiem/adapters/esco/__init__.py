"""The official ESCO downloads: reading them, keeping them, comparing versions, and the starter set."""

from __future__ import annotations

from umiem.adapters.esco.difference import EscoDifference, compare_libraries
from umiem.adapters.esco.importing import ImportSummary, import_esco
from umiem.adapters.esco.starter import starter_library
from umiem.adapters.esco.store import EscoStore, StoreDetails

__all__ = [
    "EscoDifference",
    "EscoStore",
    "ImportSummary",
    "StoreDetails",
    "compare_libraries",
    "import_esco",
    "starter_library",
]
