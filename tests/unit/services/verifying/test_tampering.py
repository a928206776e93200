"""What was changed is named to whoever holds the file, and to nobody else."""

from __future__ import annotations

import base64
import json
import re

import pytest
from click.testing import CliRunner
from django.test import Client
from django.utils.translation import override

from umiem.cli.convert import convert
from umiem.services.credential.representations.stored import get_representation
from umiem.services.verifying.verdicts import answer_of
from umiem.services.verifying.verification import check
from umiem.storage.exact_bytes import signed_bytes
from umiem.web.verifier.differences import difference_lines

pytestmark = [pytest.mark.django_db]


def changed(data: bytes, old: str, new: str) -> bytes:
    text = data.decode()
    assert old in text
    return text.replace(old, new).encode()


def test_a_changed_name_is_named_and_the_stored_one_is_not_told(world):
    data = signed_bytes(world.award().credential)
    result = check(changed(data, "Świętosława Żółć", "Jan Nowak"))
    assert result.verdict == "invalid"
    assert [(d.kind, d.shown) for d in result.differences] == [("changed", "Jan Nowak")]
    page = Client().post("/verify/", {"text": changed(data, "Świętosława Żółć", "Jan Nowak").decode()})
    assert "Jan Nowak" in page.content.decode()
    assert "Świętosława" not in page.content.decode()


def test_a_member_left_out_is_named_without_its_value(world):
    document = json.loads(signed_bytes(world.award().credential))
    del document["validFrom"]
    differences = check(json.dumps(document).encode()).differences
    assert [(d.kind, d.place, d.shown) for d in differences] == [("left-out", "validFrom", "")]


def test_what_was_added_is_called_added(world):
    document = json.loads(signed_bytes(world.award().credential))
    document["credentialSubject"]["licenseNumber"] = "X-1"
    differences = check(json.dumps(document).encode()).differences
    assert [(d.kind, d.place) for d in differences] == [("added", "credentialSubject.licenseNumber")]
    with override("pl"):
        assert difference_lines(differences)[0].sentence.startswith("Dodano po podpisaniu")


def test_an_end_before_the_beginning_is_a_changed_credential_not_something_unreadable(world):
    document = json.loads(signed_bytes(world.award().credential))
    document["validUntil"] = "2020-01-01T12:00:00Z"
    result = check(json.dumps(document).encode())
    assert answer_of(result) == "not-verified"
    with override("pl"):
        line = difference_lines(result.differences)[0]
    assert "ostatni dzień ważności" in line.sentence
    assert line.shown == "1 stycznia 2020, 13:00"


def test_a_known_issuer_is_not_told_for_what_it_did_not_sign(world):
    data = signed_bytes(world.award().credential)
    assert check(data).report.check("issuer-known").outcome.value == "passed"
    forged = check(changed(data, "Świętosława Żółć", "Jan Nowak")).report.check("issuer-known")
    assert (forged.outcome.value, forged.params["reason"]) == ("not-applicable", "issuer-not-proven")


def test_the_good_status_of_something_else_is_not_told_for_what_nobody_signed(world):
    data = signed_bytes(world.award().credential)
    for code in ("revocation", "suspension"):
        assert check(data).report.check(code).outcome.value == "passed"
        forged = check(changed(data, "Świętosława Żółć", "Jan Nowak")).report.check(code)
        assert (forged.outcome.value, forged.params["reason"]) == ("not-applicable", "status-not-proven")


def test_a_stranger_who_has_only_the_identifier_learns_nothing(world):
    document = json.loads(signed_bytes(world.award().credential))
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
    forged = forge(pdf.data, signed_bytes(other.credential))
    result = check(forged)
    assert ("not-printed", "person", "Aleksandra Wiśniewska") in [
        (d.kind, d.place, d.shown) for d in result.differences
    ]
    from umiem.web.verifier.verdict import view_of

    assert view_of(result).tone == "open"


def test_a_better_grade_on_the_page_is_named(world):
    printed = get_representation(world.award(grade="5,0").credential, "pdf").data
    signed = world.award("ola@example.org", grade="3,0").credential
    result = check(forge(printed, signed_bytes(signed)))
    assert [(d.place, d.shown) for d in result.differences] == [("grade", "3,0")]


def forge(pdf: bytes, credential: bytes, *, text: str = "", is_note: bool = False) -> bytes:
    """A certificate of one person with the signed credential of another; with ``text`` added to its page."""
    from io import BytesIO

    from pypdf import PdfReader, PdfWriter
    from pypdf.annotations import FreeText
    from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, NameObject

    writer = PdfWriter()
    for page in PdfReader(BytesIO(pdf)).pages:
        writer.add_page(page)
    writer.add_attachment("credential.json", credential)
    if text and is_note:
        writer.add_annotation(0, FreeText(text=text, rect=(50, 500, 300, 530)))
    elif text:
        page, added = writer.pages[0], DecodedStreamObject()
        added.set_data(b"BT /Added 12 Tf 60 60 Td (" + text.encode() + b") Tj ET")
        font = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}
        named = {NameObject(name): NameObject(value) for name, value in font.items()}
        page["/Resources"]["/Font"][NameObject("/Added")] = DictionaryObject(named)
        drawn = [page.raw_get("/Contents"), writer._add_object(added)]
        page[NameObject("/Contents")] = ArrayObject(drawn)
    made = BytesIO()
    writer.write(made)
    return made.getvalue()


