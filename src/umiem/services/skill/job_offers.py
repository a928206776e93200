"""A job offer beside what a person holds and what the catalogue confirms."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from umiem.domain.offers import OfferReading, SkillFound
from umiem.domain.skills import SkillGraph, SkillMatch, match_skill
from umiem.services.skill import skills
from umiem.services.skill.planning import NOTHING, Possession
from umiem.services.skill.planning_catalogue import PlanCatalogue, planning_catalogue

MOST_CONFIRMING = 3
SURE = 0.5  # from here on a skill is ticked when the way to it is planned


class Standing(StrEnum):
    """How a person stands with a skill that an offer asks for."""

    VERIFIED = "verified"
    DECLARED = "declared"
    CLOSE = "close"
    MISSING = "missing"


@dataclass(frozen=True, kw_only=True)
class AskedSkill:
    """One skill of the offer, how the person stands with it, and who confirms it."""

    found: SkillFound
    standing: Standing
    match: SkillMatch | None
    confirming: tuple[str, ...]

    @property
    def is_sure(self) -> bool:
        return self.found.confidence >= SURE


@dataclass(frozen=True, kw_only=True)
class OfferAnswer:
    """What an offer asks for, skill by skill, and the occupations it may mean."""

    reading: OfferReading
    asked: tuple[AskedSkill, ...]
    places: PlanCatalogue
    graph: SkillGraph


def answer_offer(text: str, possession: Possession = NOTHING) -> OfferAnswer:
    """Read an offer and put it beside what the person holds; raises as ``read_offer`` does."""
    reading = skills.read_job_offer(text)
    graph = skills.library().graph
    places = planning_catalogue()
    asked = tuple(_asked(found, possession, graph, places) for found in reading.skills)
    return OfferAnswer(reading=reading, asked=asked, places=places, graph=graph)


def wanted_skills(text: str, *, language: str) -> tuple[tuple[str, str], ...]:
    """Return the skills an employer's offer asks for as ``(uri, label)``, for the list of a request."""
    graph = skills.library().graph
    return tuple(
        (found.uri, graph.label(found.uri, language)[0])
        for found in skills.read_job_offer(text).skills
        if found.confidence >= SURE
    )


def _asked(found: SkillFound, possession: Possession, graph: SkillGraph, places: PlanCatalogue) -> AskedSkill:
    confirming = tuple(entry.identifier for entry in places.catalogue.by_skill.get(found.uri, ()))
    match = match_skill(graph, wanted=found.uri, held=possession.verified | possession.declared)
    if found.uri in possession.verified:
        standing = Standing.VERIFIED
    elif found.uri in possession.declared:
        standing = Standing.DECLARED
    else:
        standing = Standing.CLOSE if match else Standing.MISSING
    return AskedSkill(
        found=found,
        standing=standing,
        match=match if standing is Standing.CLOSE else None,
        confirming=confirming[:MOST_CONFIRMING],
    )
