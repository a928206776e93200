"""The mapping table says where things are; here every place is looked up in credentials that were made."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.unit.domain.examples import award_of, example
from umiem.domain.award import issuer_from_definition
from umiem.services.credential.representations.european_digital_credential import (
    european_digital_credential_document,
)
from umiem.services.credential.representations.mapping import FORMATS, MAPPING, mapping_page
from umiem.services.credential.representations.open_badges_3 import open_badge_document
from umiem.services.credential.representations.sd_jwt_learning import learning_credential_claims

PAGE = Path(__file__).parents[3] / "docs" / "mapping.md"
AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
ID = "urn:uuid:6f9619ff-8b86-4d01-b42d-00c04fc964ff"


@pytest.fixture(scope="module")
def made() -> dict[str, dict[str, Any]]:
    """One award in every format."""
    definition = example()
    award = award_of(definition)
    issuer = issuer_from_definition(definition, "did:web:uczelnia.example.org")
    return {
        "open-badges-3": open_badge_document(
            award,
            issuer,
            status_entries=(),
            credential_id=ID,
            valid_from=AT,
            valid_until=None,
            languages=("pl", "en"),
        ),
        "european-digital-credential": european_digital_credential_document(
            award, issuer, credential_id=ID, issued_at=AT, pictures={"pl": b"x", "en": b"x"}
        ),
        "sd-jwt": learning_credential_claims(award, issuer, credential_id=ID, issued_at=AT),
    }


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
