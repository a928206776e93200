"""The floor under the search for skills and occupations; the figures are printed (pytest -s)."""

from __future__ import annotations

import pytest

from tests.quality.search_quality import (
    Spoil,
    measure_spoilt,
    measure_written,
    mistyped,
    turned_round,
    unfinished,
    without_diacritics,
)
from umiem.adapters.esco import starter_library
from umiem.domain.skills import Pillar, SkillLibrary

_LABELS = 60


@pytest.fixture(scope="module")
def library() -> SkillLibrary:
    return starter_library()


def test_words_as_people_type_them_find_the_concept(library: SkillLibrary) -> None:
    quality = measure_written(library, whole=False)
    print(quality.line("starter set"), *quality.missed, sep="\n   ")
    assert quality.searches >= 140
    assert quality.first >= 0.93
    assert quality.in_three >= 0.97


@pytest.mark.parametrize("language", ["pl", "en"])
@pytest.mark.parametrize(
    ("spoil", "least"),
    [(without_diacritics, 1.0), (mistyped, 0.95), (unfinished, 0.97), (turned_round, 0.97)],
)
def test_a_spoilt_label_finds_its_concept(
    library: SkillLibrary, language: str, spoil: Spoil, least: float
) -> None:
    quality = measure_spoilt(library, spoil, language=language, most=_LABELS)
    print(quality.line(f"{language} {spoil.__name__}"), *quality.missed, sep="\n   ")
    assert quality.in_three >= least


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("fotoszop", "Adobe Photoshop"),
        ("ekselu", "use spreadsheets software"),
        ("copywriterstwo", "perform copywriting"),
        ("negocjacje", "negotiate with stakeholders"),
    ],
)
def test_words_as_they_are_heard_and_kindred_nouns(library: SkillLibrary, words: str, wanted: str) -> None:
    hits = library.search(words, language="pl", limit=3)
    assert wanted in [library.graph.label(hit.uri, "en")[0] for hit in hits]


def test_of_equal_answers_what_more_occupations_need_comes_first(library: SkillLibrary) -> None:
    graph = library.graph
    uses = [graph.prominence(uri) for uri in graph.skills]
    assert 0 <= min(uses) < max(uses) == 1
    assert graph.prominence("http://example.org/none") == 0


def test_words_of_several_labels_of_one_concept_count_together(library: SkillLibrary) -> None:
    hits = library.search("ekspedientka doradca", language="pl", pillar=Pillar.OCCUPATIONS, limit=3)
    assert "shop assistant" in [library.graph.label(hit.uri, "en")[0] for hit in hits]
