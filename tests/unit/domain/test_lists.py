"""Text tables from life, columns in two languages, cells and days as people write them."""

from __future__ import annotations

import csv
import tracemalloc
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.domain.examples import EXAMPLES
from umiem.domain.definition_file import load_definition
from umiem.domain.lists import text as text_module
from umiem.domain.lists.columns import LONGEST_HEADER, family_name_first, guess_columns, split_name
from umiem.domain.lists.dates import read_day
from umiem.domain.lists.headers import NO_HEADER, find_header, under_header
from umiem.domain.lists.judging import MetResults, judge
from umiem.domain.lists.pesel import is_pesel
from umiem.domain.lists.table import MAX_COLUMNS
from umiem.domain.lists.text import read_text_table
from umiem.domain.lists.values import tidy, value_of, values_of
from umiem.errors import MalformedInputError
from umiem.sentences.errors import error_sentence

OUTCOMES = {
    "eu1": ("Wyjaśnia działanie zmiennych i pętli", "Explains variables and loops"),
    "eu2": ("Pisze program",),
}
DEFINITION = load_definition((EXAMPLES / "definitions" / "podstawy-python.yaml").read_bytes(), "x.yaml")
TODAY = date(2026, 11, 28)


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
    full = [["Kowalska-Żółć Świętosława", "j@example.org"], ["Nowak Jan", "a@example.org"]]
    assert guess_columns(["Student", ""], OUTCOMES, sample=full) == {0: "full_name_reversed", 1: "email"}


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


def test_which_part_of_a_name_comes_first_is_told_by_names() -> None:
    assert family_name_first(["Nowak Jan", "Lis Ewa", "Anna Wójcik"])
    assert not family_name_first(["Jan Nowak", "Ewa Lis"])
    assert not family_name_first([])


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


def test_a_title_above_the_header_and_no_header_at_all() -> None:
    text = "Lista zaliczeniowa;;\n;;\nData: 2026-06-20;;\nImię;Nazwisko;E-mail\nOla;Żak;o@example.org\n"
    table = read_text_table(text.encode())
    assert find_header(table, OUTCOMES) == 4
    assert under_header(table, 4).rows == ((5, ("Ola", "Żak", "o@example.org")),)
    bare = read_text_table(b"Ola;Zak;o@example.org\nJan;Lis;j@example.org\n")
    assert find_header(bare, OUTCOMES) == NO_HEADER
    assert len(under_header(bare, NO_HEADER).rows) == 2


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_line_ends(ends: str) -> None:
    text = ends.join(("Imię;Nazwisko;E-mail", "Ola;Żak;o@example.org", "", "Jan;Lis;j@example.org", ""))
    assert [number for number, _ in read_text_table(text.encode()).rows] == [1, 2, 4]


def test_the_separator_line_of_excel_and_choices_by_hand() -> None:
    table = read_text_table("sep=;\r\nImię;E-mail\r\nOla, Żak;o@example.org\r\n".encode())
    assert (table.delimiter, table.rows[0]) == (";", (2, ("Imię", "E-mail")))
    assert read_text_table(b"a;b,c\n1;2,3\n", delimiter=",").rows[0][1] == ("a;b", "c")
    assert read_text_table("Żak;a\n".encode("cp1250"), encoding="iso8859-2").encoding == "iso8859-2"


def test_two_encodings_in_one_file_are_read_line_by_line() -> None:
    data = "Imię;Nazwisko\nŻaneta;Łoś\n".encode() + "Światosław;Źdźbło\n".encode("cp1250")
    table = read_text_table(data)
    assert (table.encoding, table.rows[2][1]) == ("utf-8", ("Światosław", "Źdźbło"))


def test_a_line_of_millions_of_cells_costs_no_more_than_its_bytes() -> None:
    tracemalloc.start()
    try:
        with pytest.raises(MalformedInputError, match="list-too-many-columns") as caught:
            read_text_table(b"a;b\n\n" + b"ab;" * 1_000_000)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert caught.value.params["row"] == 3
    assert peak < 30_000_000


