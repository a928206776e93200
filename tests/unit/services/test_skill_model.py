"""An operator's model adds skills near in meaning after those found by words; none is needed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import pytest

from umiem import wiring
from umiem.errors import ConfigurationError
from umiem.services.skill import skills

PYTHON = "http://data.europa.eu/esco/skill/ccd0a1d9-afda-43d9-b901-96344886e14d"
UNKNOWN = "http://data.europa.eu/esco/skill/none"


class FakeModel:
    def __init__(self, labels: Mapping[str, Mapping[str, str]]) -> None:
        self.labels = labels

    def nearest(self, text: str, *, language: str, limit: int) -> Iterator[tuple[str, float]]:
        assert limit <= 10
        yield UNKNOWN, 1.0
        yield PYTHON, 7.0
        yield next(uri for uri in self.labels if uri != PYTHON), 0.0


@pytest.fixture
def named(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    skills._model.cache_clear()
    yield monkeypatch
    skills._model.cache_clear()


def name(monkeypatch: pytest.MonkeyPatch, factory: str) -> None:
    place = replace(wiring.installation(), skill_model=factory)
    monkeypatch.setattr(wiring, "installation", lambda: place)


def test_without_a_model_words_alone_are_searched(named: pytest.MonkeyPatch) -> None:
    name(named, "")
    assert skills.search_skills("wężowy język", language="pl") == skills.search_skills(
        "wężowy język", language="pl"
    )
    assert PYTHON not in [each.uri for each in skills.search_skills("qqqqqq", language="pl")]


def test_what_a_model_finds_stands_after_what_was_found_by_words(named: pytest.MonkeyPatch) -> None:
    name(named, f"{__name__}:FakeModel")
    assert [(each.uri, each.score) for each in skills.search_skills("qqqqqq", language="pl")] == [
        (PYTHON, 0.5)
    ]
    found = skills.search_skills("arkusz kalkulacyjny", language="pl")
    assert found[0].uri != PYTHON
    assert found[-1].uri == PYTHON
    assert skills.search_skills("  ", language="pl") == ()
    assert PYTHON not in [each.uri for each in skills.search_occupations("qqqqqq", language="pl")]


@pytest.mark.parametrize("wrong", ["no.such.module:factory", "umiem.wiring:nothing", "umiem", ":x"])
def test_a_model_that_is_not_there_is_named(named: pytest.MonkeyPatch, wrong: str) -> None:
    name(named, wrong)
    with pytest.raises(ConfigurationError) as refused:
        skills.search_skills("excel", language="pl")
    assert refused.value.code == "skill-model-wrong"
    assert refused.value.params["value"] == wrong
