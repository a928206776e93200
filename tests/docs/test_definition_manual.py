"""The manual on definition files names every field and only existing commands; the glossary fits the code."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import click
import pytest

from umiem.cli.definition import definition
from umiem.domain.annexes import ELEMENT_NAMES, PRINCIPLE_NAMES
from umiem.domain.definition import (
    AchievementSpecification,
    AssessmentSpecification,
    AwardingBody,
    LearningOutcome,
    Level,
    Participation,
    QualityAssurance,
    Stackability,
    Workload,
)

DOCS = Path(__file__).parents[2] / "docs"
MANUAL = (DOCS / "definition-file.md").read_text()
PARTS = (
    AchievementSpecification,
    AwardingBody,
    LearningOutcome,
    Workload,
    Level,
    AssessmentSpecification,
    Participation,
    QualityAssurance,
    Stackability,
)


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.__name__)
def test_every_field_is_described(part: type) -> None:
    missing = [field.name for field in fields(part) if f"`{field.name}`" not in MANUAL]
    assert missing == []


def test_every_command_of_the_manual_exists_and_is_described() -> None:
    named = set(re.findall(r"umiem definition (\w+)", MANUAL))
    context = click.Context(definition)
    assert named == set(definition.list_commands(context))


def test_the_glossary_has_the_names_of_the_code() -> None:
    glossary = (DOCS / "glossary.md").read_text()
    for names in (ELEMENT_NAMES, PRINCIPLE_NAMES):
        for key, name in names.items():
            assert f"| {key} | {name['en']} | {name['pl']} |" in glossary


@pytest.mark.parametrize("number", [40, 41, 42, 43, 44, 45])
def test_decisions_state_what_was_decided(number: int) -> None:
    (path,) = (DOCS / "decisions").glob(f"00{number}-*.md")
    text = path.read_text()
    assert "**Decision.**" in text
    assert "**Consequences.**" in text
