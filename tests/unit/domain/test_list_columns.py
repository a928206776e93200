"""Columns in two languages: what their headers and cells say they hold."""

from __future__ import annotations

import pytest

from umiem.domain.lists.columns import (
    LONGEST_HEADER,
    family_name_first,
    guess_columns,
    name_in_capitals,
    split_name,
)
from umiem.domain.lists.headers import NO_HEADER, find_header, under_header
from umiem.domain.lists.text import read_text_table

OUTCOMES = {
    "eu1": ("Wyjaśnia działanie zmiennych i pętli", "Explains variables and loops"),
    "eu2": ("Pisze program",),
}


def guessed(*headers: str) -> dict[str, str]:
    return {headers[index]: part for index, part in guess_columns(headers, OUTCOMES).items()}


@pytest.mark.parametrize(
    ("header", "part"),
    [
        ("Imię", "given_name"),
        ("IMIONA", "given_name"),
        ("imię studenta", "given_name"),
        ("First Name", "given_name"),
        ("Nazwiska", "family_name"),
        ("Surname", "family_name"),
        ("Nazwisko i imię", "full_name_reversed"),
        ("Imię i nazwisko uczestnika", "full_name"),
        ("E-mail", "email"),
        ("Adres e-mail (uczelniany)", "email"),
        ("Adresy e-mail", "email"),
        ("Emial", "email"),
        ("adres poczty elektronicznej", "email"),
        ("Nr albumu", "identifier"),
        ("nr. indeksu", "identifier"),
        ("Student ID", "identifier"),
        ("Ocena końcowa", "grade"),
        ("Oceny końcowe", "grade"),
        ("Final grade", "grade"),
        ("Semestr", "run"),
        ("Rok akademicki", "run"),
        ("Data zaliczenia", "awarded_on"),
        ("Date of award", "awarded_on"),
        ("Ważne do", "valid_until"),
        ("Expiry date", "valid_until"),
        ("Link do pracy", "evidence"),
        ("EU1", "result:eu1"),
        ("eu 2", "result:eu2"),
        ("Wynik EU1 [%]", "result:eu1"),
        ("EU2 – pisze program", "result:eu2"),
        ("EU01", "result:eu1"),
        ("Efekt uczenia się 2", "result:eu2"),
        ("Learning outcome 1", "result:eu1"),
        ("Student no.", "identifier"),
        ("Imię i nazwisko uczestnika/uczestniczki", "full_name"),
        ("Wyjaśnia działanie zmiennych i pętli", "result:eu1"),
        ("Explains variables and loop", "result:eu1"),
    ],
)
def test_headers_are_recognised(header: str, part: str) -> None:
    assert guessed(header) == {header: part}


@pytest.mark.parametrize(
    "header",
    [
        "Imię ojca",
        "Nazwisko rodowe",
        "Data urodzenia",
        "PESEL",
        "E-mail opiekuna",
        "Lp.",
        "Uwagi",
        "Telefon",
        "Numer telefonu",
        "Data rozpoczęcia",
        "Username",
        "",
    ],
)
def test_what_is_about_something_else_is_left_alone(header: str) -> None:
    assert guessed(header) == {}


def test_each_part_is_taken_once_and_a_name_beside_a_surname_is_the_given_one() -> None:
    assert guessed("E-mail", "E-mail 2") == {"E-mail": "email"}
    assert guessed("Name", "Surname") == {"Name": "given_name", "Surname": "family_name"}
    assert guessed("Name", "Mail") == {"Name": "full_name", "Mail": "email"}


def test_cells_help_where_headers_are_silent() -> None:
    rows = [["1", "Kowalski", "Jan", "j@example.org"], ["2", "Żak", "Anna", "a@example.org"]]
    assert guess_columns(["", "", "", ""], OUTCOMES, sample=rows) == {
        1: "family_name",
        2: "given_name",
        3: "email",
    }
    accounts = [["jan@example.org", "Jan Nowak"]]
    assert guess_columns(["User principal name", "Display name"], OUTCOMES, sample=accounts) == {
        0: "email",
        1: "full_name",
    }
    full = [["Kowalska-Żółć Świętosława", "j@example.org"], ["Nowak Jan", "a@example.org"]]
    assert guess_columns(["Student", ""], OUTCOMES, sample=full) == {0: "full_name_reversed", 1: "email"}


