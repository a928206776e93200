"""M10: how one takes part."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from umiem.domain.definition import AchievementSpecification, Participation
from umiem.domain.gate.finding import Finding, found
from umiem.domain.vocabularies import (
    LANGUAGES,
    LEARNING_ACTIVITIES,
    LEARNING_MODES,
    LEARNING_SCHEDULES,
    LEARNING_SETTINGS,
)

_ONLINE_ONLY = {"online"}


def participation(definition: AchievementSpecification, _on: date) -> Iterator[Finding]:
    """Modes must be stated and known; setting, language and place belong to a full answer."""
    part = definition.participation
    if not part.modes:
        yield found("participation-missing", "participation.modes")
    for index, mode in enumerate(part.modes):
        if mode not in LEARNING_MODES:
            yield found("participation-mode-unknown", f"participation.modes[{index}]", code=mode)
    if part.modes and not _ONLINE_ONLY.issuperset(part.modes) and not part.place:
        yield found("place-missing", "participation.place")
    yield from _setting(definition, part)
    yield from _details(part)


def _setting(definition: AchievementSpecification, part: Participation) -> Iterator[Finding]:
    if not part.setting:
        yield found("setting-missing", "participation.setting")
    elif part.setting not in LEARNING_SETTINGS:
        yield found("setting-unknown", "participation.setting", code=part.setting)
    elif part.setting == "informal" and not definition.prior_learning:
        yield found("informal-without-validation", "participation.setting")


def _details(part: Participation) -> Iterator[Finding]:
    for index, activity in enumerate(part.activities):
        if activity not in LEARNING_ACTIVITIES:
            yield found("activity-unknown", f"participation.activities[{index}]", code=activity)
    if part.schedule and part.schedule not in LEARNING_SCHEDULES:
        yield found("schedule-unknown", "participation.schedule", code=part.schedule)
    if not part.languages:
        yield found("learning-language-missing", "participation.languages")
    for index, language in enumerate(part.languages):
        if language not in LANGUAGES:
            yield found("learning-language-unknown", f"participation.languages[{index}]", code=language)
