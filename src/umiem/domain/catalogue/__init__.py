"""The catalogue: what is published, searched by words and facets, compared, and counted."""

from __future__ import annotations

from umiem.domain.catalogue.card import CardOffer, CatalogueCard, card_from, card_of
from umiem.domain.catalogue.index import CatalogueIndex, FacetCount, Found, build_index
from umiem.domain.catalogue.query import (
    ABOVE,
    ANY_DAY,
    BANDS,
    FACETS,
    MOST_COMPARED,
    MOST_COUNTED,
    CatalogueQuery,
    Order,
)

__all__ = [
    "ABOVE",
    "ANY_DAY",
    "BANDS",
    "FACETS",
    "MOST_COMPARED",
    "MOST_COUNTED",
    "CardOffer",
    "CatalogueCard",
    "CatalogueIndex",
    "CatalogueQuery",
    "FacetCount",
    "Found",
    "Order",
    "build_index",
    "card_from",
    "card_of",
]
