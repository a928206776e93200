"""The mapping table says where things are; here every place is looked up in credentials that were made."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.examples import award_of, example
from umiem.domain.award import issuer_from_definition
from umiem.domain.definition import AchievementSpecification, LearningOutcome, SkillLink
from umiem.domain.text import LocalizedText
from umiem.engine.status.bitstring import StatusEntry
from umiem.services.credential.representations.european_digital_credential import (
    european_digital_credential_document,
)
from umiem.services.credential.representations.mapping import FORMATS, MAPPING, mapping_page
from umiem.services.credential.representations.mapping.places import places_of
from umiem.services.credential.representations.open_badges_3 import open_badge_document
from umiem.services.credential.representations.reading.elm import read_european_digital_credential
from umiem.services.credential.representations.reading.open_badge import read_open_badge
from umiem.services.credential.representations.sd_jwt_learning import learning_credential_claims

PAGE = Path(__file__).parents[4] / "docs" / "mapping.md"
AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
END = datetime(2028, 11, 22, 12, tzinfo=UTC)
BOTH = LocalizedText({"pl": "Zmienione", "en": "Changed"})
ID = "urn:uuid:6f9619ff-8b86-4d01-b42d-00c04fc964ff"


def full() -> AchievementSpecification:
    """The example with every field that it leaves open."""
    definition = example()
    outcomes = definition.learning_outcomes
    skills = (replace(outcomes[0].skills[0], hours=20), SkillLink(label=BOTH), *outcomes[0].skills[1:])
    level = replace(definition.level, not_applicable=BOTH)
    first = replace(outcomes[0], skills=skills)
    return replace(definition, learning_outcomes=(first, *outcomes[1:]), level=level, validity_months=24)


def in_every_format(definition: AchievementSpecification) -> dict[str, dict[str, Any]]:
    award = award_of(definition, definition_url="")
    award = replace(award, learner=replace(award.learner, identifier=None))
    issuer = issuer_from_definition(definition, "did:web:uczelnia.example.org")
    entries = [
        StatusEntry(purpose=purpose, index="7", list_url=f"https://uczelnia.example.org/{purpose}")
        for purpose in ("revocation", "suspension")
    ]
    return {
        "open-badges-3": open_badge_document(
            award,
            issuer,
            status_entries=entries,
            credential_id=ID,
            valid_from=AT,
            valid_until=END,
            languages=("pl", "en"),
            image="https://uczelnia.example.org/rozeta.svg",
        ),
        "european-digital-credential": european_digital_credential_document(
            award,
            issuer,
            credential_id=ID,
            issued_at=AT,
            valid_until=END,
            pictures={"pl": b"x", "en": b"x"},
            status_entries=entries,
        ),
        "sd-jwt": learning_credential_claims(
            award,
            issuer,
            credential_id=ID,
            issued_at=AT,
            expires_at=END,
            status={"status_list": {"idx": 7}},
            language="pl",
        ),
    }


@pytest.fixture(scope="module")
def made() -> dict[str, dict[str, Any]]:
    """One award in every format."""
    return in_every_format(full())


def values_at(node: Any, path: list[str]) -> Iterator[Any]:
    if isinstance(node, list):
        for item in node:
            yield from values_at(item, path)
    elif not path:
        yield node
    elif isinstance(node, dict) and path[0] in node:
        yield from values_at(node[path[0]], path[1:])


def parts(path: str) -> list[str]:
    return [path] if path.startswith("https://") else path.split(".")


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("row", MAPPING, ids=lambda row: row.field)
def test_every_place_of_the_table_is_in_the_credential(
    made: dict[str, dict[str, Any]], row: Any, name: str
) -> None:
    missing = [path for path in row.places(name) if not list(values_at(made[name], parts(path)))]
    assert missing == []


def extension_paths(node: Any, path: str) -> Iterator[str]:
    """Give the properties of the extension: those of its node and of each node below it."""
    for name, value in node.items():
        if name not in ("id", "type"):
            yield f"{path}.{name}"
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, dict) and "type" in item:
                yield from extension_paths(item, f"{path}.{name}")


@pytest.mark.parametrize("name", ["achievement.microcredential", "microcredentialAward"])
def test_every_property_of_the_extension_is_in_the_table(made: dict[str, dict[str, Any]], name: str) -> None:
    root = f"credentialSubject.{name}"
    node = next(values_at(made["open-badges-3"], root.split(".")))
    named = {path for row in MAPPING for path in row.open_badges}
    covered = {path for path in named if path.startswith(root)}
    unnamed = {
        path
        for path in extension_paths(node, root)
        if not any(
            path == known or path.startswith(f"{known}.") or known.startswith(f"{path}.") for known in covered
        )
    }
    assert unnamed == set()


def test_every_claim_of_the_wallet_credential_is_in_the_table(made: dict[str, dict[str, Any]]) -> None:
    named = {path for row in MAPPING for path in row.sd_jwt}
    assert set(made["sd-jwt"]) - {"iss", "jti", "vct"} <= named


def test_every_element_has_a_place_in_every_format_or_says_what_is_lost() -> None:
    assert {row.element for row in MAPPING if row.element} == {f"M{n}" for n in range(1, 12)} | {
        f"O{n}" for n in range(1, 6)
    }
    for row in MAPPING:
        assert row.open_badges, row.field
        assert all(row.places(name) for name in FORMATS) or row.lost, row.field


def test_the_page_of_the_manual_is_the_one_of_the_code() -> None:
    assert PAGE.read_text() == mapping_page()


# What another value is, where adding a letter or one would make a value that no format knows.
OTHER: dict[str, Any] = {
    "primary_language": "en",
    "awarding_bodies[].country": "DE",
    "awarding_bodies[].region": "PL-MZ",
    "awarding_bodies[].legal_identifier.value": "PL5252530705",
    "learner_identification": ("full-name", "email", "student-number"),
    "learning_outcomes[].kind": "skill",
    "learning_outcomes[].skills[].uri": "http://data.europa.eu/esco/skill/b77038d7-1a43-4f0b-9c4f-7c4b7e9e5c1a",
    "learning_outcomes[].assessed_by": ("projekt",),
    "level.cycle": "second",
    "assessments[].type": "peer-review",
    "assessments[].mode": "blended",
    "assessments[].supervision": "unsupervised-without-identity-verification",
    "participation.modes": ("online",),
    "participation.setting": "non-formal",
    "participation.activities": ("internship",),
    "participation.languages": ("de",),
    "participation.schedule": "full-time",
    "quality_assurance.types": ("sectoral-standard",),
    "quality_assurance.accreditations[].type": "institutional-license",
    "stackability.type": "stand-alone",
    "fields_of_study": ("0611",),
    "opportunity_type": "internship",
}
# Decided outside of the documents: the address of the badge image and the pictures are handed in.
NOT_IN_DOCUMENTS = {"image", "hue", "validity_months"}


def leaves(part: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Give every field of a definition that holds a value, the first member of each list."""
    if is_dataclass(part):
        for each in fields(part):
            yield from leaves(getattr(part, each.name), f"{path}.{each.name}".lstrip("."))
    elif isinstance(part, tuple) and part and is_dataclass(part[0]):
        yield from leaves(part[0], f"{path}[]")
    elif part not in (None, "", (), LocalizedText()):
        yield path, part


