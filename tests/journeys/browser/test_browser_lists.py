"""From a spreadsheet to awards by hand, in four screens, in both languages, with and without JavaScript."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browser.steps import POLISH_FIRST, OpenPage, submit

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

STAFF = "/staff/politechnika-przykladowa"
UPLOAD = f"{STAFF}/awards/list/podstawy-jezyka-python/"
ADMIN = "admin@politechnika.example.org"
WORK_WITHIN = 60  # seconds for a small batch on a busy machine


def workbook(path: Path, language: str) -> Path:
    """A list as a department writes it: a title, full names, percentages, a mistake, a double."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"] = "Lista zaliczeniowa"
    sheet.merge_cells("A1:F1")
    sheet.append([])
    sheet.append(["Nr albumu", "Nazwisko i imię", "E-mail", "Wynik EU1 [%]", "Ocena", "Data zaliczenia"])
    day = date(2026, 6, 20)
    sheet.append([f"{language}1", "Żółć-Kowalska Świętosława", f"z-{language}@example.org", 0.85, "4,0", day])
    sheet.append([f"{language}2", "Gąsienica Jan", f"bez-malpy-{language}", 75, "4,5", "20.06.2026"])
    sheet.append([f"{language}1", "Żółć-Kowalska Świętosława", f"z-{language}@example.org", 85, "4,0", day])
    sheet["D4"].number_format = "0%"
    sheet.column_dimensions["F"].hidden = True
    book.save(path)
    return path


def bring(page: Page, file: Path, run: str) -> None:
    page.goto(UPLOAD)
    page.set_input_files("#id_file", file)
    page.fill("#id_run", run)
    submit(page)


def wait_for_the_work(page: Page) -> None:
    end = time.monotonic() + WORK_WITHIN
    while page.locator("tbody tr .pill.good").count() < 2 and time.monotonic() < end:
        page.wait_for_timeout(1_000)
        page.reload()
    expect(page.locator("tbody tr .pill.good")).to_have_count(2)


@pytest.mark.parametrize("language", POLISH_FIRST)
def test_a_workbook_becomes_awards(open_page: OpenPage, language: str, tmp_path: Path) -> None:
    page = open_page(language=language, person=ADMIN)
    file = workbook(tmp_path / "lista.xlsx", language)
    bring(page, file, f"arkusz-{language}")
    expect(page.locator("#id_column-1")).to_have_value("full_name_reversed")
    expect(page.locator("#id_column-3")).to_have_value("result:eu1")
    expect(page.locator("details li", has_text="F")).not_to_have_count(0)
    submit(page, "main form .button.big")
    expect(page.locator("tbody tr .pill.bad")).to_have_count(2)
    page.fill("input[name='cell-5-email']", f"jan-{language}@example.org")
    submit(page, "#list-table ~ .actions button")
    expect(page.locator("tbody tr .pill.bad")).to_have_count(1)
    page.goto(page.url.partition("?")[0])
    expect(page.locator("tbody tr", has_text="Świętosława").locator(".pill.good")).to_have_count(1)
    submit(page, "a[href$='/rows/4/']")
    expect(page.locator("pre.document")).to_contain_text("Żółć-Kowalska")
    with page.expect_download() as download:
        page.click("a[href$='/certificate/']")
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF")
    page.go_back()
    submit(page, "a[href$='/confirm/']")
    expect(page.locator("main")).to_contain_text("key-")
    submit(page, "main form .button.big")
    assert "/batches/" in page.url
    wait_for_the_work(page)
    bring(page, file, f"arkusz-{language}")
    submit(page, "main form .button.big")
    page.goto(page.url.partition("?")[0])
    expect(page.locator("tbody tr .pill.calm")).to_have_count(1)


