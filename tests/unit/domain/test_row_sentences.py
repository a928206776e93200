"""What stands against a row of a list, in words."""

from __future__ import annotations

import pytest

from umiem.domain.learner_list import RowProblem
from umiem.sentences.rows import problem_sentence


@pytest.mark.parametrize(
    ("column", "english", "polish"),
    [
        ("given_name", "The given name is missing.", "Brakuje imienia."),
        ("family_name", "The family name is missing.", "Brakuje nazwiska."),
        ("Imię", "The name is missing.", "Brakuje imienia lub nazwiska."),
    ],
)
def test_which_name_is_missing_is_said(column: str, english: str, polish: str) -> None:
    problem = RowProblem("name-missing", 7, column)
    assert problem_sentence(problem, "en") == english
    assert problem_sentence(problem, "pl") == polish
