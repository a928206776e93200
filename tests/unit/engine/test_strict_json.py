"""Strict JSON and RFC 8785: every limit one step over, every laxness of ordinary parsers refused."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from umiem.engine import limits
from umiem.engine.canonical.jcs import canonicalize_json
from umiem.engine.canonical.strict_json import check_value, parse_json, parse_json_object
from umiem.errors import MalformedInputError

REFUSED: list[tuple[str, bytes]] = [
    ("json-syntax", b""),
    ("json-syntax", b"{"),
    ("json-syntax", b'{"a":1,}'),
    ("json-syntax", b"{'a':1}"),
    ("json-syntax", b"[1 2]"),
    ("json-syntax", b'{"a":01}'),
    ("json-syntax", b'"\t"'),
    ("json-syntax", b'{"a":1} x'),
    ("json-duplicate-member", b'{"a":1,"a":1}'),
    ("json-duplicate-member", b'{"x":{"a":1,"\\u0061":2}}'),
    ("json-number-not-finite", b"NaN"),
    ("json-number-not-finite", b"[-Infinity]"),
    ("json-number-not-finite", b"1e999"),
    ("json-lone-surrogate", b'"\\ud800"'),
    ("json-lone-surrogate", b'{"\\udc00x":1}'),
    ("json-nul-character", b'"\\u0000"'),
    ("json-nul-character", b'"\x00"'),
    ("json-not-utf8", b'"\xff"'),
    ("json-not-utf8", b'"\xed\xa0\x80"'),
    ("json-byte-order-mark", b"\xef\xbb\xbf{}"),
    ("json-too-deep", b"[" * (limits.MAX_JSON_DEPTH + 1) + b"]" * (limits.MAX_JSON_DEPTH + 1)),
    ("json-too-many-members", b"[" + b"1," * limits.MAX_JSON_MEMBERS + b"1]"),
    ("json-number-too-long", b"1" * (limits.MAX_NUMBER_CHARACTERS + 1)),
    ("json-string-too-long", b'"' + b"a" * (limits.MAX_STRING_BYTES + 1) + b'"'),
    ("json-too-large", b" " * (limits.MAX_DOCUMENT_BYTES + 1)),
    ("json-not-an-object", b"[]"),
]


@pytest.mark.parametrize(("code", "data"), REFUSED, ids=[f"{c}-{d[:20]!r}" for c, d in REFUSED])
def test_refused(code: str, data: bytes) -> None:
    with pytest.raises(MalformedInputError) as caught:
        parse_json_object(data)
    assert caught.value.code == code


@pytest.mark.parametrize(
    "data",
    [
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b'"' + b'\\"' * 200_000,
        b'["' + b"\\" * 300_001,
        b'"' * 400_000,
        b"[" + b'"a":' * 200_000,
    ],
)
def test_bombs_are_refused_quickly(data: bytes) -> None:
    started = time.perf_counter()
    with pytest.raises(MalformedInputError):
        parse_json(data)
    assert time.perf_counter() - started < 2


def test_at_the_limits() -> None:
    depth, members = limits.MAX_JSON_DEPTH, limits.MAX_JSON_MEMBERS
    assert parse_json(b"[" * depth + b"]" * depth) is not None
    assert len(parse_json(b"[" + b"1," * (members - 2) + b"1]")) == members - 1
    assert parse_json(b'"' + b"a" * limits.MAX_STRING_BYTES + b'"') == "a" * limits.MAX_STRING_BYTES
    assert parse_json(b"1" * limits.MAX_NUMBER_CHARACTERS) > 0
    assert parse_json(rb'"\ud83c\udf93"') == "🎓"


@pytest.mark.parametrize(
    "value",
    ["\ud800", {"\x00": 1}, [float("nan")], {1: 2}, {"a": {1, 2}}, 10**40, b"x", [[[0]] * 3_000] * 4],
)
def test_values_made_in_memory_are_held_to_the_same_rules(value: Any) -> None:
    with pytest.raises(MalformedInputError):
        check_value(value)


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.floats(-1e15, 1e15)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner, max_size=4)
    ),
    max_leaves=20,
)


@given(JSON)
def test_canonical_form_is_the_reference_one(value: Any) -> None:
    assert canonicalize_json(value) == rfc8785.dumps(value)


@given(JSON)
def test_canonical_form_parses_to_itself(value: Any) -> None:
    text = canonicalize_json(value)
    if "\\u0000" not in text.decode():
        assert canonicalize_json(parse_json(text)) == text


@pytest.mark.parametrize("value", [2**53, -(2**53), [float("inf")], {"a": "\ud800"}, {"\ud800": 1}])
def test_what_has_no_canonical_form(value: Any) -> None:
    with pytest.raises(MalformedInputError):
        canonicalize_json(value)


def test_ordinary_documents_pass() -> None:
    document = {"a": [1, 2.5, None, True, "ż"], "b": {"c": {}}}
    assert parse_json(json.dumps(document).encode()) == document
