"""Badges and catalogues of other systems become drafts with a report, in the browser, in both languages."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse

from tests.packed_badges import BADGE, CREDENTIAL, packed, png
from tests.worlds import World, make_world, signed_in
from umiem.engine.containers.png import bake_png
from umiem.errors import RefusedError
from umiem.services.definition.foreign_definitions import import_from_elsewhere
from umiem.storage.models import Definition, DefinitionVersion

pytestmark = [pytest.mark.django_db]
CATALOGUE = (
    "Nazwa;Opis;ECTS;Godziny\nPodstawy SQL;Zapytania i łączenia;2;50\nExcel dla biura;Tabele;1;25\n"
).encode("cp1250")


@pytest.fixture
def world() -> World:
    return make_world("alfa", publish=False)


def upload(world: World, data: bytes, *, language: str = "pl") -> HttpResponse:
    client = signed_in("author@alfa.example")
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    file = SimpleUploadedFile("export", data)
    return client.post(f"/staff/{world.slug}/definitions/import/", {"file": file})


@pytest.mark.parametrize(("language", "said"), [("pl", "Efekty uczenia"), ("en", "Learning outcomes")])
def test_a_zip_of_badges_becomes_drafts_with_a_report(world: World, language: str, said: str) -> None:
    files = {
        "odznaki/sql.json": json.dumps(BADGE).encode(),
        "odznaki/ux.png": bake_png(png(), json.dumps(CREDENTIAL).encode()),
        "odznaki/katalog.csv": CATALOGUE,
        "czytaj.txt": b"\xff\xfe",
        "__MACOSX/._sql.json": b"x",
    }
    answer = upload(world, packed(files), language=language)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Podstawy SQL" in page
    assert "UX" in page
    assert "M6" in page
    assert said in page
    assert set(DefinitionVersion.objects.values_list("state", flat=True)) == {"draft"}
    before = Definition.objects.count()
    again = upload(world, packed(files), language=language)
    assert again.status_code == 200
    assert Definition.objects.count() == before


def test_nothing_that_is_there_is_overwritten(world: World) -> None:
    (first,) = import_from_elsewhere(world.author, world.slug, data=json.dumps(BADGE).encode())
    other = BADGE | {"description": "Coś innego"}
    (second,) = import_from_elsewhere(world.author, world.slug, data=json.dumps(other).encode())
    assert second.view.definition.slug == f"{first.view.definition.slug}-2"
    (third,) = import_from_elsewhere(world.author, world.slug, data=json.dumps(other).encode())
    assert third.was_there
    assert Definition.objects.count() == 2
    with pytest.raises(RefusedError, match="permission-missing"):
        import_from_elsewhere(world.issuer, world.slug, data=json.dumps(BADGE).encode())


def bomb() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(30):
            archive.writestr(f"{number}.json", bytes(4_000_000))
    return buffer.getvalue()


HOSTILE = {
    "empty": b"",
    "nothing": b"\x00" * 100,
    "half a zip": packed({"a.json": b"{}"})[:30],
    "zip of rubbish": packed({"a.json": b"{", "../../etc/passwd": b"x", "b.png": png()[:20]}),
    "bomb": bomb(),
    "many": packed({f"{number}.txt": b"" for number in range(2500)}),
    "broken picture": b"\x89PNG\r\n\x1a\n" + b"\xff" * 50,
    "plain picture": png(),
    "script": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "entities": b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><svg>&b;</svg>",
    "deep": b'{"a":' * 5_000 + b"1" + b"}" * 5_000,
    "a link": b"https://api.badgr.io/public/assertions/abc",
    "list": b"[1, 2, 3]",
    "surrogate": b'{"type": "BadgeClass", "name": "\\ud800"}',
    "null": b'{"type": "BadgeClass", "name": null, "criteria": null, "alignment": [null, 5]}',
    "csv without a title": b"a;b;c\n1;2;3\n",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_get_a_sentence_and_store_nothing_broken(world: World, name: str) -> None:
    answer = upload(world, HOSTILE[name])
    assert answer.status_code in (200, 422), name
    page = answer.content.decode()
    assert "alert(1)" not in page
    if answer.status_code == 422:
        assert Definition.objects.count() == 0
        assert "field-error" in page or "error-summary" in page
