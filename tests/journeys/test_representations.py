"""One award, every reading: made once, byte-stable, with one identifier and one status, for each audience."""

from __future__ import annotations

import io
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from PIL import Image
from pypdf import PdfReader

from tests.sealed_world import make_registered_world
from tests.worlds import World, learner, make_world, signed_in
from umiem.adapters.keys.demonstration_authority import issue_seal, make_authority
from umiem.adapters.keys.seal import load_seal_identity, write_pem
from umiem.engine import VerificationPolicy, offline_sources
from umiem.engine.containers.pdf import read_pdf
from umiem.engine.containers.png import read_png
from umiem.engine.containers.svg import read_svg
from umiem.engine.envelopes.jws import parse_compact_jws
from umiem.engine.envelopes.sd_jwt.token import parse_sd_jwt
from umiem.engine.policy import Sources
from umiem.engine.report import Outcome, Verdict
from umiem.engine.seals.certificates import der
from umiem.engine.seals.jades import verify_seal
from umiem.errors import MalformedInputError, NotFoundError, RefusedError, UnavailableError, UnsupportedError
from umiem.services import tokens as token_service
from umiem.services.credential import certificate_designs, credentials, documents, printed_codes, seals
from umiem.services.credential.certificate_designs import DesignChoice
from umiem.services.credential.conversion import open_credential
from umiem.services.credential.representations.stored import FORMATS, get_representation
from umiem.services.holder import portfolio
from umiem.storage.models import Credential, Representation, SignerLogEntry

pytestmark = [pytest.mark.django_db]


@pytest.fixture
def world() -> World:
    return make_registered_world()


@pytest.fixture
def credential(world: World) -> Credential:
    return _fresh(world.award().credential)


def _fresh(credential: Credential) -> Credential:
    return Credential.objects.select_related("award__definition", "organisation").get(pk=credential.pk)


def test_every_format_is_made_once_and_stays(world: World, credential: Credential) -> None:
    seals.install_test_seal(world.admin, world.slug)
    first = {}
    for name, kind in FORMATS.items():
        for language in kind.languages or ("",):
            first[name, language] = get_representation(credential, name, language=language)
    for (name, language), file in first.items():
        again = get_representation(_fresh(credential), name, language=language)
        assert again == file, name
        assert file.media_type == FORMATS[name].media_type
    assert len({file.name for file in first.values()}) == len(first)
    assert Representation.objects.count() == len(first) - 1  # Open Badges are the credential itself
    signed = SignerLogEntry.objects.filter(subject__endswith=str(credential.public_id)).values_list(
        "subject", flat=True
    )
    assert sorted(subject.partition(":")[0] for subject in signed) == [
        "credential",
        "ob3-jwt",
        "sd-jwt",
        "sd-jwt",
    ]


def test_identifier_and_status_are_the_same_everywhere(world: World, credential: Credential) -> None:
    seals.install_test_seal(world.admin, world.slug)
    original = credentials.file_of(credential).data
    document = json.loads(original)
    status = (document["credentialStatus"], document["suspensionStatus"])
    places = {(one["statusListCredential"], one["statusListIndex"]) for one in status}

    edc = json.loads(get_representation(credential, "edc").data)
    stated = {(one["schemeId"], one["notation"]) for one in edc["identifier"] if "schemeId" in one}
    assert stated == places
    assert edc["id"].removeprefix("urn:credential:") == str(credential.public_id)
    sealed = json.loads(get_representation(credential, "edc-sealed").data)
    assert json.loads(sealed["payload"])["identifier"] == edc["identifier"]

    token = open_credential(get_representation(credential, "ob3-jwt").data, at=timezone.now()).document
    assert token["id"] == document["id"]
    assert token["credentialStatus"] == document["credentialStatus"]
    assert token["suspensionStatus"] == document["suspensionStatus"]
    wallet = parse_sd_jwt(get_representation(credential, "sd-jwt").data)
    listed = json.loads(parse_compact_jws(wallet.issuer_signed.encode()).payload)["status"]["status_list"]
    assert listed["idx"] == int(document["credentialStatus"]["statusListIndex"])
    assert read_pdf(get_representation(credential, "pdf").data).payload == original
    assert read_pdf(get_representation(credential, "sheet").data).payload == original
    assert read_png(get_representation(credential, "png").data).payload == original
    assert read_svg(get_representation(credential, "svg").data).payload == original


def test_the_seal_verifies_with_the_authority_and_names_a_test(world: World, credential: Credential) -> None:
    row = seals.install_test_seal(world.admin, world.slug)
    assert row.is_test
    root = der(seals.demonstration_authority().certificate)
    offline = offline_sources()
    sources = Sources(resolver=offline.resolver, status_lists=offline.status_lists, trust_anchors=(root,))
    data = get_representation(credential, "edc-sealed").data
    policy = VerificationPolicy.strict()
    report = verify_seal(data, policy=policy, at=timezone.now(), sources=sources)
    found = {check.code: check.outcome for check in report.checks}
    assert found["proof"] is found["issuer-binding"] is found["schema"] is Outcome.PASSED
    spoilt = data.replace("Świętosława".encode(), "Świętosłava".encode())
    assert verify_seal(spoilt, policy=policy, at=timezone.now(), sources=sources).verdict is Verdict.INVALID


