"""Twelve journeys with the keyboard alone: Tab, typing, Enter, Space and the arrows; never the pointer.

1 sign in · 2 verify by paste · 3 verify by file · 4 claim with a code · 5 accept · 6 share and stop ·
7 a step of a definition · 8 hand in and decide · 9 award one person · 10 a list: preview and confirm ·
11 revoke · 12 plan, and read a job offer
"""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browser.editor_pages import write
from tests.journeys.browser.steps import OpenPage, newest_mail, tab_to

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

STAFF = "/staff/politechnika-przykladowa"
PYTHON = "podstawy-jezyka-python"
AUTHOR = "autorka@politechnika.example.org"
APPROVER = "prorektor@politechnika.example.org"
ISSUER = "dziekanat@politechnika.example.org"
SUBMIT = "main form button[type=submit]"


def press(page: Page, selector: str, key: str = "Enter") -> None:
    """Reach a control with Tab and press a key that leads to another page."""
    tab_to(page, selector)
    with page.expect_navigation():
        page.keyboard.press(key)


def type_into(page: Page, selector: str, text: str) -> None:
    tab_to(page, selector)
    page.keyboard.press("Control+a")
    page.keyboard.type(text)


def choose_file(page: Page, selector: str, file: Path) -> None:
    """Reach the field with the keyboard; the system's own dialogue of files is not ours to test."""
    tab_to(page, selector)
    page.set_input_files(selector, file)


def award_one(page: Page, email: str) -> None:
    page.goto(f"{STAFF}/awards/one/{PYTHON}/")
    for name, value in (("given_name", "Klara"), ("family_name", "Wiatr"), ("email", email), ("run", email)):
        type_into(page, f"#id_{name}", value)
    press(page, SUBMIT)


def sign_in(page: Page, email: str) -> None:
    type_into(page, "#id_email", email)
    press(page, SUBMIT)
    type_into(page, "#id_code", newest_mail(page, email, r"^\s*([A-Z0-9]{3,5}-?[A-Z0-9]{3,5})\s*$"))
    press(page, SUBMIT)


def test_1_sign_in(open_page: OpenPage) -> None:
    page = open_page(language="pl")
    page.goto("/")
    press(page, ".masthead-tools a[href*='/accounts/login/']")
    sign_in(page, "lucja.lodzka@example.com")
    expect(page.locator(".masthead-tools a[href*='/logout/']")).to_be_visible()


def test_2_verify_by_paste(open_page: OpenPage) -> None:
    page = open_page(language="en")
    page.goto("/")
    press(page, "a.button[href='/verify/']")
    type_into(page, "#id_text", '{"type": "nothing"}')
    press(page, SUBMIT)
    expect(page.locator(".verdict")).to_be_focused()
    assert page.locator(".verdict .word").inner_text().strip(), "the verdict is also a word"
    assert page.locator(".verdict .seal .icon").count() == 1, "and an icon"


def test_3_verify_by_file(open_page: OpenPage, tmp_path: Path) -> None:
    file = tmp_path / "credential.json"
    file.write_text('{"type": "nothing"}', encoding="utf-8")
    page = open_page(language="pl")
    page.goto("/verify/")
    choose_file(page, "#id_file", file)
    press(page, SUBMIT)
    expect(page.locator(".verdict")).to_be_focused()


@pytest.mark.long
def test_4_to_6_award_claim_accept_share_stop_and_9(open_page: OpenPage) -> None:
    email = "klawiatura@example.org"
    award_one(open_page(language="pl", person=ISSUER), email)
    page = open_page(language="pl")
    code = newest_mail(page, email, r"((?:[0-9A-Z]{4}-){3}[0-9A-Z]{4})")
    page.goto("/claim/")
    type_into(page, "#id_code", code)
    press(page, SUBMIT)
    press(page, "main form .button.big")
    sign_in(page, email)
    if page.locator("form[action$='/accept/']").count():
        press(page, "form[action$='/accept/'] button")
    press(page, "form[action$='/share/'] button[type=submit]")
    expect(page.locator("#share-url")).to_be_visible()
    press(page, "form[action$='/stop/'] button")
    expect(page.locator("form[action$='/stop/']")).to_have_count(0)


@pytest.mark.long
def test_7_and_8_define_hand_in_and_decide(open_page: OpenPage) -> None:
    author = open_page(language="pl", person=AUTHOR)
    author.goto(f"{STAFF}/definitions/new/")
    type_into(author, "#id_title_pl", "Praca samą klawiaturą")
    press(author, "main form .button.big")
    type_into(author, "[name='target_group.pl']", "Wszyscy.")
    press(author, "button[value='step:basics']")
    author.go_back()
    expect(author.locator("[name='target_group.pl']")).to_have_value("Wszyscy.")

    slug = write(author, "pl", "Do decyzji z klawiatury")
    author.goto(f"{STAFF}/definitions/{slug}/review/")
    press(author, "form[action$='/submit/'] button")
    approver = open_page(language="pl", person=APPROVER)
    approver.goto(f"{STAFF}/definitions/{slug}/review/")
    type_into(approver, "#id_reason", "Zgodne z uchwałą.")
    press(approver, "button[value=approved]")
    expect(approver.locator("form[action$='/publish/'] button")).to_be_visible()


@pytest.mark.long
def test_10_a_list_to_its_end(open_page: OpenPage, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text("imię;nazwisko;e-mail\nIga;Mróz;iga.mroz@example.org\n", encoding="utf-8")
    page = open_page(language="pl", person=ISSUER)
    page.goto(f"{STAFF}/awards/list/{PYTHON}/")
    choose_file(page, "#id_file", file)
    type_into(page, "#id_run", "klawiatura")
    press(page, SUBMIT)
    press(page, "main form .button.big")
    press(page, "a[href$='/confirm/']")
    press(page, "main form .button.big")
    expect(page.locator("main")).to_contain_text("list.csv")
    assert "/batches/" in page.url


@pytest.mark.long
def test_11_revoke(open_page: OpenPage) -> None:
    page = open_page(language="en", person=ISSUER)
    award_one(page, "odwolana@example.org")
    press(page, "a[href$='/revoke/']")
    tab_to(page, "[name=reason]")
    page.keyboard.press(
        "Space" if page.locator("[name=reason]").first.get_attribute("type") == "radio" else "ArrowDown"
    )
    press(page, "main form .button.sure, main form button[type=submit]")
    expect(page.locator(".pill.bad").first).to_be_visible()


@pytest.mark.long
def test_12_plan_and_offer(open_page: OpenPage) -> None:
    page = open_page(language="pl")
    page.goto("/plan/")
    type_into(page, "#id_goal", "projektant interfejsu użytkownika")
    page.keyboard.press("Escape")
    press(page, SUBMIT)
    expect(page.locator(".number-facts")).to_be_visible()
    page.goto("/offer/")
    type_into(page, "#id_text", "Programista Python. Znajomość Pythona i testowania oprogramowania.")
    press(page, SUBMIT)
    expect(page.locator("main table").first).to_be_visible()
