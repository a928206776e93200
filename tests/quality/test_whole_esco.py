"""The whole official English set with the partial Polish one: counts, search, and the reading of offers."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.quality.offer_quality import LATER_OFFERS, measure
from tests.quality.search_quality import (
    measure_spoilt,
    measure_written,
    mistyped,
    turned_round,
    unfinished,
    without_diacritics,
)
from tests.shared_data import shared_path
from umiem.adapters.esco import EscoStore, import_esco
from umiem.domain.skills import Pillar, SkillLibrary

pytestmark = pytest.mark.xdist_group("esco")  # the whole set is imported once, which takes seconds


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> EscoStore:
    store = EscoStore(tmp_path_factory.mktemp("home"))
    import_esco([shared_path("esco")], store=store, at=datetime(2026, 1, 1, tzinfo=UTC))
    return store


@pytest.fixture(scope="module")
def library(store: EscoStore) -> SkillLibrary:
    return store.library()


def test_everything_is_there(store: EscoStore, library: SkillLibrary) -> None:
    details = store.details()
    assert (details.version, details.skills, details.occupations) == ("v1.1.1", 13_896, 3_007)
    # 64,946 in the file, 55 of them for an occupation that the set itself does not hold.
    assert sum(map(len, library.graph.essential.values())) == 64_891


def test_words_find_concepts(library: SkillLibrary) -> None:
    assert library.search("medycyna sportowa", language="pl")[0].label == "medycyna sportowa"
    assert library.search("manage stff", language="en")[0].label == "manage staff"
    welder = library.find("welder", language="en", pillar=Pillar.OCCUPATIONS)
    assert library.graph.occupations[welder].isco == "7212"


def test_searches_find_what_is_meant(library: SkillLibrary, capsys: pytest.CaptureFixture[str]) -> None:
    quality = measure_written(library, whole=True)
    with capsys.disabled():
        print(f"\n{quality.line('whole ESCO')}")
    assert quality.searches >= 160
    assert quality.first >= 0.88
    assert quality.in_three >= 0.96
    for spoil in (without_diacritics, mistyped, unfinished, turned_round):
        assert measure_spoilt(library, spoil, language="pl", most=40).in_three >= 0.94


def test_our_own_polish_labels_fill_the_gaps_and_say_so(library: SkillLibrary) -> None:
    hit = library.search("obsługa wózka widłowego", language="pl")[0]
    assert library.graph.label(hit.uri, "en")[0] == "operate forklift"
    assert library.graph.is_own_translation(hit.uri, "pl")


def test_offers_are_read_well(library: SkillLibrary, capsys: pytest.CaptureFixture[str]) -> None:
    quality = measure(library)
    with capsys.disabled():
        print(f"\n{quality.line()}")
    assert quality.precision >= 0.85
    assert quality.recall >= 0.9
    assert quality.first_group >= 0.95
    assert quality.in_five >= 0.97
    later = measure(library, path=LATER_OFFERS)
    with capsys.disabled():
        print(later.line())
    assert later.first_group >= 0.93
    assert later.in_five >= 0.97


def test_a_description_is_read_when_asked_for(store: EscoStore, library: SkillLibrary) -> None:
    python = library.find("Python", language="en", pillar=Pillar.SKILLS)
    assert "Python" in store.description(python, "en")
    assert store.description("http://example.org/none", "en") == ""