def disclosure(name: str, value: str) -> str:
    return base64.urlsafe_b64encode(json.dumps(["salt", name, value]).encode()).decode().rstrip("=")


def spoilt(token: bytes, **values: str | None) -> bytes:
    """A wallet credential with other values in some disclosures, or without them where the value is None."""
    signed, *parts = token.decode().rstrip("~").split("~")
    named = {json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))[1]: part for part in parts}
    for name, value in values.items():
        named[name] = "" if value is None else disclosure(name, value)
    return ("~".join((signed, *filter(None, named.values()))) + "~").encode()


def test_changed_and_added_fields_of_a_wallet_credential_are_named(world):
    token = get_representation(world.award().credential, "sd-jwt", language="en").data
    for values in (
        {"family_name": "Nowak"},
        {"assessment_grade": "5.0"},
        {"given_name": "Żółć", "family_name": "Świętosława"},  # the values of two fields swapped
        {"honours": "summa cum laude"},
    ):
        result = check(spoilt(token, **values))
        assert answer_of(result) == "not-verified"
        assert {(d.place, d.shown) for d in result.differences} == set(values.items())
    assert "the name of the person" in said(check(spoilt(token, family_name="Nowak")))


def test_a_field_left_out_of_a_wallet_credential_or_another_order_is_no_change(world):
    token = get_representation(world.award().credential, "sd-jwt", language="en").data
    signed, *parts = token.decode().rstrip("~").split("~")
    turned = ("~".join((signed, *reversed(parts))) + "~").encode()
    for data in (spoilt(token, family_name=None), turned):
        result = check(data)
        assert result.verdict == "valid"
        assert result.differences == ()


def test_a_text_painted_into_the_badge_is_named(world):
    badge = get_representation(world.award().credential, "svg").data
    assert check(badge).differences == ()
    painted = badge.replace(b"</svg>", b"<text y='9'>Jan <tspan>Nowak</tspan></text></svg>")
    result = check(painted)
    assert [(d.kind, d.shown) for d in result.differences] == [("not-signed", "Jan Nowak")]
    assert answer_of(result) == "verified-with-open-points"
    assert "Jan Nowak" in said(result)
    retitled = re.sub(rb"(<title[^>]*>)[^<]*", rb"\1Doktorat", badge)
    assert [d.shown for d in check(retitled).differences] == ["Doktorat"]


def test_a_text_added_to_a_page_of_ours_is_named_and_a_page_saved_anew_is_no_green_silence(world):
    credential = world.award().credential
    printed = get_representation(credential, "pdf").data
    same = check(forge(printed, signed_bytes(credential)))
    assert [(d.kind, d.place) for d in same.differences] == [("redrawn", "page")]
    assert answer_of(same) == "verified-with-open-points"
    for is_note in (False, True):
        page = forge(printed, signed_bytes(credential), text="with distinction 7", is_note=is_note)
        added = check(page)
        assert [(d.kind, d.place, d.shown) for d in added.differences] == [
            ("not-signed", "page", "with distinction 7")
        ]
    assert "On the page stands a text that nobody signed: with distinction 7" in said(added)
    assert view_in_english(added).tone == "open"


def test_a_certificate_that_the_command_made_of_ours_bears_no_text_of_a_stranger(world, tmp_path):
    credential = world.award().credential
    get_representation(credential, "pdf")
    source, target = tmp_path / "credential.json", tmp_path / "certificate.pdf"
    source.write_bytes(signed_bytes(credential))
    made = CliRunner().invoke(convert, [str(source), "--to", "pdf", "--out", str(target)])
    assert made.exit_code == 0
    assert [(d.kind, d.place) for d in check(target.read_bytes()).differences] == [("redrawn", "page")]


def test_a_page_of_ours_with_nothing_to_compare_it_with_is_an_open_point(world):
    printed = get_representation(world.award().credential, "pdf").data
    other = world.award(run="2027").credential  # of the same person, and never printed
    result = check(forge(printed, signed_bytes(other)))
    assert [(d.kind, d.place) for d in result.differences] == [("not-compared", "page")]
    assert "could not be compared" in view_in_english(result).sentence


def test_pixels_painted_into_a_badge_are_no_green_silence(world):
    from io import BytesIO

    from PIL import Image

    from umiem.engine.containers.png import bake_png

    credential = world.award().credential
    badge = get_representation(credential, "png").data
    assert check(badge).differences == ()
    assert check(bake_png(badge, signed_bytes(credential))).differences == ()  # the same picture
    painted = Image.open(BytesIO(badge))
    painted.paste("red", (0, 0, 20, 20))
    saved = BytesIO()
    painted.save(saved, "PNG")
    result = check(bake_png(saved.getvalue(), signed_bytes(credential)))
    assert result.verdict == "valid"
    assert [(d.kind, d.place) for d in result.differences] == [("redrawn", "picture")]
    view = view_in_english(result)
    assert view.tone == "open"
    assert view.is_unsure
    assert "saved anew or drawn over" in said(result)


def test_shapes_painted_into_a_drawn_badge_are_no_green_silence(world):
    badge = get_representation(world.award().credential, "svg").data
    result = check(badge.replace(b"</svg>", b"<rect width='9' height='9'/></svg>"))
    assert [(d.kind, d.place) for d in result.differences] == [("redrawn", "picture")]


def view_in_english(result):
    from umiem.web.verifier.verdict import view_of

    with override("en"):
        return view_of(result)


def said(result) -> str:
    with override("en"):
        return " ".join(f"{line.sentence} {line.shown}" for line in difference_lines(result.differences))
