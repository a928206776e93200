"""Open Badges 2 in the portfolio: believed because of where they are published, in every wrapping."""

from __future__ import annotations

import io
import json
from types import SimpleNamespace
from typing import Any

import pytest
from PIL import Image

from tests.worlds import learner, signed_in
from umiem import wiring
from umiem.engine import bake_png, bake_svg
from umiem.errors import NotFoundError
from umiem.services.holder import imports
from umiem.services.holder.imports import Brought
from umiem.services.verifying import verification
from umiem.services.verifying.verdicts import answer_of

pytestmark = [pytest.mark.django_db]
HOST = "https://uni.example"
ASSERTION, BADGE, ISSUER = f"{HOST}/assertions/1", f"{HOST}/badge", f"{HOST}/issuer"
CONTEXT = "https://w3id.org/openbadges/v2"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'


def published() -> dict[str, dict[str, Any]]:
    """What the issuer of an Open Badge 2.0 publishes."""
    return {
        ASSERTION: {
            "@context": CONTEXT,
            "type": "Assertion",
            "id": ASSERTION,
            "recipient": {"type": "email", "hashed": False, "identity": "ala@example.org"},
            "badge": BADGE,
            "issuedOn": "2025-06-01T10:00:00Z",
            "verification": {"type": "hosted"},
        },
        BADGE: {"@context": CONTEXT, "id": BADGE, "type": "BadgeClass", "name": "Dane", "issuer": ISSUER},
        ISSUER: {"@context": CONTEXT, "id": ISSUER, "type": "Issuer", "name": "Akademia", "url": HOST},
    }


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> dict[str, dict[str, Any]]:
    """The issuer's site; what is taken out of it is not found."""
    documents = published()

    def get(url: str, *_: object) -> SimpleNamespace:
        if url not in documents:
            raise NotFoundError("fetch-not-found")
        return SimpleNamespace(
            url=url, data=json.dumps(documents[url]).encode(), media_type="application/json"
        )

    monkeypatch.setattr(wiring, "fetcher", lambda: SimpleNamespace(get=get))
    return documents


def png() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (9, 9)).save(out, "PNG")
    return out.getvalue()


def wrappings() -> dict[str, bytes | str]:
    text = json.dumps(published()[ASSERTION]).encode()
    return {
        "hosted.json": text,
        "link": ASSERTION,
        "baked.png": bake_png(png(), text),
        "baked-link.png": bake_png(png(), ASSERTION.encode()),
        "baked.svg": bake_svg(SVG, text),
    }


@pytest.mark.parametrize("name", list(wrappings()))
def test_a_published_badge_comes_in(site: dict[str, dict[str, Any]], name: str):
    ala = learner("ala@example.org")
    outcome = imports.bring(ala, Brought(name=name, content=wrappings()[name]))
    assert outcome.kind == "imported", outcome
    row = outcome.imported
    assert row is not None
    assert (row.format, row.is_proved, row.verdict) == ("open-badges-2", True, "valid"), row.checks
    assert not row.issuer_known  # published by whoever runs the domain: nobody here vouches for it
    assert list(row.title.values()) == ["Dane"]
    assert list(row.issuer_name.values()) == ["Akademia"]
    client = signed_in("ala@example.org")
    assert 'class="pill open"' in client.get("/wallet/imported/").content.decode()


def test_one_badge_in_two_wrappings_is_one(site: dict[str, dict[str, Any]]):
    ala = learner("ala@example.org")
    files = wrappings()
    assert imports.bring(ala, Brought(name="a", content=files["hosted.json"])).kind == "imported"
    for name in ("baked.png", "baked.svg", "link"):
        assert imports.bring(ala, Brought(name=name, content=files[name])).kind == "duplicate", name


@pytest.mark.parametrize(
    ("change", "verdict"),
    [
        ({"badge": f"{HOST}/nowhere"}, "indeterminate"),
        ({"recipient": {"type": "email", "hashed": False, "identity": "other@example.org"}}, "invalid"),
    ],
)
def test_what_is_not_as_published_is_not_proved(
    site: dict[str, dict[str, Any]], change: dict[str, Any], verdict: str
):
    text = json.dumps(published()[ASSERTION] | change).encode()
    outcome = imports.bring(learner("ala@example.org"), Brought(name="x.svg", content=bake_svg(SVG, text)))
    assert outcome.imported is not None
    assert (outcome.imported.verdict, outcome.imported.is_proved) == (verdict, False)


def test_a_badge_revoked_later_is_told_when_asked_again(site: dict[str, dict[str, Any]]):
    ala = learner("ala@example.org")
    row = imports.bring(ala, Brought(name="a", content=wrappings()["baked.png"])).imported
    assert row is not None
    site[ASSERTION]["revoked"] = True
    again, _ = imports.check_again(ala, row.public_id)
    assert again.verdict == "invalid"


def test_an_issuer_who_is_gone_is_could_not_tell(site: dict[str, dict[str, Any]]):
    site.clear()
    outcome = imports.bring(learner("ala@example.org"), Brought(name="a", content=wrappings()["hosted.json"]))
    assert outcome.imported is not None
    assert (outcome.imported.verdict, outcome.imported.is_proved) == ("indeterminate", False)


def test_a_badge_that_is_only_a_link_waits_for_its_server(site: dict[str, dict[str, Any]]):
    kept = dict(site)
    site.clear()
    ala, baked = learner("ala@example.org"), wrappings()["baked-link.png"]
    assert isinstance(baked, bytes)
    assert answer_of(verification.check(baked)) == "not-checked"
    row = imports.bring(ala, Brought(name="a.png", content=baked)).imported
    assert row is not None
    assert row.verdict == "indeterminate"
    site.update(kept)
    again, _ = imports.check_again(ala, row.public_id)
    assert again.verdict == "valid"
