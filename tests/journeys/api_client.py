"""A client of the API with the token of a world, for the tests of the API."""

from __future__ import annotations

import json

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.worlds import SLUG, person
from umiem.services import organisations, tokens
from umiem.services.access import SCOPES, actor_of

ROOT = "/api/v1/organisations/own"


class Api:
    """A client of the API with one token."""

    def __init__(self, secret: str | None = None) -> None:
        self._client = Client(headers={} if secret is None else {"authorization": f"Bearer {secret}"})

    def get(self, path: str):
        return self._client.get(path)

    def post(self, path: str, body: object = None, **headers: str):
        data = json.dumps({} if body is None else body)
        return self._client.post(path, data, content_type="application/json", headers=headers)

    def put(self, path: str, body: object):
        return self._client.put(path, json.dumps(body), content_type="application/json")

    def patch(self, path: str, body: object):
        return self._client.patch(path, json.dumps(body), content_type="application/json")

    def delete(self, path: str):
        return self._client.delete(path)

    def send_file(self, path: str, data: bytes, **fields: str):
        return self._client.post(path, {"file": SimpleUploadedFile("lista.csv", data), **fields})


def api_of(world, scopes=SCOPES) -> Api:
    return Api(tokens.create_token(world.admin, world.slug, label="test", scopes=scopes, days=1).secret)


def second_admins_token(world) -> str:
    """A token of another person, who may decide on what the first one wrote."""
    organisations.add_member(world.admin, world.slug, email="second@example.org", role="admin")
    other = actor_of(person("second@example.org"))
    return tokens.create_token(other, world.slug, label="x", scopes=SCOPES, days=1).secret


def award_body(**changes):
    body = {
        "definition": SLUG,
        "run": "2026",
        "given_name": "Łucja",
        "family_name": "Żółć",
        "email": "lucja@example.org",
    }
    return body | changes


def batch_body(count: int = 3) -> dict[str, object]:
    learner = {"given_name": "Zażółć", "family_name": "Gęślą"}
    rows = [learner | {"email": f"osoba{number}@example.org"} for number in range(count)]
    return {"definition": SLUG, "run": "2026", "rows": rows}
