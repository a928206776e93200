"""The quality gate: a complete definition passes; each rule is broken alone and must be named."""

from __future__ import annotations

import json
import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.unit.domain.examples import DEFINITION_FILES, TODAY, example
from umiem.domain.definition import AchievementSpecification
from umiem.domain.definition_file import FORMAT_KEY, load_definition
from umiem.domain.findings import FINDING_KINDS, Severity, assess_definition, blocking
from umiem.domain.principles import PRINCIPLES, score_principles
from umiem.domain.shape import plain
from umiem.sentences.findings import (
    FINDING_SENTENCES,
    finding_example,
    finding_explanation,
    finding_sentence,
)

GONE = object()
LO, AS, QA = "learning_outcomes.0", "assessments.0", "quality_assurance"

TITLE = {"pl": "Do wyboru", "en": "Electives"}


def composed(*groups: dict[str, Any], **limits: Any) -> dict[str, Any]:
    """How to make a complete definition a larger one of these groups."""
    return {"composition": {"groups": list(groups), **limits}}


# finding → how to spoil a complete definition (place → value), and where the finding must point
SPOILT: dict[str, tuple[dict[str, Any], str]] = {
    "learner-name-not-recorded": ({"learner_identification": ["email"]}, "learner_identification"),
    "learner-contact-not-recorded": ({"learner_identification": ["full-name"]}, "learner_identification"),
    "learner-data-excessive": (
        {"learner_identification": ["full-name", "email", "national-number"]},
        "learner_identification[2]",
    ),
    "learner-identification-unknown": (
        {"learner_identification": ["full-name", "email", "shoe-size"]},
        "learner_identification[2]",
    ),
    "title-missing": ({"title": GONE}, "title"),
    "title-names-a-protected-document": ({"title.pl": "Świadectwo znajomości Pythona"}, "title.pl"),
    "title-too-long": ({"title.pl": "Podstawy " * 20}, "title.pl"),
    "title-too-short": ({"title.pl": "Python"}, "title.pl"),
    "title-says-certificate-of-attendance": ({"title.en": "Certificate of attendance in Python"}, "title.en"),
    "identifier-missing": ({"identifier": GONE}, "identifier"),
    "identifier-not-a-slug": ({"identifier": "Podstawy Pythona"}, "identifier"),
    "country-missing": ({"awarding_bodies.0.country": GONE}, "awarding_bodies[0].country"),
    "country-unknown": ({"awarding_bodies.0.country": "POLSKA"}, "awarding_bodies[0].country"),
    "region-missing": ({"awarding_bodies.0.region": GONE}, "awarding_bodies[0].region"),
    "region-unknown": ({"awarding_bodies.0.region": "PL-XX"}, "awarding_bodies[0].region"),
    "region-outside-country": ({"awarding_bodies.0.region": "DE-BE"}, "awarding_bodies[0].region"),
    "awarding-body-missing": ({"awarding_bodies": GONE}, "awarding_bodies"),
    "awarding-body-name-missing": ({"awarding_bodies.0.legal_name": GONE}, "awarding_bodies[0].legal_name"),
    "awarding-body-without-legal-identifier": (
        {"awarding_bodies.0.legal_identifier": GONE},
        "awarding_bodies[0].legal_identifier",
    ),
    "awarding-body-without-homepage": ({"awarding_bodies.0.homepage": GONE}, "awarding_bodies[0].homepage"),
    "validity-not-positive": ({"validity_months": 0}, "validity_months"),
    "validity-very-short": ({"validity_months": 6}, "validity_months"),
    "outcomes-missing": ({"learning_outcomes": GONE}, "learning_outcomes"),
    "outcomes-too-many": ({"learning_outcomes": "nine"}, "learning_outcomes"),
    "skill-hours-not-positive": ({f"{LO}.skills.0.hours": 0}, "learning_outcomes[0].skills[0].hours"),
    "skill-hours-exceed-workload": ({f"{LO}.skills.0.hours": 500}, "workload.hours"),
    "outcome-statement-missing": ({f"{LO}.statement": GONE}, "learning_outcomes[0].statement"),
    "outcome-id-missing": ({f"{LO}.id": GONE}, "learning_outcomes[0].id"),
    "outcome-id-repeated": ({"learning_outcomes.1.id": "eu1"}, "learning_outcomes[1].id"),
    "outcome-kind-missing": ({f"{LO}.kind": GONE}, "learning_outcomes[0].kind"),
    "outcome-kind-unknown": ({f"{LO}.kind": "talent"}, "learning_outcomes[0].kind"),
    "outcome-repeated": ({"learning_outcomes": "twins"}, "learning_outcomes[1].statement"),
    "outcome-too-short": ({f"{LO}.statement.pl": "Programuje"}, "learning_outcomes[0].statement.pl"),
    "outcome-too-long": (
        {f"{LO}.statement.pl": "Pisze program i " * 30},
        "learning_outcomes[0].statement.pl",
    ),
    "outcome-verb-not-measurable": (
        {f"{LO}.statement.pl": "Zna i rozumie podstawowe pojęcia programowania"},
        "learning_outcomes[0].statement.pl",
    ),
    "outcome-describes-content": (
        {f"{LO}.statement.en": "Introduction to variables, conditions and loops"},
        "learning_outcomes[0].statement.en",
    ),
    "outcome-without-skill-link": ({f"{LO}.skills": GONE}, "learning_outcomes[0].skills"),
    "skill-link-empty": ({f"{LO}.skills": [{}]}, "learning_outcomes[0].skills[0]"),
    "skill-link-not-esco": (
        {f"{LO}.skills": [{"label": {"pl": "Własna", "en": "Own"}}]},
        "learning_outcomes[0].skills[0]",
    ),
    "proficiency-outside-scale": (
        {f"{LO}.proficiency": {"scale": "umiem-4", "step": 5}},
        "learning_outcomes[0].proficiency",
    ),
    "workload-missing": ({"workload": GONE}, "workload"),
    "workload-without-ects": ({"workload.ects": GONE}, "workload.ects"),
    "workload-not-positive": ({"workload": {"hours": -3}}, "workload.hours"),
    "workload-hours-contradict-ects": ({"workload": {"ects": 3, "hours": 60}}, "workload.hours"),
    "workload-parts-contradict-total": ({"workload.contact_hours": 40}, "workload"),
    "workload-not-small": ({"workload": {"ects": 30, "hours": 800}}, "workload.hours"),
    "ects-step-unusual": ({"workload": {"ects": "2.3"}}, "workload.ects"),
    "level-missing": ({"level": GONE}, "level"),
    "level-and-not-applicable": (
        {"level.not_applicable": {"pl": "Nie dotyczy", "en": "None"}},
        "level.not_applicable",
    ),
    "level-outside-scale": ({"level": {"eqf": 9}}, "level.eqf"),
    "level-prk-contradicts-eqf": ({"level.prk": 6}, "level.prk"),
    "cycle-unknown": ({"level.cycle": "long-cycle"}, "level.cycle"),
    "cycle-contradicts-level": ({"level.cycle": "second-cycle"}, "level.cycle"),
    "assessment-missing": ({"assessments": GONE}, "assessments"),
    "assessment-id-missing": ({f"{AS}.id": GONE}, "assessments[0].id"),
    "assessment-id-repeated": ({f"{AS}.id": "projekt"}, "assessments[1].id"),
    "assessment-type-missing": ({f"{AS}.type": GONE}, "assessments[0].type"),
    "assessment-type-unknown": ({f"{AS}.type": "horoscope"}, "assessments[0].type"),
    "assessment-mode-missing": ({f"{AS}.mode": GONE}, "assessments[0].mode"),
    "assessment-mode-unknown": ({f"{AS}.mode": "by-post"}, "assessments[0].mode"),
    "assessment-only-attendance": (
        {f"{AS}.type": "level-of-attendance", "assessments.1.type": "level-of-attendance"},
        "assessments",
    ),
    "assessment-without-outcome": (
        {"assessments": "one more"},
        "assessments[2].id",
    ),
    "assessment-weights-contradict": ({f"{AS}.weight_percent": 50}, "assessments"),
    "assessment-description-missing": ({f"{AS}.description": GONE}, "assessments[0].description"),
    "outcome-without-assessment": ({f"{LO}.assessed_by": GONE}, "learning_outcomes[0].assessed_by"),
    "outcome-assessment-unknown": (
        {f"{LO}.assessed_by": ["test", "exam"]},
        "learning_outcomes[0].assessed_by[1]",
    ),
    "outcome-criteria-missing": ({f"{LO}.criteria": GONE}, "learning_outcomes[0].criteria"),
    "outcome-threshold-missing": (
        {f"{LO}.threshold_percent": GONE},
        "learning_outcomes[0].threshold_percent",
    ),
    "outcome-threshold-outside-scale": (
        {f"{LO}.threshold_percent": 160},
        "learning_outcomes[0].threshold_percent",
    ),
    "participation-missing": ({"participation.modes": GONE}, "participation.modes"),
    "participation-mode-unknown": ({"participation.modes": ["astral"]}, "participation.modes[0]"),
    "setting-missing": ({"participation.setting": GONE}, "participation.setting"),
    "setting-unknown": ({"participation.setting": "casual"}, "participation.setting"),
    "informal-without-validation": (
        {"participation.setting": "informal", "prior_learning": GONE},
        "participation.setting",
    ),
    "activity-unknown": ({"participation.activities": ["dreaming"]}, "participation.activities[0]"),
    "schedule-unknown": ({"participation.schedule": "whenever"}, "participation.schedule"),
    "learning-language-missing": ({"participation.languages": GONE}, "participation.languages"),
    "learning-language-unknown": ({"participation.languages": ["tlh"]}, "participation.languages[0]"),
    "place-missing": ({"participation.place": GONE}, "participation.place"),
    "quality-type-missing": ({f"{QA}.types": GONE}, "quality_assurance.types"),
    "quality-type-unknown": ({f"{QA}.types": ["gut-feeling"]}, "quality_assurance.types[0]"),
    "quality-statement-missing": ({f"{QA}.statement": GONE}, "quality_assurance.statement"),
    "quality-procedure-missing": ({f"{QA}.procedure": GONE}, "quality_assurance.procedure"),
    "quality-only-external": (
        {f"{QA}.types": ["institutional-quality-assurance"]},
        "quality_assurance.types",
    ),
    "accreditation-incomplete": (
        {f"{QA}.accreditations.0.agent": GONE},
        "quality_assurance.accreditations[0]",
    ),
    "accreditation-expired": (
        {f"{QA}.accreditations.0.valid_until": "2026-09-30"},
        "quality_assurance.accreditations[0].valid_until",
    ),
    "accreditation-claimed-without-decision": (
        {f"{QA}.accreditations": GONE},
        "quality_assurance.accreditations",
    ),
    "learner-feedback-missing": ({f"{QA}.learner_feedback": GONE}, "quality_assurance.learner_feedback"),
    "peer-review-missing": ({f"{QA}.peer_review": GONE}, "quality_assurance.peer_review"),
    "prerequisites-missing": ({"prerequisites": GONE}, "prerequisites"),
    "requirement-unnamed": (
        {"requires": [{"reference": "matematyka"}]},
        "requires[0].title",
    ),
    "requirement-reference-wrong": (
        {"requires": [{"title": {"pl": "Coś", "en": "It"}, "reference": "Jakaś nazwa"}]},
        "requires[0].reference",
    ),
    "requirement-is-itself": (
        {"requires": [{"title": {"pl": "Coś", "en": "It"}, "reference": "podstawy-jezyka-python"}]},
        "requires[0].reference",
    ),
    "supervision-missing": ({f"{AS}.supervision": GONE}, "assessments[0].supervision"),
    "supervision-unknown": ({f"{AS}.supervision": "by-dog"}, "assessments[0].supervision"),
    "supervision-weak": ({f"{AS}.supervision": "unsupervised"}, "assessments[0].supervision"),
    "grading-without-scale": ({"grading": {"title": {"pl": "Ocena", "en": "Grade"}}}, "grading.values"),
    "grading-pass-not-on-scale": ({"grading.lowest_pass": "3"}, "grading.lowest_pass"),
    "stackability-missing": ({"stackability": GONE}, "stackability.type"),
    "stackability-unknown": ({"stackability.type": "sometimes"}, "stackability.type"),
    "stackability-without-target": ({"stackability.towards": GONE}, "stackability.towards"),
    "stackability-target-unnamed": ({"stackability.towards.0.title": GONE}, "stackability.towards[0].title"),
    "stand-alone-with-target": ({"stackability.type": "stand-alone"}, "stackability.towards"),
    "stackability-promises-entitlement": (
        {"stackability.conditions.pl": "Mikropoświadczenie automatycznie zalicza cały moduł."},
        "stackability.conditions.pl",
    ),
    "stackability-conditions-missing": ({"stackability.conditions": GONE}, "stackability.conditions"),
    "component-group-unnamed": (
        composed({"components": ["agile"], "title": TITLE}, {"components": ["ux"]}),
        "composition.groups[1].title",
    ),
    "component-group-empty": (composed({"title": TITLE}), "composition.groups[0].components"),
    "component-reference-wrong": (
        composed({"components": ["agile", "Jakaś nazwa"]}),
        "composition.groups[0].components[1]",
    ),
    "component-is-itself": (
        composed({"components": ["podstawy-jezyka-python"]}),
        "composition.groups[0].components[0]",
    ),
    "component-repeated": (
        composed({"components": ["agile", "agile"]}),
        "composition.groups[0].components[1]",
    ),
    "component-number-impossible": (
        composed({"components": ["agile", "ux"], "at_least": 3}),
        "composition.groups[0].at_least",
    ),
    "composition-limit-not-positive": (
        composed({"components": ["agile"]}, oldest_months=0),
        "composition.oldest_months",
    ),
    "composition-level-outside-scale": (
        composed({"components": ["agile"]}, lowest_eqf=9),
        "composition.lowest_eqf",
    ),
    "composition-without-components": (composed(least_ects=3), "composition.groups"),
    "composition-larger-than-whole": (
        composed({"components": ["agile"]}, least_ects=30),
        "composition.least_ects",
    ),
    "description-missing": ({"description": GONE}, "description"),
    "primary-language-missing": ({"primary_language": "Polish!"}, "primary_language"),
    "language-version-missing": ({"title.en": GONE}, "title.en"),
    "text-missing-in-language": ({"prerequisites.en": GONE}, "prerequisites.en"),
    "relevance-missing": ({"relevance.statement": GONE}, "relevance.statement"),
    "relevance-without-occupation": ({"relevance.occupations": GONE}, "relevance.occupations"),
    "employers-not-consulted": ({"relevance.consulted": GONE}, "relevance.consulted"),
    "review-date-missing": ({"review": GONE}, "review.by"),
    "review-overdue": ({"review.by": "2026-11-21"}, "review.by"),
    "review-too-far": ({"review.by": "2036-11-21"}, "review.by"),
    "field-of-study-missing": ({"fields_of_study": GONE}, "fields_of_study"),
    "field-of-study-unknown": ({"fields_of_study": ["613"]}, "fields_of_study[0]"),
    "prior-learning-route-missing": ({"prior_learning": GONE}, "prior_learning"),
    "target-group-missing": ({"target_group": GONE}, "target_group"),
    "guidance-missing": ({"guidance": GONE}, "guidance"),
    "homepage-missing": ({"homepage": GONE}, "homepage"),
    "address-not-https": ({"homepage": "http://uczelnia.example.org/"}, "homepage"),
}


