"""The quality gate: a complete definition passes; each rule is broken alone and must be named."""

from __future__ import annotations

import json
import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.examples import DEFINITION_FILES, TODAY
from tests.unit.domain.spoilt_definitions import AS, GONE, SPOILT, TITLE, composed, spoil
from umiem.domain.definition import AchievementSpecification
from umiem.domain.definition_file import FORMAT_KEY, load_definition
from umiem.domain.findings import FINDING_KINDS, Severity, assess_definition, blocking
from umiem.domain.principles import PRINCIPLES, score_principles
from umiem.sentences.findings import (
    FINDING_SENTENCES,
    finding_example,
    finding_explanation,
    finding_sentence,
)


@pytest.mark.parametrize("path", DEFINITION_FILES, ids=lambda path: path.stem)
def test_the_examples_are_complete(path: Any) -> None:
    assert assess_definition(load_definition(path.read_bytes(), path.name), on=TODAY) == ()


@pytest.mark.parametrize("code", SPOILT)
def test_each_rule_names_what_is_wrong_and_where(code: str) -> None:
    changes, path = SPOILT[code]
    found = assess_definition(spoil(changes), on=TODAY)
    assert [(finding.code, finding.path) for finding in found if finding.code == code] == [(code, path)]


def test_every_kind_of_finding_is_tested_here_or_with_the_awards() -> None:
    assert set(SPOILT) == {code for code in FINDING_KINDS if not code.startswith("award-")}
    assert len(SPOILT) >= 40


def test_all_sixteen_elements_and_the_principles_are_covered() -> None:
    elements = {element for _, element, _ in FINDING_KINDS.values() if element}
    assert elements == {f"M{n}" for n in range(1, 12)} | {f"O{n}" for n in range(1, 6)}
    assert {principle for _, _, principle in FINDING_KINDS.values()} == set(PRINCIPLES)


@pytest.mark.parametrize("element", [f"M{n}" for n in range(1, 12)])
def test_each_mandatory_element_blocks(element: str) -> None:
    assert any(severity is Severity.BLOCKS and of == element for severity, of, _ in FINDING_KINDS.values()), (
        element
    )


def test_an_empty_definition_lacks_every_element_that_a_definition_can_lack() -> None:
    missing = {
        finding.element for finding in blocking(assess_definition(AchievementSpecification(), on=TODAY))
    }
    assert missing == {"M2", "M3", "M4", "M6", "M7", "M8", "M9", "M10", "M11"}


def test_the_gravest_come_first() -> None:
    found = assess_definition(AchievementSpecification(), on=TODAY)
    ranks = [list(Severity).index(finding.severity) for finding in found]
    assert ranks == sorted(ranks)


def test_not_applicable_with_a_reason_is_a_level() -> None:
    definition = spoil({"level": {"not_applicable": {"pl": "Kurs bez poziomu", "en": "No level"}}})
    assert assess_definition(definition, on=TODAY) == ()


def test_stacking_conditions_may_deny_a_right() -> None:
    words = {"pl": "Nie uprawnia automatycznie do zaliczenia.", "en": "Does not guarantee recognition."}
    assert assess_definition(spoil({"stackability.conditions": words}), on=TODAY) == ()


def test_a_larger_micro_credential_of_several_organisations_is_complete() -> None:
    core = {"title": {"pl": "Trzon", "en": "Core"}, "components": ["agile", "akademia-wzorcowa/ux"]}
    electives = {"title": TITLE, "components": ["https://example.org/a/1", "sql"], "at_least": 1}
    definition = spoil(composed(core, electives, least_ects=3, lowest_eqf=4, oldest_months=60))
    assert assess_definition(definition, on=TODAY) == ()


@pytest.mark.parametrize("ects", ["25", "30"])
def test_the_limits_of_hours_per_credit_belong_to_the_range(ects: str) -> None:
    definition = spoil({"workload": {"ects": 1, "hours": int(ects)}})
    assert [finding.code for finding in assess_definition(definition, on=TODAY)] == []


