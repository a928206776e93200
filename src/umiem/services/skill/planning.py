"""Plans for people: from a wish and what is held to a pathway through this installation's catalogue."""

from __future__ import annotations

import time
from collections.abc import Collection
from dataclasses import dataclass

from django.utils import timezone

from umiem.domain.pathways import (
    Held,
    Pathway,
    Target,
    Wish,
    add_alternatives,
    plan_pathway,
    preferences_of,
)
from umiem.domain.skills import SkillGraph
from umiem.errors import NotFoundError, RefusedError
from umiem.services.skill import skills
from umiem.services.skill.planning_catalogue import PlanCatalogue, planning_catalogue

SECONDS_FOR_ALL = 1.9  # the plan and what would come without each of its steps, below two with the rest


@dataclass(frozen=True, kw_only=True)
class Possession:
    """What a person holds: skills verified by credentials in force, and declared by themselves.

    ``credentials`` are the definitions of the credentials in force, as ``organisation/slug``.
    """

    verified: frozenset[str] = frozenset()
    declared: frozenset[str] = frozenset()
    credentials: frozenset[str] = frozenset()


NOTHING = Possession()


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A pathway with all it was made from, so that a page can explain it."""

    wish: Wish
    pathway: Pathway
    target: Target
    possession: Possession
    places: PlanCatalogue
    graph: SkillGraph


def make_plan(wish: Wish, possession: Possession = NOTHING, *, with_alternatives: bool = True) -> Plan:
    """Plan the way that ``wish`` asks for.

    Raises ``RefusedError``: no goal (``plan-without-goal``), an occupation of which the data knows no
    skills, contradictory preferences. ``NotFoundError``: a concept that is not in the data any more.
    """
    graph = skills.library().graph
    target = _target(wish, graph)
    held = _held(wish, possession, graph)
    places = planning_catalogue()
    preferences = preferences_of(wish, today=timezone.localdate())
    began = time.monotonic()
    pathway = plan_pathway(held, target, catalogue=places.catalogue, preferences=preferences, graph=graph)
    if with_alternatives:
        pathway = add_alternatives(
            pathway,
            held,
            target,
            catalogue=places.catalogue,
            preferences=preferences,
            graph=graph,
            seconds=SECONDS_FOR_ALL - (time.monotonic() - began),
        )
    return Plan(wish=wish, pathway=pathway, target=target, possession=possession, places=places, graph=graph)


def _target(wish: Wish, graph: SkillGraph) -> Target:
    _refuse_unknown(wish.skills, graph.skills, "unknown-skill")
    essential: tuple[str, ...] = wish.skills
    optional: tuple[str, ...] = ()
    if wish.goal:
        _refuse_unknown((wish.goal,), graph.occupations, "unknown-occupation")
        needed = graph.essential.get(wish.goal, ())
        optional = graph.optional.get(wish.goal, ())
        if not needed and not optional and not wish.skills:
            raise RefusedError("occupation-without-skills", name=graph.label(wish.goal, "pl")[0])
        essential = tuple(dict.fromkeys((*wish.skills, *needed)))
    if not essential and not optional:
        raise RefusedError("plan-without-goal")
    return Target(essential=essential, optional=optional)


def _held(wish: Wish, possession: Possession, graph: SkillGraph) -> Held:
    owned = possession.verified | possession.declared | frozenset(wish.held)
    assumed: frozenset[str] = frozenset()
    if wish.now:
        _refuse_unknown((wish.now,), graph.occupations, "unknown-occupation")
        assumed = frozenset(graph.essential.get(wish.now, ())) - frozenset(wish.not_held) - owned
    return Held(skills=owned, assumed=assumed, credentials=possession.credentials)


def _refuse_unknown(uris: Collection[str], known: Collection[str], code: str) -> None:
    for uri in uris:
        if uri not in known:
            raise NotFoundError(code, name=uri, candidates="–")