def spoil(changes: dict[str, Any]) -> AchievementSpecification:
    """Return the complete example with some places changed or taken away."""
    data = json.loads(json.dumps(plain(example())))
    for place, value in changes.items():
        *above, last = place.split(".")
        node = data
        for part in above:
            node = node[int(part)] if isinstance(node, list) else node[part]
        _put(node, last, value)
    return load_definition(json.dumps({FORMAT_KEY: 1, **data}).encode(), "spoilt.json")


def _put(node: dict[str, Any], last: str, value: Any) -> None:
    if value is GONE:
        del node[last]
    elif value == "nine":
        node[last] = [
            {
                **node[last][0],
                "id": f"eu{n}",
                "statement": {"pl": f"Pisze w domu program numer {n}", "en": f"Writes at home program {n}"},
            }
            for n in range(9)
        ]
    elif value == "twins":
        node[last] = [{**node[last][0], "id": "eu1"}, {**node[last][0], "id": "eu2"}]
    elif value == "one more":
        node[last] = [
            *[{**item, "weight_percent": None} for item in node[last]],
            {**node[last][0], "id": "spare", "weight_percent": None},
        ]
    else:
        node[last] = value


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


# --- words ---------------------------------------------------------------------------------------------


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


# --- scores --------------------------------------------------------------------------------------------


def test_scores() -> None:
    assert [line.score for line in score_principles(())] == [100] * 10
    empty = score_principles(assess_definition(AchievementSpecification(), on=TODAY))
    assert empty[1].score == 0
    assert all(line.rules > 0 for line in empty)


def test_one_kind_costs_once_however_often() -> None:
    twice = assess_definition(spoil({f"{AS}.description": GONE, "assessments.1.description": GONE}), on=TODAY)
    assert score_principles(twice)[3].score == 95


# --- any definition at all -----------------------------------------------------------------------------

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


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
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
