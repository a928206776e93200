"""A definition by hand, from nothing to published, by several people: both languages, keyboard, no script."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browser.editor_pages import (
    APPROVER,
    AUTHOR,
    REVIEWER,
    STAFF,
    approve,
    hand_in,
    write,
)
from tests.journeys.browser.steps import OpenPage, submit

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.mark.long
@pytest.mark.parametrize(("language", "javascript"), [("pl", True), ("en", False)])
def test_from_nothing_to_published_by_two_people(
    open_page: OpenPage, language: str, javascript: bool
) -> None:
    """One person writes, another recommends, a third approves; the page is in the catalogue."""
    author = open_page(language=language, person=AUTHOR, javascript=javascript)
    slug = write(author, language, f"Spreadsheet basics {language}")
    hand_in(author, slug, language)

    reviewer = open_page(language=language, person=REVIEWER, javascript=javascript)
    reviewer.goto(f"{STAFF}/definitions/{slug}/review/")
    assert reviewer.locator("button[value=approved]").count() == 0
    reviewer.fill("#id_reason", "Kryteria są jasne.")
    submit(reviewer, "button[name=decision][value=recommended]")
    expect(reviewer.locator(".timeline")).to_contain_text("Bożena Ćwik")

    approver = open_page(language=language, person=APPROVER, javascript=javascript)
    approve(approver, slug)
    approver.goto(f"/catalogue/politechnika-przykladowa/{slug}/")
    expect(approver.locator("h1")).to_contain_text("Spreadsheet basics")
    approver.goto(f"{STAFF}/definitions/{slug}/versions/")
    expect(approver.locator("main")).to_contain_text("Wawrzyniec Źrebiec")


@pytest.mark.long
def test_the_first_steps_with_the_keyboard_alone(open_page: OpenPage) -> None:
    """Tab, space, arrows and Enter are enough to begin, write, change the language and go on."""
    page = open_page(language="en", person=AUTHOR)
    page.goto(f"{STAFF}/definitions/new/")
    _tab_to(page, "#id_title_en")
    page.keyboard.type("Keyboard driven editing")
    _tab_to(page, "#id_title_pl", back=True)
    page.keyboard.type("Edycja samą klawiaturą")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("Keyboard driven editing")
    _tab_to(page, "[name='target_group.en']")
    page.keyboard.type("People who use no mouse.")
    _tab_to(page, "button[value='lang:pl']", back=True)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator("button[value='lang:pl']")).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".other-language").first).to_contain_text("People who use no mouse.")
    _tab_to(page, "[name='stackability.type']")
    page.keyboard.press("ArrowDown")
    _tab_to(page, "main .actions button[value=next]")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator("[aria-current=step]")).to_contain_text("2.")
    _tab_to(page, "[name='title.pl'], [name='title.en']")
    assert page.locator("[name^='title.']").input_value() in (
        "Edycja samą klawiaturą",
        "Keyboard driven editing",
    )


def _tab_to(page: Page, selector: str, *, back: bool = False) -> None:
    for _ in range(120):
        page.keyboard.press("Shift+Tab" if back else "Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"the keyboard does not reach {selector}")


def test_the_card_follows_and_everything_is_saved_without_pressing_anything(open_page: OpenPage) -> None:
    """With a script each change is saved and the card beside the form shows it."""
    page = open_page(language="en", person=AUTHOR)
    page.goto(f"{STAFF}/definitions/new/")
    page.fill("#id_title_en", "Cards that follow the form")
    submit(page, "main form .button.big")
    page.goto(page.url.replace("/purpose/", "/workload/").split("?")[0])
    page.fill("[name='workload.ects']", "3")
    page.fill("[name='workload.hours']", "80")
    page.locator("[name='workload.contact_hours']").focus()
    expect(page.locator("#editor-live .specimen")).to_contain_text(re.compile(r"3 ECTS · 80 h"))
    page.reload()
    expect(page.locator("[name='workload.hours']")).to_have_value("80")
    page.fill("[name='workload.hours']", "10")
    page.locator("[name='workload.contact_hours']").focus()
    expect(page.locator("#editor-live")).to_contain_text("10 hours do not fit 3 ECTS")


@pytest.mark.long
def test_two_windows_show_the_difference(open_page: OpenPage) -> None:
    """The second window is told before anything is overwritten, and shows both texts."""
    page = open_page(language="en", person=AUTHOR)
    page.goto(f"{STAFF}/definitions/new/")
    page.fill("#id_title_en", "Two windows at once")
    submit(page, "main form .button.big")
    address = page.url.replace("/purpose/", "/basics/").split("?")[0] + "?lang=en"
    page.goto(address)
    other = open_page(language="en", person=AUTHOR, javascript=False)
    other.goto(address)
    page.fill("[name='title.en']", "Two windows, first text")
    submit(page, "main .actions button[value=save]")
    other.fill("[name='title.en']", "Two windows, second text")
    submit(other, "main .actions button[value=save]")
    expect(other.locator(".notice.bad")).to_contain_text("Two windows, first text")
    expect(other.locator("[name='title.en']")).to_have_value("Two windows, second text")
    submit(other, "main .actions button[value=save]")
    expect(other.locator("h1")).to_contain_text("Two windows, second text")


@pytest.mark.long
def test_skills_are_found_while_typing_and_chosen_with_the_keyboard(open_page: OpenPage) -> None:
    """An editable combobox: arrows choose, Enter adds, Escape closes; the next skill follows at once."""
    page = open_page(language="en", person=AUTHOR)
    page.goto(f"{STAFF}/definitions/new/")
    page.fill("#id_title_en", "Skills while typing")
    submit(page, "main form .button.big")
    page.goto(page.url.replace("/purpose/", "/outcomes/").split("?")[0])
    submit(page, "button[value='add:learning_outcomes']")
    field = page.get_by_role("combobox", name="Search skills")
    options = page.locator(".combobox-list [role=option]")
    field.press_sequentially("spreadsheet")
    expect(options.first).to_be_visible()
    expect(field).to_have_attribute("aria-expanded", "true")
    field.press("Escape")
    expect(options.first).to_be_hidden()
    field.press("ArrowDown")
    expect(options.first).to_be_visible()
    field.press("ArrowDown")
    chosen = page.locator("[role=option][aria-selected=true]")
    expect(field).to_have_attribute("aria-activedescendant", chosen.get_attribute("id") or "–")
    label = chosen.text_content() or "–"
    with page.expect_navigation():
        field.press("Enter")
    expect(page.locator(".skill-row strong")).to_have_text([label])
    expect(field).to_be_focused()
    field.press_sequentially("spreadsheet")
    expect(page.locator(".skill-search p[role=status]")).to_contain_text("suggestion")
    assert label not in options.all_text_contents()
    field.fill("xqzwv")
    expect(page.locator(".skill-search p[role=status]")).to_have_text("Nothing was found.")
    with page.expect_navigation():
        field.press("Enter")
    expect(page.get_by_text("Nothing new was found.")).to_be_visible()
