"""M7 workload and M8 level."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from umiem.domain.definition import AchievementSpecification, Level, Workload
from umiem.domain.gate.finding import Finding, found
from umiem.domain.vocabularies import CYCLES

# One ECTS credit stands for 25 to 30 hours of learning (Prawo o szkolnictwie wyższym i nauce, art. 67).
HOURS_PER_ECTS = (25, 30)
SMALL_ECTS = 15
SMALL_HOURS = 450
_HALF = Decimal("0.5")
LEVELS = range(1, 9)

# QF-EHEA cycles and the EQF levels they stand for.
_CYCLE_LEVELS = {"short-cycle": 5, "first-cycle": 6, "second-cycle": 7, "third-cycle": 8}


def workload(definition: AchievementSpecification, _on: date) -> Iterator[Finding]:
    """M7: ECTS or hours must be there, be positive, agree with each other, and be small."""
    volume = definition.workload
    ects, hours = volume.ects, volume.hours
    if ects is None and hours is None:
        yield found("workload-missing", "workload")
        return
    if ects is None:
        yield found("workload-without-ects", "workload.ects")
    elif ects <= 0:
        yield found("workload-not-positive", "workload.ects", value=ects)
    else:
        yield from _credits(volume, ects)
    if hours is not None and hours <= 0:
        yield found("workload-not-positive", "workload.hours", value=hours)
    if hours is not None and (hours > SMALL_HOURS):
        yield found("workload-not-small", "workload.hours", ects_limit=SMALL_ECTS, hours_limit=SMALL_HOURS)
    elif ects is not None and ects > SMALL_ECTS:
        yield found("workload-not-small", "workload.ects", ects_limit=SMALL_ECTS, hours_limit=SMALL_HOURS)
    yield from _parts(volume)
    yield from _skills(definition)


def hours_of_skills(definition: AchievementSpecification) -> tuple[int, Decimal]:
    """Return the hours of all skills together, and of how many they can be a part: 0 where nobody says it.

    Without hours of the whole, its credits stand for the most hours that they may.
    """
    volume = definition.workload
    parts = [link.hours for outcome in definition.learning_outcomes for link in outcome.skills if link.hours]
    most = Decimal(volume.hours) if volume.hours is not None else (volume.ects or 0) * HOURS_PER_ECTS[1]
    return sum(parts), Decimal(most)


def _skills(definition: AchievementSpecification) -> Iterator[Finding]:
    """The hours of all skills together are a part of the workload."""
    hours, most = hours_of_skills(definition)
    if hours > most > 0:
        yield found("skill-hours-exceed-workload", "workload.hours", hours=hours, most=most)


def _credits(volume: Workload, ects: Decimal) -> Iterator[Finding]:
    if ects % _HALF:
        yield found("ects-step-unusual", "workload.ects", value=ects)
    lowest, highest = (ects * rate for rate in HOURS_PER_ECTS)
    if volume.hours is not None and volume.hours > 0 and not lowest <= volume.hours <= highest:
        yield found(
            "workload-hours-contradict-ects",
            "workload.hours",
            hours=volume.hours,
            ects=ects,
            lowest=lowest,
            highest=highest,
        )


def _parts(volume: Workload) -> Iterator[Finding]:
    for name in ("contact_hours", "self_study_hours"):
        part = getattr(volume, name)
        if part is not None and part < 0:
            yield found("workload-not-positive", f"workload.{name}", value=part)
    if volume.hours is None or (volume.contact_hours is None and volume.self_study_hours is None):
        return
    parts = (volume.contact_hours or 0) + (volume.self_study_hours or 0)
    complete = volume.contact_hours is not None and volume.self_study_hours is not None
    if parts > volume.hours or (complete and parts != volume.hours):
        yield found("workload-parts-contradict-total", "workload", parts=parts, hours=volume.hours)


def level(definition: AchievementSpecification, _on: date) -> Iterator[Finding]:
    """M8: a level or cycle, or why there is none; "if applicable" must be said, not left open."""
    stated = definition.level
    has_level = stated.eqf is not None or stated.prk is not None or bool(stated.cycle)
    if not has_level and not stated.not_applicable:
        yield found("level-missing", "level")
    if has_level and stated.not_applicable:
        yield found("level-and-not-applicable", "level.not_applicable")
    for name in ("eqf", "prk"):
        step = getattr(stated, name)
        if step is not None and step not in LEVELS:
            yield found("level-outside-scale", f"level.{name}", level=step)
    if stated.eqf is not None and stated.prk is not None and stated.eqf != stated.prk:
        yield found("level-prk-contradicts-eqf", "level.prk", eqf=stated.eqf, prk=stated.prk)
    yield from _cycle(stated)


def _cycle(stated: Level) -> Iterator[Finding]:
    if not stated.cycle:
        return
    if stated.cycle not in CYCLES:
        yield found("cycle-unknown", "level.cycle", code=stated.cycle)
    elif stated.eqf is not None and _CYCLE_LEVELS.get(stated.cycle) != stated.eqf:
        yield found("cycle-contradicts-level", "level.cycle", cycle=stated.cycle, eqf=stated.eqf)
