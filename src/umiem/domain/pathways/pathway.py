"""The plan that comes out: steps with reasons, what is covered and what is not, and how good it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from umiem.domain.pathways.catalogue import CatalogueEntry, Offering
from umiem.domain.skills import SkillMatch


class Outcome(StrEnum):
    """What kind of plan this is."""

    OPTIMAL = "optimal"  # proven: no better plan exists
    BEST_FOUND = "best-found"  # the time was up; ``gap`` says how much better another could be
    NOTHING_NEEDED = "nothing-needed"
    NOTHING_HELPS = "nothing-helps"  # the catalogue has nothing, within the preferences, for what is missing


class WhyUncovered(StrEnum):
    """Why a skill stays uncovered."""

    NOBODY_TEACHES = "nobody-teaches"
    PREFERENCES = "preferences"  # somebody does, but not in the wished language, mode, region, price or time
    PREREQUISITES = "prerequisites"  # somebody does, but what it requires cannot be had
    LIMITS = "limits"  # could be covered, but not within the budgets along with the rest


@dataclass(frozen=True, slots=True)
class Alternative:
    """The best plan without one step: what comes instead, its price, and what it can no longer cover.

    Not ``possible`` if it covers fewer essential skills; ``lost`` names those it does not.
    """

    without: str
    possible: bool
    instead: tuple[str, ...] = ()
    points: float = 0.0
    hours: float = 0.0
    cost: float = 0.0
    weeks: float = 0.0
    lost: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One micro-credential of the plan, in the order they begin. Each skill is added by one step only."""

    entry: CatalogueEntry
    offering: Offering
    adds: tuple[str, ...]
    adds_optional: tuple[str, ...]
    repeats: tuple[str, ...]
    needs: tuple[str, ...]
    opens: tuple[str, ...]
    first_day: date
    last_day: date


@dataclass(frozen=True, slots=True)
class Uncovered:
    """A wanted skill that the plan does not give, why, and the entries nearest to it."""

    skill: str
    why: WhyUncovered
    nearest: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pathway:
    """A plan from what is held to what is wanted.

    ``points`` is the weighted sum the plan was chosen by, ``bound`` the proven least; ``gap`` is their
    relative distance, zero when optimal. ``close`` lists wanted skills that something held comes near.
    """

    outcome: Outcome
    steps: tuple[Step, ...]
    wanted: tuple[str, ...]
    held: tuple[str, ...]
    assumed: tuple[str, ...]
    accepted: tuple[SkillMatch, ...]
    close: tuple[SkillMatch, ...]
    covered: tuple[str, ...]
    uncovered: tuple[Uncovered, ...]
    hours: float
    cost: float
    weeks: float
    finishes: date
    points: float
    bound: float
    gap: float
    alternatives: tuple[Alternative, ...] = ()
