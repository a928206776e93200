"""Credentials from elsewhere: every format, duplicates, other people's, and files that mean harm."""

from __future__ import annotations

import json
import uuid
import zlib

import pytest

from tests.engine_documents import SIGNER, badge_document
from tests.foreign_badges import badge
from tests.worlds import learner, make_world
from umiem.engine import (
    OPEN_BADGES_3,
    bake_svg,
    prepare_credential,
    sign_sd_jwt_vc,
    sign_vc_jwt,
)
from umiem.engine.envelopes.sd_jwt.issuing import DisclosurePlan
from umiem.errors import NotFoundError, RefusedError
from umiem.services.access import ANONYMOUS
from umiem.services.credential import documents
from umiem.services.holder import collections, imports, portfolio
from umiem.services.holder.collections import Cover
from umiem.services.holder.imports import Brought
from umiem.storage.models import Collection, Organisation

pytestmark = [pytest.mark.django_db]


SCRIPT = "<script>alert(1)</script>"


def picture() -> bytes:
    world = make_world("obraz")
    ala = learner("obraz@example.org")
    award = world.award("obraz@example.org").award
    portfolio.accept(ala, award.public_id)
    return documents.held_document(ala, award.public_id, "png").data


def test_formats_come_in_and_keep_their_bytes():
    ala = learner("ala@example.org")
    prepared = prepare_credential(
        badge_document(id="urn:uuid:58172aac-d8ba-11ed-83dd-0000000000aa"), OPEN_BADGES_3
    )
    token = sign_sd_jwt_vc(
        {
            "iss": SIGNER.did,
            "vct": "urn:eu.europa.ec.eudi:learning:credential:1",
            "achievement_title": "Dane otwarte",
            "issuing_authority": "Akademia",
            "given_name": "Ala",
            "family_name": "Nowak",
            "date_of_issuance": "2026-02-03",
        },
        SIGNER,
        plan=DisclosurePlan.of([("given_name",), ("family_name",)]),
    ).data
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
    files = {
        "odznaka.json": badge(1),
        "odznaka.jwt": sign_vc_jwt(prepared, SIGNER).data,
        "odznaka.svg": bake_svg(svg, badge(3)),
        "portfel.txt": token,
        "obraz.png": picture(),
    }
    for name, data in files.items():
        outcome = imports.bring(ala, Brought(name=name, content=data))
        assert outcome.kind in ("imported", "similar"), (name, outcome)
        assert outcome.imported is not None
        assert outcome.imported.is_proved, name
        assert outcome.imported.title, name
        assert imports.download(ala, outcome.imported.public_id).data == data
    rows = {row.file_name: row for row in imports.imported(ala)}
    assert rows["portfel.txt"].title == {"und": "Dane otwarte"}
    assert rows["portfel.txt"].person == "Ala Nowak"
    assert rows["obraz.png"].issuer_known
    assert rows["odznaka.json"].verdict in ("valid", "indeterminate")


def test_unsealed_european_credentials_are_kept_and_called_unproved():
    world, ala = make_world(), learner("ala@example.org")
    Organisation.objects.update(legal_id_scheme="VAT", legal_id="PL7240000000")
    award = world.award("ala@example.org").award
    portfolio.accept(ala, award.public_id)
    data = documents.held_document(ala, award.public_id, "edc").data
    outcome = imports.bring(learner("ola@example.org"), Brought(name="edc.jsonld", content=data))
    assert outcome.imported is not None, outcome
    assert not outcome.imported.is_proved
    assert outcome.imported.verdict != "valid"
    assert outcome.imported.title


def test_duplicates_are_found_in_every_wrapping():
    ala = learner("ala@example.org")
    assert imports.bring(ala, Brought(name="a", content=badge(1))).kind == "imported"
    assert imports.bring(ala, Brought(name="b", content=badge(1))).kind == "duplicate"
    again = imports.bring(ala, Brought(name="c", content=badge(1).decode()))
    assert again.kind == "duplicate"
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
    assert imports.bring(ala, Brought(name="d", content=bake_svg(svg, badge(1)))).kind == "duplicate"
    assert imports.bring(ala, Brought(name="e", content=badge(2))).kind == "similar"
    assert imports.bring(learner("ola@example.org"), Brought(name="a", content=badge(1))).kind == "imported"


def test_what_is_held_here_is_not_taken_in_as_foreign():
    world, ala = make_world(), learner("ala@example.org")
    award = world.award("ala@example.org").award
    portfolio.accept(ala, award.public_id)
    data = portfolio.download(ala, award.public_id).data
    outcome = imports.bring(ala, Brought(name="x", content=data))
    assert (outcome.kind, outcome.award) == ("duplicate", award)
    other = imports.bring(learner("ola@example.org"), Brought(name="x", content=data)).imported
    assert other is not None
    assert imports.names_another(other, ["Ola Żak"])
    assert not imports.names_another(other, ["ŻÓŁĆ Świętosława"])


