"""What the learner wants from a plan: weights, limits, and where, when and how."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import date

from umiem.domain.skills import Strength
from umiem.errors import RefusedError

DEFAULT_HOURS_PER_WEEK = 8.0
LEAST_HOURS_PER_WEEK = 0.25
MOST_HOURS_PER_WEEK = 80
_FIRST_YEAR, _LAST_YEAR = 2000, 2200
SOLVER_SECONDS = 1.8  # with building and explaining the whole stays below two seconds


@dataclass(frozen=True, kw_only=True, slots=True)
class Weights:
    """How much one hour of work, one unit of money and one week until the end count against a plan.

    The default lets fifty units of money (zł) count like one hour. ``optional`` is what one optional
    skill is worth in the same points.
    """

    hours: float = 1.0
    cost: float = 0.02
    weeks: float = 0.0
    optional: float = 0.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Preferences:
    """Everything the learner states. Empty sets mean "no matter"; ``None`` means "no limit"."""

    starts: date
    weights: Weights = field(default_factory=Weights)
    hours_per_week: float = DEFAULT_HOURS_PER_WEEK
    most_hours: float | None = None
    most_cost: float | None = None
    finish_by: date | None = None
    most_for_one: float | None = None
    currency: str = "PLN"
    languages: frozenset[str] = frozenset()
    modes: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()
    accept: Strength = Strength.SAME
    solver_seconds: float = SOLVER_SECONDS

    @property
    def most_days(self) -> int | None:
        """Days from the start to the last day allowed."""
        return None if self.finish_by is None else (self.finish_by - self.starts).days


def check_preferences(preferences: Preferences) -> None:
    """Refuse wishes that no plan can meet; what is no number counts as negative.

    Raises:
        RefusedError: ``preferences-…``, the code names the contradiction.
    """
    weights = preferences.weights
    limits = (preferences.most_hours, preferences.most_cost, preferences.most_for_one)
    faults = {
        "finish-before-start": preferences.finish_by is not None
        and preferences.finish_by <= preferences.starts,
        "start-out-of-range": not _FIRST_YEAR <= preferences.starts.year <= _LAST_YEAR,
        "no-hours-per-week": not LEAST_HOURS_PER_WEEK <= preferences.hours_per_week <= MOST_HOURS_PER_WEEK,
        "negative-limit": any(limit is not None and not limit >= 0 for limit in limits),
        "negative-weight": not all(
            0 <= weight < math.inf
            for weight in (weights.hours, weights.cost, weights.weeks, weights.optional)
        ),
        "no-weight": weights.hours == weights.cost == weights.weeks == 0,
    }
    for which, wrong in faults.items():
        if wrong:
            raise RefusedError(f"preferences-{which}")
