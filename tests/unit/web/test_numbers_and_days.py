"""Large numbers and days in sentences, as the reader's language writes them."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from umiem.errors import MalformedInputError, RefusedError
from umiem.sentences.errors import error_sentence
from umiem.sentences.lists import note_sentence
from umiem.sentences.rows import RowProblem, problem_sentence
from umiem.web.templatetags.umiem import grouped

NBSP = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("number", "polish", "english"),
    [(0, "0", "0"), (2026, "2026", "2026"), (28065, f"28{NBSP}065", "28,065")],
)
def test_pages_group_large_numbers(number: int, polish: str, english: str) -> None:
    with override("pl"):
        assert grouped(number) == polish
    with override("en"):
        assert grouped(number) == english


@pytest.mark.parametrize("limit", [50_000, 20_971_520])
def test_sentences_group_large_numbers(limit: int) -> None:
    error = MalformedInputError("list-too-many-rows", limit=limit)
    assert f"{limit:,}" in error_sentence(error, "en")
    assert f"{limit:,}".replace(",", NBSP) in error_sentence(error, "pl")
    assert f"{limit:,}" in note_sentence("list-formulas", {"count": limit}, "en")


def test_days_are_written_as_the_language_does() -> None:
    error = RefusedError("renewal-not-later", date="2027-02-10")
    assert "10.02.2027" in error_sentence(error, "pl")
    assert "2027-02-10" in error_sentence(error, "en")
    assert "kiedyś" in error_sentence(RefusedError("renewal-not-later", date="kiedyś"), "pl")


class Problem:
    code, row, column, params = "awarded-on-in-future", 2, "awarded_on", {"date": "2031-01-02"}


def test_days_in_rows_of_lists() -> None:
    problem: RowProblem = Problem()
    assert "02.01.2031" in problem_sentence(problem, "pl")
