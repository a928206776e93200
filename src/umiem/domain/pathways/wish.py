"""What a person asks a plan for, as plain data that a form, an address and a row of a table can hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from umiem.domain.pathways.preferences import DEFAULT_HOURS_PER_WEEK, Preferences, Weights
from umiem.domain.skills import Strength
from umiem.errors import MalformedInputError

MOST_SKILLS = 80
DAYS_IN_WEEK = 7


class Aim(StrEnum):
    """What a plan should spare most."""

    BALANCE = "balance"
    HOURS = "hours"
    COST = "cost"
    WEEKS = "weeks"
    OWN = "own"


WEIGHTS: Mapping[Aim, Weights] = {
    Aim.BALANCE: Weights(),
    Aim.HOURS: Weights(hours=1.0, cost=0.001),
    Aim.COST: Weights(hours=0.05, cost=1.0),
    Aim.WEEKS: Weights(hours=0.05, cost=0.001, weeks=8.0),
}
OPTIONAL_WORTH = 4.0  # points of one optional skill when the learner wants them


@dataclass(frozen=True, kw_only=True)
class Wish:
    """Where one is, where one wants to be, and what the way may cost. Concepts are ESCO URIs.

    ``now`` is the present occupation, whose skills are assumed but for ``not_held``; ``held`` are skills
    the person names; the target is the occupation ``goal``, the set ``skills``, or both together.
    """

    now: str = ""
    goal: str = ""
    skills: tuple[str, ...] = ()
    held: tuple[str, ...] = ()
    not_held: tuple[str, ...] = ()
    hours_per_week: float = DEFAULT_HOURS_PER_WEEK
    most_cost: float | None = None
    most_weeks: int | None = None
    starts: str = ""
    languages: tuple[str, ...] = ()
    modes: tuple[str, ...] = ()
    region: str = ""
    aim: str = Aim.BALANCE
    weight_hours: float = 1.0
    weight_cost: float = 0.02
    weight_weeks: float = 0.0
    optional: bool = False
    accept: int = int(Strength.SAME)

    def as_data(self) -> dict[str, Any]:
        """Return plain data, for storing; only what differs from the defaults."""
        default = asdict(Wish())
        return {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in asdict(self).items()
            if value != default[name]
        }


def wish_from(data: Mapping[str, Any]) -> Wish:
    """Return the wish stored as ``data``; unknown names are passed over.

    Raises:
        MalformedInputError: more than 80 skills (``wish-too-long``).
    """
    known = {each.name for each in fields(Wish)}
    given: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in data.items()
        if name in known
    }
    wish = Wish(**given)
    if max(len(wish.skills), len(wish.held), len(wish.not_held)) > MOST_SKILLS:
        raise MalformedInputError("wish-too-long", most=MOST_SKILLS)
    return wish


def preferences_of(wish: Wish, *, today: date) -> Preferences:
    """Return what the planner needs to know of the wish; ``today`` is the first day unless one is named."""
    starts = date.fromisoformat(wish.starts) if wish.starts else today
    finish = None if wish.most_weeks is None else starts + timedelta(days=DAYS_IN_WEEK * wish.most_weeks)
    return Preferences(
        starts=starts,
        weights=_weights(wish),
        hours_per_week=wish.hours_per_week,
        most_cost=wish.most_cost,
        finish_by=finish,
        languages=frozenset(wish.languages),
        modes=frozenset(wish.modes),
        regions=frozenset({wish.region} if wish.region else ()),
        accept=Strength(wish.accept),
    )


def _weights(wish: Wish) -> Weights:
    known = WEIGHTS.get(Aim(wish.aim))
    base = known or Weights(hours=wish.weight_hours, cost=wish.weight_cost, weeks=wish.weight_weeks)
    return Weights(
        hours=base.hours,
        cost=base.cost,
        weeks=base.weeks,
        optional=OPTIONAL_WORTH if wish.optional else 0.0,
    )
