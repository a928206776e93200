"""A corpus of what somebody ill-meaning brings to the verification page: made here, the same each time."""

from __future__ import annotations

import base64
import gzip
import io
import json
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from tests.engine_documents import SIGNER, issue, plain_document

SCRIPTS = (
    "<script>window.owned=1</script>",
    '"><img src=x onerror=window.owned=1>',
    "'-window.owned-'",
    "javascript:window.owned=1",
    "<svg/onload=window.owned=1>",
    "{{constructor.constructor('window.owned=1')()}}",
    "{% load static %}{{ settings.SECRET_KEY }}",
    "</title><script>window.owned=1</script>",
    "<a href='data:text/html,<script>window.owned=1</script>'>x</a>",
    "%3Cscript%3Ewindow.owned=1%3C/script%3E",
)
STRINGS = (
    "\u202e\u0000x".replace("\u0000", ""),
    "\ufeff\u200b\u2066",
    "Ṱ̺̺̕o͞ ̷i̲̬n",
    "A" * 60_000,
    "../../../../etc/passwd",
    "'; DROP TABLE storage_credential;--",
    "%s%n%d",
    "\U0001f600" * 50,
    "NaN",
    "1e999",
    "=HYPERLINK(1)",
)


def hostile() -> Iterator[tuple[str, bytes]]:
    """Yield a name and bytes for each piece."""
    yield from _texts()
    yield from _documents()
    yield from _pictures()
    yield from _archives()
    yield from _tokens()


def _texts() -> Iterator[tuple[str, bytes]]:
    for number, text in enumerate((*SCRIPTS, *STRINGS)):
        yield f"text-{number}", text.encode()
    yield "nothing-but-brackets", b"[" * 100_000
    yield "deep", b'{"a":' * 5_000 + b"1" + b"}" * 5_000
    yield "two-megabytes", b'{"a":"' + b"x" * 2_000_000 + b'"}'
    yield "many-members", json.dumps({str(number): number for number in range(60_000)}).encode()
    yield "duplicate", b'{"id":"a","id":"b","type":["VerifiableCredential"]}'
    yield "not-utf8", b'{"a":"\xff\xfe"}'
    yield "nul", b'{"a":"\x00"}'
    yield "utf16", '{"a":1}'.encode("utf-16")
    yield "surrogate", b'{"a":"\\ud800"}'
    yield "big-number", b'{"a":' + b"9" * 5_000 + b"}"
    yield "yaml-bomb", b"a: &a [x,x,x]\nb: &b [*a,*a,*a]\n" * 1_000


def _documents() -> Iterator[tuple[str, bytes]]:
    for number, text in enumerate((*SCRIPTS, *STRINGS)):
        document = plain_document(
            name=text,
            description=text,
            issuer={"id": SIGNER.did, "name": text},
            credentialSubject=_subject(text),
        )
        yield f"signed-{number}", json.dumps(issue(document)).encode()
        yield f"unsigned-{number}", json.dumps(plain_document(id=text, name=text)).encode()
    yield "three-hundred-addresses", json.dumps(_addresses()).encode()
    yield "poison", json.dumps(_poison(9)).encode()
    yield (
        "many-proofs",
        json.dumps({**plain_document(), "proof": [{"type": "DataIntegrityProof"}] * 500}).encode(),
    )
    for member in (
        "@context",
        "type",
        "issuer",
        "credentialSubject",
        "credentialStatus",
        "proof",
        "validFrom",
    ):
        for value in (None, 1, [], {}, [[]], "x", [None], {"id": {"id": 1}}, True):
            spoilt: dict[str, Any] = {**issue(plain_document()), member: value}
            yield f"odd-{member}-{value!r}", json.dumps(spoilt).encode()


def _subject(text: str) -> dict[str, Any]:
    return {"id": "did:example:me", "name": text}