def test_separators_within_quotation_marks_make_no_columns() -> None:
    read = read_text_table(b'a;b\n"' + b";" * 20_000 + b'";x\n')
    assert read.rows[1][1] == (";" * 20_000, "x")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "list-empty"),
        (b" \n\n", "list-empty"),
        (b";;;\n;;\n", "list-empty"),
        (b"%PDF-1.7\nx", "list-is-another-kind"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "list-is-another-kind"),
        (b"GIF89a", "list-is-another-kind"),
        (b"{\\rtf1}", "list-is-another-kind"),
        (b"<html><table><tr><td>Imie</td></tr></table></html>", "list-is-markup"),
        (b'<?xml version="1.0"?><Workbook/>', "list-is-markup"),
        (b"a\x00b\x00\x00\x01", "list-not-text"),
        (b'a;b\n"x;y\nz;w\n', "list-quote-not-closed"),
        (b'a;b\n"x' + b";y\nz" * 40 + b'";c\n', "list-quote-not-closed"),
        (b"a;" * (MAX_COLUMNS + 1) + b"x\n", "list-too-many-columns"),
        (b"a;b\n" + b";" * 17_000 + b"\n", "list-too-many-columns"),
        (b"a;b\n" * 50_040, "list-too-many-rows"),
        (b'a;"' + b"x" * 140_000 + b'"\n', "list-cell-too-long"),
        (b"a;" + b"x" * 200_000 + b"\n", "list-cell-too-long"),
        (b'a;"' + b"x" * 140_000 + b"\n", "list-quote-not-closed"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_reason(data: bytes, code: str) -> None:
    with pytest.raises(MalformedInputError) as caught:
        read_text_table(data)
    assert caught.value.code == code


def test_choices_by_hand_that_are_none() -> None:
    with pytest.raises(MalformedInputError, match="list-encoding-unknown"):
        read_text_table(b"a;b", encoding="zip")
    with pytest.raises(MalformedInputError, match="list-delimiter-unknown"):
        read_text_table(b"a;b", delimiter="|")


def test_the_limit_of_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_module, "MAX_BYTES", 3)
    with pytest.raises(MalformedInputError, match="list-too-large"):
        read_text_table(b"a;b;c")


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
        ({"identifier": "44051401359"}, "identifier-is-pesel"),
    ],
)
def test_some_rows_only_deserve_a_look(changes: dict[str, str], code: str) -> None:
    found = judge(7, GOOD | changes, DEFINITION, today=TODAY)
    assert found.problems == ()
    assert [warning.code for warning in found.warnings] == [code]


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


def read_or_refusal(data: bytes) -> tuple[tuple[tuple[int, tuple[str, ...]], ...], str]:
    try:
        return read_text_table(data).rows, ""
    except MalformedInputError as error:
        return (), error.code


@settings(max_examples=150)
@given(data=st.binary(max_size=300))
def test_any_bytes_are_a_table_or_a_refusal(data: bytes) -> None:
    rows, code = read_or_refusal(data)
    assert code.startswith("list-") or not code
    assert all(any(cell.strip() for cell in cells) for _, cells in rows)


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


def test_another_limit_of_the_process_changes_nothing() -> None:
    before = csv.field_size_limit(10_000_000)
    try:
        with pytest.raises(MalformedInputError) as caught:
            read_text_table(b'a;"' + b"x" * 140_000 + b'"\n')
    finally:
        csv.field_size_limit(before)
    assert caught.value.code == "list-cell-too-long"


LONG_CELL = b"x" * 200_000


@pytest.mark.parametrize(
    ("data", "line", "column"),
    [
        (b'a;b;c\n1;2;3\n4;"x;y\nz;w;v\n', 3, "B"),
        (b'a;b;c\n1;"two\r\nlines";"x' + b";y\nz" * 40 + b'";c\n', 3, "C"),
        (b'sep=;\na;b;c\n1;2;3\n4;5;"x\n', 4, "C"),
        (b'a;b\n"1\n2";' + LONG_CELL + b"\n", 3, "B"),
        (b"a;b\n\n\n1;2\n3;4\n" + LONG_CELL + b";x\n", 6, "A"),
    ],
)
def test_the_place_of_what_cannot_be_read_is_told(data: bytes, line: int, column: str) -> None:
    with pytest.raises(MalformedInputError) as caught:
        read_text_table(data)
    assert caught.value.code == ("list-cell-too-long" if LONG_CELL in data else "list-quote-not-closed")
    assert (caught.value.params["line"], caught.value.params["column"]) == (line, column)
    assert error_sentence(caught.value, "en").startswith(f"In line {line}, column {column}, ")


def test_marks_of_byte_order_inside_a_file_are_no_part_of_names():
    joined = "Imię;E-mail\nOla;o@example.org\n".encode() + "\ufeffŻaneta;z@example.org\n".encode()
    assert read_text_table(joined).rows[2][1] == ("Żaneta", "z@example.org")


def test_zeros_are_no_text_in_any_encoding():
    for encoding in ("utf-8", "utf-16", "utf-32"):
        text = (
            "Imię;E-mail\nO\0la;o@example.org\n"
            if encoding != "utf-32"
            else "Imię;E-mail\nOla;o@example.org\n"
        )
        with pytest.raises(MalformedInputError, match=r"list-not-text|list-encoding"):
            read_text_table(text.encode(encoding))
