"""Images and documents that carry a credential: read, baked, and hostile ones refused (attacks 38 to 40)."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable

import pytest
from PIL import Image
from pypdf import PdfWriter

from umiem.engine.containers.pdf import ATTACHMENT_NAMES, MAX_PDF_BYTES, read_pdf
from umiem.engine.containers.png import (
    MAX_CHUNKS,
    MAX_PNG_BYTES,
    MAX_SIDE_PIXELS,
    SIGNATURE,
    bake_png,
    read_png,
)
from umiem.engine.containers.svg import MAX_DEPTH, MAX_ELEMENTS, MAX_SVG_BYTES, bake_svg, read_svg
from umiem.errors import MalformedInputError, NotFoundError, RefusedError

JWS = b"eyJhbGciOiJFZERTQSJ9.e30.AAAA"
JSON = '{"name": "Zażółć gęślą jaźń ]]> & < > \\u0142"}'.encode()
SVG = b"""<?xml version="1.0"?>
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"><title>Ro\xc5\xbceta</title><rect/></svg>"""
OB3 = b'xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0"'


def picture() -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (4, 4), "teal").save(buffer, "PNG")
    return buffer.getvalue()


def chunk(kind: bytes, data: bytes) -> bytes:
    body = kind + data
    return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))


def with_chunk(extra: bytes) -> bytes:
    """Put a chunk behind the header of a good picture."""
    image = picture()
    return image[:33] + extra + image[33:]


def text_chunk(payload: bytes, *, keyword: bytes = b"openbadgecredential", compressed: bool = False) -> bytes:
    flag = b"\x01" if compressed else b"\x00"
    return chunk(b"iTXt", keyword + b"\x00" + flag + b"\x00\x00\x00" + payload)


@pytest.mark.parametrize("payload", [JWS, JSON])
def test_png_gives_back_what_was_baked(payload: bytes) -> None:
    baked = bake_png(picture(), payload)
    assert read_png(baked).payload == payload
    assert not read_png(baked).legacy
    assert Image.open(io.BytesIO(baked)).getpixel((0, 0)) == (0, 128, 128)
    again = bake_png(baked, JWS)
    assert read_png(again).payload == JWS
    assert again.count(b"openbadgecredential") == 1


@pytest.mark.parametrize(
    "extra",
    [
        text_chunk(JWS, keyword=b"openbadges"),
        text_chunk(zlib.compress(JWS), keyword=b"openbadges", compressed=True),
        chunk(b"tEXt", b"openbadges\x00" + JWS),
        chunk(b"zTXt", b"openbadges\x00\x00" + zlib.compress(JWS)),
    ],
)
def test_png_of_open_badges_2(extra: bytes) -> None:
    found = read_png(with_chunk(extra))
    assert found.payload == JWS
    assert found.legacy


BOMB = zlib.compress(bytes(3 * 1024 * 1024))
HOSTILE_PNG: list[tuple[str, Callable[[], bytes], str]] = [
    ("no picture", lambda: b"\x89PNGx", "png-malformed"),
    ("cut off", lambda: picture()[:-4], "png-truncated"),
    ("wrong checksum", lambda: with_chunk(text_chunk(JWS)[:-1] + b"\x00"), "png-checksum"),
    ("two credentials", lambda: with_chunk(text_chunk(JWS) * 2), "image-two-credentials"),
    ("bomb", lambda: with_chunk(text_chunk(BOMB, compressed=True)), "image-payload-too-large"),
    (
        "bomb of old kind",
        lambda: with_chunk(chunk(b"zTXt", b"openbadges\x00\x00" + BOMB)),
        "image-payload-too-large",
    ),
    ("unfinished stream", lambda: with_chunk(text_chunk(BOMB[:50], compressed=True)), "png-text-malformed"),
    ("no stream", lambda: with_chunk(text_chunk(b"xx", compressed=True)), "png-text-malformed"),
    ("chunks without end", lambda: with_chunk(chunk(b"tIME", bytes(7)) * MAX_CHUNKS), "png-malformed"),
    ("animated", lambda: with_chunk(chunk(b"acTL", bytes(8))), "png-animated"),
    ("archive behind", lambda: bake_png(picture(), JWS) + b"PK\x03\x04", "png-trailing-bytes"),
    ("no header", lambda: SIGNATURE + chunk(b"IEND", b""), "png-malformed"),
    (
        "absurd size",
        lambda: SIGNATURE + chunk(b"IHDR", struct.pack(">II", MAX_SIDE_PIXELS + 1, 1) + bytes(5)),
        "png-dimensions",
    ),
    ("no size", lambda: SIGNATURE + chunk(b"IHDR", bytes(13)), "png-dimensions"),
    ("too large", lambda: picture() + bytes(MAX_PNG_BYTES), "image-too-large"),
    ("keyword only", lambda: with_chunk(chunk(b"iTXt", b"openbadgecredential")), "png-text-malformed"),
]


@pytest.mark.parametrize(("name", "make", "code"), HOSTILE_PNG, ids=[row[0] for row in HOSTILE_PNG])
def test_hostile_png(name: str, make: Callable[[], bytes], code: str) -> None:
    with pytest.raises(MalformedInputError) as caught:
        read_png(make())
    assert caught.value.code == code


