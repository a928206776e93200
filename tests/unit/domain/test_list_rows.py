"""Cells and days as people write them, and what is wrong with a row."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.examples import EXAMPLES
from umiem.domain.definition_file import load_definition
from umiem.domain.lists.dates import read_day
from umiem.domain.lists.judging import MetResults, grade_meant, judge
from umiem.domain.lists.pesel import is_pesel
from umiem.domain.lists.values import tidy, value_of, values_of

DEFINITION = load_definition((EXAMPLES / "definitions" / "podstawy-python.yaml").read_bytes(), "x.yaml")


TODAY = date(2026, 11, 28)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-10-01", date(2026, 10, 1)),
        ("2026-10-01 00:00:00", date(2026, 10, 1)),
        ("01.10.2026", date(2026, 10, 1)),
        ("1.10.26", date(2026, 10, 1)),
        ("01/10/2026", date(2026, 10, 1)),
        ("1-10-2026 r.", date(2026, 10, 1)),
        ("20261001", date(2026, 10, 1)),
        ("1 października 2026", date(2026, 10, 1)),
        ("1 paź 2026 r.", date(2026, 10, 1)),
        ("October 1, 2026", date(2026, 10, 1)),
        ("1st Oct 2026", date(2026, 10, 1)),
        ("1-paź-26", date(2026, 10, 1)),
        ("1-Oct-2026", date(2026, 10, 1)),
        ("1 paź 26", date(2026, 10, 1)),
        ("czwartek, 1 października 2026 r.", date(2026, 10, 1)),
        ("czw., 01.10.2026", date(2026, 10, 1)),
        ("Thursday, October 1, 2026", date(2026, 10, 1)),
        ("'2026-10-01", date(2026, 10, 1)),
        ("1-paź", None),
        ("10/15/2026", None),
        ("1 X 2026", date(2026, 10, 1)),
        ("1.X.2026 r.", date(2026, 10, 1)),
        ("1. 10. 2026", date(2026, 10, 1)),
        ("dnia 01.10.2026 roku", date(2026, 10, 1)),
        ("w dniu 1 października 2026", date(2026, 10, 1)),
        ("1 IIX 2026", None),
        ("1. VIIII 2026", None),
        ("46296", date(2026, 10, 1)),
        ("46296,0", date(2026, 10, 1)),
        ("31.02.2026", None),
        ("kiedyś", None),
        ("12345", None),
        ("٠١.١٠.٢٠٢٦", None),
    ],
)
def test_days(text: str, day: date | None) -> None:
    assert read_day(text) == day


@pytest.mark.parametrize(
    ("part", "text", "value"),
    [
        ("identifier", "12345.0", "12345"),
        ("identifier", "12345,00", "12345"),
        ("identifier", "007", "007"),
        ("email", "mailto:a@example.org;", "a@example.org"),
        ("email", "<a@example.org>", "a@example.org"),
        ("email", "Żółć, Ala <a@example.org>;", "a@example.org"),
        ("email", "a@example.org <b@example.org>", "b@example.org"),
        ("email", "Ala <a@example.org> <b@example.org>", "Ala <a@example.org> <b@example.org"),
        ("awarded_on", "20.06.2026", "2026-06-20"),
        ("awarded_on", "kiedyś", "kiedyś"),
        ("grade", "brak", ""),
        ("grade", "-", ""),
        ("result:eu1", "-", "-"),
        ("result:eu1", " ", ""),
        ("family_name", "Brak", "Brak"),
    ],
)
def test_cells_are_tidied_as_their_part_needs(part: str, text: str, value: str) -> None:
    assert value_of(part, tidy(text)) == value


def test_blanks_of_every_kind_and_decomposed_letters() -> None:
    assert tidy("\ufeff Z\u0307o\u0301łc\u0301\u00a0\u2009Ola\u200b\u00ad ") == "Żółć Ola"
    assert values_of(["'=1+1"], {0: "grade"}) == {"grade": "=1+1"}
    assert values_of(['="00123"'], {0: "identifier"}) == {"identifier": "00123"}


GOOD = {"given_name": "Ola", "family_name": "Żak", "email": "ola@example.org", "grade": "4,0"}


@pytest.mark.parametrize(
    ("changes", "code", "part"),
    [
        ({"email": ""}, "email-missing", "email"),
        ({"email": "ola@"}, "email-invalid", "email"),
        ({"email": "świętosława@example.org"}, "email-invalid", "email"),
        ({"family_name": ""}, "name-missing", "family_name"),
        ({"family_name": "123"}, "name-without-letters", "family_name"),
        ({"given_name": "x" * 201}, "name-too-long", "given_name"),
        ({"given_name": "O\ufffda"}, "text-garbled", "given_name"),
        ({"identifier": "1.2345E+11"}, "identifier-rounded", "identifier"),
        ({"awarded_on": "kiedyś"}, "date-unreadable", "awarded_on"),
        ({"awarded_on": "2030-01-01"}, "awarded-on-in-future", "awarded_on"),
        ({"valid_until": "2020-01-01"}, "valid-until-before-award", "valid_until"),
        ({"run": "x" * 81}, "run-too-long", "run"),
        ({"evidence": "javascript:alert(1)"}, "evidence-no-link", "evidence"),
        ({"result:eu1": "10"}, "award-outcome-not-reached", "result:eu1"),
        ({"result:eu1": "120"}, "award-result-above-scale", "result:eu1"),
        ({"result:eu1": "-"}, "award-outcome-not-reached", "result:eu1"),
        ({"result:eu1": "abc"}, "award-result-unreadable", "result:eu1"),
        ({"family_name": "Ko?odziej"}, "name-lost-letters", "family_name"),
        ({"grade": "6"}, "award-grade-not-on-scale", "grade"),
        ({"grade": "2,0"}, "award-grade-not-passing", "grade"),
    ],
)
def test_problems_of_a_row_name_their_cell(changes: dict[str, str], code: str, part: str) -> None:
    found = judge(7, GOOD | changes, DEFINITION, today=TODAY).problems
    assert (code, 7, part) in [(problem.code, problem.row, problem.column) for problem in found]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"email": "ola@gmial.com"}, "email-typo"),
        ({"grade": ""}, "award-grade-missing"),
        ({"family_name": "=Żak"}, "name-strange"),
        ({"family_name": "\u041cazur"}, "name-strange"),
        ({"result:eu1": "80", "result:eu2": ""}, "result-empty"),
        ({"given_name": "Kowalska", "family_name": "Łucja"}, "names-swapped"),
        ({"identifier": "44051401359"}, "identifier-is-pesel"),
    ],
)
def test_some_rows_only_deserve_a_look(changes: dict[str, str], code: str) -> None:
    found = judge(7, GOOD | changes, DEFINITION, today=TODAY)
    assert found.problems == ()
    assert [warning.code for warning in found.warnings] == [code]


@pytest.mark.parametrize(
    ("text", "grade"),
    [
        ("2026-05-04", "4,5"),
        ("04.maj", "4,5"),
        ("3-May", "3,5"),
        ("04.05.2026", "4,5"),
        ("2026-06-20", None),
        ("4,5", None),
        ("bdb", None),
    ],
)
def test_a_grade_of_which_a_spreadsheet_made_a_date_is_known(text: str, grade: str | None) -> None:
    assert grade_meant(text, DEFINITION) == grade


def test_what_was_found_of_results_before_changes_no_row() -> None:
    rows = [
        GOOD | changes
        for changes in ({}, {"result:eu1": "10"}, {"grade": "6"}, {"result:eu2": "10"}, {"grade": ""}, {})
    ]
    met: MetResults = {}
    for number, row in enumerate(rows * 2, 2):
        alone = judge(number, row, DEFINITION, today=TODAY)
        assert judge(number, row, DEFINITION, today=TODAY, met=met) == alone
    assert len(met) == 5


def test_a_good_row_and_addresses_of_other_alphabets() -> None:
    assert judge(2, GOOD, DEFINITION, today=TODAY).problems == ()
    assert judge(2, GOOD | {"email": "ola@żółć.example"}, DEFINITION, today=TODAY).problems == ()
    assert is_pesel("44051401359")
    assert not is_pesel("44051401358")
    assert not is_pesel("٤٤٠٥١٤٠١٣٥٩")


@settings(max_examples=150)
@given(
    values=st.dictionaries(
        st.sampled_from([*GOOD, "identifier", "run", "awarded_on", "valid_until", "evidence", "result:eu1"]),
        st.text(max_size=40),
    )
)
def test_any_cells_are_judged(values: dict[str, str]) -> None:
    found = judge(
        2, {name: value_of(name, tidy(text)) for name, text in values.items()}, DEFINITION, today=TODAY
    )
    assert all(problem.row == 2 for problem in found.problems)