def test_a_column_that_counts_the_rows_is_no_student_number() -> None:
    forms = [["1", "a@example.org"], ["2", "b@example.org"], ["3", "c@example.org"]]
    assert guess_columns(["ID", "Email"], OUTCOMES, sample=forms) == {1: "email"}
    assert guess_columns(["Nr albumu", "Email"], OUTCOMES, sample=forms) == {0: "identifier", 1: "email"}
    assert guess_columns(["ID", "Email"], OUTCOMES, sample=forms[1:]) == {0: "identifier", 1: "email"}
    assert guess_columns(["ID", "Email"], OUTCOMES, sample=forms, remembered={"id": "identifier"}) == {
        0: "identifier",
        1: "email",
    }


def test_a_cell_as_long_as_a_text_names_no_column() -> None:
    assert guess_columns(["E-mail (" + "x" * LONGEST_HEADER], OUTCOMES) == {}
    assert guess_columns(["E-mail (" + "[" * (LONGEST_HEADER - 8)], OUTCOMES) == {0: "email"}


def test_what_was_chosen_before_wins_and_outcomes_of_other_definitions_do_not() -> None:
    known = {"ksywka": "given_name", "imie": "", "punkty": "result:eu9"}
    assert guess_columns(["Ksywka", "Imię", "Punkty"], OUTCOMES, remembered=known) == {0: "given_name"}


@pytest.mark.parametrize(
    ("name", "first", "parts"),
    [
        ("Kowalska-Żółć Świętosława", True, ("Świętosława", "Kowalska-Żółć")),
        ("Kowalska, Anna Maria", False, ("Anna Maria", "Kowalska")),
        ("Anna Maria Wójcik", False, ("Anna Maria", "Wójcik")),
        ("van der Berg Jan", True, ("Jan", "van der Berg")),
        ("Madonna", True, ("", "Madonna")),
        ("", False, ("", "")),
    ],
)
def test_full_names_are_split(name: str, first: bool, parts: tuple[str, str]) -> None:
    assert split_name(name, family_first=first) == parts


def test_names_in_capitals_are_noticed_when_most_are() -> None:
    columns = {0: "family_name", 1: "email"}
    assert name_in_capitals([["ŻAK", "A@EXAMPLE.ORG"], ["LIS-WĄS", ""], ["Nowak", ""]], columns) == "ŻAK"
    assert name_in_capitals([["ŻAK", ""], ["Nowak", ""]], columns) == ""
    assert name_in_capitals([["A", "B@C.PL"]], columns) == ""


def test_which_part_of_a_name_comes_first_is_told_by_names() -> None:
    assert family_name_first(["Nowak Jan", "Lis Ewa", "Anna Wójcik"])
    assert family_name_first(["ZHANG Wei", "NGUYEN Thi Lan"])
    assert not family_name_first(["Wei ZHANG", "WEI ZHANG"])
    assert not family_name_first(["Jan Nowak", "Ewa Lis"])
    assert not family_name_first([])


def test_a_title_above_the_header_and_no_header_at_all() -> None:
    text = "Lista zaliczeniowa;;\n;;\nData: 2026-06-20;;\nImię;Nazwisko;E-mail\nOla;Żak;o@example.org\n"
    table = read_text_table(text.encode())
    assert find_header(table, OUTCOMES) == 4
    assert under_header(table, 4).rows == ((5, ("Ola", "Żak", "o@example.org")),)
    bare = read_text_table(b"Ola;Zak;o@example.org\nJan;Lis;j@example.org\n")
    assert find_header(bare, OUTCOMES) == NO_HEADER
    assert len(under_header(bare, NO_HEADER).rows) == 2
