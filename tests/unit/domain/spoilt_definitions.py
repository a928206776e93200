"""Complete definitions spoilt in one place each, with the finding that must name it."""

from __future__ import annotations

import json
from typing import Any

from tests.examples import example
from umiem.domain.definition import AchievementSpecification
from umiem.domain.definition_file import FORMAT_KEY, load_definition
from umiem.domain.shape import plain

GONE = object()
LO = "learning_outcomes.0"
AS = "assessments.0"
QA = "quality_assurance"
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
