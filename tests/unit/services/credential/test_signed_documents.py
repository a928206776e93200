"""PAdES signatures, time stamps of a local service, and the code on paper as a camera reads it."""

from __future__ import annotations

import asyncio
import io
import json
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
import zxingcpp
from asn1crypto import cms, tsp
from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives.serialization import Encoding
from PIL import Image
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from pypdf import PdfReader

from tests.examples import award_of, example_definitions, issuer_of
from tests.seal_authority import issue_time_stamping, signed_time_stamp
from umiem.adapters.documents.certificate import certificate_pdf, certificate_png
from umiem.adapters.documents.content import Design, Signatory, Verify
from umiem.adapters.documents.signing import signed_pdf
from umiem.adapters.fetch import Fetcher
from umiem.adapters.fetch.connection import Network
from umiem.adapters.keys.demonstration_authority import issue_seal, make_authority
from umiem.adapters.time_stamps import PdfTimeStamps, TimeStampService
from umiem.domain.award import Learner
from umiem.engine.containers.pdf import read_pdf
from umiem.engine.seals.time_stamps import read_time_stamp
from umiem.errors import MalformedInputError, UmiemError
from umiem.services.credential.conversion import Conversion, convert, open_credential
from umiem.services.credential.representations.paper import certificate_content

NOW = datetime.now(UTC).replace(microsecond=0)
AUTHORITY = make_authority(now=NOW)
SEAL = issue_seal(
    AUTHORITY, legal_name="Politechnika Przykładowa", identifier="VATPL-7240000000", country="PL", now=NOW
)
LINK = "https://umiem.example.org/c/7KQM2PXD9A3F/"
LONGEST = "Brzęczyszczykiewicz-Wolnowestchnieniewska-Konstantynopolitańczykowianeczka"


def certificate(**changes: object) -> bytes:
    return certificate_pdf(content(**changes), languages=("pl", "en"), made_at=NOW)


def content(design: Design | None = None, **changes: object):
    award = award_of(example_definitions()[0], **changes)
    return certificate_content(
        award,
        issuer_of(award.definition),
        reference="urn:uuid:1018d05f-21d5-4555-b7f0-8fabfd22ca75",
        verify=Verify(link=LINK, address="umiem.example.org/c", code="7KQM-2PXD-9A3F"),
        design=design,
    )


def check_signature(data: bytes):
    root = asn1_x509.Certificate.load(AUTHORITY.certificate.public_bytes(Encoding.DER))
    (signature,) = PdfFileReader(io.BytesIO(data)).embedded_signatures
    context = ValidationContext(trust_roots=[root], allow_fetching=False)
    with ThreadPoolExecutor(max_workers=1) as apart:  # the browser tests leave a loop running in this thread
        return apart.submit(validate_pdf_signature, signature, context).result()


def test_signing_works_where_an_event_loop_is_running() -> None:
    async def within() -> bytes:
        return signed_pdf(certificate(), SEAL, reason="x")

    with ThreadPoolExecutor(max_workers=1) as apart:
        data = apart.submit(asyncio.run, within()).result()
    assert check_signature(data).bottom_line


def test_a_signed_certificate_verifies_and_a_changed_one_does_not() -> None:
    data = signed_pdf(certificate(), SEAL, reason="x")
    status = check_signature(data)
    assert status.intact
    assert status.valid
    assert status.trusted
    assert status.coverage.name == "ENTIRE_FILE"
    assert b"ETSI.CAdES.detached" in data
    place = data.index(b"/Title") + 20
    spoilt = data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]
    assert not check_signature(spoilt).intact
    metadata = PdfReader(io.BytesIO(data)).trailer["/Root"]["/Metadata"].get_object().get_data().decode()
    assert 'pdfaid:part="3" pdfaid:conformance="A" pdfuaid:part="1"' in metadata


def time_stamp_answer(request: bytes, *, refuse: bool) -> bytes:
    asked = tsp.TimeStampReq.load(request)
    if refuse:
        return bytes.fromhex("30053003020102")  # PKIStatus 2: rejection, and no token
    certificate_, key = _STAMPING
    info = tsp.TSTInfo(
        {
            "version": "v1",
            "policy": "1.2.3.4.1",
            "message_imprint": asked["message_imprint"],
            "serial_number": 1,
            "gen_time": datetime.now(UTC).replace(microsecond=0),
            "nonce": asked["nonce"],
        }
    )
    token = signed_time_stamp(
        info.dump(), asn1_x509.Certificate.load(certificate_.public_bytes(Encoding.DER)), key
    )
    return tsp.TimeStampResp(
        {"status": {"status": "granted"}, "time_stamp_token": cms.ContentInfo.load(token)}
    ).dump()


_STAMPING = issue_time_stamping(AUTHORITY, now=NOW)


