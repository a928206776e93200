"""Baked images, signed badges and zips: opened down to the definitions inside, within limits."""

from __future__ import annotations

import json

import pytest

from tests.packed_badges import BADGE, CREDENTIAL, jws, packed, png
from umiem.engine.containers.png import bake_png
from umiem.engine.containers.svg import bake_svg
from umiem.errors import MalformedInputError, UmiemError
from umiem.services.definition import definition_imports
from umiem.services.definition.definition_imports import drafts_from_file

CREDENTIAL_BYTES = json.dumps(CREDENTIAL).encode()


@pytest.mark.parametrize(
    "data",
    [
        CREDENTIAL_BYTES,
        jws(CREDENTIAL),
        bake_png(png(), CREDENTIAL_BYTES),
        bake_png(png(), jws(CREDENTIAL)),
        bake_svg(b'<svg xmlns="http://www.w3.org/2000/svg"/>', CREDENTIAL_BYTES),
    ],
    ids=["json", "jws", "png", "png with jws", "svg"],
)
def test_one_badge_in_every_wrapping(data: bytes) -> None:
    (draft,) = drafts_from_file(data)
    assert draft.definition.title == {"pl": "UX"}


def test_a_zip_gives_each_definition_once() -> None:
    data = packed(
        {
            "odznaki/1.json": json.dumps(BADGE).encode(),
            "odznaki/2.png": bake_png(png(), CREDENTIAL_BYTES),
            "odznaki/kopia.png": bake_png(png(), CREDENTIAL_BYTES),
            "README.txt": b"nothing here",
            "__MACOSX/x.json": json.dumps(BADGE).encode(),
        }
    )
    drafts = drafts_from_file(data)
    assert [draft.definition.identifier for draft in drafts] == ["podstawy-sql", "ux"]
    assert drafts[0].origin == "odznaki/1.json: https://a.example.org/1"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"PK\x03\x04 broken", "zip-unreadable"),
        (packed({"a.txt": b"x"})[:-10] + b"\xff" * 3 + bytes(7), "zip-unreadable"),  # begins before the file
        (packed({"a.txt": b"x"}), "import-not-recognised"),
        (b"https://badges.example.org/assertions/7", "import-only-a-link"),
        (b"a.b.c", "import-not-recognised"),
        (png(), "image-without-credential"),
        (b"<svg", "svg-"),
    ],
)
def test_refusals(data: bytes, code: str) -> None:
    with pytest.raises(UmiemError) as caught:
        drafts_from_file(data)
    assert caught.value.code.startswith(code)


def test_a_zip_bomb_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(definition_imports, "MAX_UNPACKED", 100_000)
    with pytest.raises(MalformedInputError, match="zip-too-large"):
        drafts_from_file(packed({f"{number}.json": b" " * 60_000 for number in range(3)}))
    monkeypatch.setattr(definition_imports, "MAX_FILES", 2)
    with pytest.raises(MalformedInputError, match="zip-too-many-files"):
        drafts_from_file(packed({f"{number}.json": b"{}" for number in range(3)}))
