"""The example definitions, an award of them, and who issues it: what tests make credentials from."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from umiem.domain.award import (
    AwardRecord,
    EvidenceItem,
    IssuerIdentity,
    Learner,
    Result,
    issuer_from_definition,
)
from umiem.domain.definition import AchievementSpecification
from umiem.domain.definition_file import load_definition
from umiem.domain.text import LocalizedText
from umiem.engine.status.bitstring import StatusEntry

ROOT = Path(__file__).parents[1]
EXAMPLES = ROOT / "examples"
DEFINITION_FILES = tuple(sorted((EXAMPLES / "definitions").glob("*.yaml")))
TODAY = date(2026, 11, 22)
NOW = datetime(2026, 5, 20, 12, 0, tzinfo=UTC)
DID = "did:web:politechnika.example.org"
PICTURE = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00:~\x9bU"
    b"\x00\x00\x00\nIDATx\x9cc\xf8\x0f\x00\x01\x01\x01\x00\x1b\xb6\xeeV\x00\x00\x00\x00IEND\xaeB`\x82"
)
PICTURES = {"pl": PICTURE, "en": PICTURE}
STATUS_ENTRIES = (
    StatusEntry(purpose="revocation", index=94567, list_url="https://politechnika.example.org/status/3"),
)


@cache
def example(name: str = "podstawy-python") -> AchievementSpecification:
    """One of the definitions of the project's own examples."""
    path = EXAMPLES / "definitions" / f"{name}.yaml"
    return load_definition(path.read_bytes(), path.name)


def example_definitions() -> tuple[AchievementSpecification, ...]:
    """All of them, by their names."""
    return tuple(example(path.stem) for path in DEFINITION_FILES)


def award_of(definition: AchievementSpecification, **changes: Any) -> AwardRecord:
    """A complete award of ``definition``; ``changes`` replaces fields of the record."""
    award = AwardRecord(
        definition=definition,
        learner=Learner(
            given_name="Świętosława",
            family_name="Żółć",
            email="swietoslawa.zolc@example.org",
            identifier="s123456",
        ),
        results=tuple(Result(outcome_id=outcome.id, value="85") for outcome in definition.learning_outcomes),
        awarded_on=date(2026, 5, 18),
        identity_salt="0123456789abcdef0123456789abcdef",
        grade="4,5",
        narrative=LocalizedText({"pl": "Wyróżnienie za projekt.", "en": "Distinction for the project."}),
        evidence=(
            EvidenceItem(name="Projekt", url="https://example.org/projekt", narrative="Projekt zespołu."),
        ),
        definition_url=f"https://politechnika.example.org/d/{definition.identifier}/{definition.version}",
        place="Łódź",
    )
    return replace(award, **changes)


def issuer_of(definition: AchievementSpecification) -> IssuerIdentity:
    return issuer_from_definition(definition, DID)
