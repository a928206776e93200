"""Letters that a program spoilt before the list came here."""

from __future__ import annotations

import pytest

from umiem.domain.lists.encoding import decode
from umiem.domain.lists.misread import put_right
from umiem.domain.lists.table import ListTable
from umiem.errors import MalformedInputError

NAMES = ("Świętosława", "Żółć", "Gżegżółka", "Łódź", "Müller", "Nowak")


def spoilt(text: str, written: str, read: str) -> str:
    """Text as a program shows it that takes one encoding for another; free places are control characters."""
    return "".join(bytes([byte]).decode(read, errors="ignore") or chr(byte) for byte in text.encode(written))


def table(*cells: str) -> ListTable:
    return ListTable(kind="csv", rows=((1, cells),))


@pytest.mark.parametrize("read", ["cp1250", "cp1252", "latin-1"])
def test_utf8_that_was_read_as_something_else_is_put_right_and_told(read: str) -> None:
    found = put_right(table(*(spoilt(name, "utf-8", read) for name in NAMES)))
    assert found.rows == ((1, NAMES),)
    assert [(note.code, note.params["count"], note.params["right"]) for note in found.notes] == [
        ("list-letters-put-right", 5, "Świętosława")
    ]


@pytest.mark.parametrize(("written", "read"), [("cp1250", "cp1252"), ("iso8859-2", "latin-1")])
def test_polish_letters_taken_for_western_ones_are_put_right_where_one_cell_is_sure(
    written: str, read: str
) -> None:
    names = ("Gżegżółka", "Więcek", "Świętosława")
    found = put_right(table(*(spoilt(name, written, read) for name in names), "José Muñoz"))
    assert found.rows == ((1, (*names, "José Muñoz")),)


@pytest.mark.parametrize(
    "cells",
    [
        ("Żółć", "Łódź", "Źdźbło"),
        ("Wiêcek", "José Muñoz", "Ångström", "Ääkkönen", "Ĺuptak", "Ădám"),
        ("10 m³", "±5 %", "£5", "¿qué?", "Nowak"),
        ("Ä" * 3_000,),
    ],
)
def test_what_may_be_meant_stays(cells: tuple[str, ...]) -> None:
    made = table(*cells)
    assert put_right(made) is made


@pytest.mark.parametrize("name", ["windows-1250", "Windows-1250", "CP1250", "win-1250"])
def test_encodings_have_several_names(name: str) -> None:
    assert decode("Żółć".encode("cp1250"), name) == ("Żółć", "cp1250")
    with pytest.raises(MalformedInputError, match="list-encoding-unknown"):
        decode(b"a", f"{name}0")