def _addresses() -> dict[str, Any]:
    inside = ("http://127.0.0.1/", "http://169.254.169.254/", "https://[::1]/", "file:///etc/passwd")
    return {
        **plain_document(),
        "issuer": {"id": "did:web:127.0.0.1"},
        "credentialStatus": [
            {
                "type": "BitstringStatusListEntry",
                "statusListCredential": f"{inside[n % 4]}{n}",
                "statusListIndex": "1",
            }
            for n in range(300)
        ],
        "evidence": [{"id": f"http://10.0.0.{n % 250}/", "type": "Evidence"} for n in range(300)],
        "credentialSchema": [
            {"id": f"http://192.168.0.{n % 250}/", "type": "JsonSchema"} for n in range(300)
        ],
        "proof": {
            "type": "DataIntegrityProof",
            "cryptosuite": "eddsa-rdfc-2022",
            "verificationMethod": "did:web:localhost%3A8000#key-1",
            "proofPurpose": "assertionMethod",
            "proofValue": "z" + "2" * 87,
        },
    }


def _poison(size: int) -> dict[str, Any]:
    """Blank nodes that all know each other: the graph that canonicalisation dreads."""
    people = [
        {"id": f"_:b{n}", "related": [{"id": f"_:b{m}"} for m in range(size) if m != n]} for n in range(size)
    ]
    return {**issue(plain_document()), "credentialSubject": people}


def _pictures() -> Iterator[tuple[str, bytes]]:
    yield "png-huge-header", _png(60_000, 60_000)
    yield "png-text-bomb", _png(1, 1, text=zlib.compress(b"0" * 30_000_000))
    yield "png-many-chunks", _png(1, 1, chunks=3_000)
    yield "png-cut", _png(8, 8)[:30]
    yield "png-polyglot", _png(8, 8) + b"<script>window.owned=1</script>PK\x03\x04%PDF-1.7"
    yield (
        "svg-script",
        b'<svg xmlns="http://www.w3.org/2000/svg" onload="window.owned=1">'
        b"<script>window.owned=1</script></svg>",
    )
    entities = b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 9))
    yield "svg-laughs", b'<!DOCTYPE s [<!ENTITY a0 "ha">' + entities + b"]><svg>&a8;</svg>"
    yield "svg-outside", b'<!DOCTYPE s [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg>&x;</svg>'
    yield "pdf-broken", b"%PDF-1.7\n" + b"1 0 obj\n<</Length 99999999>>stream\n" + b"x" * 10_000
    yield (
        "pdf-loop",
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 1 0 R/Names 1 0 R>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF",
    )
    yield "pdf-deep", b"%PDF-1.4\n1 0 obj" + b"[" * 50_000 + b"endobj\n%%EOF"


def _png(width: int, height: int, *, text: bytes = b"", chunks: int = 0) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    made = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    if text:
        made += chunk(b"iTXt", b"openbadgecredential\0\1\0\0\0" + text)
    made += chunk(b"tEXt", b"a\0b") * chunks
    return made + chunk(b"IDAT", zlib.compress(b"\0" * 64)) + chunk(b"IEND", b"")


def _archives() -> Iterator[tuple[str, bytes]]:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("../../etc/cron.d/x", b"x")
        packed.writestr("bomb.json", b"0" * 40_000_000)
    yield "zip-bomb", made.getvalue()
    yield "gzip-in-gzip", gzip.compress(gzip.compress(b"0" * 10_000_000))
    yield "tar-like", b"ustar" + b"\0" * 2_000
    yield "exe", b"MZ" + b"\x90" * 5_000
    yield "empty-zip", b"PK\x05\x06" + b"\0" * 18


def _tokens() -> Iterator[tuple[str, bytes]]:
    def part(value: object) -> bytes:
        return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=")

    for header in (
        {"alg": "none"},
        {"alg": "HS256", "typ": "vc+jwt"},
        {"alg": "EdDSA", "typ": "vc+jwt", "kid": "../../../etc/passwd"},
        {"alg": "EdDSA", "typ": "vc+jwt", "jku": "http://169.254.169.254/", "x5u": "http://127.0.0.1/"},
        {"alg": "EdDSA", "typ": "dc+sd-jwt", "crit": ["x"], "b64": False, "zip": "DEF"},
        {"typ": {"a": 1}, "alg": []},
    ):
        yield f"token-{header}", part(header) + b"." + part({"iss": "did:web:127.0.0.1", "vc": {}}) + b".AAAA"
    yield "tildes", part({"alg": "EdDSA", "typ": "dc+sd-jwt"}) + b"." + part({}) + b".AAAA" + b"~" * 20_000
    yield "dots", b"ey" + b"." * 50_000