def test_without_a_certificate_there_is_no_sealed_credential(credential: Credential) -> None:
    with pytest.raises(RefusedError, match="seal-missing"):
        get_representation(credential, "edc-sealed")
    with pytest.raises(UnsupportedError):
        get_representation(credential, "docx")
    with pytest.raises(UnsupportedError):
        get_representation(credential, "pdf", language="de")


def test_damaged_bytes_are_never_given_out(credential: Credential) -> None:
    get_representation(credential, "pdf")
    Representation.objects.filter(format="pdf").update(data=b"%PDF-1.7 something else")
    with pytest.raises(UnavailableError, match="credential-damaged"):
        get_representation(credential, "pdf")
    Credential.objects.filter(pk=credential.pk).update(data=b"{}")
    with pytest.raises(UnavailableError, match="credential-damaged"):
        get_representation(_fresh(credential), "png")


@pytest.mark.django_db(transaction=True)
def test_two_who_ask_at_once_get_the_same_bytes() -> None:
    credential = _fresh(make_world("alfa").award().credential)

    def ask(format: str) -> bytes:
        try:
            return get_representation(_fresh(credential), format).data
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=6) as pool:
        for format in ("sd-jwt", "pdf", "ob3-jwt"):
            assert len(set(pool.map(ask, [format] * 6))) == 1
    assert Representation.objects.count() == 3


def test_a_new_certificate_does_not_change_what_was_made(world: World, credential: Credential) -> None:
    seals.install_test_seal(world.admin, world.slug)
    before = get_representation(credential, "edc-sealed")
    seals.install_test_seal(world.admin, world.slug)
    assert get_representation(_fresh(credential), "edc-sealed") == before
    seals.remove_seal(world.admin, world.slug)
    assert seals.seal_row(world.organisation) is None
    assert get_representation(_fresh(credential), "edc-sealed") == before


def test_a_seal_from_a_file_and_what_is_refused(world: World) -> None:
    now = timezone.now()
    mine = issue_seal(
        make_authority(now=now),
        legal_name="Uczelnia alfa",
        identifier="VATPL-7240000000",
        country="PL",
        now=now,
    )
    for data, passphrase in ((b"", ""), (b"\x30\x82", ""), (write_pem(mine, password=b"right"), "wrong")):
        with pytest.raises(MalformedInputError, match="seal-file-unreadable"):
            seals.install_seal(world.admin, world.slug, data=data, passphrase=passphrase)
    for role in (world.author, world.issuer):
        with pytest.raises(RefusedError, match="permission-missing"):
            seals.install_seal(role, world.slug, data=write_pem(mine))
    with pytest.raises(MalformedInputError, match="time-stamp-address-wrong"):
        seals.install_seal(
            world.admin, world.slug, data=write_pem(mine), time_stamp_url="javascript:alert(1)"
        )
    old = now - timedelta(days=4000)
    ended = issue_seal(
        make_authority(now=old), legal_name="Uczelnia", identifier="VATPL-7240000000", country="PL", now=old
    )
    with pytest.raises(RefusedError, match="seal-certificate-period"):
        seals.install_seal(world.admin, world.slug, data=write_pem(ended))
    row = seals.install_seal(
        world.admin, world.slug, data=write_pem(mine, password=b"right"), passphrase="right"
    )
    assert (row.holder, row.identifier) == ("Uczelnia alfa", "VATPL-7240000000")
    assert b"PRIVATE" not in bytes(row.private)
    found = seals.active_seal(world.organisation)
    assert found is not None
    assert found.identity.certificates == load_seal_identity(write_pem(mine)).certificates


def test_each_audience_gets_its_files_and_nobody_else(world: World) -> None:
    outcome = world.award("ala@example.org")
    award = outcome.award.public_id
    ala, ola = learner("ala@example.org"), learner("ola@example.org")
    portfolio.accept(ala, award)
    assert documents.held_document(ala, award, "pdf") == documents.award_document(
        world.issuer, world.slug, award, "pdf"
    )
    with pytest.raises(NotFoundError):
        documents.held_document(ola, award, "pdf")
    with pytest.raises(NotFoundError):
        documents.award_document(ola, world.slug, award, "pdf")
    token = token_service.create_token(world.admin, world.slug, label="x", scopes=["awards:read"], days=1)
    client = Client()
    headers = {"HTTP_AUTHORIZATION": f"Bearer {token.secret}"}
    base = f"/api/v1/organisations/{world.slug}/awards/{award}/representations"
    listed = client.get(base, **headers).json()["formats"]
    assert {one["format"] for one in listed} == set(FORMATS) - {"edc-sealed"}
    answer = client.get(f"{base}/pdf?language=en", **headers)
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content == documents.held_document(ala, award, "pdf", language="en").data
    assert client.get(f"{base}/docx", **headers).status_code == 422
    assert client.get(f"{base}/pdf", HTTP_AUTHORIZATION="Bearer umiem_x").status_code == 401