def other_value(path: str, value: Any) -> Any:
    if path in OTHER:
        return OTHER[path]
    if isinstance(value, LocalizedText):
        return BOTH if value != BOTH else LocalizedText({"pl": "Inne", "en": "Other"})
    if isinstance(value, date):
        return value + timedelta(days=1)
    if isinstance(value, int | Decimal):
        return value - 1
    return f"{value}x" if isinstance(value, str) else (*value, "x")


def with_value(part: Any, path: str, value: Any) -> Any:
    found = re.fullmatch(r"([^.\[]+)(\[\])?(?:\.(.*))?", path)
    assert found is not None
    name, is_list, rest = found.groups()
    present = getattr(part, name)
    if is_list:
        return replace(part, **{name: (with_value(present[0], rest, value), *present[1:])})
    return replace(part, **{name: with_value(present, rest, value) if rest else value})


@pytest.mark.parametrize("path", [path for path, _ in leaves(full()) if path not in NOT_IN_DOCUMENTS])
def test_what_a_field_changes_is_what_the_table_says(made: dict[str, dict[str, Any]], path: str) -> None:
    """In both directions: a format that the table names follows the field, any other one does not."""
    value = dict(leaves(full()))[path]
    changed = in_every_format(with_value(full(), path, other_value(path, value)))
    rows = places_of(path)
    assert rows, f"{path} is not in the table"
    follows = {name for name in FORMATS if changed[name] != made[name]}
    says = {name for name in FORMATS if any(row.places(name) for row in rows)}
    assert follows == says
    assert says == set(FORMATS) or any(row.lost for row in rows)


def hours_of(outcome: LearningOutcome) -> set[tuple[str, int | None]]:
    return {(skill.label["pl"], skill.hours) for skill in outcome.skills}


def test_what_a_european_credential_holds_comes_back_when_it_is_read() -> None:
    definition = full()
    read = read_european_digital_credential(in_every_format(definition)["european-digital-credential"])[
        0
    ].definition
    hours = [hours_of(outcome) for outcome in read.learning_outcomes]
    assert hours == [hours_of(outcome) for outcome in definition.learning_outcomes]
    assert ("Python (programowanie komputerowe)", 20) in hours[0]
    for name in ("prior_learning", "guidance", "target_group", "homepage", "further_information"):
        assert getattr(read, name) == getattr(definition, name), name
    assert read.relevance.statement == definition.relevance.statement
    assert read.workload == replace(definition.workload, self_study_hours=None)
    for name in ("statement", "learner_feedback", "peer_review", "types"):
        assert getattr(read.quality_assurance, name) == getattr(definition.quality_assurance, name), name
    pairs = zip(read.learning_outcomes, definition.learning_outcomes, strict=True)
    assert all(one.proficiency == other.proficiency for one, other in pairs)


def test_hours_of_skills_come_back_from_an_open_badge() -> None:
    award = read_open_badge(in_every_format(full())["open-badges-3"])[0]
    read = [skill.hours for outcome in award.definition.learning_outcomes for skill in outcome.skills]
    assert read == [skill.hours for outcome in full().learning_outcomes for skill in outcome.skills]
    assert 20 in read
