"""Headers over two rows, and columns that must not be used."""

from __future__ import annotations

import pytest

from umiem.domain.lists.headers import find_header, under_header
from umiem.domain.lists.pesel import pesel_columns
from umiem.domain.lists.text import read_text_table

OUTCOMES = {
    "eu1": ("Wyjaśnia działanie zmiennych i pętli", "Explains variables and loops"),
    "eu2": ("Pisze program",),
}
TWO_ROWS = """Protokół;;;;;
Nr albumu;Student;;E-mail;Wyniki;
;Nazwisko;Imię;;EU1;EU2
1;Lis;Jan;lis@example.org;80;70
"""


def test_a_header_over_two_rows_is_one() -> None:
    table = read_text_table(TWO_ROWS.encode())
    row = find_header(table, OUTCOMES)
    assert row == 3
    headed = under_header(table, row)
    assert headed.headers == ("Nr albumu", "Nazwisko", "Imię", "E-mail", "EU1", "EU2")
    assert [number for number, _ in headed.rows] == [4]
    assert under_header(table, 2).headers[:2] == ("Nr albumu", "Student")


@pytest.mark.parametrize(
    "text",
    [
        "Imię;Nazwisko;E-mail;Rola\nJan;Lis;;student\nEwa;Wąs;ewa@example.org;student\n",
        "Kto;E-mail;Rola\nJan Lis;;student\nEwa Wąs;ewa@example.org;student\n",
        "Lp;Imię;Nazwisko;E-mail\n1;;;\n2;Jan;Lis;jan@example.org\n",
        "Imię;Nazwisko;E-mail\n;Lis;\nJan;Wąs;jan@example.org\n",
    ],
)
def test_a_learner_without_an_address_is_no_second_row_of_a_header(text: str) -> None:
    assert find_header(read_text_table(text.encode()), OUTCOMES) == 1


def test_a_pesel_that_lost_its_zero_is_one() -> None:
    assert pesel_columns(["Numer"], [["2270803624"], ["2270803624"]]) == [0]
    assert pesel_columns(["Nr albumu"], [["2270803625"], ["402117"], ["1234567890"]]) == []


def test_columns_of_pesel_numbers_are_found_by_their_name_and_by_their_digits():
    rows = [("44051401359", "44051401359", "310001", ""), ("02070803628", "02070803628", "310002", "")]
    assert pesel_columns(("Nr PESEL", "Numer", "Nr albumu", "PESEL"), rows) == [0, 1]
    assert pesel_columns(("", "", "", ""), rows) == [0, 1]
    assert pesel_columns(("Imię",), [("Ala",)]) == []
