"""The learner's way by hand, in both languages: letter, claim, share, stop; import; collection; erasure."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browser.steps import POLISH_FIRST, OpenPage, enter_code, newest_mail, sign_in, submit
from tests.journeys.route_walk import BADGE

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

STAFF = "/staff/politechnika-przykladowa"
ADMIN = "admin@politechnika.example.org"
WORDS = {
    "pl": {
        "chosen": "Co pokazuje posiadacz",
        "stopped": "Link niczego już nie pokazuje",
        "kept": "Dodano",
        "again": "Już jest w portfolio",
        "erased": "Konto zostało usunięte",
        "declined": "Odmowy przyjęcia",
    },
    "en": {
        "chosen": "What the holder shows",
        "stopped": "The link shows nothing any more",
        "kept": "Taken in",
        "again": "You have it already",
        "erased": "Your account is erased",
        "declined": "Declined",
    },
}


@pytest.mark.parametrize("language", POLISH_FIRST)
def test_letter_claim_share_and_stop(open_page: OpenPage, language: str) -> None:
    """The typed code leads to the award; one field is passed on with a proof; the link is stopped."""
    words, email = WORDS[language], f"kod-{language}@example.org"
    staff = open_page(language=language, person=ADMIN)
    _award(staff, email)
    person = open_page(language=language, width=360)
    code = newest_mail(person, email, r"([0-9A-Z]{4}(?:-[0-9A-Z]{4}){3})")
    person.goto("/claim/")
    person.fill("#id_code", code.lower())
    submit(person)
    expect(person.locator("section .person")).to_have_text("Zażółcona Gęś-Ździebło")
    submit(person, "main form .button.big")
    person.fill("#id_email", email)
    submit(person)
    enter_code(person, email)
    expect(person.locator("main")).to_contain_text("Zażółcona Gęś-Ździebło")
    assert person.evaluate("document.documentElement.scrollWidth") <= 360

    person.check("input[name=kind][value=proof]")
    person.uncheck("input[name=shown][value=name]")
    submit(person, "form[action$='/share/'] button[type=submit]")
    link, short = person.locator("#share-url").inner_text(), person.locator("#share-code").inner_text()
    manage = person.url

    verifier = open_page(language=language)
    verifier.goto("/s/")
    verifier.fill("#id_code", short)
    submit(verifier)
    assert verifier.url == link
    expect(verifier.locator("#chosen")).to_have_text(words["chosen"])
    expect(verifier.locator("main")).not_to_contain_text("Gęś-Ździebło")
    verifier.goto(f"{link}card/")
    expect(verifier.locator("h1")).to_be_visible()

    person.goto("/wallet/")
    person.locator("#kept").locator("xpath=ancestor::section").locator("h3 a").first.click()
    person.locator("section[aria-labelledby=share] ul a").first.click()
    assert person.url == manage
    submit(person, "form[action$='/stop/'] button")
    expect(person.locator(".messages")).to_contain_text(words["stopped"])
    assert verifier.goto(link).status == 404  # type: ignore[union-attr]


@pytest.mark.long
@pytest.mark.parametrize("language", ["pl", "en"])
def test_import_collection_and_erasure(open_page: OpenPage, language: str, tmp_path: Path) -> None:
    """A foreign badge is taken in once, put into a public collection, and goes with the account."""
    words, email = WORDS[language], f"portfel-{language}@example.org"
    badge = tmp_path / "badge.json"
    badge.write_bytes(BADGE)
    page = open_page(language=language)
    sign_in(page, email)
    for expected in (words["kept"], words["again"]):
        page.goto("/wallet/imported/")
        page.set_input_files("#id_files", str(badge))
        submit(page)
        expect(page.locator("[data-focus]")).to_contain_text(expected)
    page.goto("/wallet/collections/new/")
    page.fill("#id_title", "<b>Dane</b>")
    page.locator("input[name=imported]").first.check()
    page.check("#id_is_public")
    submit(page)
    address = page.locator("#collection-url").inner_text()
    stranger = open_page(language=language)
    stranger.goto(address)
    expect(stranger.locator("h1")).to_have_text("<b>Dane</b>")

    page.goto("/wallet/account/")
    submit(page, "a[href$='/account/data/']")
    submit(page, "a[href$='/account/erase/']")
    page.check("#id_sure")
    submit(page, "main form .button.sure")
    expect(page.locator("h1")).to_have_text(words["erased"])
    assert stranger.goto(address).status == 404  # type: ignore[union-attr]
    page.goto("/wallet/")
    assert "/accounts/login/" in page.url


@pytest.mark.long
@pytest.mark.parametrize("language", ["pl", "en"])
def test_decline_and_public_page_by_keyboard(open_page: OpenPage, language: str) -> None:
    """Declined in the letter, accepted after all; the switches of the public page without a mouse."""
    email = f"klawiatura-{language}@example.org"
    _award(open_page(language=language, person=ADMIN), email)
    page = open_page(language=language)
    page.goto(newest_mail(page, email, r"(http://localhost:\d+\S*/claim/\S+)"))
    submit(page, "form[action$='/decline/'] button")
    sign_in(page, email)
    page.goto("/wallet/")
    expect(page.locator("#declined")).to_have_text(WORDS[language]["declined"])
    page.locator("#declined ~ ul a").first.click()
    submit(page, "form[action$='/accept/'] button")
    submit(page, "a[href$='/public/']")
    for name in ("#id_show_grade", "#id_is_public"):
        page.focus(name)
        page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_selector("#page-url")
    stranger = open_page(language=language)
    stranger.goto(page.locator("#page-url").inner_text())
    expect(stranger.locator("h1")).to_contain_text("Gęś-Ździebło")


def _award(staff: Page, email: str) -> None:
    staff.goto(f"{STAFF}/awards/one/podstawy-jezyka-python/")
    staff.fill("#id_given_name", "Zażółcona")
    staff.fill("#id_family_name", "Gęś-Ździebło")
    staff.fill("#id_email", email)
    staff.locator("[id^=id_result_]").first.fill("85")
    submit(staff)
    expect(staff.locator(".notice.good").first).to_be_visible()
