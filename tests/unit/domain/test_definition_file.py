"""Definition files: nothing is lost on the way, and bad files get a line and a path, never a traceback."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

import jsonschema
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.examples import DEFINITION_FILES, ROOT, example
from umiem.domain.definition import (
    Accreditation,
    AchievementSpecification,
    AssessmentSpecification,
    AwardingBody,
    Grading,
    LearningOutcome,
    LegalIdentifier,
    Level,
    Participation,
    Proficiency,
    QualityAssurance,
    Relevance,
    Review,
    SkillLink,
    Stackability,
    StackingTarget,
    Workload,
)
from umiem.domain.definition_diff import compare_definitions
from umiem.domain.definition_file import FORMATS, dump_definition, load_definition
from umiem.domain.definition_schema import definition_schema
from umiem.domain.text import LocalizedText
from umiem.errors import MalformedInputError, UmiemError, UnsupportedError
from umiem.sentences.files import FILE_SENTENCES, file_sentence

HEAD = b"umiem_definition: 1\n"

letters = st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t\x85\u2028\u200f")
words = st.text(letters.filter(lambda sign: sign not in "\ufffe\uffff"), max_size=25)
localized = st.builds(
    LocalizedText, st.dictionaries(st.sampled_from(["pl", "en", "uk", "de-DE"]), words, max_size=3)
)
numbers = st.none() | st.integers(-999, 99999)
days = st.none() | st.dates(date(1990, 1, 1), date(2090, 1, 1))
decimals = st.none() | st.decimals(-99, 999, places=2, allow_nan=False, allow_infinity=False)
links = st.lists(st.builds(SkillLink, uri=words, label=localized), max_size=2).map(tuple)
codes = st.lists(words, max_size=2).map(tuple)

definitions = st.builds(
    AchievementSpecification,
    identifier=words,
    version=st.integers(0, 99),
    primary_language=words,
    title=localized,
    awarding_bodies=st.lists(
        st.builds(
            AwardingBody,
            legal_name=localized,
            country=words,
            legal_identifier=st.none() | st.builds(LegalIdentifier, scheme=words, value=words),
        ),
        max_size=2,
    ).map(tuple),
    learner_identification=codes,
    learning_outcomes=st.lists(
        st.builds(
            LearningOutcome,
            id=words,
            statement=localized,
            skills=links,
            proficiency=st.none() | st.builds(Proficiency, scale=words, step=st.integers(-9, 9)),
            assessed_by=codes,
            threshold_percent=numbers,
        ),
        max_size=2,
    ).map(tuple),
    workload=st.builds(Workload, ects=decimals, hours=numbers),
    level=st.builds(Level, eqf=numbers, cycle=words, not_applicable=localized),
    assessments=st.lists(
        st.builds(AssessmentSpecification, id=words, type=words, weight_percent=numbers), max_size=2
    ).map(tuple),
    participation=st.builds(Participation, modes=codes, place=localized),
    quality_assurance=st.builds(
        QualityAssurance,
        types=codes,
        accreditations=st.lists(st.builds(Accreditation, title=localized, valid_until=days), max_size=2).map(
            tuple
        ),
    ),
    grading=st.none() | st.builds(Grading, title=localized, values=codes, lowest_pass=words),
    stackability=st.builds(
        Stackability,
        type=words,
        towards=st.lists(st.builds(StackingTarget, title=localized), max_size=2).map(tuple),
    ),
    relevance=st.builds(Relevance, occupations=links),
    review=st.builds(Review, last=days, by=days),
    validity_months=numbers,
    hue=numbers,
    tags=codes,
)


@settings(max_examples=120)
@given(definition=definitions, file_format=st.sampled_from(FORMATS))
def test_round_trip_without_loss(definition: AchievementSpecification, file_format: str) -> None:
    assert load_definition(dump_definition(definition, file_format), "x") == definition


@pytest.mark.parametrize("file_format", FORMATS)
@pytest.mark.parametrize("path", DEFINITION_FILES, ids=lambda path: path.stem)
def test_examples_survive_both_formats(path: Any, file_format: str) -> None:
    definition = load_definition(path.read_bytes(), path.name)
    assert load_definition(dump_definition(definition, file_format), path.name) == definition


def test_values_are_read_by_their_field_and_not_by_guesswork() -> None:
    text = HEAD + (
        b"title: {pl: 2026-01-01, en: yes}\nidentifier: null\nversion: 2\n"
        b"awarding_bodies: [{country: NO, locality: 007}]\nworkload: {ects: 2.50}\n"
        b"fields_of_study: [0613]\nreview: {by: 2027-09-30}\ngrading: ~\n"
    )
    definition = load_definition(text, "x.yaml")
    assert definition.title == {"pl": "2026-01-01", "en": "yes"}
    assert definition.awarding_bodies[0].country == "NO"
    assert definition.awarding_bodies[0].locality == "007"
    assert definition.workload.ects == Decimal("2.5")
    assert definition.fields_of_study == ("0613",)
    assert definition.review.by == date(2027, 9, 30)
    assert definition.grading is None


BOMB = b"a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\n"
BAD: dict[str, tuple[bytes, str, int | None, str | None]] = {
    # what: (bytes, error code, line, path)
    "alias bomb": (HEAD + BOMB, "yaml-alias", 2, None),
    "merge key": (HEAD + b"<<: *x\n", "yaml-alias", 2, None),
    "tag": (HEAD + b"title: !!python/object/apply:os.system [ls]\n", "yaml-tag", 2, None),
    "tab": (HEAD + b"title:\n\tpl: A\n", "yaml-tab", 3, None),
    "duplicate key": (HEAD + b"title: {pl: A}\ntitle: {pl: B}\n", "duplicate-key", 3, None),
    "duplicate language": (HEAD + b"title:\n  pl: A\n  pl: B\n", "duplicate-key", 4, None),
    "duplicate key in JSON": (
        b'{"umiem_definition": 1,\n"version": 1,\n"version": 2}',
        "duplicate-key",
        3,
        None,
    ),
    "wrong type": (HEAD + b"title: Python\n", "wrong-type", 2, "title"),
    "list instead of fields": (HEAD + b"workload: [3]\n", "wrong-type", 2, "workload"),
    "fields instead of list": (HEAD + b"assessments: {id: x}\n", "wrong-type", 2, "assessments"),
    "text instead of number": (HEAD + b"workload:\n  hours: many\n", "wrong-type", 3, "workload.hours"),
    "fraction of an hour": (HEAD + b"workload: {hours: 2.5}\n", "wrong-type", 2, "workload.hours"),
    "not a number": (HEAD + b"workload: {ects: .nan}\n", "wrong-type", 2, "workload.ects"),
    "infinite": (HEAD + b"workload: {ects: Infinity}\n", "wrong-type", 2, "workload.ects"),
    "huge exponent": (HEAD + b"workload: {ects: 1e999999999}\n", "wrong-type", 2, "workload.ects"),
    "no such day": (HEAD + b"review: {by: 2026-02-30}\n", "wrong-type", 2, "review.by"),
    "other digits": (HEAD + "workload: {hours: ٣}\n".encode(), "wrong-type", 2, "workload.hours"),
    "unknown field": (HEAD + b"tilte: {pl: A}\n", "unknown-field", 2, "tilte"),
    "unknown field inside": (
        HEAD + b"learning_outcomes:\n- id: a\n- idd: b\n",
        "unknown-field",
        4,
        "learning_outcomes[1].idd",
    ),
    "wrong language": (HEAD + b"title: {polski: A}\n", "wrong-language-tag", 2, "title"),
    "control character": (HEAD + b'title: {pl: "a\\x07"}\n', "text-control-character", 2, "title.pl"),
    "long text": (HEAD + b"title: {pl: " + b"a" * 20_001 + b"}\n", "text-too-long", 2, "title.pl"),
    "deep YAML": (HEAD + b"title: " + b"[" * 5000, "nested-too-deep", 2, None),
    "deep JSON": (b'{"umiem_definition": 1, "title": ' + b"[" * 5000, "nested-too-deep", 1, None),
    "deep blocks": (
        HEAD + b"\n".join(b" " * n + b"a:" for n in range(40)),
        "nested-too-deep",
        None,
        None,
    ),
    "list as key": (HEAD + b"? [a]\n: b\n", "key-not-text", 2, None),
    "too many": (HEAD + b"tags: [" + b"a," * 30_000 + b"]\n", "too-many-values", 2, None),
    "2 MB": (HEAD + b"# " + b"x" * 2_000_000, "file-too-large", None, None),
    "empty": (b"", "file-empty", None, None),
    "only a comment": (b"# nothing\n", "file-empty", None, None),
    "two documents": (HEAD + b"---\n" + HEAD, "more-than-one-document", 2, None),
    "a list": (b"- umiem_definition: 1\n", "definition-not-a-mapping", 1, None),
    "a word": (b"hello", "definition-not-a-mapping", 1, None),
    "something else": (b"version: '3'\nservices: {}\n", "unknown-field", 2, "services"),
    "binary": (b"\x89PNG\r\n\x1a\n\x00\x00", "not-utf8", 1, None),
    "NUL": (HEAD + b"title: {pl: a\x00}\n", "not-text", 2, None),
    "CP1250": (HEAD + "title: {pl: Żółć}\n".encode("cp1250"), "not-utf8", 2, None),
    "UTF-16": ("umiem_definition: 1\n".encode("utf-16"), "not-utf8", 1, None),
    "truncated YAML": (HEAD + b"title: {pl: A", "yaml-syntax", None, None),
    "truncated JSON": (b'{"umiem_definition": 1, "title": {"pl": "A', "json-syntax", 1, None),
    "JSON with a comma too many": (b'{"umiem_definition": 1,}', "json-syntax", 1, None),
    "text after JSON": (b'{"umiem_definition": 1}\nx', "json-syntax", 2, None),
    "JSON constant": (b'{"umiem_definition": 1, "workload": {"ects": NaN}}', "json-syntax", 1, None),
    "half a surrogate": (b'{"umiem_definition": 1, "identifier": "\\ud800"}', "json-syntax", 1, None),
}


@pytest.mark.parametrize("what", BAD)
def test_bad_files_are_refused_with_their_place(what: str) -> None:
    data, code, line, path = BAD[what]
    with pytest.raises(MalformedInputError) as caught:
        load_definition(data, "zła definicja.yaml")
    assert caught.value.code == code
    assert caught.value.params["name"] == "zła definicja.yaml"
    if line is not None:
        assert caught.value.params["line"] == line
    if path is not None:
        assert caught.value.params["path"] == path
    for language in ("pl", "en"):
        sentence = file_sentence(code, caught.value.params, language)
        assert sentence.startswith("zła definicja.yaml")
        assert "…" not in sentence.replace("pl: …", "").replace("en: …", "")


def test_a_later_format_is_not_guessed_at() -> None:
    with pytest.raises(UnsupportedError, match="definition-format-version"):
        load_definition(b"umiem_definition: 2\n", "x")


ALLOWED = {None, *FILE_SENTENCES}


def refusal(data: bytes) -> str | None:
    """Return the code with which ``data`` is refused, None when it is read."""
    try:
        load_definition(data, "any")
    except UmiemError as error:
        return error.code
    return None


@settings(max_examples=200)
@given(data=st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    assert refusal(HEAD + data) in ALLOWED


yaml_signs = st.text("{}[]&*!|>%@`'\":,-?#\n\t ab1~\u2028", max_size=60)


@settings(max_examples=300)
@given(text=yaml_signs)
def test_any_yaml_is_read_or_refused(text: str) -> None:
    assert refusal(HEAD + text.encode()) in ALLOWED


json_leaves = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | words
json_values = st.recursive(
    json_leaves,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=200)
@given(value=json_values, field=st.sampled_from(["title", "workload", "assessments", "version", "tags"]))
def test_any_json_value_in_any_field_is_read_or_refused(value: Any, field: str) -> None:
    assert refusal(json.dumps({"umiem_definition": 1, field: value}).encode()) in ALLOWED


# --- the published schema ------------------------------------------------------------------------------


def test_the_published_schema_is_the_one_of_the_code() -> None:
    published = json.loads((ROOT / "docs" / "definition.schema.json").read_text())
    assert published == definition_schema()


@pytest.mark.parametrize("path", DEFINITION_FILES, ids=lambda path: path.stem)
def test_examples_fit_the_schema(path: Any) -> None:
    validator = jsonschema.Draft202012Validator(definition_schema())
    data = yaml.load(path.read_text(), Loader=yaml.BaseLoader)
    data["umiem_definition"] = 1
    problems = [
        error.message
        for error in validator.iter_errors(data)
        if error.validator != "type"  # BaseLoader reads every number as text
    ]
    assert problems == []
    assert list(validator.iter_errors(json.loads(dump_definition(example(), "json")))) == []


def test_the_schema_refuses_what_the_reader_refuses() -> None:
    validator = jsonschema.Draft202012Validator(definition_schema())
    for data in (
        {"umiem_definition": 1, "tilte": {}},
        {"umiem_definition": 1, "title": "x"},
        {"umiem_definition": 2},
    ):
        assert not validator.is_valid(data)


# --- comparing -----------------------------------------------------------------------------------------


def test_equal_definitions_do_not_differ() -> None:
    assert compare_definitions(example(), example()) == ()


def test_a_difference_is_named_by_its_field() -> None:
    before = example()
    data = json.loads(dump_definition(before, "json"))
    data["workload"]["hours"] = 85
    data["learning_outcomes"].insert(0, {"id": "eu0", "statement": {"pl": "Nowy efekt"}})
    del data["prerequisites"]["en"]
    after = load_definition(json.dumps(data).encode(), "x")
    changes = {
        change.path: (change.kind, change.before, change.after)
        for change in compare_definitions(before, after)
    }
    assert changes["workload.hours"] == ("changed", 80, 85)
    assert changes["prerequisites.en"][0] == "removed"
    assert changes["learning_outcomes.eu0"][0] == "added"
    assert len(changes) == 3
