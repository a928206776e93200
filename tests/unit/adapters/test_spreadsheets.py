"""Workbooks from life and hostile ones: what is read, what is named, what is refused with a code."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime

import openpyxl
import pytest
import python_calamine
from openpyxl.worksheet.worksheet import Worksheet

from tests.workbooks import HEADER, ROW, cell, ods, ods_row, rewritten, xlsx
from umiem.adapters.spreadsheets import archive, child
from umiem.adapters.spreadsheets.workbook import read_workbook
from umiem.errors import MalformedInputError, UmiemError, UnsupportedError


def codes(data: bytes) -> set[str]:
    return {note.code for note in read_workbook(data).notes}


def refusal(data: bytes) -> str:
    with pytest.raises(UmiemError) as caught:
        read_workbook(data)
    assert isinstance(caught.value, MalformedInputError | UnsupportedError)
    return caught.value.code


def test_a_plain_workbook_is_read_with_row_numbers_and_numbers_as_typed() -> None:
    def build(sheet: Worksheet) -> None:
        sheet["B3"] = "Lista"
        sheet["B5"], sheet["C5"], sheet["D5"], sheet["E5"] = 12345.0, 4.5, True, date(2026, 6, 20)
        sheet["F5"], sheet["G5"] = datetime(2026, 6, 20, 13, 5), 0.85
        sheet["G5"].number_format = "0.00%"

    table = read_workbook(xlsx(build))
    assert (table.kind, table.sheet, table.sheets) == ("xlsx", "Sheet", ("Sheet",))
    assert table.rows[0] == (3, ("", "Lista", "", "", "", "", ""))
    assert table.rows[1] == (5, ("", "12345", "4.5", "true", "2026-06-20", "2026-06-20 13:05", "85"))


def test_merged_cells_hold_for_each_row_they_cover() -> None:
    def build(sheet: Worksheet) -> None:
        sheet.append(["Grupa", "Nazwisko"])
        for name in ("Żak", "Lis", "Wąs"):
            sheet.append(["", name])
        sheet["A2"] = "A"
        sheet.merge_cells("A2:A4")

    data = xlsx(build)
    assert [cells for _, cells in read_workbook(data).rows[1:]] == [("A", "Żak"), ("A", "Lis"), ("A", "Wąs")]
    assert "list-merged-cells" in codes(data)


def test_hidden_rows_columns_and_sheets_are_named() -> None:
    def build(sheet: Worksheet) -> None:
        sheet.append(HEADER)
        sheet.append(ROW)
        sheet.row_dimensions[2].hidden = True
        sheet.column_dimensions["D"].hidden = True
        book = sheet.parent
        assert book is not None
        book.create_sheet("Tajny").sheet_state = "hidden"

    table = read_workbook(xlsx(build))
    notes = {note.code: note.params for note in table.notes}
    assert notes["list-hidden-columns"] == {"names": "D"}
    assert notes["list-hidden-rows"] == {"count": 1, "rows": "2"}
    assert notes["list-hidden-sheets"] == {"names": "Tajny"}
    assert table.marks == {(2, -1): "row-hidden"}
    assert len(table.rows) == 2


def test_formulas_give_their_last_result_and_one_without_is_marked() -> None:
    def build(sheet: Worksheet) -> None:
        sheet.append(HEADER)
        sheet.append([*ROW[:4], "=70+5"])
        sheet.append([*ROW[:4], "#DIV/0!"])

    data = xlsx(build)
    assert read_workbook(data).marks == {(2, 4): "formula-without-value", (3, 4): "cell-error"}
    sheet = zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml")
    saved = rewritten(
        data,
        {"xl/worksheets/sheet1.xml": sheet.replace(b"<v></v>", b"<v>75</v>").replace(b"<v />", b"<v>75</v>")},
    )
    assert read_workbook(saved).rows[1][1][4] == "75"
    assert "list-formulas" in codes(saved)


def test_the_first_shown_sheet_with_rows_is_taken_and_another_can_be_chosen() -> None:
    def build(sheet: Worksheet) -> None:
        book = sheet.parent
        assert book is not None
        second = book.create_sheet("Grupa B")
        second.append(HEADER)
        book.create_sheet("Grupa C").append(["C"])

    data = xlsx(build)
    assert read_workbook(data).sheet == "Grupa B"
    assert read_workbook(data, sheet="Grupa C").rows == ((1, ("C",)),)
    assert read_workbook(data, sheet="Nie ma").sheet == "Grupa B"


def test_ods_is_read_like_xlsx() -> None:
    head = ods_row(*(cell(text) for text in HEADER))
    body = (
        '<table:table table:name="Arkusz1"><table:table-column/>'
        '<table:table-column table:visibility="collapse"/>'
        + head
        + ods_row(
            cell("251001", 'office:value-type="float" office:value="251001"'),
            cell("Żółć"),
            cell("Świętosława"),
            cell("s@example.org"),
            cell("85%", 'office:value-type="percentage" office:value="0.85"'),
            attributes='table:visibility="filter"',
        )
        + '<table:table-row table:number-rows-repeated="1048000">'
        + '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
        + "</table:table>"
    )
    table = read_workbook(ods(body))
    assert table.rows[1] == (2, ("251001", "Żółć", "Świętosława", "s@example.org", "85"))
    assert {note.code for note in table.notes} == {"list-hidden-columns", "list-hidden-rows"}


def test_ods_formulas_days_and_spans() -> None:
    body = (
        '<table:table table:name="A">'
        + ods_row(cell("a"), cell("b"), cell("c"))
        + ods_row(
            cell("x", 'table:number-rows-spanned="2" table:number-columns-spanned="1"'),
            '<table:table-cell table:formula="of:=1/0"/>',
            cell("20.06.2026", 'office:value-type="date" office:date-value="2026-06-20"'),
        )
        + ods_row("<table:covered-table-cell/>", cell("y"), cell("z"))
        + "</table:table>"
    )
    table = read_workbook(ods(body))
    assert table.rows[1][1][2] == "2026-06-20"
    assert table.rows[2] == (3, ("x", "y", "z"))
    assert table.marks == {(2, 1): "formula-without-value"}


def test_macros_and_links_to_other_files_are_left_alone() -> None:
    data = rewritten(
        xlsx(), {}, more={"xl/vbaProject.bin": b"\xd0\xcf", "xl/externalLinks/externalLink1.xml": b"<x/>"}
    )
    assert codes(data) == {"list-macros-ignored", "list-links-ignored"}
    assert len(read_workbook(data).rows) == 2


@pytest.mark.parametrize(
    "declaration",
    [
        b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
        b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>',
        b"<!DOCTYPE x>",
    ],
)
@pytest.mark.parametrize(
    "entry", ["xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/workbook.xml", "docProps/core.xml"]
)
def test_no_xml_may_declare_anything(entry: str, declaration: bytes) -> None:
    content = zipfile.ZipFile(io.BytesIO(xlsx())).read(entry)
    head, _, rest = content.partition(b"?>") if content.startswith(b"<?xml") else (b"", b"", content)
    start = head + b"?>" if head else b""
    assert refusal(rewritten(xlsx(), {entry: start + declaration + rest})) == "list-with-declarations"
    hidden = ("\ufeff" + (declaration + rest).decode()).encode("utf-16-le")
    assert refusal(rewritten(xlsx(), {entry: hidden})) == "list-with-declarations"


def test_an_ods_with_an_entity_is_refused() -> None:
    body = '<table:table table:name="A">' + ods_row(cell("a")) + "</table:table>"
    assert refusal(ods(body, prolog='<!DOCTYPE x [<!ENTITY e "x">]>')) == "list-with-declarations"


def test_bombs_are_refused_before_they_are_unpacked() -> None:
    big = b" " * (60 * 1024 * 1024)
    assert refusal(rewritten(xlsx(), {}, more={"xl/media/x.bin": big})) == "list-bomb"
    many = {f"x/{number}": b"" for number in range(archive.MAX_ENTRIES)}
    assert refusal(rewritten(xlsx(), {}, more=many)) == "list-bomb"


def test_an_entry_that_lies_about_its_size_is_refused() -> None:
    data = bytearray(rewritten(xlsx(), {}, more={"xl/worksheets/big.xml": b"<a>" + b" " * 9_000_000}))
    place = data.rfind(b"xl/worksheets/big.xml") - 46
    data[place + 24 : place + 28] = (100).to_bytes(4, "little")
    assert refusal(bytes(data)) in {"list-broken", "list-bomb"}


def test_too_many_rows_and_columns_are_refused_quickly() -> None:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for number in range(50_200):
        sheet.append([number, "Żak"])
    out = io.BytesIO()
    book.save(out)
    assert refusal(out.getvalue()) == "list-too-many-rows"
    assert (
        refusal(xlsx(lambda sheet: sheet.append([f"k{n}" for n in range(5_000)]))) == "list-too-many-columns"
    )

    def far(sheet: Worksheet) -> None:
        sheet["XFD1048576"] = "x"

    assert refusal(xlsx(far)) == "list-too-many-columns"


def test_a_stray_cell_in_the_last_row_does_no_harm() -> None:
    def build(sheet: Worksheet) -> None:
        sheet.append(HEADER)
        sheet.append(ROW)
        sheet["A1048576"] = "koniec"

    rows = read_workbook(xlsx(build)).rows
    assert [number for number, _ in rows] == [1, 2, 1_048_576]


@pytest.mark.parametrize(
    ("repeated", "code"),
    [
        ('table:number-rows-repeated="1048576"', "list-too-many-rows"),
        ("", ""),
    ],
)
def test_repeated_rows_of_an_ods_are_counted(repeated: str, code: str) -> None:
    data = ods('<table:table table:name="A">' + ods_row(cell("a"), attributes=repeated) + "</table:table>")
    assert (refusal(data) if code else "") == code


def test_repeated_columns_of_an_ods_are_counted() -> None:
    wide = cell("a", 'table:number-columns-repeated="16384"')
    data = ods('<table:table table:name="A">' + ods_row(wide) + "</table:table>")
    assert refusal(data) == "list-too-many-columns"


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600), "list-protected"),
        (OLE + bytes(600) + "Workbook".encode("utf-16-le") + bytes(600), "list-old-format"),
        (ods("", manifest="<m><manifest:encryption-data/></m>"), "list-protected"),
        (b"PK\x03\x04" + bytes(200), "list-broken"),
        (xlsx()[:-400], "list-broken"),
        (rewritten(xlsx(), {"xl/worksheets/sheet1.xml": b"<worksheet><sheetData>"}), "list-broken"),
        (rewritten(xlsx(), {"xl/workbook.xml": b"\xff\xfe"}), "list-broken"),
        (ods("<table:table/>"), "list-empty"),
        (xlsx(lambda sheet: None), "list-empty"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_reason(data: bytes, code: str) -> None:
    assert refusal(data) == code


def test_other_packed_files_are_told_apart() -> None:
    def packed(*names: str) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as made:
            for name in names:
                made.writestr(name, b"x")
        return out.getvalue()

    assert refusal(packed("word/document.xml", "[Content_Types].xml")) == "list-kind-unknown"
    assert refusal(packed("xl/workbook.bin")) == "list-old-format"
    assert refusal(packed("../../etc/passwd")) == "list-kind-unknown"


def test_an_encrypted_zip_entry_is_refused() -> None:
    data = bytearray(xlsx())
    place = data.find(b"PK\x01\x02")
    data[place + 8] |= 1
    assert refusal(bytes(data)) == "list-protected"


def test_too_large_a_file_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_BYTES", 100)
    assert refusal(xlsx()) == "list-too-large"


@pytest.mark.parametrize(
    "body",
    [
        ods_row(cell("a"), attributes=' table:number-rows-repeated="2147483648"'),
        ods_row(cell("a"), attributes=' table:number-rows-repeated="1000000000"') * 6,
        ods_row(*[cell("a")] * 120, attributes=' table:number-rows-repeated="50000"'),
        ods_row('<table:table-cell><text:p>x<text:s text:c="2147483647"/></text:p></table:table-cell>'),
    ],
    ids=["2^31 rows", "rows by the milliard", "six million cells", "two milliard spaces"],
)
@pytest.mark.parametrize("sheet", ["A", "B"])
def test_repetitions_are_counted_before_any_is_written_out(
    body: str, sheet: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the sheet: calamine writes out all of them while it opens the file."""
    opened: list[object] = []
    monkeypatch.setattr(python_calamine, "load_workbook", opened.append)
    other = f'<table:table table:name="A">{ods_row(cell("a"))}</table:table>' if sheet == "B" else ""
    data = ods(f'{other}<table:table table:name="{sheet}">{body}</table:table>')
    with pytest.raises(MalformedInputError, match="list-too-much-work"):
        child._read(python_calamine, data, "")
    assert opened == []
