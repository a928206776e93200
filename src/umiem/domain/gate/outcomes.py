"""M6: learning outcomes as verb + object + context, tied to skills, told apart from course content."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from umiem.domain.definition import AchievementSpecification, LearningOutcome
from umiem.domain.gate.finding import Finding, found
from umiem.domain.vocabularies import OUTCOME_KINDS, PROFICIENCY_SCALES

FEW_OUTCOMES = 8
SHORTEST_WORDS = 4
LONGEST_CHARACTERS = 300
ESCO = "http://data.europa.eu/esco/"

# Verbs whose result nobody can see: what is known is shown by explaining, comparing, using.
_VAGUE = re.compile(
    r"^\W*(?:(?:osoba ucząca się|uczestnik|student(?:ka)?|absolwent(?:ka)?|the (?:learner|student))\s+)?"
    r"(?:can\s+|is able to\s+|potrafi\s+)?"
    r"(zna|rozumie|wie|ma (?:podstawową )?wiedzę|posiada wiedzę|knows?|understands?|is aware|is familiar"
    r"|has knowledge|poznać|rozumieć|znać|know|understand|learn)\b",
    re.IGNORECASE,
)
_CONTENT = re.compile(
    r"^\W*(wprowadzenie do|zagadnienia|tematyka|omówienie|zajęcia (?:z|obejmują)|kurs (?:obejmuje|dotyczy)"
    r"|wykład|introduction to|overview of|topics|this course|the course|lecture)\b",
    re.IGNORECASE,
)


def outcomes(definition: AchievementSpecification, _on: date) -> Iterator[Finding]:
    """All outcomes together, then each."""
    if not definition.learning_outcomes:
        yield found("outcomes-missing", "learning_outcomes")
    if len(definition.learning_outcomes) > FEW_OUTCOMES:
        yield found(
            "outcomes-too-many",
            "learning_outcomes",
            count=len(definition.learning_outcomes),
            limit=FEW_OUTCOMES,
        )
    seen_ids: set[str] = set()
    seen_statements: set[str] = set()
    for index, outcome in enumerate(definition.learning_outcomes):
        path = f"learning_outcomes[{index}]"
        if not outcome.id:
            yield found("outcome-id-missing", f"{path}.id")
        elif outcome.id in seen_ids:
            yield found("outcome-id-repeated", f"{path}.id", id=outcome.id)
        seen_ids.add(outcome.id)
        statement = outcome.statement.best(definition.primary_language)[0].strip().casefold()
        if statement and statement in seen_statements:
            yield found("outcome-repeated", f"{path}.statement")
        seen_statements.add(statement)
        yield from _statement(outcome, path)
        yield from _kind_and_skills(outcome, path)


def _statement(outcome: LearningOutcome, path: str) -> Iterator[Finding]:
    if not outcome.statement:
        yield found("outcome-statement-missing", f"{path}.statement")
    for tag, text in outcome.statement.items():
        place = f"{path}.statement.{tag}"
        if not text:
            continue
        if text.count(" ") < SHORTEST_WORDS - 1:
            yield found("outcome-too-short", place, limit=SHORTEST_WORDS)
        elif len(text) > LONGEST_CHARACTERS:
            yield found("outcome-too-long", place, characters=len(text), limit=LONGEST_CHARACTERS)
        vague = _VAGUE.match(text)
        if vague:
            yield found("outcome-verb-not-measurable", place, verb=vague.group(1))
        elif _CONTENT.match(text):
            yield found("outcome-describes-content", place)


def _kind_and_skills(outcome: LearningOutcome, path: str) -> Iterator[Finding]:
    if not outcome.kind:
        yield found("outcome-kind-missing", f"{path}.kind")
    elif outcome.kind not in OUTCOME_KINDS:
        yield found("outcome-kind-unknown", f"{path}.kind", code=outcome.kind)
    if not outcome.skills:
        yield found("outcome-without-skill-link", f"{path}.skills")
    for index, skill in enumerate(outcome.skills):
        if not skill.uri and not skill.label:
            yield found("skill-link-empty", f"{path}.skills[{index}]")
        elif not skill.uri.startswith(ESCO):
            yield found("skill-link-not-esco", f"{path}.skills[{index}]")
        if skill.hours is not None and skill.hours <= 0:
            yield found("skill-hours-not-positive", f"{path}.skills[{index}].hours", hours=skill.hours)
    proficiency = outcome.proficiency
    if proficiency is not None and not 1 <= proficiency.step <= PROFICIENCY_SCALES.get(proficiency.scale, 0):
        yield found(
            "proficiency-outside-scale", f"{path}.proficiency", scale=proficiency.scale, step=proficiency.step
        )
