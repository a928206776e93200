"""Fuzz targets for every parser of tokens and containers: a UmiemError or an answer, and soon.

UMIEM_FUZZ_EXAMPLES sets how many inputs each target gets.
"""

from __future__ import annotations

import base64
import contextlib
import io
import json
import os
import time
import zlib
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from tests.envelope_world import AT, STRICT, prepared, sources
from tests.signing_keys import new_signer
from umiem.engine.containers.png import bake_png, read_png
from umiem.engine.containers.svg import bake_svg, read_svg
from umiem.engine.envelopes.base64url import decode_base64url, encode_base64url
from umiem.engine.envelopes.jws import parse_compact_jws
from umiem.engine.envelopes.sd_jwt.issuing import DisclosurePlan, conceal
from umiem.engine.envelopes.sd_jwt.processing import process_payload
from umiem.engine.envelopes.sd_jwt.token import parse_sd_jwt, parse_sd_jwt_json
from umiem.engine.envelopes.sd_jwt_vc import verify_sd_jwt_vc
from umiem.engine.envelopes.vc_jwt import sign_vc_jwt, verify_vc_jwt
from umiem.engine.identifiers import did_jwk
from umiem.engine.identifiers.jwk import public_key_from_jwk
from umiem.engine.identifiers.x509 import parse_x5c
from umiem.engine.recognition import recognise, verify_any
from umiem.engine.report import Verdict
from umiem.engine.status.token import decode_token_status_list, parse_status_list_token
from umiem.errors import UmiemError

EXAMPLES = int(os.environ.get("UMIEM_FUZZ_EXAMPLES", "40"))
SECONDS = 2.0
"""No single input may take longer, even on a busy machine."""

fuzz = settings(max_examples=EXAMPLES, derandomize=True, suppress_health_check=list(HealthCheck))
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=5)
        | st.dictionaries(
            st.sampled_from(["_sd", "...", "_sd_alg", "vct", "cnf", "status", "a"]), inner, max_size=5
        )
    ),
    max_leaves=15,
)
SIGNER = new_signer()
TOKEN = sign_vc_jwt(prepared(SIGNER), SIGNER).data


def _png() -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (4, 4)).save(buffer, "PNG")
    return bake_png(buffer.getvalue(), TOKEN)


PNG = _png()
SVG = bake_svg(b'<svg xmlns="http://www.w3.org/2000/svg"><rect width="4" height="4"/></svg>', TOKEN)


def seconds(target: Callable[[Any], object], value: Any) -> float:
    """Run a target, which returns or raises ``UmiemError``, and say how long it took."""
    started = time.perf_counter()
    with contextlib.suppress(UmiemError):
        target(value)
    return time.perf_counter() - started


def mutated(original: bytes) -> st.SearchStrategy[bytes]:
    """Bytes like ``original`` with a piece cut out, doubled or overwritten."""

    def spoil(place: int, length: int, new: bytes, keep: bool) -> bytes:
        place %= len(original)
        return original[:place] + new + original[place + (0 if keep else length) :]

    return st.builds(spoil, st.integers(0, 10**6), st.integers(0, 64), st.binary(max_size=40), st.booleans())


@fuzz
@given(st.binary(max_size=200))
def test_base64url(data: bytes) -> None:
    assert seconds(decode_base64url, data) < SECONDS
    assert decode_base64url(encode_base64url(data)) == data


@fuzz
@given(st.text(alphabet="ABCDabcd0123-_=+/ \n", max_size=24))
def test_base64url_has_one_text_for_each_value(text: str) -> None:
    try:
        decoded = decode_base64url(text.encode())
    except UmiemError:
        return
    assert encode_base64url(decoded).decode() == text


@fuzz
@given(st.one_of(st.binary(max_size=300), mutated(TOKEN)))
def test_jws(data: bytes) -> None:
    assert seconds(parse_compact_jws, data) < SECONDS
    assert seconds(parse_sd_jwt, data) < SECONDS
    assert seconds(parse_sd_jwt_json, data) < SECONDS
    assert seconds(parse_status_list_token, data) < SECONDS


