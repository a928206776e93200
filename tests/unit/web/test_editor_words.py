"""Words of the editor: names of fields, examples without the language of files, places in formats."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from umiem.domain.annexes import ELEMENT_NAMES
from umiem.domain.findings import FINDING_KINDS
from umiem.domain.gate.finding import found
from umiem.sentences.annex_one import citation
from umiem.sentences.findings import finding_example
from umiem.services.credential.representations.mapping.places import places_of
from umiem.web.editor.examples import example_in_words
from umiem.web.editor.steps import FIELDS
from umiem.web.editor.words import field_label


@pytest.mark.parametrize(
    ("path", "label"),
    [
        ("workload.ects", "ECTS credits"),
        ("assessments[1].type", "Assessment 2 · Type of assessment"),
        ("learning_outcomes.eu1.criteria.pl", "Learning outcome eu1 · Criteria · PL"),
        ("title.en", "Title · EN"),
        ("no-such-field", "no-such-field"),
    ],
)
def test_paths_have_names(path, label):
    with override("en"):
        assert field_label(path) == label


@pytest.mark.parametrize(
    ("code", "path", "words"),
    [
        ("workload-missing", "workload", "ECTS credits: 3; Hours of learning altogether: 80"),
        ("supervision-missing", "assessments[0].supervision", "Supervised online or on-site"),
        ("setting-missing", "participation.setting", "Learning setting: Formal learning"),
        ("title-missing", "title", "Python programming basics"),
    ],
)
def test_examples_speak_like_the_form(code, path, words):
    with override("en"):
        assert words in example_in_words(finding_example(code, "en"), found(code, path))


def test_every_example_can_be_shown_in_both_languages():
    for code in FINDING_KINDS:
        for language in ("pl", "en"):
            with override(language):
                assert example_in_words(finding_example(code, language), found(code, "title"))


def test_every_element_cites_the_recommendation_in_both_languages():
    for element in ELEMENT_NAMES:
        assert "2022/C 243/02" in citation(element, "pl")
        assert citation(element, "pl") != citation(element, "en")
    assert citation("Z9", "pl") == ""


def test_every_field_with_an_element_says_where_it_goes():
    without = {
        path
        for path, field in FIELDS.items()
        if field.element and field.kind != "group" and not places_of(path)
    }
    assert without == set()
