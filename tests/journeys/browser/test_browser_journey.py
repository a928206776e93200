"""The main job by hand: define, award, sign, hold, verify, suspend and revoke, in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browser.steps import POLISH_FIRST, OpenPage, enter_code, newest_mail, sign_in, submit

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

EXAMPLES = Path(__file__).parents[3] / "examples"
STAFF = "/staff/politechnika-przykladowa"
ADMIN = "admin@politechnika.example.org"

WORDS = {
    "pl": {
        "genuine": r"To jest autentyczne\. .*Politechnika Przykładowa.* potwierdza, że .*Zażółcona Gęś",
        "gaps": "Przed publikacją trzeba uzupełnić",
        "revoked": "Proszę na tym nie polegać: poświadczenie zostało unieważnione",
        "suspended": "Proszę na razie na tym nie polegać",
        "changed": "Proszę na tym nie polegać: to nie jest to, co podpisał wydawca",
        "reason": "Zawiera błąd",
    },
    "en": {
        "genuine": r"This is genuine\. .*Example University of Technology.* confirms that .*Zażółcona Gęś",
        "gaps": "must be closed before this can be published",
        "revoked": "has revoked it",
        "suspended": "has suspended it",
        "changed": "it is not what an issuer signed",
        "reason": "It contains an error",
    },
}


@pytest.mark.parametrize("language", POLISH_FIRST)
def test_define_a_micro_credential(open_page: OpenPage, language: str, tmp_path: Path) -> None:
    """A file with a gap is stored and explained; the corrected file is published."""
    page = open_page(language=language, person=ADMIN)
    text = (EXAMPLES / "definitions" / "podstawy-ux.yaml").read_text(encoding="utf-8")
    text = re.sub(r"(?m)^identifier: .*$", f"identifier: ux-{language}", text)
    without_quality = re.sub(r"(?ms)^quality_assurance:\n.*?(?=^\S)", "", text)
    assert without_quality != text

    _upload(page, f"{STAFF}/definitions/upload/", tmp_path / "gap.yaml", without_quality)
    expect(page.locator("main")).to_contain_text(WORDS[language]["gaps"])
    expect(page.locator(".checks li").first).to_contain_text("M11")

    _upload(page, f"{STAFF}/definitions/upload/", tmp_path / "whole.yaml", text)
    page.click("a.button[href$='/review/']")
    submit(page, "form[action$='/submit/'] button")
    approver = open_page(language=language, person="prorektor@politechnika.example.org")
    approver.goto(f"{STAFF}/definitions/ux-{language}/review/")
    approver.fill("#id_reason", "Zgodne z załącznikiem I.")
    submit(approver, "button[name=decision][value=approved]")
    submit(approver, "form[action$='/publish/'] button")
    expect(approver.locator("form[action$='/publish/']")).to_have_count(0)
    page.goto(f"/catalogue/politechnika-przykladowa/ux-{language}/")
    expect(page.locator(".element-mark", has_text="M11")).to_be_visible()


@pytest.mark.parametrize("language", POLISH_FIRST)
def test_award_hold_verify_revoke(open_page: OpenPage, language: str, tmp_path: Path) -> None:
    """One credential from the form of the staff to the red answer of the verification page."""
    words = WORDS[language]
    learner = f"ges-{language}@example.org"
    staff = open_page(language=language, person=ADMIN)
    award = _award_one(staff, learner)

    person = open_page(language=language)
    person.goto(newest_mail(person, learner, r"(http://localhost:\d+\S*/claim/\S+)"))
    expect(person.locator(".person").first).to_have_text("Zażółcona Gęś-Ździebło")
    submit(person, "main form .button.big")
    person.fill("#id_email", learner)
    submit(person)
    enter_code(person, learner)  # accepting asked for nothing but signing in
    with person.expect_download() as download:
        person.click("main a[href$='/credential/']")
    file = tmp_path / "credential.json"
    download.value.save_as(file)

    submit(person, "form[action$='/share/'] button")
    link = person.locator("#share-url").inner_text()

    verifier = open_page(language=language)
    expect(_verify_file(verifier, file)).to_have_text(re.compile(words["genuine"]))
    assert verifier.locator(".verdict.good").count() == 1
    assert verifier.locator("details.disclosure[open]").count() == 0
    expect(_verify_text(verifier, link)).to_have_text(re.compile(words["genuine"]))
    verifier.goto(link)
    expect(verifier.locator(".verdict.good")).to_be_visible()

    changed = file.read_text(encoding="utf-8").replace("Gęś-Ździebło", "Gęś-Źdźbło")
    expect(_verify_text(verifier, changed)).to_contain_text(words["changed"])
    assert verifier.locator("#claims").count() == 0

    _change_status(staff, award, "suspend", "under-review")
    expect(_verify_file(verifier, file)).to_contain_text(words["suspended"])
    staff.goto(f"{award}lift/")
    submit(staff)
    expect(_verify_file(verifier, file)).to_have_text(re.compile(words["genuine"]))

    _change_status(staff, award, "revoke", "error")
    expect(_verify_file(verifier, file)).to_contain_text(words["revoked"])
    assert verifier.locator(".verdict.bad").count() == 1
    person.goto("/wallet/")
    submit(person, ".card.link h3 a")
    expect(person.locator(".notice.bad")).to_contain_text(words["reason"])


def test_the_box_without_javascript(open_page: OpenPage, tmp_path: Path) -> None:
    """The verification page answers without a script, and the language switch works, too."""
    page = open_page(javascript=False)
    page.goto("/verify/")
    page.fill("#id_text", '{"cut": ')
    submit(page)
    expect(page.locator(".verdict.bad")).to_contain_text("To nie jest poświadczenie")
    page.goto("/verify/")
    page.click(".languages button[value=en]")
    expect(page.locator("h1")).to_have_text("Is this credential genuine?")
    assert page.locator("html").get_attribute("lang") == "en"


def _upload(page: Page, address: str, file: Path, text: str) -> None:
    file.write_text(text, encoding="utf-8")
    page.goto(address)
    page.set_input_files("#id_file", file)
    submit(page)


def _award_one(page: Page, email: str) -> str:
    """Award the basics of Python in the form; return the address of the award."""
    page.goto(f"{STAFF}/awards/one/podstawy-jezyka-python/")
    page.fill("#id_given_name", "Zażółcona")
    page.fill("#id_family_name", "Gęś-Ździebło")
    page.fill("#id_email", email)
    page.locator("[id^=id_result_]").first.fill("85")
    submit(page)
    expect(page.locator(".notice.good")).to_be_visible()
    return page.url


def _change_status(page: Page, award: str, change: str, reason: str) -> None:
    page.goto(f"{award}{change}/")
    page.check(f"input[value={reason}]")
    submit(page)
    expect(page.locator("main .messages .notice.good")).to_be_visible()


def _verify_file(page: Page, file: Path) -> object:
    page.goto("/verify/")
    page.set_input_files("#id_file", file)
    submit(page)
    return page.locator("#verdict")


def _verify_text(page: Page, text: str) -> object:
    page.goto("/verify/")
    page.fill("#id_text", text)
    submit(page)
    return page.locator("#verdict")


def test_the_table_of_awards_answers_while_typing(open_page: OpenPage) -> None:
    """With a script the table follows the search box; the address can be kept and opened again."""
    page = open_page(person=ADMIN)
    page.goto(f"{STAFF}/awards/")
    page.locator("#q").press_sequentially("Żółć")
    expect(page.locator("#found tbody tr").first).to_contain_text("Żółć")
    expect(page).to_have_url(re.compile(r"q=%C5%BB%C3%B3%C5%82%C4%87"))
    page.fill("#q", "nobody-of-this-name")
    expect(page.locator("#found .empty")).to_be_visible()


@pytest.mark.long
def test_a_passkey_is_a_second_way_in(open_page: OpenPage) -> None:
    """It signs in by itself, and the mailed code goes on working: a lost device locks nobody out."""
    learner = "grzegorz.brzeczyszczykiewicz@student.example.org"
    page = open_page(language="en", person=learner)
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True}
    options |= {"hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True}
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    page.goto("/accounts/2fa/webauthn/add/")
    submit(page, "#mfa_webauthn_add")
    expect(page.locator("h1")).to_have_text("Passkeys")

    page.goto("/accounts/logout/")
    submit(page)
    page.goto("/accounts/login/")
    with page.expect_navigation(url="**/wallet/"):
        page.get_by_role("button", name="Sign in with a passkey").click()

    elsewhere = open_page(language="en")
    sign_in(elsewhere, learner)
    expect(elsewhere.locator("h1")).to_have_text("My micro-credentials")
