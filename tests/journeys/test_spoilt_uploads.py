"""Files of the site itself, spoilt: every door answers in words, none breaks or shows a script."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import islice

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from tests.journeys.spoilt_uploads import good_files, spoilt_files
from tests.packed_badges import packed
from tests.sealed_world import make_sealed_world, readings
from tests.worlds import SLUG, World, person
from umiem.engine.containers import pdf
from umiem.errors import MalformedInputError

pytestmark = [pytest.mark.django_db]
PIECES = 120
SEED = 6
Door = Callable[[bytes, int], HttpResponse]


@pytest.fixture
def world() -> World:
    return make_sealed_world()


def test_every_door_answers_in_words(world: World) -> None:
    _, signed = readings(world)
    doors, wrong = list(doors_of(world.slug).items()), []
    for number, (name, data) in enumerate(islice(spoilt_files(good_files(signed), SEED), PIECES)):
        cache.clear()  # the limits of one address are not what is asked here
        door, send = doors[number % len(doors)]
        answer = send(data, number)
        page = answer.content.decode("utf-8", "replace")
        if answer.status_code not in (200, 302, 413, 422):
            wrong.append(f"{door}, {name}: {answer.status_code}")
        if door != "api" and ("<script>window" in page or "<img src=x" in page):
            wrong.append(f"{door}, {name}: live markup")
    assert wrong == []


def doors_of(slug: str) -> dict[str, Door]:
    """Everywhere that a file or a text can be sent to."""
    staff = f"/staff/{slug}"
    anybody, ala = client_of(), client_of("ala@example.org")
    author, issuer, admin = (client_of(f"{role}@{slug}.example") for role in ("author", "issuer", "admin"))

    def file(data: bytes, ending: str) -> SimpleUploadedFile:
        return SimpleUploadedFile(f"x.{ending}", data)

    def text(data: bytes) -> str:
        return data.decode("utf-8", "replace")

    return {
        "verify": lambda data, _: anybody.post("/verify/", {"file": file(data, "json")}),
        "verify text": lambda data, _: anybody.post("/verify/", {"text": text(data)}),
        "many": lambda data, _: anybody.post("/verify/many/", {"files": [file(data, "zip")]}),
        "import": lambda data, _: ala.post("/wallet/imported/", {"files": [file(data, "pdf")]}),
        "offer": lambda data, _: anybody.post("/offer/", {"file": file(data, "pdf")}),
        "offer text": lambda data, _: anybody.post("/offer/", {"text": text(data)}),
        "logo": lambda data, _: admin.post(
            f"{staff}/organisation/certificates/", {"design": "classic", "logo": file(data, "png")}
        ),
        "list": lambda data, number: issuer.post(
            f"{staff}/awards/list/{SLUG}/",
            {"file": file(data, "xlsx" if data.startswith(b"PK") else "csv"), "run": f"{number}"},
        ),
        "definition": lambda data, _: author.post(
            f"{staff}/definitions/import/", {"file": file(data, "yaml")}
        ),
        "api": lambda data, _: anybody.post(
            "/api/v1/verification", json.dumps({"text": text(data)}), content_type="application/json"
        ),
    }


def client_of(email: str = "") -> Client:
    client = Client(raise_request_exception=False)
    if email:
        client.force_login(person(email), backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


@pytest.mark.parametrize("text", ["{{{{{{", "???", "…", "\u202e\u202e", "-\n-\n-"])
def test_an_offer_of_signs_alone_is_answered_in_words(text: str) -> None:
    assert client_of().post("/offer/", {"text": text}).status_code == 422


def test_an_offer_is_read_in_a_child_of_its_own(world: World) -> None:
    """An encryption that the library does not know, and a page that never ends, break the child alone."""
    _, signed = readings(world)
    encrypted = signed["pdf"].replace(b"trailer", b"trailer <</Encrypt 1 0 R>>")
    answer = client_of().post("/offer/", {"file": SimpleUploadedFile("x.pdf", encrypted)})
    assert answer.status_code in (200, 422)
    endless = b"%PDF-1.4\n" + b"<<" * 200_000
    with pytest.raises(MalformedInputError, match="pdf-malformed"):
        pdf.printed_text(endless)
    assert client_of().post("/offer/", {"file": SimpleUploadedFile("x.pdf", endless)}).status_code == 422


def test_an_archive_that_begins_before_its_file_is_called_broken(world: World) -> None:
    whole = packed({"a.json": b"{}"})
    wrong = whole[:-10] + b"\xff" * 3 + bytes(7)  # the place of its table
    author = client_of(f"author@{world.slug}.example")
    for answer in (
        author.post(f"/staff/{world.slug}/definitions/import/", {"file": SimpleUploadedFile("x.zip", wrong)}),
        client_of().post("/verify/many/", {"files": [SimpleUploadedFile("x.zip", wrong)]}),
    ):
        assert answer.status_code == 422
