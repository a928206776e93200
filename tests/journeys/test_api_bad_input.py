"""What the API answers to bad and hostile input: a problem document, never more."""

from __future__ import annotations

import base64

import pytest
from django.test import Client

from tests.journeys.api_client import ROOT, Api, api_of, award_body
from tests.worlds import make_world

pytestmark = [pytest.mark.django_db]


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/awards", award_body(organisation="other"), 422),
        ("/awards", award_body(state="accepted"), 422),
        ("/awards", award_body(email="nobody"), 422),
        ("/awards", award_body(email="a@b\r\nBcc: x@example.org"), 422),
        ("/awards", award_body(given_name=""), 422),
        ("/awards", award_body(given_name="a\0b"), 422),
        ("/awards", award_body(given_name="x" * 201), 422),
        ("/awards", award_body(results={"none": "1"}), 422),
        ("/awards", award_body(awarded_on="2999-01-01"), 409),
        ("/awards", award_body(awarded_on="yesterday"), 422),
        ("/awards", award_body(definition="none"), 404),
        ("/awards", [], 422),
        ("/definitions", {"file_name": 1e256, "content": -1.9e16}, 422),
        ("/definitions", {"file_name": "x.yaml", "content": "a: [1"}, 422),
        ("/definitions", {"file_name": "x.yaml", "content": "title: x"}, 422),
    ],
)
def test_bad_input_gets_a_problem_document(path, body, status):
    world = make_world("own")
    response = api_of(world).post(ROOT + path, body)
    assert response.status_code == status, response.content
    assert response.headers["Content-Type"] == "application/problem+json"
    problem = response.json()
    assert problem["status"] == status
    assert problem["type"] == f"urn:umiem:problem:{problem['code']}"
    assert problem["title"]


HOSTILE = [
    b"",
    b" ",
    b"{",
    b"{}",
    b"[]",
    b"null",
    b'{"a":1,"a":2}',
    b'{"a":NaN}',
    b'{"a":1e999}',
    b'{"a":"\\ud800"}',
    b"\xff\xfe\x00",
    b"[" * 100_000,
    b'{"a":' * 50_000,
    b"a.b.c",
    b"eyJhbGciOiJub25lIn0.e30.",
    b"a~b~c~",
    b"\x89PNG\r\n\x1a\n",
    b"\x89PNG\r\n\x1a\n" + b"\x00" * 100,
    b"<svg",
    b'<!DOCTYPE x [<!ENTITY a "b">]><svg>&a;</svg>',
    b"%PDF-1.7\n",
    b'{"@context":["https://www.w3.org/ns/credentials/v2"],"type":["VerifiableCredential"]}',
    b'{"@context":{"@vocab":"https://evil.example/"},"type":"VerifiableCredential","proof":{}}',
    b'{"@context":"https://evil.example/context","type":["VerifiableCredential"],"proof":[]}',
    b"x" * 2_000_000,
]


@pytest.mark.parametrize("data", HOSTILE, ids=range(len(HOSTILE)))
def test_no_hostile_input_is_valid_or_breaks_anything(data):
    response = Api().post("/api/v1/verification", {"file": base64.b64encode(data).decode()})
    assert response.status_code in (200, 422)
    assert response.json().get("verdict") != "valid"


@pytest.mark.parametrize(
    "link",
    ["http://localhost:8000/nothing", "http://127.0.0.1/", "https://[::1]/", "file:///etc/passwd", "x", ""],
)
def test_links_that_lead_nowhere_get_a_problem(link):
    response = Api().post("/api/v1/verification", {"link": link})
    assert response.status_code in (404, 409, 422)
    assert response.headers["Content-Type"] == "application/problem+json"


def test_a_body_that_is_no_json_is_a_problem_too():
    client = Client()
    for body in (b"{", b"\xff", b'{"text": NaN}', b""):
        response = client.post("/api/v1/verification", body, content_type="application/json")
        assert response.status_code in (400, 422)
        assert response.headers["Content-Type"] == "application/problem+json"
    assert client.get("/api/v1/nothing").status_code == 404
    assert client.put("/api/v1/verification").status_code == 405
