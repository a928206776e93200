"""Lists whose every row stands in one cell."""

from __future__ import annotations

import pytest

from umiem.domain.lists.one_column import divided
from umiem.domain.lists.table import WHOLE_ROW, ListTable
from umiem.domain.lists.text import read_text_table

QUOTED = '"Imię;Nazwisko;E-mail"\n"Ola;Żak;ola@example.org"\n"Jan;""van;Lis"";jan@example.org"\n'


def test_quoted_lines_are_divided_once_more_and_told() -> None:
    found = divided(read_text_table(QUOTED.encode()))
    assert [cells for _, cells in found.rows] == [
        ("Imię", "Nazwisko", "E-mail"),
        ("Ola", "Żak", "ola@example.org"),
        ("Jan", "van;Lis", "jan@example.org"),
    ]
    assert [(note.code, note.params) for note in found.notes] == [("list-cells-divided", {"separator": ";"})]


def test_a_column_that_is_not_the_first_and_a_hidden_row() -> None:
    rows = ((3, ("", "a\tb")), (7, ("", "c\td")))
    found = divided(
        ListTable(kind="xlsx", rows=rows, marks={(7, WHOLE_ROW): "row-hidden", (3, 1): "cell-error"})
    )
    assert found.rows == ((3, ("a", "b")), (7, ("c", "d")))
    assert found.marks == {(7, WHOLE_ROW): "row-hidden"}


@pytest.mark.parametrize(
    "rows",
    [
        ((1, ("Imię", "Nazwisko;x")), (2, ("Ola", "Żak;x"))),
        ((1, ("Nazwisko",)), (2, ("Żak",)), (3, ("Lis; Wąs",))),
        ((1, ("Ola;Żak",)),),
        ((1, ("a;b",)), (2, ('"c;d',)), (3, ('e";f',))),
        ((1, ("a;b",)), (2, ("x;" * 5_000,))),
    ],
)
def test_other_tables_stay(rows: tuple[tuple[int, tuple[str, ...]], ...]) -> None:
    table = ListTable(kind="csv", rows=rows)
    assert divided(table) is table
