"""Strict JSON: what may be signed or verified, and nothing else (RFC 8259, I-JSON RFC 7493).

Refused: not UTF-8, byte order mark, duplicate member names, ``NaN`` and infinities, numbers that
overflow, lone surrogates, U+0000, too deep, too large. The text is measured before it is parsed, so
that a bomb costs no memory. Errors are ``MalformedInputError`` with code ``json-…``.
"""

from __future__ import annotations

import json
import math
import re
from typing import Any, NoReturn

from umiem.engine.limits import (
    MAX_DOCUMENT_BYTES,
    MAX_JSON_DEPTH,
    MAX_JSON_MEMBERS,
    MAX_NUMBER_CHARACTERS,
    MAX_STATUS_STRING_BYTES,
    MAX_STRING_BYTES,
)
from umiem.errors import MalformedInputError

_STRING = re.compile(r'"(?>[^"\\]+|\\.)*+(?:"|\\?\Z)', re.DOTALL)
"""A string, or an unterminated one up to the end: atomic, so that no input takes quadratic time."""

_SURROGATE_OR_NUL_ESCAPE = re.compile(r"\\u(?:[dD][89a-fA-F]|0000)")
_LONG_NUMBER = re.compile(rf"[-+.0-9eE]{{{MAX_NUMBER_CHARACTERS + 1},}}")
_BRACKETS = re.compile(r"[\[\]{}]")


def parse_json(
    data: bytes, *, max_bytes: int = MAX_DOCUMENT_BYTES, max_string_bytes: int = MAX_STRING_BYTES
) -> Any:
    """Parse UTF-8 JSON bytes strictly and return Python values.

    ``max_string_bytes`` is raised only where a format puts whole documents or images in one string
    (a sealed European Digital Credential). Raises ``MalformedInputError``; never ``RecursionError``,
    ``ValueError`` or ``MemoryError``.
    """
    text = decode_text(data, max_bytes=max_bytes)
    _measure(text, max_string_bytes)
    try:
        value = _parse(text)
    except json.JSONDecodeError as error:
        raise MalformedInputError("json-syntax", line=error.lineno, column=error.colno) from error
    if _SURROGATE_OR_NUL_ESCAPE.search(text):
        check_strings(value)
    return value


def _parse(text: str) -> Any:
    """Parse a text that begins and ends with its value at once; any other takes the usual way."""
    try:
        value, end = _DECODER.raw_decode(text)
    except json.JSONDecodeError:
        end = -1
    return value if end == len(text) else _DECODER.decode(text)


def parse_json_object(
    data: bytes, *, max_bytes: int = MAX_DOCUMENT_BYTES, max_string_bytes: int = MAX_STRING_BYTES
) -> dict[str, Any]:
    """Parse strictly and insist on an object at the top."""
    value = parse_json(data, max_bytes=max_bytes, max_string_bytes=max_string_bytes)
    if not isinstance(value, dict):
        raise MalformedInputError("json-not-an-object", type=type(value).__name__)
    return value


def decode_text(data: bytes, *, max_bytes: int = MAX_DOCUMENT_BYTES) -> str:
    """Decode UTF-8 strictly, without byte order mark and U+0000, within ``max_bytes``."""
    if len(data) > max_bytes:
        raise MalformedInputError("json-too-large", size=len(data), limit=max_bytes)
    if data.startswith(b"\xef\xbb\xbf"):
        raise MalformedInputError("json-byte-order-mark")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise MalformedInputError("json-not-utf8", position=error.start) from error
    if "\x00" in text:
        raise MalformedInputError("json-nul-character")
    return text


def check_value(value: Any) -> None:
    """Hold a Python value that did not come from ``parse_json`` to the same rules.

    For documents built in memory: only dict, list, str, int, finite float, bool and None; string
    keys; the same limits on depth, members and strings.
    """
    budget = [MAX_JSON_MEMBERS]
    _check_value(value, 1, budget)


def check_strings(value: Any) -> None:
    """Refuse lone surrogates and U+0000 anywhere in a parsed value, names included."""
    if isinstance(value, str):
        _check_string(value)
    elif isinstance(value, dict):
        for name, member in value.items():
            _check_string(name)
            check_strings(member)
    elif isinstance(value, list):
        for element in value:
            check_strings(element)


