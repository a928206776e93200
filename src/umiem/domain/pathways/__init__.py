"""Pathways: the best ordered choice of micro-credentials from what is held to what is wanted."""

from __future__ import annotations

from umiem.domain.pathways.catalogue import Catalogue, CatalogueEntry, Offering, Requirement
from umiem.domain.pathways.pathway import Alternative, Outcome, Pathway, Step, Uncovered, WhyUncovered
from umiem.domain.pathways.plan import Held, Target, add_alternatives, plan_pathway
from umiem.domain.pathways.preferences import Preferences, Weights
from umiem.domain.pathways.wish import Aim, Wish, preferences_of, wish_from

__all__ = [
    "Aim",
    "Alternative",
    "Catalogue",
    "CatalogueEntry",
    "Held",
    "Offering",
    "Outcome",
    "Pathway",
    "Preferences",
    "Requirement",
    "Step",
    "Target",
    "Uncovered",
    "Weights",
    "WhyUncovered",
    "Wish",
    "add_alternatives",
    "plan_pathway",
    "preferences_of",
    "wish_from",
]