def test_the_printed_code_leads_to_what_was_signed(world: World, credential: Credential) -> None:
    client = Client()
    text = PdfReader(io.BytesIO(get_representation(credential, "pdf").data)).pages[0].extract_text()
    code = printed_codes.code_for(credential)
    assert code in text
    page = client.get("/c/", {"code": code.lower().replace("0", "o")}, follow=True)
    assert page.status_code == 200
    assert "Świętosława Żółć" in page.content.decode()
    assert "noindex" in page["X-Robots-Tag"]
    for wrong in ("", "0000-0000-0000", "x" * 60, "7KQM-2PXD-9A3\x00"):
        assert client.get("/c/", {"code": wrong}, follow=True).status_code in (200, 404, 422)
    assert client.get("/c/000000000000/").status_code == 404
    with pytest.raises(NotFoundError):
        printed_codes.find("000000000000")
    assert client.get(page.wsgi_request.path + "credential/").content == credentials.file_of(credential).data


def test_pages_show_formats_and_elements_in_both_languages(world: World) -> None:
    outcome = world.award("ala@example.org")
    award = outcome.award.public_id
    portfolio.accept(learner("ala@example.org"), award)
    client = signed_in("ala@example.org")
    page = client.get(f"/wallet/{award}/formats/").content.decode()
    assert page.count("/as/") == 13
    for language, said in (
        ("pl", "Efekty uczenia"),
        ("en", "Learning outcomes"),
        ("both", "Learning outcomes"),
    ):
        answer = client.get(f"/wallet/{award}/elements/", {"language": language}).content.decode()
        assert said in answer
        assert ("Efekty uczenia" in answer) == (language != "en")
        file = client.get(f"/wallet/{award}/as/sheet/", {"language": language})
        reader = PdfReader(io.BytesIO(file.content))
        assert len(reader.pages) == 1
    assert client.get(f"/wallet/{award}/as/docx/").status_code == 422


def _picture(kind: str, size: tuple[int, int] = (400, 120)) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", size, (10, 90, 90)).save(buffer, kind)
    return buffer.getvalue()


def test_a_design_counts_for_new_certificates_and_hostile_logos_are_refused(world: World) -> None:
    before = get_representation(_fresh(world.award("a@example.org").credential), "pdf")
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
    for bad in (b"GIF89a", b"\x89PNG\r\n\x1a\n", svg, b"%PDF-1.7", _picture("PNG")[:-40]):
        with pytest.raises(MalformedInputError, match="logo-unreadable"):
            certificate_designs.choose_design(world.admin, world.slug, DesignChoice(name="modern", logo=bad))
    with pytest.raises(MalformedInputError, match="logo-too-large"):
        certificate_designs.redrawn_logo(_picture("PNG", (5000, 4000)))
    with pytest.raises(MalformedInputError, match="design-unknown"):
        certificate_designs.choose_design(world.admin, world.slug, DesignChoice(name="../classic"))
    signatories = [{"name": "prof. Elżbieta Gżegżółka", "role": {"pl": "Rektor", "en": "Rector"}}]
    kept = certificate_designs.choose_design(
        world.admin, world.slug, DesignChoice(name="plain", logo=_picture("JPEG"), signatories=signatories)
    )
    assert kept.logo.startswith(b"\x89PNG")
    after = get_representation(_fresh(world.award("b@example.org").credential), "pdf")
    text = PdfReader(io.BytesIO(after.data)).pages[0].extract_text()
    assert "prof. Elżbieta Gżegżółka" in text
    assert "Rector" in text
    assert "Gżegżółka" not in PdfReader(io.BytesIO(before.data)).pages[0].extract_text()
    for name in ("classic", "modern", "plain"):
        picture = certificate_designs.preview(
            world.author, world.slug, design=name, language="en", as_png=True
        )
        assert Image.open(io.BytesIO(picture)).size == (496, 702)


def test_the_pages_of_the_administrator_work_without_javascript(world: World) -> None:
    client = signed_in(f"admin@{world.slug}.example")
    base = f"/staff/{world.slug}/organisation"
    assert client.get(f"{base}/seal/").status_code == 200
    wrong = client.post(f"{base}/seal/", {"step": "upload", "file": io.BytesIO(b"nothing")})
    assert wrong.status_code == 422
    made = client.post(f"{base}/seal/", {"step": "test"}, follow=True)
    assert "VATPL-7240000000" in made.content.decode()
    client.post(f"{base}/seal/", {"step": "remove"})
    assert seals.seal_row(world.organisation) is None
    kept = client.post(
        f"{base}/certificates/",
        {"design": "modern", "logo": io.BytesIO(_picture("PNG")), "name_0": "A B", "pl_0": "Rektor"},
    )
    assert kept.status_code == 302
    assert client.get(f"{base}/certificates/").content.decode().count("Podgląd") + 1
    assert certificate_designs.design_of(world.organisation).name == "modern"
    assert (
        client.get(f"{base}/certificates/preview/", {"design": "plain"})["Content-Type"] == "application/pdf"
    )
    assert client.post(f"{base}/certificates/", {"design": "x"}).status_code == 422