@pytest.mark.parametrize(
    "data",
    [
        b"\0",
        b"x" * 1000,
        b"[" * 100_000,
        b"\x89PNG\r\n\x1a\n" + b"\0" * 100,
        b"%PDF-1.7\n%%EOF",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]><svg>&b;</svg>",
        b"eyJhbGciOiJub25lIn0.e30.",
        json.dumps({"@context": "https://w3id.org/openbadges/v2", "type": "Assertion"}).encode(),
        b'{"a":1,"a":2}',
        zlib.compress(b"\0" * 10_000_000),
        "ż".encode("cp1250"),
    ],
)
def test_what_is_no_credential_is_not_kept_and_breaks_nothing(data):
    ala = learner("ala@example.org")
    outcome = imports.bring(ala, Brought(name=SCRIPT, content=data))
    assert outcome.kind == "problem" or (outcome.imported is not None and not outcome.imported.is_proved)


def test_one_bad_file_does_not_keep_the_others_out():
    ala = learner("ala@example.org")
    outcomes = imports.bring_all(
        ala, [Brought(name="a", content=b"nope"), Brought(name="", content=badge(1))]
    )
    assert [outcome.kind for outcome in outcomes] == ["problem", "imported"]


def test_a_tampered_badge_is_told_apart():
    ala = learner("ala@example.org")
    changed = badge(1).replace(b"Podstawy Pythona", b"Podstawy Oszustwa")
    row = imports.bring(ala, Brought(name="a", content=changed)).imported
    assert row is None or (row.verdict == "invalid" and not row.is_proved)


def test_others_see_nothing_and_the_limits_hold(monkeypatch):
    ala, ola = learner("ala@example.org"), learner("ola@example.org")
    row = imports.bring(ala, Brought(name="a", content=badge(1))).imported
    for attempt in (imports.get_imported, imports.download, imports.forget, imports.check_again):
        with pytest.raises(NotFoundError, match="imported-unknown"):
            attempt(ola, row.public_id)
    with pytest.raises(RefusedError, match="sign-in-needed"):
        imports.imported(ANONYMOUS)
    monkeypatch.setattr(imports, "MOST_IMPORTED", 1)
    full = imports.bring(ala, Brought(name="b", content=badge(2)))
    assert full.problem.code == "imports-full"
    checked, result = imports.check_again(ala, row.public_id)
    assert checked.checked_at >= row.checked_at
    assert checked.verdict == result.verdict
    imports.forget(ala, row.public_id)
    assert imports.imported(ala) == ()


def test_collections_hold_both_kinds_and_are_off_by_default():
    world, ala, ola = make_world(), learner("ala@example.org"), learner("ola@example.org")
    award = world.award("ala@example.org").award
    row = imports.bring(ala, Brought(name="a", content=badge(1))).imported
    mine = {"awards": [award.public_id], "imported": [row.public_id]}
    with pytest.raises(NotFoundError, match="award-unknown"):  # not accepted yet
        collections.save_collection(ala, None, Cover(title="Dane"), **mine)
    portfolio.accept(ala, award.public_id)
    made = collections.save_collection(ala, None, Cover(title="Dane"), **mine)
    shown = collections.get_collection(ala, made.public_id)
    token = shown.address.rstrip("/").rpartition("/")[2]
    assert (len(shown.held), len(shown.imported)) == (1, 1)
    assert token not in repr(list(Collection.objects.values()))
    for wrong in (token, "x", "0" * 32):
        with pytest.raises(NotFoundError, match="public-page-unknown"):
            collections.open_collection(wrong)
    collections.save_collection(ala, made.public_id, Cover(title="Dane", is_public=True), **mine)
    assert len(collections.open_collection(token).held) == 1
    with pytest.raises(NotFoundError, match="award-unknown"):
        collections.save_collection(ola, None, Cover(title="x"), awards=[award.public_id], imported=[])
    with pytest.raises(NotFoundError, match="imported-unknown"):
        collections.save_collection(ola, None, Cover(title="x"), awards=[], imported=[row.public_id])
    for attempt in (collections.get_collection, collections.delete_collection):
        with pytest.raises(NotFoundError, match="collection-unknown"):
            attempt(ola, made.public_id)
    imports.forget(ala, row.public_id)
    assert collections.open_collection(token).imported == ()
    collections.delete_collection(ala, made.public_id)
    with pytest.raises(NotFoundError):
        collections.get_collection(ala, uuid.UUID(str(made.public_id)))
