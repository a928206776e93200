"""Good files of every kind, spoilt by chance and by design: the same pieces for the same seed.

``hostile_uploads`` holds what is hostile from the first byte. Here each piece begins as a file that the site
made itself or would accept, so that it gets past the first look and reaches the code behind it.
"""

from __future__ import annotations

import base64
import gzip
import io
import json
import random
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping

from openpyxl import Workbook
from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from tests.packed_badges import packed

SCRIPT = "<script>window.owned=1</script>"
JUNK = (
    b"\0",
    "\u202e\u2066\u200f".encode(),
    b"\xff\xfe\xed\xa0\x80",
    SCRIPT.encode(),
    b'"><img src=x onerror=window.owned=1>',
    b"9" * 400,
    b"-1e400",
    b"[" * 3_000,
    b"{" * 3_000,
    b"<g>" * 3_000,
    b"\r\nSet-Cookie: a=b\r\n",
    b"=cmd|' /C calc'!A0",
    b"%s%n{{7*7}}{% debug %}${jndi:ldap://x}",
    b"endstream endobj\n",
    b"PK\x05\x06" + b"\xff" * 18,
)


def good_files(signed: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return files that the site would take: ``signed`` are readings of an award, by format."""
    picture = io.BytesIO()
    Image.new("RGB", (60, 40), "teal").save(picture, "JPEG")
    sheet = io.BytesIO()
    book = Workbook()
    book.active.append(["Imię", "Nazwisko", "E-mail", "Ocena"])
    for number in range(40):
        book.active.append([f"Ala{number}", "Nowak", f"ala{number}@example.org", 4.5])
    book.save(sheet)
    return {
        **signed,
        "jpeg": picture.getvalue(),
        "xlsx": sheet.getvalue(),
        "csv": "Imię;Nazwisko;E-mail\nAla;Żółć;ala@example.org\n".encode() * 40,
        "offer": b"Programista Python\nWymagania: Python, SQL, praca w zespole.\n" * 20,
        "zip": packed({"a.json": signed["ob3"], "b.pdf": signed["pdf"]}),
    }


def spoilt_files(good: Mapping[str, bytes], seed: int) -> Iterator[tuple[str, bytes]]:
    """Yield pieces without end: a name that says what was done, and the bytes."""
    chance = random.Random(seed)
    names = sorted(good)
    designed = [*_designed(good)]
    while True:
        if chance.random() < 0.2:
            yield chance.choice(designed)
            continue
        name = chance.choice(names)
        data, done = good[name], []
        for _ in range(chance.choice((1, 1, 1, 2, 3, 8))):
            spoil = chance.choice(_WAYS)
            data = spoil(data, chance, good)[:4_000_000]
            done.append(spoil.__name__.strip("_"))
        yield f"{name}: {', '.join(done)}", data


def _flip(data: bytes, chance: random.Random, _: Mapping[str, bytes]) -> bytes:
    made = bytearray(data or b"x")
    for _number in range(chance.choice((1, 3, 30))):
        made[chance.randrange(len(made))] ^= 1 << chance.randrange(8)
    return bytes(made)


def _cut(data: bytes, chance: random.Random, _: Mapping[str, bytes]) -> bytes:
    start, end = sorted((chance.randrange(len(data) + 1), chance.randrange(len(data) + 1)))
    return chance.choice((data[:start], data[end:], data[:start] + data[end:]))


def _repeat(data: bytes, chance: random.Random, _: Mapping[str, bytes]) -> bytes:
    start = chance.randrange(len(data) + 1)
    piece = data[start : start + chance.choice((8, 200, 5_000))]
    return data[:start] + piece * chance.choice((2, 50, 400)) + data[start:]


def _insert(data: bytes, chance: random.Random, _: Mapping[str, bytes]) -> bytes:
    start = chance.randrange(len(data) + 1)
    return data[:start] + chance.choice(JUNK) + data[start:]


def _in_a_string(data: bytes, chance: random.Random, _: Mapping[str, bytes]) -> bytes:
    """Put something hostile where text stands: between quotes, or between tags."""
    places = [match.end() for match in re.finditer(rb'(?:": ?"|[a-z]">|\()', data)]
    if not places:
        return data
    start = chance.choice(places)
    return data[:start] + chance.choice(JUNK) + data[start:]


def _numbers(data: bytes, chance: random.Random, _: Mapping[str, bytes]) -> bytes:
    other = chance.choice((b"0", b"-1", b"99999999999999999999", b"2147483648", b"1e308", b"4294967295"))
    share = chance.choice((0.02, 0.3, 1.0))
    return re.sub(rb"\d+", lambda found: other if chance.random() < share else found[0], data)


def _other_file(data: bytes, chance: random.Random, good: Mapping[str, bytes]) -> bytes:
    """A polyglot: one file behind, before, or inside another."""
    other = good[chance.choice(sorted(good))]
    middle = chance.randrange(len(data) + 1)
    return chance.choice((data + other, other + data, data[:middle] + other + data[middle:]))


def _wrapped(data: bytes, chance: random.Random, _: Mapping[str, bytes]) -> bytes:
    text = base64.b64encode(data).decode()
    return chance.choice(
        (
            packed({"a": data}),
            packed({"x.zip": packed({"y.zip": packed({"../../z.json": data})})}),
            gzip.compress(data),
            json.dumps({"verifiableCredential": [text] * 20, "type": "VerifiablePresentation"}).encode(),
            f"data:application/vc+sd-jwt,{text}".encode(),
            json.dumps(data.decode("latin-1")).encode(),
            b'<svg xmlns="http://www.w3.org/2000/svg"><openbadges:credential '
            b'xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0"><![CDATA[' + data + b"]]>"
            b"</openbadges:credential></svg>",
            data.decode("latin-1").encode("utf-16"),
            b"\xef\xbb\xbf\n\n" + data,
        )
    )


_Way = Callable[[bytes, random.Random, Mapping[str, bytes]], bytes]
_WAYS: tuple[_Way, ...] = (_flip, _cut, _repeat, _insert, _in_a_string, _numbers, _other_file, _wrapped)


def _designed(good: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    yield from _spreadsheets(good["xlsx"])
    yield from _papers(good["pdf"])
    yield from _images(good["png"], good["svg"])
    yield from _json(good["ob3"], good["sd-jwt"])


def _spreadsheets(sheet: bytes) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(sheet)) as workbook:
        members = {name: workbook.read(name) for name in workbook.namelist()}
    page = "xl/worksheets/sheet1.xml"
    rows = members[page]
    laughs = b'<!DOCTYPE a [<!ENTITY b "%s">]>' % (b"ha" * 500)
    cells = b"<row r='1'>" + b"".join(b"<c r='A%d'><v>1</v></c>" % n for n in range(60_000)) + b"</row>"
    changes: dict[str, dict[str, bytes]] = {
        "entities": {page: laughs + rows},
        "outside": {page: b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'},
        "a million rows": {page: rows.replace(b"A1:D41", b"A1:XFD1048576")},
        "far cell": {page: rows.replace(b'r="A2"', b'r="XFD1048576"')},
        "many cells": {page: b"<worksheet><sheetData>" + cells + b"</sheetData></worksheet>"},
        "bomb": {page: rows + b" " * 60_000_000},
        "script": {page: rows.replace(b"Nowak", SCRIPT.replace("<", "&lt;").encode())},
        "no strings": {"xl/sharedStrings.xml": b""},
        "strings bomb": {"xl/sharedStrings.xml": b"<sst>" + b"<si><t>x</t></si>" * 400_000 + b"</sst>"},
        "no workbook": {"xl/workbook.xml": b"<workbook/>"},
        "macro": {"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0" * 400},
        "formula": {page: rows.replace(b"<v>4.5</v>", b'<f>WEBSERVICE("http://127.0.0.1")</f><v>1</v>')},
        "styles": {"xl/styles.xml": b"<styleSheet><cellXfs count='99999999'/></styleSheet>"},
    }
    for name, changed in changes.items():
        yield f"xlsx: {name}", packed({**members, **changed})


def _papers(paper: bytes) -> Iterator[tuple[str, bytes]]:
    bomb = zlib.compress(b"\0" * 30_000_000)
    twice = zlib.compress(bomb)
    yield "pdf: attachment bomb", _attached(b"0" * 20_000_000)
    yield "pdf: javascript", _attached(b"{}", "app.alert(1)")
    yield "pdf: text bomb", _page(bomb, b"/FlateDecode")
    yield "pdf: filters", _page(twice, b"/FlateDecode /FlateDecode")
    yield "pdf: many filters", _page(bomb, b"/ASCIIHexDecode " * 200)
    yield "pdf: much text", _page(zlib.compress(b"BT (Jan) Tj ET " * 300_000), b"/FlateDecode")
    yield "pdf: cross reference", paper.replace(b"startxref", b"startxref\n0\nstartxref")
    yield "pdf: itself as parent", re.sub(rb"/Parent \d+ 0 R", b"/Parent 1 0 R", paper)
    yield "pdf: kids", re.sub(rb"/Kids ?\[[^]]*\]", b"/Kids [" + b"1 0 R " * 40_000 + b"]", paper)
    yield "pdf: encrypted", paper.replace(b"trailer", b"trailer <</Encrypt 1 0 R>>")


def _page(data: bytes, filters: bytes) -> bytes:
    stream = b"<</Length %d/Filter [%s]>>stream\n%s\nendstream" % (len(data), filters, data)
    parts = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/Contents 4 0 R>>",
        stream,
    )
    objects = b"".join(b"%d 0 obj\n%s\nendobj\n" % (number, part) for number, part in enumerate(parts, 1))
    return b"%PDF-1.7\n" + objects + b"trailer<</Root 1 0 R/Size 5>>\nstartxref\n0\n%%EOF"


def _attached(data: bytes, script: str = "") -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.add_attachment("credential.json", data)
    if script:
        action = {"/S": NameObject("/JavaScript"), "/JS": TextStringObject(script)}
        writer.root_object[NameObject("/OpenAction")] = DictionaryObject(
            {NameObject(name): value for name, value in action.items()}
        )
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def _images(png: bytes, svg: bytes) -> Iterator[tuple[str, bytes]]:
    size = png.index(b"IHDR") + 4
    for width, height in ((1, 2**31 - 1), (0, 0), (30_000, 30_000), (2**32 - 1, 1)):
        yield f"png: {width} by {height}", png[:size] + struct.pack(">II", width, height) + png[size + 8 :]
    text = png.index(b"iTXt") - 4
    for length in (0, 0xFFFFFFFF, 0x7FFFFFFF, 5):
        yield f"png: length {length}", png[:text] + struct.pack(">I", length) + png[text + 4 :]
    yield "png: two credentials", png[: text - 0] + png[text:]
    many = io.BytesIO()
    frames = [Image.new("P", (400, 400), number) for number in range(120)]
    frames[0].save(many, "GIF", save_all=True, append_images=frames[1:], loop=0)
    yield "gif: many frames", many.getvalue()
    tall = io.BytesIO()
    Image.new("1", (1, 65_000)).save(tall, "PNG")
    yield "png: tall", tall.getvalue()
    wide = io.BytesIO()
    Image.new("L", (9_000, 9_000)).save(wide, "PNG")
    yield "png: eighty million pixels", wide.getvalue()
    end = svg.rindex(b"</svg>")
    for name, inside in {
        "uses": b'<g id="a"/>' + b'<use href="#a"/>' * 4_000,
        "foreign": b"<foreignObject><body onload='window.owned=1'>x</body></foreignObject>",
        "style": b"<style>@import 'http://127.0.0.1/x.css';</style>",
        "long": b"<text>" + b"x" * 900_000 + b"</text>",
        "deep": b"<g>" * 4_000 + b"</g>" * 4_000,
        "attributes": b"<g " + b" ".join(b"a%d='1'" % n for n in range(60_000)) + b"/>",
        "names": b"".join(b"<n%d/>" % n for n in range(4_000)),
        "script": f"<text>{SCRIPT.replace('<', '&lt;')}</text>".encode(),
    }.items():
        yield f"svg: {name}", svg[:end] + inside + svg[end:]


def _json(badge: bytes, token: bytes) -> Iterator[tuple[str, bytes]]:
    document = json.loads(badge)
    for name, value in {
        "number": 10**4_000,
        "float": 1e308,
        "deep": json.loads("[" * 90 + "]" * 90),
        "wide": [{}] * 60_000,
        "keys": {f"k{number}": number for number in range(40_000)},
        "rtl": "\u202e" * 500,
        "blank nodes": [{"id": f"_:b{number}", "type": "Achievement"} for number in range(2_000)],
        "urls": [f"https://[::{number:x}]/" for number in range(3_000)],
    }.items():
        for member in ("credentialSubject", "id", "name", "@context", "proof", "credentialStatus"):
            yield f"json: {name} in {member}", json.dumps({**document, member: value}, default=str).encode()
    first = token.split(b"~")[1]
    for name, tail in {
        "repeated": [first] * 300,
        "nested": [base64.urlsafe_b64encode(b'["s","a",' + b"[" * 5_000 + b"]").rstrip(b"=")],
        "reserved": [base64.urlsafe_b64encode(b'["s","_sd",["x"]]').rstrip(b"=")],
        "script": [base64.urlsafe_b64encode(json.dumps(["s", SCRIPT, SCRIPT]).encode()).rstrip(b"=")],
        "long": [base64.urlsafe_b64encode(json.dumps(["s", "a", "x" * 400_000]).encode()).rstrip(b"=")],
    }.items():
        yield f"sd-jwt: {name}", b"~".join((token.split(b"~")[0], *tail, b""))
