"""Definitions that mean harm or nothing: each gets findings or a refusal with its place, no traceback."""

from __future__ import annotations

import json
from datetime import date

import pytest
from click.testing import CliRunner

from umiem.cli.definition import definition
from umiem.domain.definition_file import dump_definition, load_definition
from umiem.domain.findings import assess_definition
from umiem.errors import MalformedInputError, UnsupportedError

# name → bytes, code of the refusal (None: it is read and gets findings), and line where one is known
NASTY: dict[str, tuple[bytes, str | None, int | None]] = {
    "alias bomb": (b"a: &a [x, x]\nb: &b [*a, *a]\ntitle: *b\n", "yaml-alias", 1),
    "anchor alone": (b"identifier: x\ntitle: &t {pl: x}\n", "yaml-alias", 2),
    "merge key": (b"<<: {title: {pl: x}}\n", "unknown-field", 1),
    "python tag": (b"title: !!python/object/apply:os.system ['id']\n", "yaml-tag", 1),
    "string tag": (b"identifier: !!str 5\n", "yaml-tag", 1),
    "binary tag": (b"identifier: !!binary aGVsbG8=\n", "yaml-tag", 1),
    "duplicate key": (b"title: {pl: a}\ntitle: {pl: b}\n", "duplicate-key", 2),
    "duplicate key deep in JSON": (b'{"title":{"pl":"a",\n"pl":"b"}}', "duplicate-key", 2),
    "10 MB": (b"title: {pl: '" + b"x" * 10_000_000 + b"'}\n", "file-too-large", None),
    "a text of 20,001 characters": (b"title: {pl: '" + b"x" * 20_001 + b"'}\n", "text-too-long", 1),
    "wrong types everywhere": (b"title: [a]\nworkload: 5\nassessments: {a: b}\n", "wrong-type", 1),
    "a title without language": (b"title: Python\n", "wrong-type", 1),
    "NUL": (b"\n\ntitle: {pl: 'a\x00b'}\n", "not-text", 3),
    "NUL escaped": (b'{"title":{"pl":"a\\u0000b"}}', "text-control-character", 1),
    "bell": (b'title: {pl: "a\\x07b"}\n', "text-control-character", 1),
    "huge integer": (b"workload: {hours: 99999999999999999999999}\n", "wrong-type", 1),
    "huge decimal": (b"workload: {ects: 1e999999}\n", "wrong-type", 1),
    "tiny decimal": (b"workload: {ects: 1e-99999}\n", "wrong-type", 1),
    "infinity": (b"workload: {ects: .inf}\n", "wrong-type", 1),
    "no number": (b"workload: {ects: nan}\n", "wrong-type", 1),
    "hexadecimal": (b"workload: {hours: 0x1F}\n", "wrong-type", 1),
    "sexagesimal": (b"workload: {hours: 1:30}\n", "wrong-type", 1),
    "Arabic digits": ("workload: {hours: ٣٠}\n".encode(), "wrong-type", 1),
    "negative": (b"workload: {ects: -3, hours: -1}\n", None, None),
    "30 February": (b"review: {by: 2026-02-30}\n", "wrong-type", 1),
    "tomorrow": (b"review: {by: tomorrow}\n", "wrong-type", 1),
    "date with time": (b"review: {by: 2026-02-03T10:00:00Z}\n", "wrong-type", 1),
    "week date": (b"review: {by: 2026-W05-1}\n", "wrong-type", 1),
    "compact date": (b"review: {by: 20260203}\n", "wrong-type", 1),
    "misspelt field": (b"titel: {pl: x}\n", "unknown-field", 1),
    "misspelt field in a list": (b"assessments:\n  - {typ: quiz}\n", "unknown-field", 2),
    "prototype": (b'{"__proto__": {"x": 1}}', "unknown-field", 1),
    "dunder": (b"__class__: x\n", "unknown-field", 1),
    "nested 2,000 deep in JSON": (b'{"title":' * 2000 + b"1" + b"}" * 2000, "nested-too-deep", 1),
    "nested 5,000 deep in YAML": (b"a: " + b"[" * 5000 + b"]" * 5000, "nested-too-deep", 1),
    "30,000 values": (b"tags: [" + b",".join([b"x"] * 30_000) + b"]\n", "too-many-values", 1),
    "two documents": (b"title: {pl: a}\n---\ntitle: {pl: b}\n", "more-than-one-document", 2),
    "empty": (b"", "file-empty", None),
    "only a comment": (b"   \n\n# nothing\n", "file-empty", None),
    "a list": (b"[1, 2]", "definition-not-a-mapping", 1),
    "a number": (b"42", "definition-not-a-mapping", 1),
    "UTF-16": ("title: {pl: x}".encode("utf-16"), "not-utf8", 1),
    "CP1250": ("title: {pl: Żółć}".encode("cp1250"), "not-utf8", 1),
    "byte order mark": ("\ufefftitle: {pl: Żółć na wodzie}\n".encode(), None, None),
    "tabs": (b"title:\n\tpl: x\n", "yaml-tab", 2),
    "half a surrogate pair": (b'{"title":{"pl":"\\ud800"}}', "json-syntax", 1),
    "a whole pair": (b'{"title":{"pl":"\\ud83d\\ude00 smile"}}', None, None),
    "trailing comma": (b'{"title":{"pl":"a"},}', "json-syntax", 1),
    "comment in JSON": (b'{"title":{"pl":"a"}} // x', "json-syntax", 1),
    "NaN in JSON": (b'{"workload":{"ects":NaN}}', "json-syntax", 1),
    "words like truth": (
        b"title: {pl: yes, en: no}\nawarding_bodies: [{country: NO}]\n",
        None,
        None,
    ),
    "language tags": (b"title: {polski: x}\n", "wrong-language-tag", 1),
    "a list as a key": (b"? [a, b]\n: c\n", "key-not-text", 1),
    "bad bytes": (b"title: {pl: '\xff\xfe'}\n", "not-utf8", 1),
    "unclosed": (b"title: {pl: 'x\n", "yaml-syntax", 2),
    "line ends of other worlds": (b'title: {pl: "a\\Nb\\Lc nazwa"}\n', None, None),
    "right to left": ('title: {pl: "\u202eabc\u202c nazwa"}\n'.encode(), None, None),
    "emoji as identifier": ("identifier: 😀\n".encode(), None, None),
    "nothing in lists": (b"learning_outcomes: [~, null, {}]\nassessments: [null]\n", None, None),
    "out of every scale": (
        b"learning_outcomes: [{id: a, threshold_percent: 100000, proficiency: {scale: x, step: -5}}]\n"
        b"level: {eqf: 99, prk: -1}\nhue: 9999\nvalidity_months: -2\nversion: -1\n",
        None,
        None,
    ),
    "HTML": (b"<!DOCTYPE html><html><body>definition</body></html>", "definition-not-a-mapping", 1),
    "PNG": (b"\x89PNG\r\n\x1a\n\x00\x00", "not-utf8", 1),
}


@pytest.mark.parametrize("name", NASTY)
def test_refused_with_its_place_or_read_with_findings(name):
    data, code, line = NASTY[name]
    if code is None:
        found = load_definition(data, name)
        assert assess_definition(found, on=date(2026, 11, 28))
        assert load_definition(dump_definition(found), name) == found
        return
    with pytest.raises((MalformedInputError, UnsupportedError)) as caught:
        load_definition(data, name)
    assert (caught.value.code, caught.value.params.get("line")) == (code, line)
    assert caught.value.params["name"] == name


@pytest.mark.parametrize("name", NASTY)
def test_lint_says_it_as_data_and_ends_with_one(name, tmp_path):
    data, code, _line = NASTY[name]
    file = tmp_path / "x.yaml"
    file.write_bytes(data)
    answer = CliRunner().invoke(definition, ["lint", str(file), "--json"], standalone_mode=False)
    found = json.loads(answer.output)
    assert all(set(one) == {"code", "severity", "element", "principle", "path", "params"} for one in found)
    assert code is None or [one["code"] for one in found] == [code]
