"""Every page in both languages: axe finds nothing, 320 pixels are enough, the keyboard alone suffices."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.journeys.browser.steps import OpenPage, submit

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

STAFF = "/staff/politechnika-przykladowa"
ADMIN = "admin@politechnika.example.org"
LEARNER = "portfolio@example.org"
NARROW = 320  # CSS pixels: WCAG 2.2, 1.4.10 Reflow

FOR_EVERYONE = (
    "/",
    "/verify/",
    "/verify/many/",
    "/verify/registry/",
    "/verify/ask/",
    "/catalogue/",
    "/catalogue/?q=nothing-of-this-name",
    "/catalogue/?level=5",
    "/catalogue/compare/?c=politechnika-przykladowa/podstawy-jezyka-python",
    "/skills/?q=python",
    "/skills/ccd0a1d9-afda-43d9-b901-96344886e14d/",
    "/occupations/",
    "/occupations/96e20037-0a25-4bf6-a25e-808d1605d890/",
    "/plan/",
    "/plan/?now=office+clerk&goal=UX+designer",
    "/plan/?goal=nothing-of-this-name",
    "/offer/",
    "/organisations/politechnika-przykladowa/list/",
    "/catalogue/politechnika-przykladowa/podstawy-jezyka-python/",
    "/organisations/politechnika-przykladowa/",
    "/about/",
    "/privacy/",
    "/accessibility/",
    "/tour/",
    "/outbox/",
    "/accounts/login/",
    "/accounts/signup/",
    "/no-such-page/",
)
FOR_THE_STAFF = (
    f"{STAFF}/",
    f"{STAFF}/definitions/",
    f"{STAFF}/definitions/upload/",
    f"{STAFF}/definitions/new/",
    f"{STAFF}/definitions/copy/",
    f"{STAFF}/definitions/podstawy-jezyka-python/review/",
    f"{STAFF}/definitions/podstawy-jezyka-python/quality/",
    f"{STAFF}/definitions/podstawy-jezyka-python/versions/",
    f"{STAFF}/definitions/podstawy-jezyka-python/feedback/",
    f"{STAFF}/approval-rule/",
    f"{STAFF}/definitions/podstawy-jezyka-python/",
    f"{STAFF}/awards/",
    f"{STAFF}/awards/?q=nobody-of-this-name",
    f"{STAFF}/awards/one/",
    f"{STAFF}/awards/one/podstawy-jezyka-python/",
    f"{STAFF}/awards/list/podstawy-jezyka-python/",
    f"{STAFF}/members/",
    f"{STAFF}/tokens/",
    f"{STAFF}/organisation/",
    f"{STAFF}/history/",
    "/accounts/logout/",
)
FOR_A_PERSON = (
    "/wallet/",
    "/wallet/skills/",
    "/wallet/plans/",
    "/wallet/clients/",
    "/wallet/account/",
    "/accounts/email/",
    "/accounts/2fa/webauthn/",
)


@pytest.mark.parametrize("language", ["pl", "en"])
def test_pages_for_everyone(open_page: OpenPage, language: str) -> None:
    page = open_page(language=language)
    for path in FOR_EVERYONE:
        page.goto(path)
        _assert_accessible(page, path)


@pytest.mark.parametrize("language", ["pl", "en"])
def test_pages_of_the_staff(open_page: OpenPage, language: str, tmp_path: Path) -> None:
    page = open_page(language=language, person=ADMIN)
    for path in FOR_THE_STAFF:
        page.goto(path)
        _assert_accessible(page, path)
    for place in _opened_pages(page, tmp_path):
        _assert_accessible(page, place)


@pytest.mark.parametrize("language", ["pl", "en"])
def test_pages_of_a_learner(open_page: OpenPage, language: str, tmp_path: Path) -> None:
    staff = open_page(language=language, person=ADMIN)
    staff.goto(f"{STAFF}/awards/one/podstawy-jezyka-python/")
    for name, value in (
        ("given_name", "Żaneta"),
        ("family_name", "Źrebięca"),
        ("email", LEARNER),
        ("run", language),
    ):
        staff.fill(f"#id_{name}", value)
    submit(staff)
    page = open_page(language=language, person=LEARNER)
    for path in FOR_A_PERSON:
        page.goto(path)
        _assert_accessible(page, path)
    page.goto("/wallet/")
    submit(page, ".card.link h3 a")
    _assert_accessible(page, "an award that waits")
    submit(page, "form[action$='/accept/'] button")
    _assert_accessible(page, "an accepted award")
    submit(page, "form[action$='/share/'] button")
    _assert_accessible(page, "a link just made")
    page.goto(page.locator("#share-url").inner_text())
    page.click("details.disclosure summary")
    _assert_accessible(page, "a shared credential")


@pytest.mark.parametrize("language", ["pl", "en"])
def test_verify_with_the_keyboard_alone(open_page: OpenPage, language: str) -> None:
    """From the address bar to the list of checks, with Tab, typing, Enter and Space."""
    page = open_page(language=language)
    page.goto("/verify/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    _tab_to(page, "#id_text")
    page.keyboard.type('{"@context": [], "type": ')
    _tab_to(page, "main form button[type=submit]")
    page.keyboard.press("Enter")
    expect(page.locator(".verdict")).to_be_focused()
    expect(page.locator(".checks")).to_be_visible()  # open, because not all is well
    _tab_to(page, "details.disclosure summary")
    page.keyboard.press("Space")
    expect(page.locator(".checks")).to_be_hidden()
    page.keyboard.press("Space")
    expect(page.locator(".checks")).to_be_visible()


def test_switch_the_language_with_the_keyboard_alone(open_page: OpenPage) -> None:
    page = open_page(language="pl")
    page.goto("/catalogue/")
    _tab_to(page, ".languages button[value=en]")
    page.keyboard.press("Enter")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert page.url.endswith("/catalogue/")


def test_dark_pages_are_readable(open_page: OpenPage) -> None:
    """The dark theme keeps the contrast."""
    page = open_page(language="en")
    page.emulate_media(color_scheme="dark")
    for path in (
        "/",
        "/verify/",
        "/catalogue/politechnika-przykladowa/podstawy-jezyka-python/",
        "/accounts/login/",
    ):
        page.goto(path)
        _assert_accessible(page, f"{path} in the dark")
    page.goto("/verify/")
    page.fill("#id_text", "{}")
    submit(page)
    _assert_accessible(page, "a verdict in the dark")


def _opened_pages(page: Page, tmp_path: Path) -> Iterator[str]:
    """Visit what needs a step first: a form with errors, an award, the pages that change its status."""
    page.goto(f"{STAFF}/awards/one/podstawy-jezyka-python/")
    submit(page)
    yield "the form of an award with errors"
    file = tmp_path / "list.csv"
    file.write_text("given_name;family_name;email\nAnna;Nowak;anna@example.org\nJan;Bez;\n", encoding="utf-8")
    page.goto(f"{STAFF}/awards/list/podstawy-jezyka-python/")
    page.set_input_files("#id_file", file)
    submit(page)
    yield "the columns of a list"
    submit(page, "main form .button.big")
    yield "the rows of a list"
    rows = page.url.partition("?")[0]
    page.goto(f"{rows}rows/2/")
    yield "a row of a list"
    page.goto(f"{rows}confirm/")
    yield "confirming a list"
    page.goto(f"{STAFF}/awards/list/")
    yield "the lists brought before"
    page.goto(f"{STAFF}/awards/")
    submit(page, "tbody th a")
    award = page.url
    yield "an award"
    page.goto(f"{award}revoke/")
    yield "revoking"
    page.goto(f"{STAFF}/tokens/")
    page.fill("#id_label", "test")
    page.check("input[value='awards:read']")
    submit(page, "main section form .actions button")
    yield "a token just made"


def _assert_accessible(page: Page, place: str) -> None:
    """Fail on any finding of axe, and on a page that must be scrolled sideways at 320 pixels."""
    findings = Axe().run(page)
    assert findings.violations_count == 0, f"{place}:\n{findings.generate_report()}"
    size = page.viewport_size
    page.set_viewport_size({"width": NARROW, "height": 700})
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= NARROW, f"{place}: {width} pixels wide at {NARROW}"
    assert size is not None
    page.set_viewport_size(size)


def _tab_to(page: Page, selector: str) -> None:
    for _step in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"Tab does not reach {selector}")