def test_png_without_a_credential() -> None:
    with pytest.raises(NotFoundError):
        read_png(picture())
    with pytest.raises(RefusedError):
        bake_png(picture(), b"\xff")
    with pytest.raises(RefusedError):
        bake_png(picture(), bytes(2 * 1024 * 1024))


@pytest.mark.parametrize("payload", [JWS, JSON, b'{"a": "line\\nbreak"}'])
def test_svg_gives_back_what_was_baked(payload: bytes) -> None:
    baked = bake_svg(SVG, payload)
    assert read_svg(baked).payload == payload
    again = bake_svg(baked, JWS)
    assert read_svg(again).payload == JWS
    assert "Rożeta".encode() in again


def test_svg_of_open_badges_2() -> None:
    element = b'<o:assertion xmlns:o="http://openbadges.org" verify="%s"/>'
    found = read_svg(SVG.replace(b"<rect/>", element % JWS))
    assert found.payload == JWS
    assert found.legacy
    hosted = (
        b'<o:assertion xmlns:o="http://openbadges.org" verify="https://a.example/1">{"id": 1}</o:assertion>'
    )
    assert read_svg(SVG.replace(b"<rect/>", hosted)).payload == b'{"id": 1}'


def svg_with(content: bytes) -> bytes:
    return SVG.replace(b"<rect/>", content)


CREDENTIAL = b'<openbadges:credential %s verify="%s"/>' % (OB3, JWS)
HOSTILE_SVG: list[tuple[str, bytes, str]] = [
    ("entities", SVG.replace(b'svg11.dtd">', b'svg11.dtd" [<!ENTITY a "b">]>'), "svg-malformed"),
    ("default attributes", SVG.replace(b'svg11.dtd">', b'" [<!ATTLIST rect x CDATA "1">]>'), "svg-malformed"),
    (
        "outside file",
        b'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg xmlns="http://www.w3.org/2000/svg">&x;</svg>',
        "svg-malformed",
    ),
    ("two credentials", svg_with(CREDENTIAL * 2), "image-two-credentials"),
    (
        "elements inside",
        svg_with(CREDENTIAL.replace(b"/>", b"><g/></openbadges:credential>")),
        "svg-credential-malformed",
    ),
    (
        "both ways",
        svg_with(CREDENTIAL.replace(b"/>", b">{}</openbadges:credential>")),
        "image-two-credentials",
    ),
    ("too many elements", svg_with(b"<g/>" * MAX_ELEMENTS), "svg-too-complex"),
    ("too deep", svg_with(b"<g>" * MAX_DEPTH + b"</g>" * MAX_DEPTH), "svg-too-complex"),
    ("too large", SVG + b" " * MAX_SVG_BYTES, "image-too-large"),
    ("not closed", SVG[:-6], "svg-malformed"),
    ("another document", b"<html><body/></html>", "svg-malformed"),
    ("unknown encoding", b'<?xml version="1.0" encoding="x-none"?>' + SVG[22:], "svg-malformed"),
]


@pytest.mark.parametrize(("name", "image", "code"), HOSTILE_SVG, ids=[row[0] for row in HOSTILE_SVG])
def test_hostile_svg(name: str, image: bytes, code: str) -> None:
    with pytest.raises(MalformedInputError) as caught:
        read_svg(image)
    assert caught.value.code == code


def test_svg_baking_refuses_what_reading_refuses() -> None:
    for image in (HOSTILE_SVG[0][1], HOSTILE_SVG[2][1], HOSTILE_SVG[6][1]):
        with pytest.raises(MalformedInputError):
            bake_svg(image, JWS)


def test_svg_without_a_credential() -> None:
    with pytest.raises(NotFoundError):
        read_svg(SVG)
    with pytest.raises(RefusedError):
        bake_svg(SVG, b"{\x01}")


def pdf(*attachments: tuple[str, bytes]) -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    for name, data in attachments:
        writer.add_attachment(name, data)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def test_pdf_attachment_of_a_known_name() -> None:
    document = pdf(("notes.txt", b"x"), (ATTACHMENT_NAMES[0], JSON))
    assert read_pdf(document).payload == JSON


def test_pdf_without_a_credential() -> None:
    with pytest.raises(NotFoundError):
        read_pdf(pdf(("evil.json", JSON)))


@pytest.mark.parametrize(
    ("document", "code"),
    [
        (b"%PDF-1.7 nonsense", "pdf-malformed"),
        (b"nonsense", "pdf-malformed"),
        (b"%PDF-" + bytes(MAX_PDF_BYTES), "document-too-large"),
    ],
)
def test_hostile_pdf(document: bytes, code: str) -> None:
    with pytest.raises(MalformedInputError) as caught:
        read_pdf(document)
    assert caught.value.code == code


def test_pdf_bomb_dies_in_the_child() -> None:
    stream = zlib.compress(bytes(400 * 1024 * 1024), 1)
    assert len(stream) < MAX_PDF_BYTES
    names = b"[(credential.json) << /Type /Filespec /F (credential.json) /EF << /F 90 0 R >> >>]"
    body = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R /Names << /EmbeddedFiles << /Names " + names
    body += b" >> >> >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\n"
    body += b"90 0 obj\n<< /Type /EmbeddedFile /Filter /FlateDecode /Length %d >>\nstream\n" % len(stream)
    body += stream + b"\nendstream\nendobj\ntrailer\n<< /Root 1 0 R /Size 91 >>\n%%EOF"
    with pytest.raises(MalformedInputError):
        read_pdf(body)
