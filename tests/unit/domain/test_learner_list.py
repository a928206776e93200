"""Learner lists as Polish offices save them, and what is said about rows that are wrong."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.examples import EXAMPLES
from umiem.domain import learner_list
from umiem.domain.learner_list import LearnerRow, read_learner_list
from umiem.domain.lists import text
from umiem.errors import MalformedInputError

TABLE = (
    "Nr albumu;Nazwisko;Imię;E-mail;EU1;Ocena końcowa\n"
    "1;Żółć;Świętosława;a@example.org;80;4,0\n"
    "2;Źdźbło;Łucja;b@example.org;65;3,5\n"
    "3;Gąsienica-Byrcyn;Józef;c@example.org;90;5,0\n"
)


def problems(text: str) -> list[tuple[str, int, str]]:
    return [(found.code, found.row, found.column) for found in read_learner_list(text.encode()).problems]


@pytest.mark.parametrize(
    ("encoding", "reported"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("cp1250", "cp1250"),
        ("iso8859-2", "iso8859-2"),
    ],
)
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_every_encoding_and_separator(encoding: str, reported: str, delimiter: str) -> None:
    text = TABLE.replace("4,0", "4.0").replace("3,5", "3.5").replace("5,0", "5.0").replace(";", delimiter)
    found = read_learner_list(text.encode(encoding), outcome_ids=["eu1"])
    assert (found.encoding, found.delimiter) == (reported, delimiter)
    assert [row.learner.full_name for row in found.rows] == [
        "Świętosława Żółć",
        "Łucja Źdźbło",
        "Józef Gąsienica-Byrcyn",
    ]
    assert found.rows[0].results == {"eu1": "80"}
    assert found.problems == ()


def test_the_example_list() -> None:
    found = read_learner_list((EXAMPLES / "learners.csv").read_bytes(), outcome_ids=["eu1", "eu4", "eu9"])
    assert len(found.rows) == 30
    assert found.problems == ()
    assert max(len(row.learner.family_name) for row in found.rows) >= 60
    assert set(found.rows[0].results) == {"eu1", "eu4"}
    assert found.rows[0].row == 2
    assert found.rows[0].learner.identifier == "251001"


@pytest.mark.parametrize(
    "header",
    [
        "Imię,Nazwisko,E-mail",
        "IMIE,NAZWISKO,EMAIL",
        "First name,Last name,E-mail address",
        "given_name,family_name,email",
        "Given Name,Surname,Mail",
        "Imiona,Nazwisko,Adres e-mail",
    ],
)
def test_headers_in_both_languages(header: str) -> None:
    row = read_learner_list(f"{header}\nJan,Kowalski,jan@example.org\n".encode()).rows[0]
    assert (row.learner.given_name, row.learner.family_name) == ("Jan", "Kowalski")


@pytest.mark.parametrize(
    ("header", "name"),
    [("Imię i nazwisko", "Anna Maria Wójcik-Żuk"), ("Nazwisko i imię", "Wójcik-Żuk Anna Maria")],
)
def test_a_full_name_in_one_column(header: str, name: str) -> None:
    learner = read_learner_list(f"{header};E-mail\n{name};a@example.org\n".encode()).rows[0].learner
    assert (learner.given_name, learner.family_name) == ("Anna Maria", "Wójcik-Żuk")


HEADER = "Imię;Nazwisko;E-mail\n"


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (";Żółć;a@example.org", ("name-missing", 2, "Imię")),
        ("Anna;;a@example.org", ("name-missing", 2, "Nazwisko")),
        ("Anna;Żółć;", ("email-missing", 2, "E-mail")),
        ("Anna;Żółć;anna.example.org", ("email-invalid", 2, "E-mail")),
        ("Anna;Żółć;anna@example", ("email-invalid", 2, "E-mail")),
        ("Anna;Żółć;an na@example.org", ("email-invalid", 2, "E-mail")),
        ("Anna;Żółć;anna@@example.org", ("email-invalid", 2, "E-mail")),
        ("Anna;Żółć;anna@example..org", ("email-invalid", 2, "E-mail")),
        ("Anna;" + "Ż" * 201 + ";a@example.org", ("name-too-long", 2, "Nazwisko")),
        ("Anna;Żó\ufffdć;a@example.org", ("text-garbled", 2, "Nazwisko")),
        ("Anna;Żółć;a@example.org;5,0", ("too-many-cells", 2, "")),
    ],
)
def test_a_wrong_row_is_named_and_the_others_are_kept(row: str, problem: tuple[str, int, str]) -> None:
    text = f"{HEADER}{row}\nJan;Kowalski;jan@example.org\n"
    assert problem in problems(text)
    assert [good.row for good in read_learner_list(text.encode()).rows] == [3]


def test_a_duplicate_names_the_first_row() -> None:
    text = HEADER + "Jan;Kowalski;jan@example.org\n\nJan;Kowalski;JAN@example.org\n"
    found = read_learner_list(text.encode())
    assert [(problem.code, problem.row, problem.params) for problem in found.problems] == [
        ("row-duplicate", 4, {"first_row": 2})
    ]
    assert len(found.rows) == 1


def test_namesakes_are_two_people() -> None:
    text = HEADER + "Jan;Kowalski;jan@example.org\nJan;Kowalski;jan2@example.org\n"
    assert len(read_learner_list(text.encode()).rows) == 2


def test_cells_may_hold_separators_and_line_ends() -> None:
    text = HEADER + '"Anna\nMaria";"Żółć; Źdźbło";a@example.org\n'
    assert read_learner_list(text.encode()).rows[0].learner.family_name == "Żółć; Źdźbło"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "list-empty"),
        (b"\n \n", "list-empty"),
        (b"\xef\xbb\xbf\n", "list-empty"),
        (b"a;b;c\n1;2;3\n", "list-columns-missing"),
        ("Imię;Nazwisko\nA;B\n".encode(), "list-columns-missing"),
        ("Imię;Imię;Nazwisko;E-mail\n".encode(), "list-header-twice"),
        (b"PK\x03\x04\x00\x00\x00 an xlsx file", "list-not-text"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "list-is-another-kind"),
        (b"\xff\xfe\x00", "list-not-text"),
        ((";a" * 300).encode() + b"\n", "list-too-many-columns"),
    ],
)
def test_what_is_no_list_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(MalformedInputError) as caught:
        read_learner_list(data)
    assert caught.value.code == code


def test_missing_columns_are_named() -> None:
    with pytest.raises(MalformedInputError) as caught:
        read_learner_list(b"Imie;Telefon\nJan;1\n")
    assert caught.value.params == {"missing": "family_name, email", "found": "Imie, Telefon"}


def test_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(learner_list, "MAX_ROWS", 2)
    monkeypatch.setattr(text, "MAX_BYTES", 400)
    with pytest.raises(MalformedInputError, match="list-too-many-rows"):
        read_learner_list(TABLE.encode())
    with pytest.raises(MalformedInputError, match="list-too-large"):
        read_learner_list(TABLE.encode() * 9)


def read_or_refusal(data: bytes) -> tuple[tuple[LearnerRow, ...], str]:
    try:
        return read_learner_list(data).rows, ""
    except MalformedInputError as error:
        return (), error.code


@settings(max_examples=200)
@given(data=st.binary(max_size=200), header=st.booleans())
def test_any_bytes_give_rows_problems_or_a_refusal(data: bytes, header: bool) -> None:
    rows, code = read_or_refusal((HEADER.encode() if header else b"") + data)
    assert code.startswith("list-") or not code
    assert all(row.learner.given_name and row.learner.email for row in rows)
