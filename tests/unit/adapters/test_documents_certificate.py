"""Certificates, pictures and badges: standards, languages, names that do not break, what is attached."""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from PIL import Image
from pypdf import PdfReader

from tests.examples import NOW, award_of, example_definitions, issuer_of
from umiem.adapters.documents import typesetting
from umiem.adapters.documents.badge import badge_png, badge_svg
from umiem.adapters.documents.certificate import certificate_pdf
from umiem.adapters.documents.content import Attachment, CertificateContent, Verify
from umiem.adapters.documents.drawings import qr_code
from umiem.adapters.documents.fitting import ELEMENT_SIZES, element_size
from umiem.domain.annexes import ELEMENT_NAMES
from umiem.domain.award import Learner
from umiem.domain.text import LocalizedText
from umiem.engine.containers.pdf import read_pdf
from umiem.engine.containers.png import read_png
from umiem.engine.containers.svg import read_svg
from umiem.errors import RefusedError, UnsupportedError
from umiem.services.credential.representations.paper import certificate_content, credential_pictures

CREDENTIAL = b'{"id": "urn:credential:1", "proof": {}}'
LONG = "Brzęczyszczykiewicz-Wolnowestchnieniewska-Konstantynopolitańczykowianeczka"


def content_of(number: int = 0, **changes: object) -> CertificateContent:
    award = award_of(example_definitions()[number], **changes)
    return certificate_content(
        award,
        issuer_of(award.definition),
        reference="urn:credential:1018d05f-21d5-4555-b7f0-8fabfd22ca75",
        verify=Verify(
            link="https://umiem.example.org/v/7KQM2PXD", address="umiem.example.org/v", code="7KQM-2PXD"
        ),
        attachment=Attachment(name="credential.json", media_type="application/json", data=CREDENTIAL),
    )


def pages(pdf: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages]


def test_two_pages_with_everything_on_them_in_both_languages() -> None:
    first, second = pages(certificate_pdf(content_of(), languages=("pl", "en"), made_at=NOW))
    for said in (
        "Świętosława Żółć",
        "Zarządzanie projektami w metodyce Agile",
        "Agile project management",
        "2 ECTS · 55 godz.",
        "18 maja 2026",
        "18 May 2026",
        "7KQM-2PXD",
        "umiem.example.org/v",
        "Proszę sprawdzić treść, nie tylko kod",
        "Check the content, not only the code",
        "MIKROPOŚWIADCZENIE · MICRO-CREDENTIAL",  # spread letters are still words to copy and to read aloud
        "CONFIRMED LEARNING OUTCOMES",
    ):
        assert said in first, said
    assert all(f"{code} " in second for code in ELEMENT_NAMES)
    assert "urn:credential:1018d05f" in second


@pytest.mark.parametrize(("language", "other"), [("pl", "Learning outcomes"), ("en", "Efekty uczenia")])
def test_one_language_alone(language: str, other: str) -> None:
    text = " ".join(pages(certificate_pdf(content_of(), languages=(language,), made_at=NOW)))
    assert other not in text
    assert "Świętosława Żółć" in text


def test_it_claims_and_has_what_archives_and_screen_readers_need() -> None:
    pdf = certificate_pdf(content_of(), languages=("pl", "en"), made_at=NOW)
    reader = PdfReader(io.BytesIO(pdf))
    metadata = reader.trailer["/Root"]["/Metadata"].get_object().get_data().decode()
    assert "<pdfaid:part>3</pdfaid:part>" in metadata
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in metadata
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert str(reader.trailer["/Root"]["/Lang"]).startswith("pl")
    assert reader.metadata is not None
    assert (
        reader.metadata.title
        == "Mikropoświadczenie: Zarządzanie projektami w metodyce Agile – Świętosława Żółć"
    )


def test_the_credential_is_attached_byte_for_byte() -> None:
    pdf = certificate_pdf(content_of(), languages=("pl",), made_at=NOW)
    assert read_pdf(pdf).payload == CREDENTIAL


def test_several_threads_set_pages_at_once() -> None:
    content = content_of()

    def make(number: int) -> int:
        return len(
            pages(certificate_pdf(replace(content, learner=f"Jan {number}"), languages=("pl",), made_at=NOW))
        )

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(make, range(12))) == [2] * 12


def test_a_date_with_fractions_of_seconds_is_taken() -> None:
    fraction = NOW.replace(microsecond=7)
    assert certificate_pdf(content_of(), languages=("pl",), made_at=fraction) == certificate_pdf(
        content_of(), languages=("pl",), made_at=NOW
    )


def test_the_same_award_gives_the_same_bytes() -> None:
    content = content_of()
    assert certificate_pdf(content, languages=("en",), made_at=NOW) == certificate_pdf(
        content, languages=("en",), made_at=NOW
    )


