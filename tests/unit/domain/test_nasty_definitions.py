"""Definitions that mean harm or nothing: each gets findings or a refusal with its place, no traceback."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from itertools import count, islice
from typing import Any

import pytest
from click.testing import CliRunner

from tests.examples import example
from tests.worlds import PYTHON, make_world
from umiem.cli.definition import definition
from umiem.domain.definition_file import comments_in, dump_definition, load_definition
from umiem.domain.findings import assess_definition
from umiem.errors import MalformedInputError, UmiemError, UnsupportedError
from umiem.sentences.files import file_sentence
from umiem.sentences.findings import finding_sentence
from umiem.services.definition import definitions
from umiem.storage.models import DefinitionVersion

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


def _nested(depth: int) -> Any:
    value: Any = "x"
    for _ in range(depth):
        value = [value]
    return value


HOSTILE: tuple[Any, ...] = (
    None, [], {}, [[]], [None], [{}], {"": ""}, {"pl": None}, 5, -1, 0, 10**30, 2.5, True, "", "x" * 20_001,
    "\u202e", "😀", " ", "01", "1e5", "\ud7ff", "\x1b", "http://[::1", "javascript:alert(1)", "{x} %(y)s <b>",
    _nested(11), _nested(14), {"pl": ["x"]}, {"pl": {"pl": "x"}}, ["x"] * 300, {"xx": "a", "yy": "b"},
    "9" * 40, "2026-13-01", "NO", "null", "~",
)  # fmt: skip


def _paths(node: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Give the way to every part of a definition, into the first member of each list."""
    if path:
        yield path
    members = list(node.items()) if isinstance(node, dict) else []
    for key, value in members or enumerate(node[:1] if isinstance(node, list) else ()):
        yield from _paths(value, (*path, key))


def _with_value(node: Any, path: tuple[str | int, ...], value: Any) -> Any:
    if not path:
        return value
    changed = node.copy()
    changed[path[0]] = _with_value(node[path[0]], path[1:], value)
    return changed


def _hostile_files(batch: int) -> Iterator[bytes]:
    """Give a file for every path, each with another of the hostile values there."""
    whole = json.loads(dump_definition(example(), "json"))
    for number, path in zip(count(batch * 11), _paths(whole), strict=False):
        part = {path[0]: whole[path[0]]}
        yield json.dumps(_with_value(part, path, HOSTILE[number % len(HOSTILE)])).encode()


@pytest.mark.parametrize("batch", range(4))
def test_wrong_values_at_every_path_are_findings_or_refusals_with_line_and_path(batch):
    read = refused = 0
    for data in _hostile_files(batch):
        refusal, found = _loaded(data)
        if refusal is not None:
            refused += 1
            assert refusal.params["line"] == 1
            assert all(file_sentence(refusal.code, refusal.params, tag) for tag in ("pl", "en"))
            continue
        read += 1
        findings = assess_definition(found, on=date(2026, 11, 28))
        assert all(finding_sentence(one, tag) for one in findings for tag in ("pl", "en"))
        assert load_definition(dump_definition(found), "x.yaml") == found
    assert min(read, refused) > 10


def _loaded(data: bytes) -> tuple[UmiemError | None, Any]:
    try:
        return None, load_definition(data, "x.json")
    except (MalformedInputError, UnsupportedError) as error:
        return error, None


def test_a_hundred_hostile_files_leave_the_draft_as_it_was(db):
    world = make_world("alfa", publish=False)
    definitions.import_definition(world.author, "alfa", data=PYTHON.read_bytes(), file_name="x.yaml")
    before = [bytes(row.content) for row in DefinitionVersion.objects.all()]
    head = b'{"identifier": "podstawy-jezyka-python", "version": 1, '
    refused = 0
    for data in islice(_hostile_files(2), 100):
        aimed = head + data[1:]
        if _loaded(aimed)[0] is not None:
            refused += 1
            with pytest.raises((MalformedInputError, UnsupportedError)):
                definitions.import_definition(world.author, "alfa", data=aimed, file_name="x.json")
    assert refused > 30
    assert [bytes(row.content) for row in DefinitionVersion.objects.all()] == before


@pytest.mark.parametrize(
    ("data", "comments"),
    [
        (b"# one\ntitle: {pl: a} # two\n", 2),
        (b'title: {pl: "# no"}\ndescription:\n  pl: |\n    text # no\n    # neither\n# yes\n', 1),
        ("title: {pl: żółć} # źle\nhomepage: https://a.example/#x\n".encode(), 1),
        (b"title: {pl: a#b}\n", 0),
        (b'{"title": {"pl": "# no"}}', 0),
    ],
)
def test_comments_are_counted_where_they_are_comments(data, comments):
    assert load_definition(data, "x") is not None
    assert comments_in(data) == comments
