"""The example definitions and one award of them, for tests."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from umiem.domain.award import AwardRecord, EvidenceItem, Learner, Result
from umiem.domain.definition import AchievementSpecification
from umiem.domain.definition_file import load_definition

ROOT = Path(__file__).parents[3]
EXAMPLES = ROOT / "examples"
DEFINITION_FILES = tuple(sorted((EXAMPLES / "definitions").glob("*.yaml")))
TODAY = date(2026, 11, 22)


def example(name: str = "podstawy-python") -> AchievementSpecification:
    path = EXAMPLES / "definitions" / f"{name}.yaml"
    return load_definition(path.read_bytes(), path.name)


def award_of(definition: AchievementSpecification) -> AwardRecord:
    return AwardRecord(
        definition=definition,
        learner=Learner(given_name="Świętosława", family_name="Żółć", email="Swietoslawa.Zolc@example.org"),
        results=tuple(Result(outcome_id=outcome.id, value="80") for outcome in definition.learning_outcomes),
        awarded_on=date(2026, 11, 20),
        identity_salt="8c0d7d3b5a1f4f5e9a3c2b1d0e9f8a7b",
        grade="4,0",
        evidence=(EvidenceItem(name="Projekt", url="https://example.org/projekt", narrative="Program"),),
        place="Łódź",
    )
