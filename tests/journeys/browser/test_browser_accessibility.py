"""Every page of every audience in both languages: axe finds nothing, 320 pixels and 200 % zoom are enough.

One context of the browser per audience and language; the keyboard has a file of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.journeys.browser.steps import OpenPage, submit, tab_to

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

STAFF = "/staff/politechnika-przykladowa"
ADMIN = "admin@politechnika.example.org"
LEARNER = "portfolio@example.org"
STEPS = 9  # of the editor of definitions
NARROW = 320  # CSS pixels: WCAG 2.2, 1.4.10 Reflow

PYTHON = f"{STAFF}/definitions/podstawy-jezyka-python"
FOR_EVERYONE = (
    "/",
    "/verify/",
    "/verify/many/",
    "/verify/registry/",
    "/verify/ask/",
    "/catalogue/",
    "/catalogue/?q=nothing-of-this-name",
    "/catalogue/compare/",
    "/catalogue/compare/?d=politechnika-przykladowa/podstawy-jezyka-python",
    "/catalogue/politechnika-przykladowa/podstawy-jezyka-python/",
    "/organisations/politechnika-przykladowa/",
    "/organisations/politechnika-przykladowa/accessibility/",
    "/organisations/politechnika-przykladowa/list/",
    "/skills/",
    "/skills/?q=python",
    "/occupations/",
    "/occupations/?q=programista",
    "/plan/",
    "/plan/?goal=projektant+interfejsu",
    "/offer/",
    "/claim/",
    "/s/",
    "/c/",
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
    f"{STAFF}/definitions/import/",
    f"{STAFF}/definitions/new/",
    f"{STAFF}/definitions/copy/",
    f"{PYTHON}/",
    f"{PYTHON}/offers/",
    f"{PYTHON}/review/",
    f"{PYTHON}/quality/",
    f"{PYTHON}/versions/",
    f"{PYTHON}/feedback/",
    f"{STAFF}/approval-rule/",
    f"{STAFF}/awards/",
    f"{STAFF}/awards/?q=nobody-of-this-name",
    f"{STAFF}/awards/one/",
    f"{STAFF}/awards/one/podstawy-jezyka-python/",
    f"{STAFF}/awards/list/",
    f"{STAFF}/awards/list/podstawy-jezyka-python/",
    f"{STAFF}/batches/",
    f"{STAFF}/mail/",
    f"{STAFF}/mail/settings/",
    f"{STAFF}/reports/",
    f"{STAFF}/keys/",
    f"{STAFF}/keys/new/",
    f"{STAFF}/keys/key-1/compromised/",
    f"{STAFF}/organisation/",
    f"{STAFF}/organisation/seal/",
    f"{STAFF}/organisation/certificates/",
    f"{STAFF}/members/",
    f"{STAFF}/tokens/",
    f"{STAFF}/privacy/",
    f"{STAFF}/erasures/",
    f"{STAFF}/history/",
    "/accounts/logout/",
)
FOR_A_ROLE = {  # what other roles see in their own way
    "autorka@politechnika.example.org": (f"{STAFF}/", f"{PYTHON}/", f"{PYTHON}/review/"),
    "komisja@politechnika.example.org": (f"{STAFF}/", f"{STAFF}/definitions/", f"{PYTHON}/review/"),
    "prorektor@politechnika.example.org": (f"{STAFF}/", f"{PYTHON}/review/"),
    "dziekanat@politechnika.example.org": (f"{STAFF}/", f"{STAFF}/awards/"),
}
FOR_A_PERSON = (
    "/wallet/",
    "/wallet/?view=timeline",
    "/wallet/account/",
    "/wallet/account/merge/",
    "/wallet/account/data/",
    "/wallet/account/erase/",
    "/wallet/skills/",
    "/wallet/skills/?q=python",
    "/wallet/plans/",
    "/wallet/clients/",
    "/wallet/answers/",
    "/wallet/imported/",
    "/wallet/collections/",
    "/wallet/collections/new/",
    "/accounts/email/",
    "/accounts/2fa/webauthn/",
    "/accounts/2fa/webauthn/add/",
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


@pytest.mark.parametrize("person", FOR_A_ROLE)
def test_pages_of_each_role(open_page: OpenPage, person: str) -> None:
    page = open_page(language="pl", person=person)
    for path in FOR_A_ROLE[person]:
        page.goto(path)
        _assert_accessible(page, f"{path} as {person}")


@pytest.mark.parametrize("language", ["pl", "en"])
def test_steps_of_the_editor(open_page: OpenPage, language: str) -> None:
    page = open_page(language=language, person="autorka@politechnika.example.org")
    page.goto(f"{STAFF}/definitions/new/")
    page.fill(f"#id_title_{language}", f"Axe {language}")
    submit(page, "main form .button.big")
    edit = page.url.partition("/edit/")[0]
    steps = page.locator(".editor-steps button").evaluate_all("all => all.map(one => one.value)")
    assert len(steps) == STEPS
    for step in (each.partition(":")[2] for each in steps):
        page.goto(f"{edit}/edit/{step}/")
        _assert_accessible(page, f"step {step}")


@pytest.mark.parametrize("language", ["pl", "en"])
def test_answers_of_each_kind(open_page: OpenPage, language: str) -> None:
    """Verdicts good, open and bad, and what is no credential: an icon and a word beside the colour."""
    page = open_page(language=language, person=ADMIN)
    genuine = _signed(page)
    kinds = {
        "good": genuine,
        "bad": genuine.replace("Podstawy", "Podstawa").replace("Python", "Pythom"),
        "none": "{}",
    }
    for kind, text in kinds.items():
        page.goto("/verify/")
        page.fill("#id_text", text)
        submit(page)
        assert page.locator(".verdict .word").inner_text().strip(), kind
        assert page.locator(".verdict .seal .icon").count() == 1, kind
        _assert_accessible(page, f"the answer {kind}")
        page.emulate_media(color_scheme="dark")
        _assert_accessible(page, f"the answer {kind} in the dark")
        page.emulate_media(color_scheme="light")


def _signed(page: Page) -> str:
    """Return the newest credential in force, as the staff downloads it."""
    page.goto(f"{STAFF}/awards/?q=zolc")
    page.locator("tbody th a").first.click()
    address = page.url
    return page.request.get(f"{address}credential/").text()


@pytest.mark.parametrize("language", ["pl", "en"])
def test_verify_with_the_keyboard_alone(open_page: OpenPage, language: str) -> None:
    """From the address bar to the list of checks, with Tab, typing, Enter and Space."""
    page = open_page(language=language)
    page.goto("/verify/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    tab_to(page, "#id_text")
    page.keyboard.type('{"@context": [], "type": ')
    tab_to(page, "main form button[type=submit]")
    page.keyboard.press("Enter")
    expect(page.locator(".verdict")).to_be_focused()
    expect(page.locator(".checks")).to_be_visible()  # open, because not all is well
    tab_to(page, ".answer details.disclosure summary, details.disclosure summary")
    page.keyboard.press("Space")
    expect(page.locator(".checks")).to_be_hidden()
    page.keyboard.press("Space")
    expect(page.locator(".checks")).to_be_visible()


def test_a_second_click_sends_a_form_once(open_page: OpenPage) -> None:
    page = open_page(language="en")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    page.goto("/verify/")
    page.fill("#id_text", "{}")
    with page.expect_navigation():
        page.evaluate(
            "() => { const one = document.querySelector('main form button[type=submit]'); "
            "one.click(); one.click(); }"
        )
    assert len(sent) == 1


def test_switch_the_language_with_the_keyboard_alone(open_page: OpenPage) -> None:
    page = open_page(language="pl")
    page.goto("/catalogue/")
    tab_to(page, ".languages button[value=en]")
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


NOTHING_MOVES = """() => Promise.all(document.getAnimations()
    .filter(moving => moving.effect.getTiming().iterations !== Infinity)
    .map(moving => moving.finished)).then(() => true)"""


def _assert_accessible(page: Page, place: str) -> None:
    """Fail on any finding of axe, and on a page that must be scrolled sideways at 320 pixels."""
    page.evaluate(NOTHING_MOVES)
    findings = Axe().run(page)
    assert findings.violations_count == 0, f"{place}:\n{findings.generate_report()}"
    size = page.viewport_size
    page.set_viewport_size({"width": NARROW, "height": 700})
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= NARROW, f"{place}: {width} pixels wide at {NARROW}"
    assert size is not None
    page.set_viewport_size({"width": size["width"] // 2, "height": size["height"] // 2})  # a zoom of 200 %
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= size["width"] // 2, f"{place}: {width} pixels wide at a zoom of 200 %"
    page.set_viewport_size(size)
