"""Annex II 2, 3, 5, 7, 8 and 10: relevant, kept up to date, open to many, findable."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from umiem.domain.definition import AchievementSpecification
from umiem.domain.gate.finding import Finding, found
from umiem.domain.vocabularies import FIELDS_OF_STUDY

REVIEW_WITHIN_YEARS = 3


def relevance(definition: AchievementSpecification, _on: date) -> Iterator[Finding]:
    """Annex II 3: which need it answers, for which occupations, and who was asked."""
    stated = definition.relevance
    if not stated.statement:
        yield found("relevance-missing", "relevance.statement")
    if not stated.occupations:
        yield found("relevance-without-occupation", "relevance.occupations")
    if not stated.consulted:
        yield found("employers-not-consulted", "relevance.consulted")


def review(definition: AchievementSpecification, on: date) -> Iterator[Finding]:
    """Annex II 3: "updated as necessary" needs a day on which somebody looks again."""
    due = definition.review.by
    if due is None:
        yield found("review-date-missing", "review.by")
    elif due < on:
        yield found("review-overdue", "review.by", date=due)
    elif (due - on).days > REVIEW_WITHIN_YEARS * 366:
        yield found("review-too-far", "review.by", date=due, years=REVIEW_WITHIN_YEARS)


def accessibility(definition: AchievementSpecification, _on: date) -> Iterator[Finding]:
    """Annex II 2, 5, 8 and 10: for whom, in which field, another way in, and where to ask."""
    if not definition.fields_of_study:
        yield found("field-of-study-missing", "fields_of_study")
    for index, code in enumerate(definition.fields_of_study):
        if code not in FIELDS_OF_STUDY:
            yield found("field-of-study-unknown", f"fields_of_study[{index}]", code=code)
    if not definition.prior_learning:
        yield found("prior-learning-route-missing", "prior_learning")
    if not definition.target_group:
        yield found("target-group-missing", "target_group")
    if not definition.guidance:
        yield found("guidance-missing", "guidance")


def addresses(definition: AchievementSpecification, _on: date) -> Iterator[Finding]:
    """Addresses open safely; the definition has a page of its own."""
    if not definition.homepage:
        yield found("homepage-missing", "homepage")
    pages = [
        ("homepage", definition.homepage),
        ("quality_assurance.procedure", definition.quality_assurance.procedure),
    ]
    pages += [
        (f"awarding_bodies[{index}].homepage", body.homepage)
        for index, body in enumerate(definition.awarding_bodies)
    ]
    for path, address in pages:
        if address and not address.startswith("https://"):
            yield found("address-not-https", path, address=address[:120])
