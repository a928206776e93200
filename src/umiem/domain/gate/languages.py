"""Annex II 2 and 10: every text in the language of record, and in the languages the title promises."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from umiem.domain.definition import AchievementSpecification
from umiem.domain.gate.finding import Finding, found
from umiem.domain.text import LANGUAGE_TAG, LocalizedText

WANTED = ("pl", "en")


def languages(definition: AchievementSpecification, _on: date) -> Iterator[Finding]:
    """The language of record is stated; a Polish and an English version exist; none has gaps."""
    primary = definition.primary_language
    if not LANGUAGE_TAG.fullmatch(primary):
        yield found("primary-language-missing", "primary_language")
    if not definition.title:
        return
    offered = definition.title.stated
    for tag in WANTED:
        if tag not in offered:
            yield found("language-version-missing", f"title.{tag}", language=tag)
    for path, text in texts_of(definition):
        if text and not text.stated >= offered:
            for tag in sorted(offered - text.stated):
                yield found("text-missing-in-language", f"{path}.{tag}", language=tag)


def texts_of(definition: AchievementSpecification) -> Iterator[tuple[str, LocalizedText]]:
    """Give every text for people with its path, the title first."""
    yield "title", definition.title
    yield "description", definition.description
    for i, body in enumerate(definition.awarding_bodies):
        yield f"awarding_bodies[{i}].legal_name", body.legal_name
    for i, outcome in enumerate(definition.learning_outcomes):
        yield f"learning_outcomes[{i}].statement", outcome.statement
        yield f"learning_outcomes[{i}].criteria", outcome.criteria
    for i, assessment in enumerate(definition.assessments):
        yield f"assessments[{i}].title", assessment.title
        yield f"assessments[{i}].description", assessment.description
    yield "level.not_applicable", definition.level.not_applicable
    yield "participation.place", definition.participation.place
    yield "quality_assurance.statement", definition.quality_assurance.statement
    yield "quality_assurance.learner_feedback", definition.quality_assurance.learner_feedback
    yield "quality_assurance.peer_review", definition.quality_assurance.peer_review
    yield "prerequisites", definition.prerequisites
    for i, requirement in enumerate(definition.requires):
        yield f"requires[{i}].title", requirement.title
    yield "stackability.conditions", definition.stackability.conditions
    for i, target in enumerate(definition.stackability.towards):
        yield f"stackability.towards[{i}].title", target.title
    for i, group in enumerate(definition.composition.groups):
        yield f"composition.groups[{i}].title", group.title
    yield "further_information", definition.further_information
    yield "target_group", definition.target_group
    yield "relevance.statement", definition.relevance.statement
    yield "relevance.consulted", definition.relevance.consulted
    yield "prior_learning", definition.prior_learning
    yield "guidance", definition.guidance
