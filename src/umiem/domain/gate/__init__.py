"""The rules of the gate, one file per theme. A rule yields findings about one definition on one day."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from umiem.domain.definition import AchievementSpecification
from umiem.domain.gate.assessment import assessments, outcomes_are_assessed
from umiem.domain.gate.composition import composition
from umiem.domain.gate.finding import Finding
from umiem.domain.gate.identity import awarding_bodies, identifier, learner, title, validity
from umiem.domain.gate.languages import languages
from umiem.domain.gate.outcomes import outcomes
from umiem.domain.gate.participation import participation
from umiem.domain.gate.quality import quality
from umiem.domain.gate.usefulness import accessibility, addresses, relevance, review
from umiem.domain.gate.volume import level, workload
from umiem.domain.gate.where_relevant import (
    grading,
    prerequisites_and_description,
    requirements,
    stackability,
)

Rule = Callable[[AchievementSpecification, date], Iterator[Finding]]

RULES: tuple[Rule, ...] = (
    learner,
    identifier,
    title,
    awarding_bodies,
    validity,
    outcomes,
    workload,
    level,
    assessments,
    outcomes_are_assessed,
    participation,
    quality,
    prerequisites_and_description,
    requirements,
    grading,
    stackability,
    composition,
    languages,
    relevance,
    review,
    accessibility,
    addresses,
)