@pytest.mark.long
def test_everything_works_without_javascript(open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page(language="pl", person=ADMIN, javascript=False)
    file = tmp_path / "stara.csv"
    file.write_bytes("kto;poczta\nŁucja Źdźbło;lucja@example.org\nBez Adresu;\n".encode("iso8859-2"))
    bring(page, file, "bez-skryptu")
    page.select_option("#id_encoding", "cp1250")
    submit(page, "button[name=read]")
    page.select_option("#id_encoding", "iso8859-2")
    submit(page, "button[name=read]")
    expect(page.locator("tbody")).to_contain_text("Łucja Źdźbło")
    page.select_option("#id_column-0", "full_name")
    page.select_option("#id_column-1", "email")
    submit(page, "main form .button.big")
    page.fill("input[name='cell-3-email']", "adres@example.org")
    submit(page, "#list-table ~ .actions button")
    rows = page.url.partition("?")[0]
    page.goto(rows)
    expect(page.locator("tbody tr .pill.good")).to_have_count(2)
    submit(page, "form[action$='/undo/'] button")
    page.goto(rows)
    expect(page.locator("tbody tr .pill.bad")).to_have_count(1)
    page.goto(f"{rows}rows/3/")
    submit(page, "button[name=left_out]")
    page.goto(rows)
    with page.expect_download() as download:
        page.click("a[href$='/rejected/']")
    assert "Pominięte" in Path(download.value.path()).read_text(encoding="utf-8-sig")


@pytest.mark.long
@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("skan.csv", b"\x89PNG\r\n\x1a\n\x00\x00", "PNG"),
        ("stary.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "XLSX"),
        ("usos.xls", b"<html><table></table></html>", "XLSX"),
        ("zip.xlsx", b"PK\x03\x04" + bytes(60), "zapisać na nowo"),
    ],
)
def test_what_is_no_list_is_refused_with_advice(
    open_page: OpenPage, name: str, content: bytes, words: str, tmp_path: Path
) -> None:
    page = open_page(language="pl", person=ADMIN)
    file = tmp_path / name
    file.write_bytes(content)
    bring(page, file, "")
    expect(page.locator("#error-summary")).to_contain_text(words)


def test_another_tab_the_way_back_and_a_double_click_confirm_once(
    open_page: OpenPage, tmp_path: Path
) -> None:
    page = open_page(language="en", person=ADMIN)
    file = tmp_path / "once.csv"
    file.write_text("name,surname,email\nJan,Once,jan-once@example.org\nNo,Mail,\n", encoding="utf-8")
    bring(page, file, "once")
    submit(page, "main form .button.big")
    rows = page.url.partition("?")[0]
    preview, second = page.context.new_page(), page.context.new_page()
    preview.goto(f"{rows}?shown=problem")
    page.goto(f"{rows}confirm/")
    second.goto(f"{rows}confirm/")
    with page.expect_navigation(url="**/batches/**"):
        page.locator("main form .button.big").dblclick()
    batch = page.url
    submit(second, "main form .button.big")
    assert second.url == batch
    expect(second.locator("main")).to_contain_text("Nothing is awarded twice")
    page.go_back()
    page.reload()
    expect(page.locator(f"a[href='{batch.removeprefix(page.url.partition('/staff')[0])}']")).to_be_visible()
    preview.fill("input[name='cell-3-email']", "late@example.org")
    submit(preview, "#list-table ~ .actions button")
    assert preview.url == f"{rows}confirm/"
    page.goto(f"{STAFF}/batches/")
    expect(page.locator("tbody tr", has_text="once.csv")).to_have_count(1)


def test_a_button_of_an_old_page_leads_to_the_batch_as_it_is(open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page(language="en", person=ADMIN)
    file = tmp_path / "later.csv"
    file.write_text("name,surname,email\nJan,Later,jan-later@example.org\n", encoding="utf-8")
    bring(page, file, "later")
    submit(page, "main form .button.big")
    page.goto(page.url.partition("?")[0] + "confirm/")
    expect(page.locator("#id_start_at")).not_to_be_visible()
    page.check("input[name=when][value=later]")
    page.fill("#id_start_at", f"{date.today().year + 1}-01-10T10:00")
    submit(page, "main form .button.big")
    other = page.context.new_page()
    other.goto(page.url)
    for tab in (page, other):
        tab.click("#batch-cancel")
        expect(tab.locator(".notice")).to_contain_text("1 row waits")
    submit(page, "main form button")
    submit(other, "main form button")
    expect(other.locator("#progress .pill")).to_have_text("Cancelled")
    expect(other.locator("#progress")).to_contain_text("0 of 1 rows done (0 %)")
