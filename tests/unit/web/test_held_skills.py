"""Skills first: each once, the best confirmed ones on top, nothing from a credential that is not in force."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from umiem.domain.definition import AchievementSpecification, LearningOutcome, SkillLink
from umiem.domain.text import LocalizedText
from umiem.web.learner.skills import skills_of

PYTHON = SkillLink(uri="http://data.europa.eu/esco/skill/python", label=LocalizedText({"pl": "Python"}))
AGILE = SkillLink(uri="http://data.europa.eu/esco/skill/agile", label=LocalizedText({"pl": "Agile"}))


def _held(*skills: SkillLink, status: str = "active") -> Any:
    outcomes = tuple(LearningOutcome(id=f"o{number}", skills=(skill,)) for number, skill in enumerate(skills))
    definition = SimpleNamespace(specification=AchievementSpecification(learning_outcomes=outcomes))
    return SimpleNamespace(status=status, definition=definition)


def test_a_skill_confirmed_twice_comes_first_and_once() -> None:
    one, other = _held(AGILE, PYTHON, PYTHON), _held(PYTHON)
    found = skills_of([one, other])
    assert [(skill.skill, len(skill.confirmed_by)) for skill in found] == [(PYTHON, 2), (AGILE, 1)]


def test_what_is_not_in_force_confirms_nothing() -> None:
    held = [_held(PYTHON, status=status) for status in ("revoked", "suspended", "expired", "not-yet-valid")]
    assert skills_of(held) == ()
