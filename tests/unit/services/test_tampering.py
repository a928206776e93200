"""What was changed is named to whoever holds the file, and to nobody else."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from tests.worlds import World, make_world
from umiem.services.credential.representations.stored import get_representation
from umiem.services.verifying.verification import check

pytestmark = [pytest.mark.django_db]


@pytest.fixture
def world() -> World:
    return make_world()


def changed(data: bytes, old: str, new: str) -> bytes:
    text = data.decode()
    assert old in text
    return text.replace(old, new).encode()


def test_a_changed_name_is_named_and_the_stored_one_is_not_told(world):
    data = bytes(world.award().credential.data)
    result = check(changed(data, "Świętosława Żółć", "Jan Nowak"))
    assert result.verdict == "invalid"
    assert [(d.kind, d.shown) for d in result.differences] == [("changed", "Jan Nowak")]
    page = Client().post("/verify/", {"text": changed(data, "Świętosława Żółć", "Jan Nowak").decode()})
    assert "Jan Nowak" in page.content.decode()
    assert "Świętosława" not in page.content.decode()


def test_a_member_left_out_is_named_without_its_value(world):
    document = json.loads(bytes(world.award().credential.data))
    del document["validFrom"]
    differences = check(json.dumps(document).encode()).differences
    assert [(d.place, d.shown) for d in differences] == [("validFrom", "")]


def test_a_stranger_who_has_only_the_identifier_learns_nothing(world):
    document = json.loads(bytes(world.award().credential.data))
    document["proof"][0]["proofValue"] = "z" + "2" * 87
    document["credentialSubject"] = {"id": "did:example:me"}
    assert check(json.dumps(document).encode()).differences == ()


def test_the_printed_certificate_fits_and_a_forged_one_is_told(world):
    outcome = world.award()
    pdf = get_representation(outcome.credential, "pdf")
    genuine = check(pdf.data)
    assert genuine.differences == ()
    assert genuine.verdict == "valid"
    other = world.award("ola@example.org", given_name="Aleksandra", family_name="Wiśniewska")
    forged = forge(pdf.data, bytes(other.credential.data))
    result = check(forged)
    assert ("not-printed", "person", "Aleksandra Wiśniewska") in [
        (d.kind, d.place, d.shown) for d in result.differences
    ]
    from umiem.web.verifier.verdict import view_of

    assert view_of(result).tone == "open"


def forge(pdf: bytes, credential: bytes) -> bytes:
    """A certificate of one person with the signed credential of another."""
    from io import BytesIO

    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter()
    for page in PdfReader(BytesIO(pdf)).pages:
        writer.add_page(page)
    writer.add_attachment("credential.json", credential)
    made = BytesIO()
    writer.write(made)
    return made.getvalue()
