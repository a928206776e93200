"""Which sheet of a workbook is read, and what its numbers and formulas show."""

from __future__ import annotations

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from tests.workbooks import HEADER, ROW, cell, ods, ods_row, xlsx
from umiem.adapters.spreadsheets.workbook import read_workbook


def test_a_sheet_of_explanations_before_the_list_is_passed_over() -> None:
    def build(sheet: Worksheet) -> None:
        sheet.append(["Proszę wypełnić drugi arkusz."])
        book = sheet.parent
        assert isinstance(book, openpyxl.Workbook)
        for name in ("Lista", "Inna"):
            more = book.create_sheet(name)
            more.append(HEADER)
            more.append(ROW)

    data = xlsx(build)
    assert read_workbook(data).sheet == "Lista"
    assert read_workbook(data, sheet="Sheet").rows == ((1, ("Proszę wypełnić drugi arkusz.",)),)


def test_without_an_address_the_first_sheet_with_rows_is_read_though_a_later_one_is_broken() -> None:
    def build(sheet: Worksheet) -> None:
        sheet.append(["Nazwisko"])
        book = sheet.parent
        assert isinstance(book, openpyxl.Workbook)
        book.create_sheet("Za szeroki").cell(1, 300, "x")

    assert read_workbook(xlsx(build)).sheet == "Sheet"


def test_formulas_of_an_ods_that_gave_no_text_are_blank() -> None:
    formula = 'table:formula="of:=IF(1;&quot;&quot;)" office:value-type="string" office:string-value=""'
    body = ods_row(cell("Żak"), cell("a@example.org")) + ods_row(
        f"<table:table-cell {formula}/>", attributes='table:number-rows-repeated="3000"'
    )
    table = read_workbook(ods(f'<table:table table:name="Lista">{body}</table:table>'))
    assert (table.rows, table.marks) == (((1, ("Żak", "a@example.org")),), {})


def test_numbers_shown_with_zeros_in_front_keep_them() -> None:
    def build(sheet: Worksheet) -> None:
        sheet.append([1234, 1234, 12.5, "7"])
        for place, shown in zip(sheet[1], ("000000", "0.00", "000000", "000000"), strict=True):
            place.number_format = shown

    assert read_workbook(xlsx(build)).rows == ((1, ("001234", "1234", "12.5", "7")),)
