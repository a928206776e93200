"""Our structural check of Open Badges 3.0 beside the published JSON Schema."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest

from bench.documents import open_badge
from tests.engine_documents import SIGNER, badge_document, changed
from tests.shared_data import shared_path
from umiem.engine import OPEN_BADGES_3, prepare_credential
from umiem.engine.profiles import open_badges_3
from umiem.errors import MalformedInputError

SUBJECT = "/credentialSubject"
ACHIEVEMENT = f"{SUBJECT}/achievement"
FULL = open_badge(SIGNER.did, 3)

SPOILT: list[tuple[str, Any, str]] = [
    ("/type", ["VerifiableCredential"], "type-missing"),
    ("/id", ..., "member-missing"),
    ("/name", ..., "member-missing"),
    ("/validFrom", ..., "member-missing"),
    ("/issuer/id", ..., "member-missing"),
    ("/issuer/type", ["Person"], "type-missing"),
    (SUBJECT, [], "subject-not-single"),
    (f"{SUBJECT}/type", ..., "type-missing"),
    (f"{SUBJECT}/achievement", ..., "member-missing"),
    (f"{SUBJECT}/identifier/0/hashed", "no", "member-invalid"),
    (f"{SUBJECT}/identifier/0/identityHash", ..., "member-missing"),
    (f"{SUBJECT}/identifier/0/identityType", "nickname", "member-invalid"),
    (f"{SUBJECT}/result/0/type", ..., "type-missing"),
    (f"{SUBJECT}/result/0/value", 92, "member-invalid"),
    (f"{ACHIEVEMENT}/id", ..., "member-missing"),
    (f"{ACHIEVEMENT}/name", ..., "member-missing"),
    (f"{ACHIEVEMENT}/description", ..., "member-missing"),
    (f"{ACHIEVEMENT}/criteria", ..., "member-missing"),
    (f"{ACHIEVEMENT}/alignment/0/targetName", ..., "member-missing"),
    (f"{ACHIEVEMENT}/alignment/0/targetUrl", ..., "member-missing"),
    (f"{ACHIEVEMENT}/alignment/0/type", ["Other"], "type-missing"),
    (f"{ACHIEVEMENT}/resultDescription/0/resultType", "Marks", "member-invalid"),
    (f"{ACHIEVEMENT}/resultDescription/0/name", ..., "member-missing"),
]
NAMES = [f"{number}-{row[0]}" for number, row in enumerate(SPOILT)]


def _schema() -> jsonschema.protocols.Validator:
    path = shared_path("vectors/contexts-published/ob_v3p0_achievementcredential_schema.json")
    validator: jsonschema.protocols.Validator = jsonschema.Draft201909Validator(json.loads(path.read_text()))
    return validator


@pytest.mark.parametrize("document", [badge_document(), FULL], ids=["small", "full"])
def test_good_badges_please_us_and_the_published_schema(document: dict[str, Any]) -> None:
    assert open_badges_3.check(document) == []
    assert list(_schema().iter_errors(document)) == []


@pytest.mark.parametrize(("pointer", "value", "code"), SPOILT, ids=NAMES)
def test_spoilt_badges_are_named(pointer: str, value: Any, code: str) -> None:
    document = changed(FULL, pointer, value)
    found = open_badges_3.check(document)
    assert code in {problem.code for problem in found}
    assert any(problem.path.startswith(pointer.rsplit("/", 1)[0]) for problem in found)
    with pytest.raises(MalformedInputError):
        prepare_credential(document, OPEN_BADGES_3)


def test_the_published_schema_refuses_most_of_them_too() -> None:
    schema = _schema()
    refused = [row[0] for row in SPOILT if list(schema.iter_errors(changed(FULL, row[0], row[1])))]
    assert len(refused) >= len(SPOILT) - 3, set(NAMES) - set(refused)