@pytest.mark.parametrize(
    "name",
    ["Żółć", "Świętosława Łódzka-Źdźbło", f"Zażółć Gęślą {LONG}", "O'Brien", "#let x = 1", "*_`$@<a>\\"],
)
def test_names_never_break_and_are_never_a_program(name: str) -> None:
    content = replace(content_of(), learner=name, elements=content_of().elements[:1])
    shown = pages(certificate_pdf(content, languages=("pl",), made_at=NOW))
    assert len(shown) == 2
    assert name.replace("'", "’") in shown[0] or name in shown[0]


def test_a_very_long_learner_list_of_outcomes_stays_on_two_pages() -> None:
    content = content_of()
    many = replace(content, outcomes=content.outcomes * 6)
    shown = pages(certificate_pdf(many, languages=("pl", "en"), made_at=NOW))
    assert len(shown) == 2
    assert "see page 2" in shown[0]


def test_without_an_address_there_is_no_code_to_scan() -> None:
    first, _ = pages(certificate_pdf(replace(content_of(), verify=None), languages=("pl",), made_at=NOW))
    assert "Sprawdź pod adresem" not in first
    assert "Poświadczenie jest załączone" in first
    address = Verify(link="https://umiem.example.org/verify/", address="umiem.example.org/verify")
    first, _ = pages(certificate_pdf(replace(content_of(), verify=address), languages=("en",), made_at=NOW))
    assert "Check this PDF file at: umiem.example.org/verify" in first


def test_other_languages_and_binary_attachments_are_refused() -> None:
    with pytest.raises(UnsupportedError, match="document-language"):
        certificate_pdf(content_of(), languages=("de",), made_at=NOW)
    binary = Attachment(name="x", media_type="application/octet-stream", data=b"\xff\xfe")
    with pytest.raises(RefusedError, match="document-attachment"):
        certificate_pdf(replace(content_of(), attachment=binary), languages=("pl",), made_at=NOW)


def test_an_award_without_an_element_gets_no_certificate() -> None:
    definition = replace(example_definitions()[0], title=LocalizedText())
    with pytest.raises(RefusedError) as refused:
        certificate_content(award_of(definition), issuer_of(definition), reference="x")
    assert refused.value.params["element"] == "M2"


def test_pictures_are_small_and_without_the_person() -> None:
    award = award_of(example_definitions()[0])
    other = replace(award, learner=Learner(given_name="Jan", family_name="Inny"), grade="3,0")
    issuer = issuer_of(award.definition)
    pictures = credential_pictures(award, issuer)
    assert pictures.keys() == {"pl", "en"}
    assert pictures["pl"] != pictures["en"]
    assert all(len(picture) < 48_000 for picture in pictures.values())
    assert credential_pictures(other, issuer) == pictures
    assert Image.open(io.BytesIO(pictures["pl"])).size[0] > 700


def test_badges_carry_the_credential_and_an_accessible_title() -> None:
    definition = example_definitions()[0]
    title = definition.title["pl"]
    svg = badge_svg(definition.identifier, title=title, hue=definition.hue, credential=CREDENTIAL)
    png = badge_png(definition.identifier, title=title, hue=definition.hue, credential=CREDENTIAL)
    assert read_svg(svg).payload.strip() == CREDENTIAL
    assert read_png(png).payload == CREDENTIAL
    assert title.encode() in svg
    assert b"<title" in svg
    assert Image.open(io.BytesIO(png)).size == (600, 600)


def test_no_two_definitions_look_alike() -> None:
    looks = {badge_svg(one.identifier, title="", hue=None) for one in example_definitions()}
    assert len(looks) == len(example_definitions())


def test_the_qr_code_has_a_quiet_zone_and_is_one_path() -> None:
    svg = qr_code("https://umiem.example.org/v/7KQM2PXD")
    assert svg.count("<path") == 1
    assert "M0 " not in svg


@pytest.mark.parametrize(
    ("given", "family"),
    [("Олександра", "Ґалаґан-Їжакевич"), ("Γιώργος", "Παπαδόπουλος"), ("علي", "محمد"), ("राज", "कुमार")],
)
def test_names_of_other_scripts_are_set_with_the_fonts_of_the_library(given: str, family: str) -> None:
    learner = replace(award_of(example_definitions()[0]).learner, given_name=given, family_name=family)
    pdf = certificate_pdf(content_of(learner=learner), languages=("pl",), made_at=NOW)
    assert len(pages(pdf)) == 2


def test_a_letter_that_no_font_has_is_refused_by_name_not_drawn_as_a_box(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(typesetting, "_all_fonts", typesetting._fonts)  # a machine without further fonts
    typesetting._compiler.cache_clear()
    learner = replace(award_of(example_definitions()[0]).learner, given_name="伟", family_name="李")
    with pytest.raises(RefusedError, match="document-letters-missing") as refused:
        certificate_pdf(content_of(learner=learner), languages=("pl",), made_at=NOW)
    assert refused.value.params["letters"] in "李伟"
    typesetting._compiler.cache_clear()


def test_elements_are_set_as_large_as_the_page_allows() -> None:
    both, one = (element_size(content_of().elements, tags) for tags in (("pl", "en"), ("pl",)))
    assert 7.0 <= both < one <= ELEMENT_SIZES[0]
