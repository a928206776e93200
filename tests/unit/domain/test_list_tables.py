"""Text tables from life: encodings, separators, line ends, limits, and what cannot be read."""

from __future__ import annotations

import csv
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from umiem.domain.lists import text as text_module
from umiem.domain.lists.table import MAX_COLUMNS
from umiem.domain.lists.text import read_text_table
from umiem.errors import MalformedInputError
from umiem.sentences.errors import error_sentence


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


def test_decimal_commas_and_a_quotation_mark_that_nothing_closes_do_not_hide_the_separator() -> None:
    head, row = b"Nazwisko;E-mail;Ocena\n", b"Lis;a@example.org;4,5\n"
    assert read_text_table(head + row * 50).delimiter == ";"
    with pytest.raises(MalformedInputError) as caught:
        read_text_table(head + row + b'"Wilk;b@example.org;4,5\n' + row * 50)
    assert (caught.value.code, caught.value.params["line"]) == ("list-quote-not-closed", 3)


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