@fuzz
@given(mutated(TOKEN))
def test_a_changed_token_is_never_valid(data: bytes) -> None:
    report = verify_vc_jwt(data, policy=STRICT, at=AT, sources=sources())
    assert report.verdict is not Verdict.VALID or data == TOKEN


@fuzz
@given(json_values, json_values)
def test_jwt_of_any_header_and_payload(header: Any, payload: Any) -> None:
    encoded = [encode_base64url(json.dumps(part).encode()) for part in (header, payload)]
    token = b".".join((*encoded, b"AAAA"))
    for verify in (verify_vc_jwt, verify_sd_jwt_vc):
        data = token if verify is verify_vc_jwt else token + b"~"
        report = verify(data, policy=STRICT, at=AT, sources=sources())
        assert report.verdict is not Verdict.VALID


@fuzz
@given(st.dictionaries(st.text(max_size=8), json_values, max_size=4), st.lists(json_values, max_size=4))
def test_sd_jwt_processing(payload: dict[str, Any], disclosures: list[Any]) -> None:
    texts = [encode_base64url(json.dumps(value).encode()).decode() for value in disclosures]
    assert seconds(lambda value: process_payload(value, texts), payload) < SECONDS


@fuzz
@given(st.dictionaries(st.text(max_size=8), json_values, max_size=4), st.data())
def test_concealing_and_processing_give_the_claims_back(claims: dict[str, Any], data: st.DataObject) -> None:
    names = data.draw(st.sets(st.sampled_from(sorted(claims)))) if claims else set()
    try:
        payload, disclosures = conceal(claims, DisclosurePlan.of([(name,) for name in names]))
        processed = process_payload(payload, disclosures)
    except UmiemError:
        return
    assert processed.claims == claims


@fuzz
@given(json_values)
def test_jwk_x5c_and_status_list(value: Any) -> None:
    assert seconds(public_key_from_jwk, value) < SECONDS
    assert seconds(parse_x5c, value) < SECONDS
    assert seconds(decode_token_status_list, value) < SECONDS
    assert (
        seconds(did_jwk.resolve, "did:jwk:" + encode_base64url(json.dumps(value).encode()).decode()) < SECONDS
    )


@fuzz
@given(st.binary(max_size=200), st.sampled_from([1, 2, 4, 8]))
def test_status_list_of_any_bytes(data: bytes, bits: int) -> None:
    for packed in (data, zlib.compress(data)):
        assert (
            seconds(decode_token_status_list, {"bits": bits, "lst": encode_base64url(packed).decode()})
            < SECONDS
        )


@fuzz
@given(st.lists(st.binary(max_size=60).map(lambda data: base64.b64encode(data).decode())))
def test_x5c_of_any_bytes(chain: list[str]) -> None:
    assert seconds(parse_x5c, chain) < SECONDS


@fuzz
@given(st.one_of(st.binary(max_size=200).map(lambda tail: PNG[:8] + tail), mutated(PNG)))
def test_png(data: bytes) -> None:
    assert seconds(read_png, data) < SECONDS
    assert seconds(lambda image: bake_png(image, b"a.b.c"), data) < SECONDS


@fuzz
@given(st.one_of(st.binary(max_size=200).map(lambda tail: b"<svg" + tail), mutated(SVG)))
def test_svg(data: bytes) -> None:
    assert seconds(read_svg, data) < SECONDS
    assert seconds(lambda image: bake_svg(image, b"a.b.c"), data) < SECONDS


@fuzz
@given(st.one_of(st.binary(max_size=200), mutated(TOKEN), mutated(PNG), mutated(SVG)))
def test_recognising_anything(data: bytes) -> None:
    if data.startswith(b"%PDF-"):
        return  # a child process for each: see test_pdf
    assert seconds(recognise, data) < SECONDS
    verify_any(data, policy=STRICT, at=AT, sources=sources())


@pytest.mark.parametrize("tail", [b"", b"1.7\n%%EOF", b"1.4\n" + b"1 0 obj<</Type/Catalog>>endobj " * 50])
def test_pdf(tail: bytes) -> None:
    report = verify_any(b"%PDF-" + tail, policy=STRICT, at=AT, sources=sources())
    assert report.verdict is Verdict.INVALID