def _check_value(value: Any, depth: int, budget: list[int]) -> None:
    if isinstance(value, str):
        _check_string(value)
        if len(value) > MAX_STATUS_STRING_BYTES:
            raise MalformedInputError("json-string-too-long", limit=MAX_STATUS_STRING_BYTES)
    elif isinstance(value, bool) or value is None:
        return
    elif isinstance(value, float):
        if not math.isfinite(value):
            raise MalformedInputError("json-number-not-finite")
    elif isinstance(value, int):
        if len(str(value)) > MAX_NUMBER_CHARACTERS:
            raise MalformedInputError("json-number-too-long", limit=MAX_NUMBER_CHARACTERS)
    elif isinstance(value, dict | list):
        _check_container(value, depth, budget)
    else:
        raise MalformedInputError("json-type-unknown", type=type(value).__name__)


def _check_container(value: dict[Any, Any] | list[Any], depth: int, budget: list[int]) -> None:
    if depth > MAX_JSON_DEPTH:
        raise MalformedInputError("json-too-deep", limit=MAX_JSON_DEPTH)
    budget[0] -= len(value)
    if budget[0] < 0:
        raise MalformedInputError("json-too-many-members", limit=MAX_JSON_MEMBERS)
    if isinstance(value, dict):
        for name in value:
            if not isinstance(name, str):
                raise MalformedInputError("json-type-unknown", type=type(name).__name__)
            _check_string(name)
    for member in value.values() if isinstance(value, dict) else value:
        _check_value(member, depth + 1, budget)


def _check_string(text: str) -> None:
    if "\x00" in text:
        raise MalformedInputError("json-nul-character")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise MalformedInputError("json-lone-surrogate") from error


def _measure(text: str, max_string_bytes: int) -> None:
    """Refuse what is too deep, too many or too long, without building any value."""
    if len(text) > max_string_bytes:
        _measure_strings(text, max_string_bytes)
    # Most texts are far from every limit, even if all their punctuation were structure.
    opened = text.count("{") + text.count("[")
    few = opened <= MAX_JSON_DEPTH and opened + text.count(",") <= MAX_JSON_MEMBERS
    if few and not _LONG_NUMBER.search(text):
        return
    bare = _STRING.sub("", text)
    if bare.count(",") + bare.count("{") + bare.count("[") > MAX_JSON_MEMBERS:
        raise MalformedInputError("json-too-many-members", limit=MAX_JSON_MEMBERS)
    if _LONG_NUMBER.search(bare):
        raise MalformedInputError("json-number-too-long", limit=MAX_NUMBER_CHARACTERS)
    if bare.count("{") + bare.count("[") > MAX_JSON_DEPTH:
        _measure_depth(bare)


def _measure_strings(text: str, max_string_bytes: int) -> None:
    for match in _STRING.finditer(text):
        length = match.end() - match.start() - 2
        if length <= max_string_bytes:
            continue
        is_status_list = length <= MAX_STATUS_STRING_BYTES and re.search(
            r'"(?:encodedList|lst)"\s*:\s*$', text[max(0, match.start() - 40) : match.start()]
        )
        if not is_status_list:
            raise MalformedInputError("json-string-too-long", limit=max_string_bytes)


def _measure_depth(bare: str) -> None:
    depth = 0
    for bracket in _BRACKETS.findall(bare):
        depth += 1 if bracket in "[{" else -1
        if depth > MAX_JSON_DEPTH:
            raise MalformedInputError("json-too-deep", limit=MAX_JSON_DEPTH)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        seen: set[str] = set()
        for name, _ in pairs:
            if name in seen:
                raise MalformedInputError("json-duplicate-member", name=name)
            seen.add(name)
    return members


def _no_constant(name: str) -> NoReturn:
    raise MalformedInputError("json-number-not-finite", value=name)


def _finite_float(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise MalformedInputError("json-number-not-finite", value=text)
    return value


# One decoder for all: to build one a call costs more than to parse a small text.
_DECODER = json.JSONDecoder(object_pairs_hook=_unique, parse_constant=_no_constant, parse_float=_finite_float)
