"""Definitions from elsewhere: what is carried over, what is missing, and that nothing vanishes silently."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.examples import TODAY
from tests.shared_data import shared_path
from umiem.domain.definition_file import dump_definition, load_definition
from umiem.domain.findings import assess_definition, blocking
from umiem.domain.imports.recognise import import_drafts
from umiem.errors import MalformedInputError

PYTHON = "http://data.europa.eu/esco/skill/ccd0a1d9-afda-43d9-b901-96344886e14d"
BADGE_CLASS = {
    "@context": "https://w3id.org/openbadges/v2",
    "type": "BadgeClass",
    "id": "https://odznaki.example.org/badge/7",
    "name": "Podstawy Pythona",
    "description": "Posiadacz pisze krótkie programy.",
    "image": "https://odznaki.example.org/badge/7.png",
    "criteria": {"narrative": "<p>Zaliczony projekt i test.</p>"},
    "issuer": {
        "type": "Issuer",
        "name": "Uczelnia",
        "url": "https://uczelnia.example.org",
        "email": "o@example.org",
    },
    "tags": ["python", "ict"],
    "alignment": [
        {"targetName": "Python", "targetUrl": PYTHON},
        {"targetName": "EQF 5", "targetUrl": "http://data.europa.eu/snb/eqf/5"},
    ],
    "extensions:workload": {"hours": 30},
}


def one(data: Any) -> Any:
    drafts = import_drafts(data if isinstance(data, bytes) else json.dumps(data).encode())
    assert len(drafts) == 1
    definition = drafts[0].definition
    assert load_definition(dump_definition(definition), "draft") == definition
    return drafts[0]


def test_open_badges_2() -> None:
    draft = one(BADGE_CLASS)
    definition = draft.definition
    assert (draft.kind, draft.origin) == ("open-badges-2", "https://odznaki.example.org/badge/7")
    assert definition.identifier == "podstawy-pythona"
    assert definition.title == {"pl": "Podstawy Pythona"}
    assert definition.awarding_bodies[0].legal_name == {"pl": "Uczelnia"}
    assert definition.learning_outcomes[0].criteria == {"pl": "Zaliczony projekt i test."}
    assert definition.learning_outcomes[0].skills[0].uri == PYTHON
    assert definition.level.eqf == 5
    assert draft.dropped == ("extensions:workload",)


def test_a_badge_inside_an_assertion_or_a_backpack() -> None:
    assertion = {"type": "Assertion", "badge": BADGE_CLASS, "recipient": {"identity": "x"}}
    assert one(assertion).definition.title == {"pl": "Podstawy Pythona"}
    assert one([assertion, assertion]).definition.identifier == "podstawy-pythona"


def test_open_badges_3_from_a_credential_of_our_own() -> None:
    achievement = {
        "id": "https://example.org/a/1",
        "type": ["Achievement"],
        "name": "UX basics",
        "inLanguage": "en-GB",
        "description": "Design of simple interfaces.",
        "criteria": {"narrative": "A portfolio."},
        "creditsAvailable": 4.0,
        "fieldOfStudy": "ICT",
        "alignment": [{"type": ["Alignment"], "targetName": "drawing", "targetUrl": "https://example.org/s"}],
    }
    credential = {
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {"type": ["Profile"], "name": "Uni", "address": {"addressCountryCode": "PL"}},
        "credentialSubject": {"type": ["AchievementSubject"], "achievement": achievement},
        "proof": {"type": "DataIntegrityProof"},
    }
    draft = one(credential)
    assert draft.kind == "open-badges-3"
    assert draft.definition.title == {"en": "UX basics"}
    assert draft.definition.workload.ects == 4
    assert draft.definition.awarding_bodies[0].country == "PL"
    assert draft.definition.learning_outcomes[0].skills[0].label == {"en": "drawing"}
    assert draft.dropped == ("fieldOfStudy",)


def test_elm_from_the_commissions_sample() -> None:
    folder = shared_path("vectors/elm/Credentials/JSON-LD Examples (ELM v3)")
    draft = one((folder / "Sample-MC-Annex1-unsigned.jsonld").read_bytes())
    definition = draft.definition
    assert draft.kind == "elm-3"
    assert definition.title
    assert definition.learning_outcomes
    assert definition.workload.hours == 60
    assert definition.level.eqf is not None
    assert (definition.assessments[0].mode, definition.assessments[0].supervision) == (
        "online",
        "unsupervised",
    )
    assert definition.awarding_bodies[0].country


CATALOGUE = (
    "Nazwa PL;Nazwa EN;Opis;Efekty uczenia się;ECTS;Godziny;Poziom PRK;Forma;Język;Instytucja;Sala\n"
    'Podstawy SQL;SQL basics;Krótki opis;"Pisze zapytania do bazy danych\nProjektuje proste tabele";'
    "2;55;PRK 5;zdalna;polski;Uczelnia;101\n"
    "Analiza danych;;;;2,5;;;;;;\n"
)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1250", "utf-16"])
def test_a_catalogue(encoding: str) -> None:
    first, second = import_drafts(CATALOGUE.encode(encoding))
    definition = first.definition
    assert definition.title == {"pl": "Podstawy SQL", "en": "SQL basics"}
    assert [outcome.statement["pl"] for outcome in definition.learning_outcomes] == [
        "Pisze zapytania do bazy danych",
        "Projektuje proste tabele",
    ]
    assert (definition.workload.ects, definition.workload.hours, definition.level.eqf) == (2, 55, 5)
    assert (definition.participation.modes, definition.participation.languages) == (("online",), ("pl",))
    assert (first.origin, first.dropped) == ("row 2", ("Sala",))
    assert second.definition.workload.ects is not None


@pytest.mark.parametrize("data", [json.dumps(BADGE_CLASS).encode(), CATALOGUE.encode()])
def test_a_draft_says_what_it_lacks_for_annex_1(data: bytes) -> None:
    for draft in import_drafts(data):
        missing = {finding.element for finding in blocking(assess_definition(draft.definition, on=TODAY))}
        assert {"M9", "M11"} <= missing


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"{}", "import-not-recognised"),
        (b"[1, 2]", "import-not-recognised"),
        (b'{"type": "BadgeClass"', "json-syntax"),
        (b"[" * 100_000, "json-syntax"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "import-not-recognised"),
        (b"a;b\n1;2\n", "import-columns-missing"),
        (b"title" + b";a" * 200, "list-too-many-columns"),
        (b"title;a\n" + b"x;y\n" * 5_000, "list-too-many-rows"),
        (b"", "list-empty"),
        (b" " * 5_000_001, "import-too-large"),
    ],
)
def test_what_is_no_definition_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(MalformedInputError) as caught:
        import_drafts(data)
    assert caught.value.code == code


leaves = st.none() | st.booleans() | st.integers() | st.text(max_size=12) | st.just(PYTHON)
values = st.recursive(
    leaves, lambda v: st.lists(v, max_size=3) | st.dictionaries(st.text(max_size=5), v, max_size=3)
)


FIELDS = [
    "name",
    "title",
    "description",
    "criteria",
    "issuer",
    "creator",
    "image",
    "tags",
    "alignment",
    "inLanguage",
    "creditsAvailable",
    "learningOutcome",
    "creditPoint",
    "provenBy",
    "accreditation",
    "eqfLevel",
    "mode",
    "homepage",
    "awardedBy",
    "language",
]


@settings(max_examples=200)
@given(
    kind=st.sampled_from(["BadgeClass", "Achievement", "Qualification", "LearningAchievementSpecification"]),
    fields=st.dictionaries(
        st.sampled_from(FIELDS),
        values,
        max_size=8,
    ),
)
def test_any_content_gives_a_draft_or_a_refusal(kind: str, fields: dict[str, Any]) -> None:
    data = json.dumps({"type": kind, "criteria": "x", "title": "x"} | fields).encode()
    try:
        drafts = import_drafts(data)
    except MalformedInputError:
        return
    for draft in drafts:
        assert load_definition(dump_definition(draft.definition), "draft") == draft.definition
