"""Every sentence of the interface has a complete Polish translation."""

from __future__ import annotations

import pytest
from babel.messages.catalog import Catalog

from umiem.cli import translations


def test_nothing_is_missing_or_wrong() -> None:
    assert list(translations.problems()) == []


def test_sentences_are_found_in_code_templates_and_mails() -> None:
    found = translations.sentences()
    assert "Verify" in found
    assert "The signature could not be checked." in found
    assert "this is your code to sign in:" in found
    assert ("hour", "hours") in {message.id for message in found}


@pytest.mark.parametrize(
    ("identifier", "string", "fault"),
    [
        ("Keep it", "", "not translated"),
        ("Row {row}", "Wiersz {rzad}", "other placeholders"),
        ("%(n)s of %(m)s", "%(n)s", "other placeholders"),
        (("{n} row", "{n} rows"), ("{n} wiersz", "{n} wiersze"), "not translated"),
    ],
)
def test_what_is_wrong_is_named(identifier: str, string: str, fault: str) -> None:
    catalogue = Catalog(locale="pl")
    message = catalogue.add(identifier, string)
    assert [problem.split(" in ")[0] for problem in translations._faults(message)] == [fault]


def test_one_of_two_singular_placeholders_may_be_left_out() -> None:
    """“One thing” needs no number; the other forms do."""
    catalogue = Catalog(locale="pl")
    message = catalogue.add(("One thing", "{n} things"), ("Jedna rzecz", "{n} rzeczy", "{n} rzeczy"))
    assert list(translations._faults(message)) == []