class _Authority(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        assert self.headers["Content-Type"] == "application/timestamp-query"
        answers = {
            "/good": lambda: time_stamp_answer(body, refuse=False),
            "/refuses": lambda: time_stamp_answer(body, refuse=True),
        }
        answer = answers.get(self.path, lambda: b"nonsense")()
        self.send_response(200)
        self.send_header("Content-Type", "application/timestamp-reply")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *arguments: object) -> None:
        """Say nothing."""


@pytest.fixture
def authority() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), _Authority)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"127.0.0.1:{server.server_port}"
    server.shutdown()


def service(host: str, path: str) -> TimeStampService:
    return TimeStampService(Fetcher(Network(local_hosts=frozenset({host}))), f"http://{host}/{path}")


def test_a_local_service_stamps_seals_and_certificates(authority: str) -> None:
    good = service(authority, "good")
    assert read_time_stamp(good.stamp(b"data"), stamped=b"data", anchors=()).moment >= NOW
    signed = signed_pdf(certificate(), SEAL, reason="x", time_stamper=PdfTimeStamps(good))
    status = check_signature(signed)
    assert status.intact
    assert status.timestamp_validity is not None
    assert status.timestamp_validity.intact
    edc = convert(
        open_credential(_plain_edc(), at=NOW), "edc", Conversion(at=NOW, seal=SEAL, time_stamps=good)
    )
    assert "etsiU" in json.loads(edc)["signatures"][0]["header"]


@pytest.mark.parametrize("path", ["refuses", "nonsense"])
def test_a_bad_service_gives_a_sentence_and_no_seal(path: str, authority: str) -> None:
    with pytest.raises(UmiemError, match="time-stamp"):
        service(authority, path).stamp(b"data")


def test_a_service_inside_is_refused() -> None:
    with pytest.raises(UmiemError):
        TimeStampService(Fetcher(Network()), "https://127.0.0.1/tsa").stamp(b"data")
    with pytest.raises((UmiemError, MalformedInputError)):
        TimeStampService(Fetcher(Network()), "file:///etc/passwd").stamp(b"data")


def _plain_edc() -> bytes:
    from tests.seal_authority import edc_document

    return json.dumps(edc_document()).encode()


@pytest.mark.parametrize("name", ["classic", "modern", "plain"])
def test_a_camera_reads_the_code_of_every_design(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("umiem.adapters.documents.certificate._PREVIEW_PIXELS_PER_INCH", 150)
    picture = certificate_png(content(design=Design(name=name)), languages=("pl", "en"))
    found = zxingcpp.read_barcodes(Image.open(io.BytesIO(picture)).convert("L"))
    assert [one.text for one in found] == [LINK]


@pytest.mark.parametrize("name", ["classic", "modern", "plain"])
@pytest.mark.parametrize("languages", [("pl",), ("en",), ("pl", "en")])
def test_long_names_and_signatories_fit_on_two_pages(name: str, languages: tuple[str, ...]) -> None:
    signing = tuple(
        Signatory(name=f"prof. {LONGEST[:60]}", role={"pl": "Prorektor do spraw kształcenia", "en": "Rector"})
        for _ in range(3)
    )
    learner = Learner(given_name="Świętosława Łucja", family_name=LONGEST, email="a@example.org")
    made = certificate_pdf(
        content(design=Design(name=name, signatories=signing), learner=learner),
        languages=languages,
        made_at=NOW,
    )
    pages = PdfReader(io.BytesIO(made)).pages
    assert len(pages) == 2
    # Polish repeats the hyphen of a compound name on the next line.
    text = "".join(pages[0].extract_text().split()).replace("--", "-")
    assert LONGEST in text
    assert "7KQM-2PXD-9A3F" in text


def test_pages_speak_their_language_and_pictures_have_texts() -> None:
    reader = PdfReader(io.BytesIO(certificate()))
    assert reader.trailer["/Root"]["/StructTreeRoot"]
    kinds, alternatives = set(), []

    def walk(node: object) -> None:
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            for one in node:
                walk(one)
        elif isinstance(node, dict):
            kinds.add(node.get("/S"))
            if "/Alt" in node:
                alternatives.append(str(node["/Alt"]))
            if "/K" in node:
                walk(node["/K"])

    walk(reader.trailer["/Root"]["/StructTreeRoot"]["/K"])
    assert {"/H1", "/H2", "/Figure", "/P"} <= kinds
    assert any("Rozeta" in text for text in alternatives)
    assert any(LINK in text for text in alternatives)
    assert read_pdf(certificate_pdf_with_credential()).payload == b"{}"


def certificate_pdf_with_credential() -> bytes:
    from dataclasses import replace

    from umiem.adapters.documents.content import Attachment

    attached = replace(
        content(),
        attachment=Attachment(name="credential.json", media_type="application/json", data=b"{}"),
    )
    return certificate_pdf(attached, languages=("pl",), made_at=NOW)
