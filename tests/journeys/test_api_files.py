"""Every file that the API hands out is of the kind that its description says."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.journeys.route_walk import two_organisations
from tests.worlds import SLUG
from umiem.api.application import openapi_document
from umiem.services import tokens
from umiem.services.access import SCOPES
from umiem.services.credential.representations.stored import FORMATS

pytestmark = [pytest.mark.django_db]


def files() -> dict[str, set[str]]:
    """Return address → the described kinds of each operation that answers a file."""
    found = {}
    for path, methods in openapi_document()["paths"].items():
        content = methods.get("get", {}).get("responses", {}).get(200, {}).get("content", {})
        if any(kind["schema"].get("format") == "binary" for kind in content.values()):
            found[path] = set(content)
    return found


def test_files_are_of_the_described_kinds():
    world = two_organisations()
    shared = world.own.award("ala@example.org").credential
    values = dict(world.values) | {"list_id": world.values["list"], "definition": SLUG}
    values |= {"award": str(shared.award.public_id), "credential": str(shared.public_id)}
    token = tokens.create_token(world.own.admin, "own", label="x", scopes=SCOPES, days=1).secret
    client = Client(headers={"authorization": f"Bearer {token}"})
    described = files()
    assert len(described) >= 9
    for path, kinds in described.items():
        for name in FORMATS if path.endswith("{format}") else ("",):
            if name in ("edc", "edc-sealed"):
                continue  # the organisation has neither an identifier nor a seal
            address = path.format_map(values | {"format": name})
            answer = client.get(address)
            assert answer.status_code == 200, (address, answer.content)
            assert answer.headers["Content-Type"].partition(";")[0] in kinds, address