def test_every_finding_has_its_words() -> None:
    assert set(FINDING_SENTENCES) == set(FINDING_KINDS)


@pytest.mark.parametrize("language", ["pl", "en"])
@pytest.mark.parametrize("code", FINDING_KINDS)
def test_words_explain_and_show_a_good_answer(code: str, language: str) -> None:
    assert finding_explanation(code, language).endswith((".", "…", "?"))
    assert finding_example(code, language)
    assert "{{" not in finding_example(code, language)


@pytest.mark.parametrize("language", ["pl", "en"])
@pytest.mark.parametrize("code", SPOILT)
def test_sentences_get_all_their_parameters(code: str, language: str) -> None:
    finding = next(f for f in assess_definition(spoil(SPOILT[code][0]), on=TODAY) if f.code == code)
    sentence = finding_sentence(finding, language)
    places = set(re.findall(r"(?<!\{)\{(\w+)\}", getattr(FINDING_SENTENCES[code], language).sentence))
    assert places <= set(finding.params)
    assert sentence
    assert "{" not in sentence


def test_scores() -> None:
    assert [line.score for line in score_principles(())] == [100] * 10
    empty = score_principles(assess_definition(AchievementSpecification(), on=TODAY))
    assert empty[1].score == 0
    assert all(line.rules > 0 for line in empty)


def test_one_kind_costs_once_however_often() -> None:
    twice = assess_definition(spoil({f"{AS}.description": GONE, "assessments.1.description": GONE}), on=TODAY)
    assert score_principles(twice)[3].score == 95


words = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"]), max_size=60)


texts = st.dictionaries(st.sampled_from(["pl", "en", "uk"]), words, max_size=3)


codes = st.sampled_from(["", "online", "x", "PL", "PL-MZ", "project-work", "skill", "ects", "short-cycle"])


numbers = st.one_of(st.none(), st.integers(-5, 900))


broken = st.fixed_dictionaries(
    {},
    optional={
        "identifier": words,
        "title": texts,
        "description": texts,
        "awarding_bodies": st.lists(
            st.fixed_dictionaries({}, optional={"legal_name": texts, "country": codes, "region": codes}),
            max_size=3,
        ),
        "learner_identification": st.lists(codes, max_size=3),
        "learning_outcomes": st.lists(
            st.fixed_dictionaries(
                {},
                optional={
                    "id": codes,
                    "statement": texts,
                    "kind": codes,
                    "assessed_by": st.lists(codes, max_size=2),
                    "threshold_percent": numbers,
                    "proficiency": st.fixed_dictionaries({"scale": codes, "step": st.integers(-2, 9)}),
                },
            ),
            max_size=3,
        ),
        "workload": st.fixed_dictionaries(
            {}, optional={"ects": numbers, "hours": numbers, "contact_hours": numbers}
        ),
        "level": st.fixed_dictionaries({}, optional={"eqf": numbers, "prk": numbers, "cycle": codes}),
        "assessments": st.lists(
            st.fixed_dictionaries({}, optional={"id": codes, "type": codes, "weight_percent": numbers}),
            max_size=3,
        ),
        "validity_months": numbers,
    },
)


@settings(max_examples=150)
@given(data=broken)
def test_any_definition_gets_findings_and_never_an_error(data: dict[str, Any]) -> None:
    definition = load_definition(json.dumps({FORMAT_KEY: 1, **data}).encode(), "any.json")
    found = assess_definition(definition, on=date(2026, 11, 22))
    assert blocking(found)
    for finding in found:
        assert finding_sentence(finding, "pl")
        json.dumps(dict(finding.params), default=str)


def test_decimals_stay_exact() -> None:
    assert spoil({"workload": {"ects": "2.5", "hours": 70}}).workload.ects == Decimal("2.5")
