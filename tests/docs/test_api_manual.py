"""docs/api.md: every request of the page is sent, one after the other, and answered as it says."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from django.test import Client

from tests.journeys.api_client import api_of
from tests.worlds import make_world
from umiem.services import tokens
from umiem.services.access import SCOPES
from umiem.storage.exact_bytes import signed_bytes

TEXT = (Path(__file__).parents[2] / "docs" / "api.md").read_text(encoding="utf-8")
REQUESTS = re.findall(r"```http\n(.*?)```\s+→ `(\d+)`", TEXT, re.DOTALL)


@pytest.mark.django_db
def test_every_request_is_answered_as_the_page_says():
    world = make_world("own")
    made = world.award("ala@example.org")
    token = tokens.create_token(world.admin, "own", label="x", scopes=SCOPES, days=1).secret
    client = Client(headers={"authorization": f"Bearer {token}"})
    values = {"ORGANISATION": "own", "AWARD": str(made.award.public_id)}
    assert len(REQUESTS) == TEXT.count("```http") == 6
    for text, status in REQUESTS:
        head, _, body = text.partition("\n\n")
        (method, path), *headers = (line.split(" ", 1) for line in head.strip().splitlines())
        for name, value in values.items():
            path = path.replace(name, value)
        sent = json.loads(body or "null")
        if sent == {"text": "CREDENTIAL"}:
            sent["text"] = signed_bytes(made.credential).decode()
        answer = client.generic(
            method,
            path,
            json.dumps(sent) if sent else "",
            "application/json",
            headers={name.rstrip(":"): value for name, value in headers},
        )
        assert str(answer.status_code) == status, (path, answer.content)


@pytest.mark.django_db
def test_an_award_asked_for_twice_is_the_one_that_there_is():
    api = api_of(make_world("own"))
    body = json.loads(REQUESTS[0][0].partition("\n\n")[2])
    first, again = (api.post("/api/v1/organisations/own/awards", body) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json()["kind"] == "already-awarded"
    assert again.json()["award"] == first.json()["award"]


def test_every_scope_is_named():
    assert set(re.findall(r"`(\w+:\w+)`", TEXT)) >= set(SCOPES)
