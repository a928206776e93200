"""Awards that differ in what they hold, the same at every run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from random import Random

from tests.examples import award_of, example_definitions
from umiem.domain.award import AwardRecord, EvidenceItem, Learner, Result, ResultStatus
from umiem.domain.definition import AchievementSpecification, Level, Workload
from umiem.domain.text import LocalizedText
from umiem.domain.vocabularies import ASSESSMENT_TYPES, LEARNING_MODES, LEARNING_SETTINGS, SUPERVISION

_NAMES = (
    ("Świętosława", "Żółć"),
    ("Jan", "Kowalski"),
    ("María José", "O'Brien-Łódzka"),
    ("Zażółć", "Brzęczyszczykiewicz-Wolnowestchnieniewska-Konstantynopolitańczykowianeczka"),
)


def generated_awards(count: int, *, seed: int = 20220616) -> Iterator[AwardRecord]:
    """Awards that differ in what they hold: levels, workload, modes, results, optional elements."""
    draw = Random(seed)
    definitions = example_definitions()
    for _ in range(count):
        definition = _varied(draw.choice(definitions), draw)
        given, family = draw.choice(_NAMES)
        learner = Learner(
            given_name=given,
            family_name=family,
            email=draw.choice(("", "a.b@example.org")),
            identifier=draw.choice((None, "s1")),
            did=draw.choice((None, "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK")),
        )
        results = tuple(
            Result(
                outcome_id=outcome.id,
                status=draw.choice(tuple(ResultStatus)),
                value=draw.choice(("", "85", "3,5")),
            )
            for outcome in definition.learning_outcomes
        )
        yield award_of(
            definition,
            learner=learner,
            results=results,
            grade=draw.choice(("", "4,5", "pass")),
            narrative=draw.choice((LocalizedText(), LocalizedText({"en": "Well done"}))),
            evidence=draw.choice(((), (EvidenceItem(name="", url="https://example.org/e"),))),
            place=draw.choice(("", "Łódź")),
            definition_url=draw.choice(("", "https://example.org/d")),
        )


def _varied(definition: AchievementSpecification, draw: Random) -> AchievementSpecification:
    hours = draw.choice((None, 10, 60))
    ects = draw.choice((Decimal("0.5"), Decimal("2"), Decimal("10"))) if hours is None else None
    level = draw.choice(
        (
            Level(eqf=draw.randint(1, 8), prk=draw.randint(1, 8), cycle="first-cycle"),
            Level(eqf=6),
            Level(not_applicable=LocalizedText({"pl": "Nie dotyczy.", "en": "Does not apply."})),
        )
    )
    assessments = tuple(
        replace(
            assessment,
            type=draw.choice(ASSESSMENT_TYPES.concepts).code,
            mode=draw.choice(LEARNING_MODES.concepts).code,
            supervision=draw.choice(("", *(concept.code for concept in SUPERVISION.concepts))),
        )
        for assessment in definition.assessments
    )
    participation = replace(
        definition.participation,
        modes=tuple({draw.choice(LEARNING_MODES.concepts).code for _ in range(2)}),
        setting=draw.choice(LEARNING_SETTINGS.concepts).code,
    )
    return replace(
        definition,
        workload=Workload(ects=ects, hours=hours),
        level=level,
        assessments=assessments,
        participation=participation,
        grading=draw.choice((None, definition.grading)),
        prerequisites=draw.choice((LocalizedText(), definition.prerequisites)),
        primary_language=draw.choice(("pl", "en")),
    )
