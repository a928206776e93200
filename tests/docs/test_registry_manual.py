"""docs/registry.md: its example is a list, and its schema fits what the installation signs."""

from __future__ import annotations

import json
import re
from pathlib import Path

import jsonschema
import pytest

from umiem.engine.envelopes.base64url import decode_base64url
from umiem.services.verifying import trust_lists

DOCS = Path(__file__).parents[2] / "docs"


def schema() -> dict[str, object]:
    return json.loads((DOCS / "trust-list.schema.json").read_text())


def test_the_example_fits_the_schema():
    example = re.search(r"```json\n(.*?)```", (DOCS / "registry.md").read_text(), re.DOTALL)
    assert example is not None
    jsonschema.validate(json.loads(example[1]), schema())
    jsonschema.Draft202012Validator.check_schema(schema())


@pytest.mark.django_db
def test_what_the_installation_signs_fits_the_schema():
    payload = json.loads(bytes(trust_lists.own().document))["payload"]
    signed = json.loads(decode_base64url(payload.encode()))
    assert list(jsonschema.Draft202012Validator(schema()).iter_errors(signed)) == []
